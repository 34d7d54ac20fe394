// How a command stands in the log, whatever became of it.
import type { Command } from '#domain/commands.ts';
import type { Json } from '#domain/tables.ts';
import { documentsOf } from '#domain/why/evidence.ts';
import type { LogEntry } from '#db/central/command-log.ts';
import type { Arrived } from './admission.ts';

export function entryOf(arrived: Arrived, command: Command | undefined, id: string, verdict: string, rule: string, rejection: Json, now: number): LogEntry {
  return {
    command_id: id, device_id: command?.device ?? '', sequence: arrived.sequence, warehouse_id: command?.warehouse ?? '', type: command?.type ?? 'unknown', version: command?.version ?? 0,
    person_id: command?.person ?? '', effective_at: command ? command.at + command.offset : now, hash: arrived.hash, bytes: arrived.bytes, verdict, rule, rejection, recorded_at: now, documents: command ? documentsOf(command) : [], ...(arrived.signature === '' ? {} : { signature: arrived.signature }),
  };
}
