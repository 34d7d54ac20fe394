// Work items with an owner and an age limit: what was done, what the books had, and by which rule it was kept.
import type { Book } from './book.ts';
import type { ExceptionKind } from './exception-kinds.ts';
import { idFrom } from './ids.ts';
import { inOrder, type Read } from './slice.ts';
import type { Json, Row } from './tables.ts';

export interface Raise {
  readonly rule: string;
  readonly kind: ExceptionKind;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly ownerRole: string;
  readonly maxAgeHours: number;
  readonly itemId?: string;
  readonly locationId?: string;
  readonly quantity?: number;
  readonly did?: Json;
  readonly book?: Json;
  /** Where one exception stands for a lasting condition, its own id; otherwise one per command and kind. */
  readonly id?: string;
}

const HOUR = 3_600_000;

export function raise(book: Book, exception: Raise): void {
  const { command } = book;
  const row: Row<'exception'> = {
    warehouse_id: command.warehouse,
    exception_id: exception.id ?? book.id('exception', exception.kind),
    rule: exception.rule,
    kind: exception.kind,
    subject_kind: exception.subject.kind,
    subject_id: exception.subject.id,
    item_id: exception.itemId ?? '',
    location_id: exception.locationId ?? '',
    quantity: exception.quantity ?? 0,
    did: exception.did ?? (command.payload as Json),
    book: exception.book ?? {},
    owner_role: exception.ownerRole,
    person_id: command.person,
    device_id: command.device,
    command_id: command.id,
    state: 'OPEN',
    opened_at: book.at,
    due_at: book.at + exception.maxAgeHours * HOUR,
    resolved_by: null,
    resolution: null,
    resolved_at: null,
    resolved_with: null,
    taken_by: null,
    taken_at: null,
  };
  book.became('exception', row);
}

/** One exception stands for the whole suspense of an item and lot in a bin, however often it is drawn. */
export const suspenseExceptionId = (warehouse: string, bin: string, itemId: string, lot: string): string => idFrom('suspense', warehouse, bin, itemId, lot);

/** One exception for a count that was accepted and then changed by late work, however often. */
export const restatedExceptionId = (adjustmentId: string): string => idFrom('restated', adjustmentId);

/** `command`: id of the command that did what it took, if not the one that closes it. */
export function resolveException(book: Book, row: Row<'exception'>, resolution: string, command = book.command.id): void {
  book.became('exception', { ...row, state: 'RESOLVED', resolved_by: book.command.person, resolution, resolved_at: book.at, resolved_with: command });
}

/** What is open of a kind about one thing, whose exceptions the command reads. */
export function closeAbout(book: Book, subjectId: string, kind: ExceptionKind, resolution: string): void {
  for (const row of inOrder(book.slice.list('exception', { warehouse_id: book.command.warehouse, subject_id: subjectId }), (each) => each.exception_id)) {
    if (row.state === 'OPEN' && row.kind === kind) resolveException(book, row, resolution);
  }
}

/** One exception by its id, locked as a root and under the roots of its subject, where other commands write it. */
export const exceptionReads = (warehouse: string, exceptionId: string, subjectId: string): readonly Read[] =>
  [`exception:${warehouse}:${exceptionId}`, ...(subjectId === '' ? [] : ['place', 'delivery', 'purchase-order', 'return-unit', 'refund', 'attachment', 'adjustment'].map((root) => `${root}:${warehouse}:${subjectId}`))]
    .map((lock) => ({ table: 'exception', where: { warehouse_id: warehouse, exception_id: exceptionId }, lock }));

const subjects = [['barcode', 'barcode'], ['deliveryId', 'delivery'], ['taskId', 'task'], ['refundId', 'refund'], ['parcelId', 'parcel'], ['unitId', 'return_unit'], ['transferId', 'transfer'], ['orderId', 'order'], ['adjustmentId', 'adjustment'], ['documentId', 'approval'], ['itemId', 'item'], ['sheetId', 'count_sheet']] as const;
/** What a command is about, as its work item names it: kind and id. */
export function subjectOf(payload: Readonly<Record<string, Json>>): readonly [string, string] {
  const found = subjects.find(([field]) => typeof payload[field] === 'string');
  return found ? [found[1], textOf(payload[found[0]])] : ['command', ''];
}
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
