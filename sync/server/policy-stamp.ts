// The stamp of what no person has pressed a key for: its id is a hash of the cause, so the same cause never acts twice.
import type { CommandType, Stamp } from '#domain/commands.ts';
import { versionOf } from '#sync/protocol/upcasts.ts';

/** The sender of automatic commands; its person is a row of the ERP like any other. */
export const POLICY_DEVICE = 'policy';
const SYSTEM_PERSON = 'system';

export const policyStamp = <T extends CommandType>(type: T, id: string, warehouse: string, now: number): Stamp & { readonly type: T } => ({
  id, type, version: versionOf(type), device: POLICY_DEVICE, sequence: 0, previous: '', at: now, offset: 0, person: SYSTEM_PERSON, warehouse, confirmed: [],
});
