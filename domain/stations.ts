// A station whose replica was copied or restored sends nothing more until a supervisor lets it in again: under a new
// identity, so that what it sends can never be taken for the other copy's.
import { decider } from './decider.ts';
import { exceptionReads, resolveException } from './exceptions.ts';
import { idFrom } from './ids.ts';
import { document } from './reads.ts';
import { reject } from './rejections.ts';

/** The work item about a copy that asks to be let in; each copy has its own. */
export const readmissionId = (nextId: string): string => idFrom('readmission', nextId);

const deviceReads = (deviceId: string) => document(`device:${deviceId}`, { table: 'device', where: { device_id: deviceId } });

export const readmit = decider('station.readmit', {
  reads: ({ warehouse, payload: p }) => [...exceptionReads(warehouse, p.exceptionId, ''), ...deviceReads(p.deviceId), ...deviceReads(p.nextId)],
  refuse: ({ warehouse, payload: p }, slice) => {
    const row = slice.get('exception', warehouse, p.exceptionId);
    if (row?.kind !== 'STATION_COPIED' || p.exceptionId !== readmissionId(p.nextId) || row.device_id !== p.deviceId) return reject('unknown_document', { exception: p.exceptionId, device: p.deviceId });
    return row.state === 'OPEN' ? undefined : reject('already_done', { by: row.resolved_by ?? '', resolution: row.resolution ?? '' });
  },
  effects: (book) => {
    const { exceptionId, deviceId, nextId } = book.command.payload;
    const { warehouse } = book.command;
    const row = book.slice.get('exception', warehouse, exceptionId);
    const old = book.slice.get('device', deviceId);
    if (row) resolveException(book, row, 'READMITTED');
    book.became('device', { device_id: nextId, name: old?.name ?? deviceId, home_warehouse: warehouse, kind: old?.kind ?? 'station', state: 'ACTIVE', enrolled_at: book.at, last_seen_at: book.at });
  },
});
