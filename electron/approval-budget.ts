// Keeps what the signed-in person may approve at this station without the server: asked for while online, before it is
// needed, and given back when the person leaves.
import { randomUUID } from 'node:crypto';
import { toHandOut } from '#domain/approving/budget.ts';
import { budgetLeft } from '#domain/approving/limits.ts';
import type { Command } from '#domain/commands.ts';
import { readsOf } from '#domain/decide.ts';
import { dayOf } from '#domain/days.ts';
import { mayDo } from '#domain/duties.ts';
import { createSlice } from '#domain/slice.ts';
import { submit } from '#sync/client/submit.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Person } from './contract.ts';

export interface ApprovalBudget {
  /** Asks for more when less than half is left; answers whether something is to be sent. */
  keep(person: Person | null): boolean;
  /** Gives back what is left, before the person leaves. */
  giveBack(person: Person | null): boolean;
}
/** Not asked again within this time (ms), whatever the server made of it. */
const ASK_AGAIN = 60_000;

export function createApprovalBudget(replica: Replica, now: () => number): ApprovalBudget {
  const asked = new Map<string, number>();
  const sliceFor = (person: string) => {
    const at = now();
    const command = { id: '', type: 'approval.draw', version: 1, device: replica.meta.get('device_id') ?? '', sequence: 0, previous: '', at, offset: Number(replica.meta.get('offset_ms') ?? 0), person, warehouse: '', confirmed: [], payload: {} } as Command & { type: 'approval.draw' };
    const slice = createSlice();
    replica.rows.load(readsOf(command), slice);
    return { slice, command, left: budgetLeft(slice, command.device, person, dayOf(at + command.offset)) };
  };
  const send = (person: Person, type: 'approval.draw' | 'approval.give_back'): boolean => submit(replica, now(), { person: person.id, roles: person.roles }, [{ id: randomUUID(), type, payload: {}, confirmed: [] }]).ok;
  return {
    keep(person) {
      if (!person || !mayDo(person.roles, 'approval.draw') || now() < (asked.get(person.id) ?? 0) + ASK_AGAIN) return false;
      const { slice, command, left } = sliceFor(person.id);
      const more = toHandOut(slice, command);
      if (more === 0 || more < left) return false;
      asked.set(person.id, now());
      return send(person, 'approval.draw');
    },
    giveBack(person) {
      if (!person || !mayDo(person.roles, 'approval.give_back') || sliceFor(person.id).left <= 0) return false;
      asked.delete(person.id);
      return send(person, 'approval.give_back');
    },
  };
}
