// Why something is as it is: the lines of its history in the order in which things happened, each with who, where, by
// which command and rule, and how late it reached the ERP. Pure, so a station, the company and a command line tell the
// same story; where the books do not add up to it, it says so.
import { waitsForApproval } from '#domain/adjustments.ts';
import { isSuspense, positionChanges } from '#domain/positions.ts';
import { compareText, type Slice } from '#domain/slice.ts';
import { keyOf, type AnyRow, type Json, type Row } from '#domain/tables.ts';
import { sliceOf, type CommandTrace, type Evidence } from './evidence.ts';
import { documentOf, idsAbout, placesOf, type DocumentTable, type Subject } from './subject.ts';

/** Work that reaches the ERP later than this (ms) after it was done came late. */
export const LATE = 15 * 60_000;

export interface Line {
  readonly kind: 'opening' | 'movement' | 'count' | 'command' | 'exception' | 'resolution';
  /** When it happened; null for what was there before the first line. */
  readonly at: number | null;
  readonly person: string;
  readonly device: string;
  readonly movement: Row<'movement'> | null;
  readonly command: CommandTrace | null;
  readonly exception: Row<'exception'> | null;
  readonly count: { readonly line: Row<'count_line'>; readonly adjustment: Row<'adjustment'> | null } | null;
  /** Units it added to what was asked about. */
  readonly change: number;
  /** Units there were then; null where the question is not about a position. */
  readonly balance: number | null;
  /** ms from the act to the ERP, where that was late. */
  readonly late: number | null;
  /** The counted difference that had been posted before this work, which was done earlier, arrived. */
  readonly afterCountOf: number | null;
  /** Done here, and not in the ERP yet. */
  readonly waiting: boolean;
}

export interface Part {
  readonly position: Row<'position'>;
  /** What its opening and movements add up to. */
  readonly ledger: number;
}

export interface Explanation {
  readonly subject: Subject;
  readonly found: boolean;
  readonly lines: readonly Line[];
  /** Of a position: what the books have, and what the lines add up to. Equal, or something is wrong. */
  readonly total: { readonly books: number; readonly lines: number; readonly parts: readonly Part[]; readonly isSound: boolean } | null;
  readonly document: { readonly table: DocumentTable; readonly row: AnyRow } | null;
  /** Still open about it: exceptions, and changes that wait for approval. */
  readonly open: { readonly exceptions: readonly Row<'exception'>[]; readonly adjustments: readonly Row<'adjustment'>[] };
  /** The beginning of what is listed (ms); null when nothing lies before it. */
  readonly since: number | null;
}

const nothing = { person: '', device: '', movement: null, command: null, exception: null, count: null, change: 0, balance: null, late: null, afterCountOf: null, waiting: false } as const;

export function explain(subject: Subject, evidence: Evidence): Explanation {
  const rows = sliceOf(evidence);
  const commands = new Map(evidence.commands.map((trace) => [trace.id, trace]));
  return subject.kind === 'position' ? ofPosition(subject, evidence, rows, commands) : ofDocument(subject, evidence, rows, commands);
}

type PositionSubject = Extract<Subject, { kind: 'position' }>;
type Traces = ReadonlyMap<string, CommandTrace>;

function ofPosition(subject: PositionSubject, evidence: Evidence, rows: Slice, commands: Traces): Explanation {
  const places = placesOf(subject.locationId);
  const isHere = (row: Pick<Row<'position'>, 'item_id' | 'location_id'>): boolean => row.item_id === subject.itemId && places.includes(row.location_id);
  const changes = (movement: Row<'movement'>) => positionChanges(movement).filter(({ position }) => isHere(position));
  const movements = evidence.movements.filter((movement) => changes(movement).length > 0);
  const opening = evidence.opening.filter(isHere);
  const positions = rows.list('position', {}).filter(isHere);
  const parts = partsOf(positions, opening, movements.flatMap(changes));

  const counted = rows.list('count_line', {}).filter((line) => line.item_id === subject.itemId && line.location_id === places[0] && line.last_look > 0);
  const adjustments = rows.list('adjustment', {}).filter((row) => row.item_id === subject.itemId && row.location_id === places[0]);
  const before = opening.reduce((sum, row) => sum + row.quantity, 0);
  const unsettled: Line[] = [
    ...movements.map((movement) => movementLine(movement, commands.get(movement.command_id), changes(movement).reduce((sum, { delta }) => sum + delta, 0), movements, commands)),
    ...counted.map((line): Line => ({ ...nothing, kind: 'count', at: line.last_look, person: line.counted_by, device: line.device_id, count: { line, adjustment: adjustments.find((row) => row.task_id === line.task_id && sameGoods(row, line)) ?? null } })),
  ];
  let balance = before;
  const lines = inTime(unsettled).map((line) => ({ ...line, balance: (balance += line.change) }));
  const starts: readonly Line[] = opening.length > 0 || evidence.since !== null ? [{ ...nothing, kind: 'opening', at: evidence.since, change: before, balance: before }] : [];
  const books = positions.reduce((sum, row) => sum + row.quantity, 0);
  return {
    subject, found: positions.length > 0 || lines.length > 0, lines: [...starts, ...lines], since: evidence.since, document: null,
    total: { books, lines: balance, parts: parts.filter(({ position, ledger }) => position.quantity !== 0 || ledger !== 0), isSound: parts.every(({ position, ledger }) => position.quantity === ledger) },
    open: {
      exceptions: rows.list('exception', {}).filter((row) => row.state === 'OPEN' && (row.item_id === subject.itemId || row.item_id === '')),
      adjustments: adjustments.filter(waitsForApproval),
    },
  };
}

function partsOf(positions: readonly Row<'position'>[], opening: readonly Row<'position'>[], changes: ReturnType<typeof positionChanges>): readonly Part[] {
  const parts = new Map<string, Part>(positions.map((position) => [keyOf('position', position), { position, ledger: 0 }]));
  for (const { position, delta } of [...opening.map(({ quantity, ...position }) => ({ position, delta: quantity })), ...changes]) {
    const key = keyOf('position', position as AnyRow);
    const part = parts.get(key) ?? { position: { ...position, quantity: 0 }, ledger: 0 };
    parts.set(key, { ...part, ledger: part.ledger + delta });
  }
  return [...parts.values()];
}

const sameGoods = (a: Row<'adjustment'>, b: Row<'count_line'>): boolean => a.lot === b.lot && a.serial === b.serial && a.condition === b.condition && a.hold === b.hold && a.owner === b.owner;

function movementLine(movement: Row<'movement'>, command: CommandTrace | undefined, change: number, all: readonly Row<'movement'>[], commands: Traces): Line {
  return {
    ...nothing, kind: 'movement', at: movement.effective_at, person: movement.person_id, device: movement.device_id, movement, command: command ?? null, change,
    // A count posts at the time of its look, which says nothing about how long its approval travelled.
    late: command === undefined || isCountPosting(movement) ? null : lateness(command), waiting: command !== undefined && command.recordedAt === null,
    afterCountOf: isCountPosting(movement) || command === undefined ? null : countBefore(movement, command, all, commands),
  };
}

/** What a count posted, and what late work took back of it. */
const isCountPosting = ({ type }: Row<'movement'>): boolean => type === 'adjustment.count' || type === 'adjustment.restate';
/** An import carries no place in a device's order: it tells of a past that was never on its way. */
const lateness = ({ at, recordedAt, sequence }: CommandTrace): number | null => (sequence > 0 && recordedAt !== null && recordedAt - at > LATE ? recordedAt - at : null);

/** The look of a posted count that this movement, done before it, was not part of because it arrived later. */
function countBefore(movement: Row<'movement'>, { recordedAt }: CommandTrace, all: readonly Row<'movement'>[], commands: Traces): number | null {
  const posted = all.filter((other) => other.type === 'adjustment.count' && other.command_id !== movement.command_id && other.effective_at >= movement.effective_at && (commands.get(other.command_id)?.recordedAt ?? Infinity) < (recordedAt ?? Infinity));
  return posted.length === 0 ? null : Math.min(...posted.map((other) => other.effective_at));
}

function ofDocument(subject: Exclude<Subject, PositionSubject>, evidence: Evidence, rows: Slice, commands: Traces): Explanation {
  const document = documentOf(subject, rows);
  const exceptions = rows.list('exception', {});
  const told = new Set<string>();
  const ids = new Set(idsAbout(subject, rows));
  const moved = evidence.movements.filter((movement) => ids.has(movement.document_id) || commands.has(movement.command_id)).map((movement) => {
    told.add(movement.command_id);
    return movementLine(movement, commands.get(movement.command_id), isSuspenseCover(movement) ? 0 : movement.quantity, evidence.movements, commands);
  });
  const others = evidence.commands.filter((trace) => !told.has(trace.id)).map((trace): Line => ({ ...nothing, kind: 'command', at: trace.at, person: trace.person, device: trace.device, command: trace, late: lateness(trace), waiting: trace.recordedAt === null }));
  const opened = exceptions.map((exception): Line => ({ ...nothing, kind: 'exception', at: exception.opened_at, person: exception.person_id, device: exception.device_id, exception, command: commands.get(exception.command_id) ?? null }));
  const closed = exceptions.filter((row) => row.resolved_at !== null).map((exception): Line => ({ ...nothing, kind: 'resolution', at: exception.resolved_at, person: exception.resolved_by ?? '', exception }));
  const lines = inTime([...moved, ...others, ...opened, ...closed]);
  return {
    subject, lines, since: null, total: null, document: document ? { table: document.table, row: document.row as AnyRow } : null,
    found: document !== undefined || lines.length > 0,
    open: { exceptions: exceptions.filter((row) => row.state === 'OPEN'), adjustments: rows.list('adjustment', {}).filter(waitsForApproval) },
  };
}
const isSuspenseCover = (movement: Row<'movement'>): boolean => isSuspense(movement.to_location);

const rank = { opening: 0, count: 1, movement: 2, command: 2, exception: 3, resolution: 4 } as const;
/** By when it happened; at one moment by command, what a command did before what it led to. */
function inTime(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || rank[a.kind] - rank[b.kind] || compareText(commandOf(a), commandOf(b)) || compareText(a.movement?.movement_id ?? '', b.movement?.movement_id ?? ''));
}
const commandOf = (line: Line): string => line.movement?.command_id ?? line.command?.id ?? '';

/** People, devices and items that the lines name, so that they can be said by their names. */
export function namedIn({ lines, subject }: Explanation): { readonly people: readonly string[]; readonly devices: readonly string[]; readonly items: readonly string[] } {
  const payloads = lines.map((line) => line.command?.payload).filter((payload) => typeof payload === 'object' && payload !== null) as readonly Readonly<Record<string, Json>>[];
  const texts = (values: readonly (Json | undefined)[]) => [...new Set(values.filter((value): value is string => typeof value === 'string' && value !== ''))];
  return {
    people: texts(lines.flatMap((line) => [line.person, line.count?.adjustment?.approver])), devices: texts(lines.map((line) => line.device)),
    items: texts([subject.kind === 'position' ? subject.itemId : '', ...lines.flatMap((line) => [line.movement?.item_id, line.exception?.item_id]), ...payloads.map((payload) => payload['itemId'])]),
  };
}
