// Work is dealt to stations while they are in contact, so that two of them do not set out for the same bin while no
// network can tell them. A deal is an agreement, never a lock: whoever has the tote in hand has the work.
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import { isClosed } from './count-tasks.ts';
import { workKinds, type WorkKind } from './dealing.ts';
import { decider } from './decider.ts';
import { document } from './reads.ts';
import { reject } from './rejections.ts';
import type { Read, Slice } from './slice.ts';
import type { Row } from './tables.ts';

export interface Piece {
  readonly kind: WorkKind;
  readonly id: string;
}
interface Work {
  readonly dealtTo: string | null;
  readonly dealtAt: number | null;
  readonly isOpen: boolean;
  /** Writes it as dealt to a station, or to nobody. */
  dealTo(book: Book<CommandType>, device: string | null): void;
}

export const isToPick = (work: Pick<Row<'fulfilment'>, 'state'>): boolean => work.state === 'OPEN' || work.state === 'PICKING';

const read: { readonly [K in WorkKind]: (warehouse: string, id: string) => Read } = {
  fulfilment: (warehouse, id) => ({ table: 'fulfilment', where: { warehouse_id: warehouse, fulfilment_id: id }, lock: `fulfilment:${warehouse}:${id}` }),
  count_task: (warehouse, id) => ({ table: 'count_task', where: { warehouse_id: warehouse, task_id: id }, lock: `count:${warehouse}:${id}` }),
};
function find(slice: Slice, warehouse: string, { kind, id }: Piece): Work | undefined {
  if (kind === 'fulfilment') {
    const row = slice.get(kind, warehouse, id);
    return row && workOf(row, isToPick(row), (book, dealt) => book.became(kind, { ...row, ...dealt }));
  }
  const row = slice.get(kind, warehouse, id);
  return row && workOf(row, !isClosed(row), (book, dealt) => book.became(kind, { ...row, ...dealt }));
}
interface Dealt {
  readonly dealt_to: string | null;
  readonly dealt_at: number | null;
}
const workOf = ({ dealt_to, dealt_at }: Dealt, isOpen: boolean, write: (book: Book<CommandType>, dealt: Dealt) => void): Work => ({
  dealtTo: dealt_to, dealtAt: dealt_at, isOpen,
  dealTo: (book, device) => write(book, { dealt_to: device, dealt_at: book.at }),
});
const readAll = (warehouse: string, pieces: readonly Piece[]): readonly Read[] => pieces.map(({ kind, id }) => read[kind](warehouse, id));
const requestOf = (warehouse: string, device: string): readonly Read[] => document(`station:${warehouse}:${device}`, { table: 'work_request', where: { warehouse_id: warehouse, device_id: device } });
const station = (device: string): Read => ({ table: 'device', where: { device_id: device } });

const freeOf = (slice: Slice, warehouse: string, pieces: readonly Piece[]): readonly Work[] => pieces.flatMap((piece) => find(slice, warehouse, piece) ?? []).filter((work) => work.isOpen && work.dealtTo === null);

export const dealWork = decider('work.deal', {
  reads: ({ warehouse, payload: p }) => [station(p.deviceId), ...readAll(warehouse, p.work)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('device', p.deviceId)) return reject('unknown_document', { station: p.deviceId });
    return freeOf(slice, warehouse, p.work).length > 0 ? undefined : reject('nothing_to_do', { station: p.deviceId });
  },
  effects: (book) => {
    const { warehouse, payload: p } = book.command;
    for (const work of freeOf(book.slice, warehouse, p.work)) work.dealTo(book, p.deviceId);
  },
});

/** One piece for the station that asks, if nobody else has it. */
export const claimWork = decider('work.claim', {
  reads: ({ warehouse, payload: p }) => [read[p.kind](warehouse, p.id)],
  refuse: ({ warehouse, device, payload: p }, slice) => {
    const work = find(slice, warehouse, p);
    if (!work) return reject('unknown_document', { work: p.id });
    if (!work.isOpen) return reject('document_closed', { work: p.id });
    if (work.dealtTo === device) return reject('already_done', { work: p.id });
    return work.dealtTo === null ? undefined : reject('dealt_elsewhere', { station: work.dealtTo, since: work.dealtAt ?? 0 });
  },
  effects: (book) => find(book.slice, book.command.warehouse, book.command.payload)?.dealTo(book, book.command.device),
});

/** From now on this station is kept supplied with work of a kind. */
export const askForWork = decider('work.ask', {
  reads: ({ warehouse, device }) => requestOf(warehouse, device),
  refuse: ({ warehouse, device, payload: p }, slice) => (slice.get('work_request', warehouse, device, p.kind)?.open ? reject('already_done', { kind: p.kind }) : undefined),
  effects: (book) => {
    const { command, at } = book;
    book.became('work_request', { warehouse_id: command.warehouse, device_id: command.device, kind: command.payload.kind, open: true, asked_by: command.person, asked_at: at });
  },
});

/** Work of this station that others may have again. */
const ownOf = (slice: Slice, warehouse: string, device: string, pieces: readonly Piece[]): readonly Work[] => pieces.flatMap((piece) => find(slice, warehouse, piece) ?? []).filter((work) => work.isOpen && work.dealtTo === device);

/** Done for today: what was dealt here goes back to all, and no more is dealt. */
export const handBack = decider('work.hand_back', {
  reads: ({ warehouse, device, payload: p }) => [...requestOf(warehouse, device), ...readAll(warehouse, p.work)],
  refuse: ({ warehouse, device, payload: p }, slice) => {
    const asks = workKinds.some((kind) => slice.get('work_request', warehouse, device, kind)?.open);
    return asks || ownOf(slice, warehouse, device, p.work).length > 0 ? undefined : reject('nothing_to_do', { station: device });
  },
  effects: (book) => {
    const { slice, command } = book;
    for (const kind of workKinds) {
      const request = slice.get('work_request', command.warehouse, command.device, kind);
      if (request?.open) book.became('work_request', { ...request, open: false });
    }
    for (const work of ownOf(slice, command.warehouse, command.device, command.payload.work)) work.dealTo(book, null);
  },
});

/** A supervisor takes work from a station that is silent, and may give it to another; what was done there all the same stays a fact. */
export const takeBack = decider('work.take_back', {
  reads: ({ warehouse, payload: p }) => [station(p.to ?? p.deviceId), ...requestOf(warehouse, p.deviceId), ...readAll(warehouse, p.work)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('device', p.to ?? p.deviceId)) return reject('unknown_document', { station: p.to ?? p.deviceId });
    return ownOf(slice, warehouse, p.deviceId, p.work).length > 0 ? undefined : reject('nothing_to_do', { station: p.deviceId });
  },
  effects: (book) => {
    const { slice, command } = book;
    const { warehouse, payload: p } = command;
    for (const kind of p.goesOn ? [] : new Set(p.work.map((piece) => piece.kind))) {
      const request = slice.get('work_request', warehouse, p.deviceId, kind);
      if (request?.open) book.became('work_request', { ...request, open: false });
    }
    for (const work of ownOf(slice, warehouse, p.deviceId, p.work)) work.dealTo(book, p.to ?? null);
  },
});
