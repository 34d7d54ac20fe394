// Work that could not be taken as it came: kept with a work item, and judged again or given up by a later command that
// names it. What was parked first stays in the log; the decision stands beside it, and the station that sent it hears.
import type { Command, CommandOf } from '#domain/commands.ts';
import { isDecision, mayDo } from '#domain/duties.ts';
import { idFrom } from '#domain/ids.ts';
import { givenUpBy } from '#domain/parked-work.ts';
import type { Slice } from '#domain/slice.ts';
import type { Json, Row } from '#domain/tables.ts';
import { judge } from '#sync/conflict/judge.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { Logged, LogEntry, ParkedVerdict, StoredCommand } from '#db/central/command-log.ts';
import type { StoreTx } from '#db/central/store.ts';
import type { Admitted, Arrived } from './admission.ts';
import { entryOf } from './entry.ts';
import { openException } from './exceptions.ts';

type Parked = Extract<Admitted, { kind: 'park' }>;

export function tellParked(slice: Slice, now: number, warehouse: string, device: string, { arrived, id, rule, reason, command }: Parked): void {
  const content = command ? storable(command.payload as Json) : {};
  openException(slice, now, {
    warehouse, id, rule, kind: 'PARKED', subject: { kind: 'command', id },
    did: { ...content, type: command?.type ?? 'unknown', number: arrived.sequence }, book: { reason, ...(command ? {} : { text: excerpt(arrived.text) }) }, person: command?.person ?? '', device, hours: 8,
  });
}

const CONTENT_MAX = 20_000;
const EXCERPT_MAX = 500;
/** What a JSON column can hold: no null characters, no halves of characters, and not the whole of a large document. */
function storable(content: Json): Readonly<Record<string, Json>> {
  const text = JSON.stringify(content);
  return text.length > CONTENT_MAX || /\\u(0000|d[89a-f])/i.test(text) ? {} : (content as Readonly<Record<string, Json>>);
}
const excerpt = (text: string): string => text.slice(0, EXCERPT_MAX).toWellFormed().replaceAll(/\p{Cc}/gu, ' ');

/** What a release finds in the log. */
export interface Release {
  readonly stored: StoredCommand;
  /** As it is to be judged now; absent where it still cannot be. */
  readonly command?: Command;
  /** It had been taken before, under another number. */
  readonly taken?: Logged;
  readonly problem?: string;
}

/** By the id of the command that releases. */
export async function findReleases(tx: StoreTx, commands: readonly Command[], people: ReadonlyMap<string, Row<'person'>>): Promise<ReadonlyMap<string, Release>> {
  const asking = commands.filter((command) => command.type === 'parked.release' || command.type === 'parked.abandon');
  if (asking.length === 0) return new Map();
  const stored = await tx.findStored(asking.map((command) => command.payload.exceptionId));
  const parsed = new Map([...stored].map(([id, each]) => [id, parseCommand(Buffer.from(each.bytes).toString('utf8'))] as const));
  const logged = await tx.findLogged([...parsed.values()].flatMap((each) => (each.ok ? [each.command.id] : [])));
  return new Map(asking.flatMap((command) => {
    const found = stored.get(command.payload.exceptionId);
    const text = parsed.get(command.payload.exceptionId);
    if (!found || !text) return [];
    if (!text.ok) return [[command.id, { stored: found, problem: text.reason }] as const];
    return [[command.id, { stored: found, ...excused(text.command, command, found, logged.get(text.command.id), people.get(command.person)) }] as const];
  }));
}

/** What made it parked is excused, as far as a supervisor can answer for it. */
function excused(command: Command, by: Command, stored: StoredCommand, known: Logged | undefined, person: Row<'person'> | undefined): Omit<Release, 'stored'> {
  if (known?.hash === stored.hash) return { taken: known };
  if (command.warehouse !== by.warehouse) return { problem: `belongs to the warehouse ${command.warehouse}` };
  if (command.type === 'parked.release' || command.type === 'parked.abandon' || command.type === 'station.readmit') return { problem: `is a decision of its own (${command.type}): decide it again` };
  const decides = isDecision(command.type);
  if (decides && !mayDo((person?.roles ?? []) as readonly string[], command.type)) return { problem: `${person?.name ?? by.person} may not decide this (${command.type})` };
  // A decision becomes that of whoever answers for it; a fact stays with who did it. An id that is taken stays its owner's.
  return { command: { ...command, id: known ? idFrom('released', stored.command_id) : command.id, device: stored.device_id, ...(decides ? { person: by.person } : {}) } as Command };
}

export interface Decided {
  readonly entries: readonly LogEntry[];
  readonly verdicts: readonly ParkedVerdict[];
  readonly outcomes: readonly Row<'outcome'>[];
  readonly commands: readonly Command[];
}

/** After a decision about kept-back work was applied: judges what it releases, and says what became of it. */
export function settleParked(by: CommandOf<'parked.release'> | CommandOf<'parked.abandon'>, { stored, command, taken }: Release, slice: Slice, now: number): Decided {
  const { entry, ...result } = by.type === 'parked.abandon' ? givenUp(by, slice) : taken ? { verdict: taken.verdict, rule: taken.rule, rejection: taken.rejection } : judged(command!, stored, slice, now);
  if (result.verdict === '') return { entries: [], verdicts: [], outcomes: [], commands: [] };
  return {
    entries: entry ? [entry] : [],
    verdicts: [{ parked_id: stored.command_id, decided_by: by.id, command_id: entry?.command_id ?? taken?.command_id ?? stored.command_id, ...result, recorded_at: now }],
    outcomes: stored.sequence > 0 ? [{ device_id: stored.device_id, command_id: stored.command_id, sequence: stored.sequence, ...result, recorded_at: now }] : [],
    commands: entry && command ? [command] : [],
  };
}

interface Result {
  readonly verdict: string;
  readonly rule: string;
  readonly rejection: Json;
  readonly entry?: LogEntry;
}

function judged(command: Command, stored: StoredCommand, slice: Slice, now: number): Result {
  const judgement = judge(command, slice);
  const rejection = (judgement.rejection ?? null) as Json;
  const arrived: Arrived = { text: '', hash: stored.hash, bytes: stored.bytes, sequence: 0, signature: '' };
  return { verdict: judgement.verdict, rule: judgement.rule || 'PRK-3', rejection, entry: entryOf(arrived, command, command.id, judgement.verdict, judgement.rule, rejection, now) };
}

/** Empty while the second word is missing. */
function givenUp(by: CommandOf<'parked.abandon'>, slice: Slice): Result {
  const row = slice.get('exception', by.warehouse, by.payload.exceptionId);
  if (row?.state !== 'RESOLVED') return { verdict: '', rule: '', rejection: null };
  return { verdict: 'parked', rule: 'PRK-5', rejection: { type: 'abandoned', reason: by.payload.reason, by: [givenUpBy(row)?.by ?? '', by.person] } };
}
