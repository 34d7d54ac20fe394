// The ways out of every kind of work item: what a person can decide, and the commands that do it. A kind without two
// of them does not compile. What is closed by a mere word is what nobody can do anything about any more.
import type { CommandType } from '#domain/commands.ts';
import { mayDo } from '#domain/duties.ts';
import type { ExceptionKind } from '#domain/exception-kinds.ts';
import type { Json, Row } from '#domain/tables.ts';
import { intent, newLabel, type AnyIntent } from '#renderer/commands.ts';
import type { Route } from '#renderer/route.ts';
import { dispositionWords, gradeWords, within } from '#renderer/words.ts';
import { itemsIn, standsRestated } from './story.ts';

type Exception = Row<'exception'>;

/** What a person still has to say: a place or another code by scanning it, a text, a grade. */
export interface Question {
  readonly for: 'place' | 'code' | 'text' | 'grade';
  readonly title: string;
}
export interface Way {
  /** Recorded as what became of it. */
  readonly code: string;
  /** On the key. */
  readonly words: string;
  /** On the key instead, where it names which of two is meant. */
  readonly says?: (row: Exception, itemName: (itemId: string) => string) => string;
  readonly asks?: Question;
  /** The commands that do it; `said` answers the question. Without them, the word alone closes the work item. */
  readonly does?: (row: Exception, said: string) => readonly AnyIntent[];
  /** The word does not close it: the commands do, or what happens later. */
  readonly closes?: true;
  /** Where it is gone on with, after the commands. */
  readonly goes?: (row: Exception) => Route;
  /** Only for who may do this, where it goes. */
  readonly mayGo?: CommandType;
  /** Where it cannot be done, it is not offered. */
  readonly can?: (row: Exception) => boolean;
  /** Opens the search for what it is. */
  readonly names?: true;
}
type Ways = readonly [Way, Way, ...Way[]];

type Fields = Readonly<Record<string, Json>>;
const fields = (value: Json | undefined): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const did = (row: Exception): Fields => fields(row.did);
const book = (row: Exception): Fields => fields(row.book);
const text = (from: Fields, key: string): string => (typeof from[key] === 'string' ? from[key] : '');
const number = (from: Fields, key: string): number => (typeof from[key] === 'number' ? from[key] : 0);
const lines = (from: Fields, key: string): readonly Fields[] => (Array.isArray(from[key]) ? (from[key] as readonly Json[]).map(fields) : []);
const goodsOf = (from: Fields) => ({ itemId: text(from, 'itemId'), quantity: Math.max(1, number(from, 'quantity')), lot: text(from, 'lot'), serial: text(from, 'serial') });

const word = (code: string, words: string): Way => ({ code, words });
/** Somebody counts the place; the count finds what is right. */
const count = (words = 'Count the place again', where: (row: Exception) => string = (row) => row.location_id): Way => ({
  code: 'COUNT', words, can: (row) => where(row) !== '',
  does: (row) => [intent('count.open', { taskId: newLabel('CT'), locationId: where(row), itemId: row.item_id, trigger: 'SPOT' })],
});
const WHERE_BACK: Question = { for: 'place', title: 'Scan the bin you put it back into' };
/** Out of the tote again, into the bin that is scanned. */
const putBack = (words = 'Put it back'): Way => ({
  code: 'PUT_BACK', words, asks: WHERE_BACK,
  does: (row, said) => [intent('stock.put_back', { ...goodsOf({ ...did(row), itemId: text(did(row), 'itemId') || row.item_id, quantity: number(did(row), 'quantity') || row.quantity }), fromLocation: text(did(row), 'tote') || row.location_id, toLocation: said })],
});
/** Units that were too much: all of a pick that nobody needed, or what it had beyond what was asked. */
const surplusOf = (row: Exception): number => Math.max(1, row.rule === 'PIK-6' ? number(did(row), 'quantity') + number(book(row), 'picked') - number(book(row), 'expected') : number(did(row), 'quantity'));
/** All that the parcel holds, out of it and into the bin that is scanned. */
const unpack = (words = 'Unpacked, put back'): Way => ({
  code: 'UNPACKED', words, asks: WHERE_BACK,
  does: (row, said) => lines(did(row), 'lines').map((line) => intent('stock.put_back', { ...goodsOf(line), fromLocation: text(did(row), 'parcelId'), toLocation: said })),
});
const parcelOf = (row: Exception) => ({ parcelId: text(did(row), 'parcelId'), fulfilmentId: text(did(row), 'fulfilmentId'), orderId: text(did(row), 'orderId') });
/** Its label is void, and its goods lie in the tote that is scanned; there they wait to be put back. */
const intoTote = (words = 'Unpack it, label void'): Way => ({
  code: 'UNPACKED', words, asks: { for: 'code', title: 'Tear off the label, put the goods into an empty tote, and scan the tote' }, closes: true,
  does: (row, said) => [intent('parcel.unpack', { ...parcelOf(row), tote: said })],
});
const cameBack: Way = { code: 'CAUGHT', words: 'Caught: the parcel is here again', closes: true, does: (row) => [intent('parcel.caught', parcelOf(row))] };
const worksOf = (row: Exception): readonly string[] => {
  const ids = did(row)['fulfilmentIds'];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
};
const settle = (code: string, words: string, grade: (row: Exception, said: string) => string, asks?: Question): Way => ({
  code, words, closes: true, ...(asks ? { asks } : {}),
  does: (row, said) => [intent('return.settle_grade', { unitId: row.subject_id, itemId: row.item_id, locationId: row.location_id, grade: grade(row, said) })],
});
const reverse = (row: Exception, said: string): AnyIntent => {
  const place = text(book(row), 'place');
  return intent('return.reverse', { unitId: row.subject_id, itemId: row.item_id, serial: text(book(row), 'serial'), locationId: said, fromLocation: place.startsWith('~') ? '' : place });
};
const WHERE_NOW: Question = { for: 'place', title: 'You have the unit in hand? Scan where you put it now' };
const surplus = (code: string, words: string, keep: boolean): Way => ({
  code, words, closes: true,
  does: (row) => [intent('delivery.settle_surplus', { exceptionId: row.exception_id, deliveryId: row.subject_id, itemId: row.item_id, locationId: row.location_id, keep })],
});
const inspected = (row: Exception, rejected: number, locationId = row.location_id): AnyIntent =>
  intent('delivery.settle_sample', { exceptionId: row.exception_id, deliveryId: row.subject_id, itemId: row.item_id, locationId, accepted: row.quantity - rejected, rejected });
const howMany = (row: Exception, said: string): number => Math.max(0, Math.min(row.quantity, Math.trunc(Number(said)) || 0));
const ofTwoItems = (row: Exception, index: 0 | 1): readonly string[] => [...new Set(itemsIn(row))].slice(index, index + 1);
const notThisItem = (index: 0 | 1): Way => ({
  code: 'WITHDRAWN', words: index === 0 ? 'Not on the one that was taught' : 'Not on the one that carried it', says: (row, itemName) => `Not on ${ofTwoItems(row, index).map(itemName).join('')}`, closes: true,
  does: (row) => ofTwoItems(row, index).map((itemId) => intent('barcode.withdraw', { barcode: row.subject_id, itemId })),
});
const gradeIsRight = (grade: string): string => `${grade} is right: ${gradeWords(grade)}`;
const decidedWords = (disposition: string): string => within(dispositionWords[disposition]?.words ?? disposition);
const seen = word('SEEN', 'Looked at, it is right so');
const unclear = word('NOT_FOUND', 'Could not be cleared up');

export const ways: Readonly<Record<ExceptionKind, Ways>> = {
  UNKNOWN_ITEM: [{ code: 'MATCHED', words: 'Say what it is', names: true }, word('LABEL_REPLACED', 'New label on it'), word('NOT_OURS', 'It is not ours')],
  UNMATCHED_SCAN: [{ code: 'MATCHED', words: 'Say what it is', names: true }, word('LABEL_REPLACED', 'New label on it'), word('NOT_OURS', 'It is not ours')],
  BARCODE_TWICE: [notThisItem(0), notThisItem(1), word('BOTH', 'Both really carry it')],
  UNKNOWN_LOCATION: [
    { code: 'MOVED', words: 'Move it to a real place', asks: { for: 'place', title: 'Scan the place it is in now' }, does: (row, said) => [intent('stock.move', { ...goodsOf({ ...did(row), itemId: text(did(row), 'itemId') || row.item_id, quantity: number(did(row), 'quantity') || 1 }), condition: text(did(row), 'condition') || 'N', hold: text(did(row), 'hold'), fromLocation: text(book(row), 'place') || row.location_id, toLocation: said })] },
    word('PLACE_ADDED', 'The place is real, the plan follows'), unclear,
  ],
  UNANNOUNCED_DELIVERY: [word('ORDER_FOUND', 'The purchase order is found'), word('SEND_BACK', 'It goes back to the supplier'), seen],
  RECEIVED_AFTER_CLOSE: [
    { code: 'FINISHED_AGAIN', words: 'Finish the delivery again', does: (row) => [intent('delivery.finish', { deliveryId: row.subject_id })] },
    word('CLAIM_CORRECTED', 'The claim is corrected'), word('SEND_BACK', 'It goes back to the supplier'),
  ],
  SERIAL_ELSEWHERE: [
    { code: 'MISREAD', words: 'Read the label again', asks: { for: 'code', title: 'Scan the serial number on the unit itself' }, does: (row, said) => [intent('stock.identify', { itemId: row.item_id || text(fields(lines(did(row), 'units')[0]), 'itemId'), quantity: 1, lot: text(did(row), 'lot'), serial: text(book(row), 'serial'), locationId: row.location_id, toItemId: row.item_id || text(fields(lines(did(row), 'units')[0]), 'itemId'), toLot: text(did(row), 'lot'), toSerial: said, ...(text(did(row), 'type') === 'return.receive' ? { condition: 'U', hold: 'INSPECTION' } : {}) })] },
    count('Look at the other place', (row) => text(book(row), 'location')), word('TWO_UNITS', 'Two units carry the number'),
  ],
  NOT_ON_DELIVERY: [surplus('KEPT', 'We keep it', true), surplus('FOR_SUPPLIER', 'It goes back, held for the supplier', false)],
  OVER_DELIVERED: [surplus('KEPT', 'We keep the surplus', true), surplus('FOR_SUPPLIER', 'It goes back, held for the supplier', false)],
  DELIVERY_DIFFERS: [word('CLAIMED', 'Claimed from the supplier'), word('AS_PAPER', 'The paper was wrong'), word('COMES_LATER', 'The rest still comes')],
  RECEIPT_LATE: [word('COMES_LATER', 'It comes later'), word('CANCELLED', 'It does not come any more')],
  SAMPLE_WAITS: [
    { code: 'ACCEPTED', words: 'All of it is good', closes: true, asks: { for: 'place', title: 'Scan where it lies' }, does: (row, said) => [inspected(row, 0, said)] },
    { code: 'REJECTED', words: 'Some of it is not good', closes: true, asks: { for: 'text', title: 'How many of them are not good?' }, does: (row, said) => [inspected(row, howMany(row, said))] },
  ],
  PACK_SIZE_DIFFERS: [word('LIST_CORRECTED', 'The item list is corrected'), word('WRONG_PACK', 'Packed wrong, the list is right')],
  NEVER_RECEIVED: [count(), word('TAKEN_BACK_BEFORE', 'It was taken back before'), unclear],
  UNKNOWN_TRANSFER: [count('Count the place'), word('PAPER_FOUND', 'The transfer is found'), unclear],
  TRANSFER_DIFFERS: [word('AS_COUNTED', 'They sent what was counted here'), count(), unclear],
  RETURN_UNEXPECTED: [word('CUSTOMER_ASKED', 'The customer was asked, and told so'), word('FOUND_OUT', 'It is clear now what it is'), unclear],
  TRANSFER_UNEVEN: [{ code: 'SETTLED', words: 'Book it as both sides say', closes: true, mayGo: 'transfer.settle', does: (row) => [intent('transfer.settle', { transferId: row.subject_id })] }, word('LOOKED_FOR', 'Looked for once more, and told so'), unclear],
  NOT_THIS_TRANSFER: [count('Count the place'), word('AS_COUNTED', 'It is right as recorded'), unclear],
  NO_COMPONENTS: [count('Count the place'), word('LIST_CORRECTED', 'The item list is corrected'), unclear],
  COUNT_WITHOUT_TASK: [seen, count()],
  COUNTED_AFTER_CLOSE: [count(), word('FIRST_COUNT', 'The count handed in is right')],
  COUNTED_TWICE: [seen, count()],
  COUNT_RESTATED: [seen, { code: 'APPROVALS', words: 'See it in approvals', closes: true, mayGo: 'approval.sign', can: (row) => !standsRestated(row), goes: () => ({ screen: 'approvals' }) }, count()],
  COUNTED_ELSEWHERE: [count(), word('MISREAD', 'The place was misread, that is all')],
  UNIT_RECEIVED_TWICE: [
    { code: 'NEW_LABEL', words: 'New label on the second', asks: { for: 'code', title: 'Stick a new label on it, and scan that' }, does: (row, said) => [intent('return.receive', { parcelId: text(did(row), 'parcelId'), locationId: text(did(row), 'locationId') || row.location_id, units: lines(did(row), 'units').filter((unit) => text(unit, 'unitId') === text(book(row), 'unit')).map((unit) => ({ ...goodsOf(unit), unitId: said, reason: text(unit, 'reason') })) })] },
    word('SAME_UNIT', 'It is the same unit'), unclear,
  ],
  UNKNOWN_RMA: [word('ORDER_FOUND', 'The order is found'), word('KEPT_WITHOUT', 'Kept without an order'), unclear],
  RETURNED_MORE_THAN_SHIPPED: [word('OTHER_ORDER', 'It is from another order'), word('NO_MONEY', 'Kept, no money for it'), unclear],
  REFUND_REVIEW: [{ code: 'DECIDE', words: 'Decide about the money', closes: true, mayGo: 'refund.decide', goes: (row) => ({ screen: 'refunds', refundId: row.subject_id }) }, unclear],
  REFUND_FAILED: [
    { code: 'ASKED_AGAIN', words: 'Pay it once more', closes: true, does: (row) => [intent('refund.retry', { refundId: row.subject_id })] },
    word('PAID_OTHERWISE', 'It was paid otherwise'), unclear,
  ],
  REFUNDED_BEYOND_PAID: [word('CLAIMED_BACK', 'It is asked back'), word('GOODWILL', 'Left as goodwill'), unclear],
  REFUND_UNKNOWN_ORDER: [word('ORDER_FOUND', 'The order is found'), unclear],
  UNKNOWN_UNIT: [
    { code: 'RELABELLED', words: 'Scan the right label', asks: { for: 'code', title: 'Scan the label of the unit it really is' }, does: (row, said) => [again(row, said)] },
    { code: 'RECEIVED', words: 'Receive it first', closes: true, goes: () => ({ screen: 'returns', parcelId: '', tracking: '', unitId: '' }) }, unclear,
  ],
  GRADE_DISPUTE: [
    { ...settle('FIRST_GRADE', 'The first grade is right', (row) => text(book(row), 'grade')), says: (row) => gradeIsRight(text(book(row), 'grade')) }, { ...settle('SECOND_GRADE', 'The second grade is right', (row) => text(did(row), 'grade')), says: (row) => gradeIsRight(text(did(row), 'grade')) },
    settle('OTHER_GRADE', 'Neither: another grade', (_row, said) => said, { for: 'grade', title: 'Which grade is it?' }),
  ],
  DISPOSED_IN_DISPUTE: [{ code: 'DECIDED_AGAIN', words: 'Grade is settled: decide it so', does: (row) => [again(row, text(did(row), 'unitId'))] }, word('DECIDED_ANEW', 'It was decided otherwise')],
  GRADED_AFTER_DISPOSITION: [{ code: 'REVERSED', words: 'Take the decision back', asks: WHERE_NOW, closes: true, does: (row, said) => [reverse(row, said)] }, word('LEFT', 'Leave it: the unit is gone')],
  DISPOSITION_REVERSAL: [
    { code: 'REVERSED', words: 'Take it back, do the second', says: (row) => `Take it back, and ${decidedWords(text(did(row), 'disposition'))}`, asks: WHERE_NOW, closes: true, does: (row, said) => [reverse(row, said), intent('return.dispose', { unitId: row.subject_id, itemId: row.item_id, locationId: said, disposition: text(did(row), 'disposition'), toLocation: text(did(row), 'toLocation') })] },
    { ...word('LEFT', 'Leave it as it is'), says: (row) => `Leave it: ${decidedWords(text(book(row), 'disposition'))}` },
  ],
  PICK_WITHOUT_TASK: [putBack(), word('BELONGS', 'It belongs to the order, leave it')],
  WRONG_ITEM_PICKED: [putBack(), { ...putBack('Put it back, pick the right one'), code: 'SWAPPED', goes: (row) => ({ screen: 'pick', fulfilmentId: text(did(row), 'fulfilmentId') }) }, count('Count the bin')],
  PUT_BACK: [
    { ...putBack(), closes: true, does: (row, said) => [intent('stock.put_back', { ...goodsOf(did(row)), quantity: surplusOf(row), fromLocation: row.subject_id, toLocation: said })] },
    { code: 'MISSING', words: 'It is not there any more', closes: true, can: (row) => row.item_id !== '', does: (row) => [intent('put_back.missing', { locationId: row.subject_id, itemId: row.item_id })] },
  ],
  CANCEL_REQUESTED: [
    { code: 'DECIDED', words: 'Decide without the station', closes: true, does: (row) => worksOf(row).map((fulfilmentId) => intent('cancel.decide', { orderId: row.subject_id, fulfilmentId })) },
    { code: 'PICKED_ON', words: 'Go to its work', closes: true, goes: (row) => ({ screen: 'pick', fulfilmentId: worksOf(row)[0] ?? '' }) },
  ],
  ORDER_CHANGED: [
    { code: 'AS_IT_WAS', words: 'It goes as it was', can: (row) => row.rule === 'ORD-16', does: (row) => [intent('order.release_hold', { orderId: row.subject_id, holdId: 'CUSTOMER' })] },
    { code: 'CANCELLED', words: 'Cancel it, it is ordered anew', can: (row) => row.rule === 'ORD-16', does: (row) => [intent('order.cancel', { orderId: row.subject_id, fulfilmentIds: [...worksOf(row)], reason: 'changed while it was worked on' })] },
    word('CUSTOMER_TOLD', 'The customer knows'), { ...word('COMES_BACK', 'It comes back as a return'), can: (row) => row.rule !== 'ORD-16' },
  ],
  ORDER_NOT_TAKEN: [word('CHANNEL_TOLD', 'The channel sends it corrected'), word('NOT_WANTED', 'It is not wanted any more')],
  SHOP_NOT_TOLD: [{ code: 'SEND_AGAIN', words: 'Send all of it again' }, word('TOLD_OTHERWISE', 'They know it by other means')],
  PICKED_ELSEWHERE: [word('TOLD', 'The other station knows'), unclear],
  PACKED_WITHOUT_ORDER: [unpack(), word('ORDER_FOUND', 'The order is found, it stays packed')],
  PACKED_WITHOUT_TASK: [unpack(), word('BELONGS', 'It belongs into the parcel')],
  PACKED_MORE_THAN_PICKED: [unpack(), seen],
  PARCEL_PACKED_TWICE: [
    { code: 'NEW_LABEL', words: 'New label on the second box', asks: { for: 'code', title: 'Stick a new label on the second box, and scan that' }, does: (row, said) => [again(row, said)] },
    word('SAME_BOX', 'It is the same box'),
  ],
  UNPACK_AND_PUT_BACK: [intoTote(), word('LEFT_ALREADY', 'The carrier has it already')],
  HELD_TAKEN: [
    { code: 'SET_ASIDE', words: 'Set it aside', asks: { for: 'place', title: 'Scan the place where it is kept apart' }, does: (row, said) => [intent('stock.move', { ...goodsOf({ ...did(row), itemId: row.item_id, quantity: row.quantity }), hold: text(book(row), 'hold'), fromLocation: row.location_id, toLocation: said })] },
    word('STAYS', 'It stays where it is, held'), word('LIFTED', 'The hold is lifted'),
  ],
  HELD_PACKED: [intoTote('Unpack it into a tote'), word('LIFTED', 'The hold is lifted, it may go')],
  PACKED_ON_HOLD: [word('RELEASED', 'The order is released meanwhile'), intoTote('Unpack it into a tote')],
  SHIPPED_ON_HOLD: [word('LET_GO', 'It may go on'), { code: 'CAUGHT', words: 'It is here again', does: (row) => [intent('parcel.caught', parcelOf(row))] }],
  UNPACKED_AFTER_SHIPPING: [word('CAME_BACK', 'The carrier brought it back'), unclear],
  SHIPPED_AFTER_UNPACKING: [word('OLD_LABEL', 'An old label was on another box'), count('Count the tote', (row) => text(did(row), 'tote'))],
  UNKNOWN_PARCEL: [{ code: 'RELABELLED', words: 'Scan its right label', asks: { for: 'code', title: 'Scan the label the parcel was packed under' }, does: (row, said) => [again(row, said)] }, word('NOT_OURS', 'It is not ours')],
  NOT_THIS_ORDER: [word('RIGHT_ORDER_SENT', 'The right parcel goes out'), word('CUSTOMER_TOLD', 'The customers are told'), unclear],
  INTERCEPT: [cameBack, { code: 'TOO_LATE', words: 'Gone on: it comes back as a return', closes: true, does: (row) => [intent('parcel.gone_on', parcelOf(row))] }],
  SUSPENSE: [
    { ...count('Have the bin counted'), closes: true },
    { code: 'FOUND', words: 'It lay in another bin', asks: { for: 'place', title: 'Scan the bin it really came from' }, closes: true, does: (row, said) => [intent('stock.move', { itemId: row.item_id, quantity: row.quantity, lot: text(did(row), 'lot'), fromLocation: said, toLocation: row.location_id })] },
  ],
  PARKED: [
    { code: 'RELEASED', words: 'I answer for it: release', closes: true, does: (row) => [intent('parked.release', { exceptionId: row.exception_id })] },
    { code: 'ABANDONED', words: 'Give it up, with a second person', asks: { for: 'text', title: 'Why is it given up?' }, closes: true, does: (row, said) => [intent('parked.abandon', { exceptionId: row.exception_id, reason: said })] },
  ],
  LOST_COMMANDS: [word('DONE_AGAIN', 'Found out, and done once more'), word('COUNTED', 'Counted: nothing is missing'), unclear],
  STATION_COPIED: [
    { code: 'READMITTED', words: 'Let it in again', closes: true, does: (row) => [intent('station.readmit', { exceptionId: row.exception_id, deviceId: row.device_id, nextId: text(book(row), 'next') })] },
    word('KEPT_OUT', 'Keep it out: nobody needs this copy'),
  ],
  PHOTO_MISSING: [word('WAITED_FOR', 'The station comes back, wait for it'), word('TAKEN_AGAIN', 'Another photo was taken'), word('WITHOUT', 'Decided without it')],
  REVOKED_WORK: [word('ASKED', 'Asked around: it is right'), word('COUNTED', 'Counted: nothing is missing'), unclear],
  RIGHTS_UNCONFIRMED: [seen, word('ASKED', 'Asked: they still work here'), unclear],
  BREAK_GLASS: [seen, word('TALKED_OVER', 'Talked over with who approved it')],
  APPROVED_LARGER: [seen, count('Count the place again')],
  WORK_CHANGED: [seen, { code: 'PICKED_ON', words: 'Go to the orders to pick', closes: true, goes: () => ({ screen: 'pick', fulfilmentId: '' }) }],
};

/** The same report once more, under another label. */
function again(row: Exception, label: string): AnyIntent {
  const { type, ...payload } = did(row);
  const labelled = 'parcelId' in payload ? { ...payload, parcelId: label } : { ...payload, unitId: label };
  return intent(type as 'parcel.ship', labelled as never);
}

/** What its key says for this work item. */
export const wordsOf = (way: Way, row: Exception, itemName: (itemId: string) => string): string => way.says?.(row, itemName) ?? way.words;

export const waysFor = (row: Exception): readonly Way[] => (Object.hasOwn(ways, row.kind) ? ways[row.kind as ExceptionKind] : [seen, unclear]).filter((way) => way.can?.(row) ?? true);

/** Everything that is submitted for a way: what it does, and the word that closes the work item with the commands that did it. */
export function commandsOf(way: Way, row: Exception, said: string): readonly AnyIntent[] {
  // Whoever puts something right has it in hand, whatever the books have there.
  const doing = (way.does?.(row, said) ?? []).map((each): AnyIntent => ({ ...each, confirmed: ['not_enough_stock', 'goods_held'] }));
  return way.closes ? doing : [...doing, intent('exception.resolve', { exceptionId: row.exception_id, subjectId: row.subject_id, resolution: way.code, by: doing.map(({ id }) => id) })];
}

/** Whether somebody with these roles may do all that the way takes. */
export function isMine(way: Way, row: Exception, roles: readonly string[]): boolean {
  const doing = way.names ? ['scan.match' as const] : commandsOf(way, row, 'X').map(({ type }) => type);
  return [...doing, ...(way.mayGo ? [way.mayGo] : [])].every((type) => mayDo(roles, type));
}
