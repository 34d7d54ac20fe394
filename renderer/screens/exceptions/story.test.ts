// Exceptions as told to somebody who was not there.
import { describe, expect, it } from 'vitest';
import type { Row } from '#domain/tables.ts';
import { rules, type Rule } from '#sync/conflict/rules.ts';
import { itemsIn, storyOf, type Names } from './story.ts';

const names: Names = { item: (id) => ({ CUP: 'Cup, white', LID: 'Lid, red' })[id] ?? id, person: (id) => ({ ines: 'Ines O.' })[id ?? ''] ?? 'nobody', carrier: () => 'Northway Parcels' };
const exception = (more: Partial<Row<'exception'>>): Row<'exception'> => ({
  warehouse_id: 'W1', exception_id: 'E1', rule: 'PIK-4', kind: 'PUT_BACK', subject_kind: 'task', subject_id: 'T1', item_id: '', location_id: '', quantity: 0, did: {}, book: {}, owner_role: 'supervisor', person_id: 'ann',
  device_id: 'D1', command_id: 'C1', state: 'OPEN', opened_at: 0, due_at: 0, resolved_by: null, resolution: null, resolved_at: null, resolved_with: null, taken_by: null, taken_at: null, ...more,
});
const kinds = [...new Set(Object.values(rules).flatMap((row) => (Object.values(row) as Rule[]).flatMap((rule) => rule.look?.kind ?? []))), 'SUSPENSE', 'WORK_CHANGED', 'CANCEL_REQUESTED', 'DELIVERY_DIFFERS', 'UNMATCHED_SCAN', 'PARKED'];

describe('the story of an exception', () => {
  it('a pick after the order was cancelled', () => {
    const row = exception({ item_id: 'CUP', location_id: 'K-32-1', quantity: 1, did: { type: 'pick.pick', itemId: 'CUP', quantity: 1, fromLocation: 'K-32-1', tote: 'TOTE-051', fulfilmentId: 'c4f1' }, book: { order: 'SO-1' } });
    expect(storyOf(row, names)).toEqual({
      happened: 'picked one Cup, white from K-32-1 into TOTE-051.', books: 'Order SO-1 was cancelled before that.', next: 'Take it out of TOTE-051 and put it away again, into K-32-1.',
    });
  });

  it('two grades of one unit', () => {
    const story = storyOf(exception({ kind: 'GRADE_DISPUTE', rule: 'RET-6', item_id: 'CUP', location_id: 'DESK', did: { type: 'return.inspect', unitId: 'RU-1', grade: 'C' }, book: { grade: 'B', by: 'ines' } }), names);
    expect(story.happened).toBe('gave Cup, white (RU-1) the grade C, used, works.');
    expect(story.books).toBe('Ines O. had given it the grade B, box marked.');
  });

  it('a parcel with two items, each by name', () => {
    const row = exception({ kind: 'UNPACK_AND_PUT_BACK', rule: 'PAK-3', did: { type: 'parcel.pack', parcelId: 'PC-1', orderId: 'SO-1', lines: [{ itemId: 'CUP', quantity: 1 }, { itemId: 'LID', quantity: 2 }] }, book: { order: 'SO-1' } });
    expect(itemsIn(row)).toEqual(['CUP', 'LID']);
    expect(storyOf(row, names).happened).toBe('packed one Cup, white and 2 × Lid, red into parcel PC-1, for order SO-1.');
  });

  it('a sentence that ends with a name ends once', () => {
    expect(storyOf(exception({ rule: 'PIK-5', did: { type: 'pick.pick' }, book: { by: 'ines' } }), names).books).toBe('It had been picked before, by Ines O.');
  });

  it('REC-6 says how many are too many in all', () => {
    expect(storyOf(exception({ kind: 'OVER_DELIVERED', rule: 'REC-6', did: { type: 'delivery.receive', quantity: 1 }, book: { expected: 10, received: 11 } }), names).books).toBe('10 were announced. 11 had come before, so with this it is 2 too many.');
  });

  it('CNT-9 tells both differences in words', () => {
    expect(storyOf(exception({ kind: 'COUNT_RESTATED', rule: 'CNT-9', did: { type: 'stock.move' }, book: { counted: 9, was: -1, now: 3 } }), names).books).toBe('A count after that found 9. Against the books that was 1 too few; now that this is known, it is 3 too many.');
  });

  it('what could not be taken says why', () => {
    expect(storyOf(exception({ kind: 'PARKED', rule: 'PRK-1', did: { type: 'delivery.receive', number: 12 }, book: { reason: 'the person is not known' } }), names)).toMatchObject({ happened: 'sent “Received”. It was number 12 of that station.', books: 'It could not take it: the person is not known.' });
  });

  it('a disputed grade with what both inspectors saw', () => {
    const row = exception({ kind: 'GRADE_DISPUTE', rule: 'RET-6', item_id: 'CUP', location_id: 'DESK', did: { type: 'return.inspect', unitId: 'RU-1', grade: 'C', answers: { sealed: 'no' }, note: 'a crack' }, book: { grade: 'B', by: 'ines', answers: 'sealed: no, works: yes' } });
    expect(storyOf(row, names)).toMatchObject({ happened: 'gave Cup, white (RU-1) the grade C, used, works (sealed: no), “a crack”.', books: 'Ines O. had given it the grade B, box marked (sealed: no, works: yes).' });
  });

  it('kept-back work is told with what was in it, and who already wants it given up', () => {
    const row = exception({ kind: 'PARKED', rule: 'PRK-1', did: { type: 'delivery.receive', number: 4, itemId: 'CUP', quantity: 3, locationId: 'DOCK', deliveryId: 'DN-1' }, book: { reason: 'names mo, who is not known', givenUp: { by: 'ines', reason: 'a test' } } });
    expect(storyOf(row, names)).toMatchObject({ happened: 'received 3 × Cup, white at DOCK, with delivery DN-1. It was number 4 of that station.', books: 'It could not take it: it names mo, who is not known. Ines O. wants it given up: “a test”.' });
  });

  it('work from before rights ended says how much and from when', () => {
    const row = exception({ kind: 'REVOKED_WORK', rule: 'REV-3', did: { times: 3, from: 1_700_000_000_000, to: 1_700_000_600_000 } });
    expect(storyOf(row, names).happened).toMatch(/^did 3 pieces of work there, \S.+\.$/);
  });

  it('lost and copied stations are told as what happened to them, not to a person', () => {
    const lost = storyOf(exception({ kind: 'LOST_COMMANDS', rule: 'STA-1', did: { from: 4, to: 6, station: 'Pack 1' }, book: { before: { at: 1, person: 'ines', type: 'pick.pick' } } }), names);
    expect(lost).toMatchObject({ who: 'Station Pack 1', happened: 'has lost 3 of its commands with its disk, number 4 to 6. Everything behind it arrived.' });
    expect(lost.books).toMatch(/^Before it: Ines O\., picked, .+\. After it: nothing known\.$/);
    expect(storyOf(exception({ kind: 'STATION_COPIED', rule: 'STA-2', did: { station: 'Pack 1', unsent: 9 }, book: { held: 6 } }), names).happened).toContain('9 commands waited in it');
  });

  it.each(kinds)('%s has its own words, without a code or a gap where a name should be', (kind) => {
    const { books, next, happened } = storyOf(exception({ kind, subject_id: 'X-1', location_id: 'A1' }), names);
    expect(books).not.toBe('Nothing about it.');
    for (const sentence of [books, next, happened]) {
      expect(sentence).toMatch(/^\S.*\.$/);
      expect(sentence).not.toMatch(/undefined|null|\[object|[A-Z]+_[A-Z]/);
    }
  });
});
