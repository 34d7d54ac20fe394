// Pallets that are made here: a number and a place. What lies on one is stock at the pallet, and goes where it goes.
import { decider } from './decider.ts';
import { isPlace } from './moving.ts';
import { document, place, setting, standing } from './reads.ts';
import { reject } from './rejections.ts';
import { ENOUGH, handedOutOf, prefixOf, UNIT_NUMBERS, UNIT_PREFIX, withBlock } from './unit-numbers.ts';

export const drawNumbers = decider('unit.draw_numbers', {
  reads: () => [setting(UNIT_PREFIX), ...document(`setting:${UNIT_NUMBERS}`, setting(UNIT_NUMBERS))],
  refuse: ({ device, payload: p }, slice) => {
    const company = prefixOf(slice.get('setting', UNIT_PREFIX)?.value);
    if (company === undefined || p.left >= ENOUGH || withBlock(handedOutOf(slice.get('setting', UNIT_NUMBERS)?.value), device, company) === undefined) return reject('nothing_to_do', { left: p.left });
    return undefined;
  },
  effects: (book) => {
    const { slice, command: { device } } = book;
    const company = prefixOf(slice.get('setting', UNIT_PREFIX)?.value);
    const more = company === undefined ? undefined : withBlock(handedOutOf(slice.get('setting', UNIT_NUMBERS)?.value), device, company);
    if (more) book.became('setting', { key: UNIT_NUMBERS, value: more });
  },
});

export const buildUnit = decider('unit.build', {
  reads: ({ warehouse, payload: p }) => [...standing(warehouse, p.unitId), place(warehouse, p.locationId)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (isPlace(slice, warehouse, p.unitId)) return reject('already_done', { unit: p.unitId });
    return slice.get('location', warehouse, p.locationId) ? undefined : reject('unknown_location', { place: p.locationId });
  },
  effects: (book) => {
    const { warehouse, payload: p } = book.command;
    book.became('handling_unit', { warehouse_id: warehouse, unit_id: p.unitId, kind: 'pallet', state: 'OPEN', at_location: p.locationId, fulfilment_id: null });
  },
});

export const moveUnit = decider('unit.move', {
  reads: ({ warehouse, payload: p }) => [...standing(warehouse, p.unitId), place(warehouse, p.toLocation)],
  refuse: ({ warehouse, payload: p }, slice) => {
    const unit = slice.get('handling_unit', warehouse, p.unitId);
    if (!unit) return reject('unknown_unit', { unit: p.unitId });
    if (!slice.get('location', warehouse, p.toLocation)) return reject('unknown_location', { place: p.toLocation });
    return unit.at_location === p.toLocation ? reject('nothing_to_do', { place: p.toLocation }) : undefined;
  },
  effects: (book) => {
    const { warehouse, payload: p } = book.command;
    const unit = book.slice.get('handling_unit', warehouse, p.unitId);
    if (unit) book.became('handling_unit', { ...unit, at_location: p.toLocation });
  },
});
