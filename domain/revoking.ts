// Ending somebody's rights, or a device's. What was done before stands, whenever it is told; what cannot be shown to have
// been done before waits for a person.
import type { Book } from './book.ts';
import { effectiveAt, type Command, type CommandOf } from './commands.ts';
import { decider } from './decider.ts';
import { document } from './reads.ts';
import { reject } from './rejections.ts';
import type { Read, Slice } from './slice.ts';
import type { Row, TableName } from './tables.ts';

type Kind = 'person' | 'device';
export const revocationRead = (kind: Kind, id: string): Read => ({ table: 'revocation', where: { kind, subject_id: id } });
const reads = (kind: Kind, id: string): readonly Read[] =>
  document(`${kind}:${id}`, kind === 'person' ? { table: 'person', where: { person_id: id } } : { table: 'device', where: { device_id: id } }, revocationRead(kind, id));

type Revoking = CommandOf<'person.revoke'> | CommandOf<'device.revoke'>;
/** Nobody is revoked for a time that has not come. */
export const revokedFrom = (command: Revoking): number => Math.min(command.payload.since ?? Infinity, effectiveAt(command));

/** Nobody ends their own rights, nor those of the system. */
export const mayBeRevoked = (row: Row<'person'>, by: string): boolean => row.person_id !== by && !(row.roles as readonly string[]).includes('system');

const before = (slice: Slice, kind: Kind, id: string, command: Revoking) => {
  const known = slice.get('revocation', kind, id);
  return known && known.revoked_at <= revokedFrom(command) ? reject('already_done', { by: known.by_id }) : undefined;
};

function record(book: Book, kind: Kind, subject_id: string, command: Revoking): void {
  book.became('revocation', { kind, subject_id, revoked_at: revokedFrom(command), reason: command.payload.reason, by_id: command.person, decided_at: book.at, command_id: command.id });
}

export const revokePerson = decider('person.revoke', {
  reads: ({ payload: p }) => reads('person', p.personId),
  refuse: (command, slice) => {
    const { personId } = command.payload;
    const row = slice.get('person', personId);
    if (!row) return reject('unknown_document', { person: personId });
    if (!mayBeRevoked(row, command.person)) return reject('not_your_decision', { person: personId });
    return row.active ? undefined : before(slice, 'person', personId, command);
  },
  effects: (book) => {
    const { command } = book;
    const row = book.slice.get('person', command.payload.personId);
    if (row?.active) book.became('person', { ...row, active: false });
    record(book, 'person', command.payload.personId, command);
  },
});

export const revokeDevice = decider('device.revoke', {
  reads: ({ payload: p }) => reads('device', p.deviceId),
  refuse: (command, slice) => {
    const { deviceId } = command.payload;
    const row = slice.get('device', deviceId);
    if (!row) return reject('unknown_document', { device: deviceId });
    return row.state === REVOKED ? before(slice, 'device', deviceId, command) : undefined;
  },
  effects: (book) => {
    const { command } = book;
    const row = book.slice.get('device', command.payload.deviceId);
    if (row && row.state !== REVOKED) book.became('device', { ...row, state: REVOKED });
    record(book, 'device', command.payload.deviceId, command);
  },
});

/** State of a device whose rights have ended. */
export const REVOKED = 'REVOKED';
/** What such a device is still told: that its rights have ended, by whom, and what became of its work. */
export const revokedTables: readonly TableName[] = ['person', 'device', 'revocation', 'setting', 'outcome'];

/** How far clocks are apart at most, in ms, before one of them was set. */
export const CLOCK_STEP = 2 * 60_000;

export interface Witnesses {
  /** Latest time that anything before it in the same chain says of itself. */
  readonly chainLatest: number;
  /** When the station was heard with nothing unsent: whatever came up since happened since. */
  readonly levelAt: number;
  /** Server's time less what the station's clock and the offset of the command make of it now; absent where the station did not say. */
  readonly drift: number | undefined;
}

/**
 * Why it is not proven that a command happened before a time; undefined when it is. Proven is what the station stamped
 * after it had heard the server's clock, which says a time before; whose station had never seen a later one; and whose
 * clock was not set back: against what the station had seen, against what stands before it in the chain, against the
 * last contact with nothing unsent, and against the server's clock now.
 */
export function notProvenBefore(command: Command, time: number, { chainLatest, levelAt, drift }: Witnesses): string | undefined {
  const at = effectiveAt(command);
  if (at >= time) return 'was done after that';
  if (command.latest === undefined) return 'came from a station that did not know the time of the ERP';
  if (command.latest >= time) return 'was done when its station had seen a later time already';
  if (at < Math.max(command.latest, chainLatest, levelAt) - CLOCK_STEP) return 'came from a station whose clock had been set back';
  return drift !== undefined && Math.abs(drift) > CLOCK_STEP ? 'came from a station whose clock was set since' : undefined;
}

/** Later of what a command says of itself and what its station had seen. */
export const latestOf = (command: Command): number => Math.max(effectiveAt(command), command.latest ?? -Infinity);

export const RIGHTS_HOURS = 72;
/** The company's setting, in ms, from what was read of it. */
export function rightsFor(setting: Row<'setting'> | undefined): number {
  const hours = setting?.value;
  return (typeof hours === 'number' && hours > 0 ? hours : RIGHTS_HOURS) * 3_600_000;
}
