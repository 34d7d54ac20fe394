// Work of the signed-in person that came out otherwise than they were told, until they have noted it.
import type { Replica } from '#sync/client/replica.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { ChangedWork, Person } from './contract.ts';

export function changedWork({ changedWork: works }: Replica, person: Person | null): readonly ChangedWork[] {
  if (person === null) return [];
  return works.list(person.id).map(({ command_id: commandId, bytes, seen, became, said_by: saidBy }) => {
    const parsed = parseCommand(bytes.toString('utf8'));
    const what = parsed.ok ? { type: parsed.command.type, payload: parsed.command.payload, at: parsed.command.at } : { type: '', payload: {}, at: 0 };
    return { commandId, ...what, seen, became, saidBy };
  });
}
