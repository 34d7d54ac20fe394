// The carrier's number of a parcel. Packing never waits for it: until it is there the parcel stands under our own label.
import { decider } from './decider.ts';
import { parcelReads } from './picking.ts';
import { reject } from './rejections.ts';

export const bookParcel = decider('parcel.book', {
  reads: ({ warehouse, payload: p }) => parcelReads(warehouse, p.parcelId),
  refuse: ({ warehouse, payload: p }, slice) => {
    const parcel = slice.get('parcel', warehouse, p.parcelId);
    if (!parcel) return reject('unknown_document', { parcel: p.parcelId });
    if (parcel.tracking === p.tracking) return reject('already_done', { parcel: p.parcelId, tracking: parcel.tracking });
    // Whatever was told first is on a label by now; a parcel that is unpacked has none.
    const isExpected = p.tracking === '' ? parcel.state === 'VOIDED' : parcel.state !== 'VOIDED' && parcel.tracking === '';
    return isExpected ? undefined : reject('not_open', { parcel: p.parcelId, state: parcel.state, tracking: parcel.tracking });
  },
  effects: (book) => {
    const { slice, command } = book;
    const p = command.payload;
    const parcel = slice.get('parcel', command.warehouse, p.parcelId);
    if (parcel) book.became('parcel', { ...parcel, tracking: p.tracking });
  },
});
