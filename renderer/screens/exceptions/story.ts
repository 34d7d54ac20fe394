// An exception told to somebody who was not there: what a person did, what the ERP had, and what to do now. Sentences
// where the kind is known, the bare fields where it is not.
import type { Json, Row } from '#domain/tables.ts';
import { figure, moment, plural } from '#renderer/numbers.ts';
import { dispositionWords, gradeWords, holdWords, movementWords, orderHoldWords, placeWords, reasonWords, stateWords } from '#renderer/words.ts';
import { screenNames } from '#renderer/route.ts';
import { pairsOf } from './pairs.ts';

type Exception = Row<'exception'>;
type Fields = Readonly<Record<string, Json>>;
export interface Names {
  readonly item: (itemId: string) => string;
  readonly person: (personId: string | null) => string;
  readonly carrier: (carrierId: string) => string;
}
export interface Story {
  /** Who it happened to, where that is no person. */
  readonly who?: string;
  readonly happened: string;
  readonly books: string;
  readonly next: string;
}

export function storyOf(row: Exception, names: Names): Story {
  const at: Telling = { row, names, did: fieldsOf(row.did), book: fieldsOf(row.book) };
  const type = text(at.did, 'type') || untyped[row.kind] || '';
  if (row.kind === 'PARKED') return parked(at, type);
  if (row.kind === 'LOST_COMMANDS') return lost(at);
  if (row.kind === 'STATION_COPIED') return copied(at);
  if (row.kind === 'PHOTO_MISSING') return missingPhoto(at);
  if (row.kind === 'REVOKED_WORK' || row.kind === 'RIGHTS_UNCONFIRMED') return inDoubt(at);
  return {
    happened: acts[type]?.(at) ?? ([movementWords(type), plainly(row.did, names)].filter(Boolean).join(': ') || 'Nobody wrote down what.'),
    // A name may end with a full stop, as the sentence does.
    books: (books[row.kind]?.(at) ?? (plainly(row.book, names) || 'Nothing about it.')).replace(/\.\.$/, '.'),
    next: nexts[row.kind]?.(at) ?? 'Look at it, and say here what came of it.',
  };
}

/** What somebody did, from the command alone; follows on the name of the person. */
export function deedOf(type: string, payload: unknown, names: Names): string {
  const did = fieldsOf(payload as Json);
  const row = { item_id: text(did, 'itemId'), location_id: text(did, 'locationId'), subject_id: text(did, 'deliveryId') || text(did, 'orderId'), quantity: 0 } as Exception;
  return acts[type]?.({ row, names, did, book: {} }) ?? ([movementWords(type), plainly(payload as Json, names)].filter(Boolean).join(': ') || 'did something that cannot be read any more.');
}

function parked(at: Telling, type: string): Story {
  const { did, book, names } = at;
  const number_ = number(did, 'number') > 0 ? ` It was number ${figure(number(did, 'number'))} of that station.` : '';
  const content = Object.keys(did).length > 2 ? acts[type]?.(at) : undefined;
  const givenUp = fieldsOf(book['givenUp'] ?? null);
  const second = text(givenUp, 'by') === '' ? '' : ` ${names.person(text(givenUp, 'by'))} wants it given up: “${text(givenUp, 'reason')}”.`;
  const cutOff = text(book, 'text') === '' ? '' : ` It reads “${text(book, 'text').slice(0, 120)}”.`;
  return {
    happened: `${content ?? (type === 'unknown' ? 'sent something that cannot be read.' : `sent “${movementWords(type)}”.`)}${number_}`,
    books: `It could not take it: ${text(book, 'reason').replace(/^names /, 'it names ') || 'no reason given'}.${cutOff}${second}`,
    next: second === '' ? 'Nothing is lost. Find out with that person whether it is right. Release it under your name, or have a second person help you give it up.' : 'A second person looks, and gives it up as well or releases it.',
  };
}

function missingPhoto({ did, names }: Telling): Story {
  return {
    who: names.person(text(did, 'personId')),
    happened: `took a photo of ${text(did, 'subjectId')} ${moment(number(did, 'namedAt'), number(did, 'namedAt'))}.`,
    books: 'The work is booked; only the picture has not come yet.',
    next: 'Switch the station on that took it and leave it with the network: the photo comes by itself, and this closes by itself.',
  };
}

function lost({ did, book, names, row }: Telling): Story {
  const [from, to] = [number(did, 'from'), number(did, 'to')];
  const edge = (key: string): string => {
    const side = fieldsOf(book[key] ?? null);
    return number(side, 'at') > 0 ? `${names.person(text(side, 'person'))}, ${movementWords(text(side, 'type')).toLowerCase()}, ${moment(number(side, 'at'), row.opened_at)}` : 'nothing known';
  };
  return {
    who: `Station ${text(did, 'station')}`,
    happened: `has lost ${to === from ? 'one of its commands' : `${figure(to - from + 1)} of its commands`} with its disk, number ${figure(from)}${to === from ? '' : ` to ${figure(to)}`}. Everything behind it arrived.`,
    books: `Before it: ${edge('before')}. After it: ${edge('after')}.`,
    next: 'Ask who worked there in between what was done, and do once more what is missing. When in doubt, count.',
  };
}

function inDoubt({ row, did }: Telling): Story {
  const revoked = row.kind === 'REVOKED_WORK';
  const [from, to] = [moment(number(did, 'from'), row.opened_at), moment(number(did, 'to'), row.opened_at)];
  return {
    happened: `did ${plural(number(did, 'times'), 'piece')} of work there, ${from === to ? from : `from ${from} to ${to}`}.`,
    books: revoked ? 'It is proven to be from before their rights, or those of the station, ended. It counts.' : 'The station had not reached the ERP for too long to know whose rights still held. It counts.',
    next: revoked ? 'Ask who worked beside them, and count where in doubt.' : 'Ask whether they still worked here then.',
  };
}

const copied = ({ did, book }: Telling): Story => ({
  who: `Station ${text(did, 'station')}`,
  happened: `was copied, or restored to an older state. It goes on recording; ${number(did, 'unsent') === 0 ? 'nothing waits in it' : `${figure(number(did, 'unsent'))} commands waited in it then`}.`,
  books: `It holds ${figure(number(book, 'held'))} commands under that name, and cannot tell which of the two copies is which.`,
  next: 'Find out whether the other copy still runs. Then let this one in again: it goes on under a name of its own, and nothing is counted twice.',
});

/** A count that late work made a smaller difference of, in the same direction, stands as it was accepted. */
export function standsRestated(row: Exception): boolean {
  const [was, now] = ['was', 'now'].map((key) => number(fieldsOf(row.book), key)) as [number, number];
  return Math.abs(now) <= Math.abs(was) && now * was >= 0;
}

/** What a work item is about, where it is about no item. */
export function aboutWords(row: Exception): string {
  if (row.kind === 'PARKED') return `number ${figure(number(fieldsOf(row.did), 'number'))} of a station`;
  if (row.kind === 'LOST_COMMANDS' || row.kind === 'STATION_COPIED') return text(fieldsOf(row.did), 'station');
  return row.subject_id;
}

/** Items that the sentences name. */
export function itemsIn(row: Exception): readonly string[] {
  const did = fieldsOf(row.did);
  const book = fieldsOf(row.book);
  const parts = [...list(did, 'lines'), ...list(did, 'units'), ...each(row.book)];
  return [row.item_id, text(did, 'itemId'), text(book, 'item'), text(book, 'needed'), ...parts.flatMap((part) => [text(part, 'itemId'), text(part, 'item')])].filter((id) => id !== '');
}

/** Items that a command names. */
export function itemsOfPayload(payload: unknown): readonly string[] {
  const did = fieldsOf(payload as Json);
  return [text(did, 'itemId'), ...[...list(did, 'lines'), ...list(did, 'units')].map((part) => text(part, 'itemId'))].filter((id) => id !== '');
}

interface Telling {
  readonly row: Exception;
  readonly names: Names;
  readonly did: Fields;
  readonly book: Fields;
}
type Tell = (at: Telling) => string;

const fieldsOf = (value: Json): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const text = (fields: Fields, key: string): string => (typeof fields[key] === 'string' ? fields[key] : '');
const number = (fields: Fields, key: string): number => (typeof fields[key] === 'number' ? fields[key] : 0);
const list = (fields: Fields, key: string): readonly Fields[] => each(fields[key] ?? null);
const each = (value: Json): readonly Fields[] => (Array.isArray(value) ? (value as readonly Json[]).map(fieldsOf) : []);
const times = (units: number, item: string): string => (units === 1 ? `one ${item}` : `${figure(units)} × ${item}`);
const plainly = (value: Json, names: Names): string => pairsOf(value, names.item).map(([name, each]) => `${name.toLowerCase()} ${each}`.trim()).join(', ');

const goods = ({ did, names, row }: Telling): string => times(number(did, 'quantity') || row.quantity, names.item(text(did, 'itemId') || row.item_id));
const place = ({ did, row }: Telling): string => placeWords(text(did, 'locationId') || row.location_id);
const moved: Tell = (at) => {
  const to = text(at.did, 'toLocation');
  return `took ${goods(at)} out of ${placeWords(text(at.did, 'fromLocation') || at.row.location_id)}${to === '' ? '' : `, to ${placeWords(to)}`}.`;
};

/** Commands whose exception keeps the bare payload. */
const untyped: Readonly<Record<string, string>> = { CANCEL_REQUESTED: 'order.cancel', ORDER_CHANGED: 'order.change', UNMATCHED_SCAN: 'scan.keep', DELIVERY_DIFFERS: 'delivery.finish' };

const acts: Readonly<Record<string, Tell>> = {
  'receipt.overdue': ({ row }) => `found that ${row.subject_kind === 'delivery' ? 'delivery' : 'purchase order'} ${row.subject_id} has not come.`,
  'delivery.receive': (at) => `received ${goods(at)}${text(at.did, 'serial') === '' ? '' : `, serial number ${text(at.did, 'serial')},`} at ${place(at)}, with delivery ${text(at.did, 'deliveryId')}.`,
  'delivery.take_back': (at) => `took the receipt of ${goods(at)} at ${place(at)} back, of delivery ${text(at.did, 'deliveryId')}.`,
  'delivery.refuse': (at) => `sent ${goods(at)} away at the door, of delivery ${text(at.did, 'deliveryId')}: ${reasonWords(text(at.did, 'reason'))}.`,
  'delivery.settle_sample': ({ did, names }) => `looked at ${names.item(text(did, 'itemId'))}: ${figure(number(did, 'rejected'))} are not good.`,
  'pack.propose': ({ did, names }) => `found ${figure(number(did, 'found'))} in a pack of ${names.item(text(did, 'itemId'))}.`,
  'delivery.finish_for_all': ({ row, did }) => `finished delivery ${row.subject_id} for every station${Array.isArray(did['unfinished']) && did['unfinished'].length > 0 ? `, ${plural(did['unfinished'].length, 'station')} of which had not finished` : ''}${text(did, 'note') === '' ? '' : `: “${text(did, 'note')}”`}.`,
  'delivery.finish': ({ row }) => `finished delivery ${row.subject_id}.`,
  'stock.move': moved,
  'stock.put_away': moved,
  'stock.put_back': moved,
  'transfer.send': (at) => `sent ${goods(at)} with transfer ${text(at.did, 'transferId')}.`,
  'transfer.receive': (at) => `took ${goods(at)} out of transfer ${text(at.did, 'transferId')}, at ${place(at)}.`,
  'count.record': (at) => `counted ${goods(at)} in ${place(at)}.`,
  'count.submit': (at) => `handed in a count of ${place(at)}.`,
  'count.explain': ({ did }) => `added to a count: “${text(did, 'note')}”.`,
  'return.receive': (at) => `received ${list(at.did, 'units').map((unit) => `${times(number(unit, 'quantity'), at.names.item(text(unit, 'itemId')))}${text(unit, 'serial') === '' ? '' : `, serial number ${text(unit, 'serial')}`}`).join(' and ') || 'a parcel'} as a return, at ${place(at)}.`,
  'return.inspect': (at) => `gave ${at.names.item(at.row.item_id)} (${text(at.did, 'unitId')}) the grade ${graded(text(at.did, 'grade'))}${because(fieldsOf(at.did['answers'] ?? null), text(at.did, 'note'))}.`,
  'return.dispose': (at) => `decided about ${at.names.item(at.row.item_id)} (${text(at.did, 'unitId')}): ${decided(text(at.did, 'disposition'))}.`,
  'pick.pick': (at) => `picked ${goods(at)} from ${placeWords(text(at.did, 'fromLocation'))} into ${text(at.did, 'tote')}.`,
  'pick.short': (at) => `reported ${times(number(at.did, 'missing'), at.names.item(at.row.item_id))} missing in ${placeWords(text(at.did, 'fromLocation'))}.`,
  'parcel.pack': (at) => `packed ${list(at.did, 'lines').map((line) => times(number(line, 'quantity'), at.names.item(text(line, 'itemId')))).join(' and ')} into parcel ${text(at.did, 'parcelId')}, for order ${text(at.did, 'orderId')}.`,
  'parcel.ship': (at) => `handed parcel ${text(at.did, 'parcelId')} of order ${text(at.did, 'orderId')} to ${at.names.carrier(text(at.did, 'carrierId'))}${text(at.did, 'tracking') === '' ? '' : `, tracking number ${text(at.did, 'tracking')}`}.`,
  'approval.sign': ({ did }) => `approved ${plural(list(did, 'lines').length, 'change')} (${text(did, 'documentId')})${text(did, 'breakGlass') === '' ? '' : `, because “${text(did, 'breakGlass')}”`}.`,
  'work.replan': (at) => `planned the work for ${at.names.item(at.row.item_id)} anew.`,
  'parcel.unpack': (at) => `unpacked parcel ${text(at.did, 'parcelId')} of order ${text(at.did, 'orderId')} into ${text(at.did, 'tote')}.`,
  'parcel.caught': (at) => `took parcel ${text(at.did, 'parcelId')} of order ${text(at.did, 'orderId')} back from the carrier.`,
  'channel.tell': ({ did, row }) => (row.kind === 'ORDER_NOT_TAKEN' ? `could not take in order ${row.subject_id}: ${list(did, 'problems').map((each) => `${number(each, 'line') > 0 ? `line ${figure(number(each, 'line'))}, ` : ''}${text(each, 'problem')}`).join('; ') || text(did, 'text')}.` : `could not tell ${row.subject_id} what left and what was cancelled: ${text(did, 'text')}.`),
  'order.change': ({ did, row, names }) => `changed order ${row.subject_id}: wanted ${list(did, 'lines').length === 1 ? 'is' : 'are'} now ${list(did, 'lines').map((line) => times(number(line, 'quantity'), names.item(text(line, 'itemId')))).join(' and ')}.`,
  'order.cancel': ({ did, row }) => `cancelled order ${row.subject_id}${text(did, 'reason') === '' ? '' : `: “${text(did, 'reason')}”`}.`,
  'barcode.teach': ({ did, names, row }) => `taught the code “${text(did, 'barcode') || row.subject_id}” for ${names.item(text(did, 'itemId') || row.item_id)}.`,
  'scan.match': ({ did, names }) => `said that it is ${names.item(text(did, 'itemId'))}.`,
  'hold.place': ({ did, names }) => `put ${text(did, 'itemId') === '' ? 'everything' : names.item(text(did, 'itemId'))}${text(did, 'locationId') === '' ? '' : ` in ${placeWords(text(did, 'locationId'))}`} on hold.`,
  'scan.keep': ({ did, row }) => `scanned “${text(did, 'raw') || row.subject_id}” ${screenWords(text(did, 'screen'))}${whyWords(text(did, 'why'))}.`,
};
/** What an inspector's grade was based on. */
function because(answers: Fields | string, note: string): string {
  const said = typeof answers === 'string' ? answers : Object.keys(answers).map((question) => `${question}: ${text(answers, question)}`).join(', ');
  return [said === '' ? '' : ` (${said})`, note === '' ? '' : `, “${note}”`].join('');
}
const tooMany = (units: number): string => (units === 0 ? 'right' : `${figure(Math.abs(units))} too ${units > 0 ? 'many' : 'few'}`);
const graded = (grade: string): string => `${grade}, ${gradeWords(grade)}`;
const decided = (disposition: string): string => dispositionWords[disposition]?.words.toLowerCase() ?? disposition;
const screenWords = (screen: string): string => (Object.hasOwn(screenNames, screen) && screen !== 'home' ? `at “${screenNames[screen as keyof typeof screenNames]}”` : 'here');
const whyWords = (why: string): string => (why === '' || why === 'unknown' ? '' : why === 'damaged' ? '; the label is damaged' : why === 'several' ? '; several items carry it' : `: ${why}`);

const held: Tell = ({ book, names, row }) => `${times(number(book, 'quantity') || row.quantity, names.item(row.item_id))}${text(book, 'lot') === '' ? '' : ` of lot ${text(book, 'lot')}`} of it ${(number(book, 'quantity') || row.quantity) === 1 ? 'is' : 'are'} held: ${holdWords(text(book, 'hold'))}.`;
const cancelled: Tell = ({ book, did }) => `Order ${text(book, 'order') || text(did, 'orderId')} was cancelled before that.`;
const books: Readonly<Record<string, Tell>> = {
  NOT_ON_DELIVERY: ({ book }) => `Delivery ${text(book, 'delivery')} does not announce this item.`,
  OVER_DELIVERED: ({ book, did }) => `${figure(number(book, 'expected'))} were announced. ${figure(number(book, 'received'))} had come before, so with this it is ${figure(Math.max(0, number(book, 'received') + number(did, 'quantity') - number(book, 'expected')))} too many.`,
  RECEIPT_LATE: ({ book, row }) => `It was promised for ${moment(number(book, 'promised'), row.opened_at)}.${number(book, 'waiting') > 0 ? ` ${figure(number(book, 'waiting'))} ${number(book, 'waiting') === 1 ? 'order waits' : 'orders wait'} for it.` : ''}`,
  SAMPLE_WAITS: ({ row }) => `${figure(row.quantity)} of what came are looked at before anybody uses them.`,
  PACK_SIZE_DIFFERS: ({ book }) => `The item list says that it holds ${figure(number(book, 'listed'))}.`,
  NEVER_RECEIVED: ({ book }) => `Delivery ${text(book, 'delivery')} has received ${figure(number(book, 'received'))} of it.`,
  UNANNOUNCED_DELIVERY: ({ row }) => `No delivery ${row.subject_id} is announced.`,
  RECEIVED_AFTER_CLOSE: ({ row }) => `Delivery ${row.subject_id} was finished before.`,
  DELIVERY_DIFFERS: ({ row, names }) => each(row.book).map((line) => `${names.item(text(line, 'item'))}: ${figure(number(line, 'expected'))} announced, ${figure(number(line, 'received'))} came${number(line, 'damaged') > 0 ? `, ${figure(number(line, 'damaged'))} damaged` : ''}${number(line, 'refused') > 0 ? `, ${figure(number(line, 'refused'))} sent away` : ''}.`).join(' ') || 'The paper says otherwise.',
  UNKNOWN_ITEM: ({ row }) => `No item ${row.item_id} in the list of items.`,
  UNKNOWN_LOCATION: ({ book }) => `There is no place ${text(book, 'place')} in this warehouse.`,
  SERIAL_ELSEWHERE: ({ book }) => `The books had serial number ${text(book, 'serial')} in ${placeWords(text(book, 'location'))} already.`,
  UNKNOWN_TRANSFER: ({ row }) => `No transfer ${row.subject_id} is known.`,
  TRANSFER_DIFFERS: ({ book }) => `The transfer says ${figure(number(book, 'expected'))}${number(book, 'done') > 0 ? `; ${figure(number(book, 'done'))} were done before` : ''}.`,
  RETURN_UNEXPECTED: ({ book }) => (text(book, 'what') === 'EMPTY_BOX' ? `Nothing was in parcel ${text(book, 'tracking')}.`
    : text(book, 'what') === 'UNKNOWN_ARTICLE' ? `Something nobody knows lies aside under label ${text(book, 'label')}; its code reads ${text(book, 'code')}.`
    : `Serial number ${text(book, 'serial')} was sold on order ${text(book, 'sold_on')}, and came with order ${text(book, 'order')}.`),
  TRANSFER_UNEVEN: ({ book, names }) => each(book['lines'] ?? null).map((line) => `${names.item(text(line, 'item'))}: ${figure(number(line, 'sent'))} sent, ${figure(number(line, 'received'))} received.`).join(' '),
  NOT_THIS_TRANSFER: ({ book, names }) => (text(book, 'needed') === '' ? 'The transfer does not go that way.' : `The transfer says ${names.item(text(book, 'needed'))}.`),
  NO_COMPONENTS: () => 'The item is no set of others.',
  COUNT_WITHOUT_TASK: () => 'No count of that place was open.',
  COUNTED_AFTER_CLOSE: ({ book }) => `That count had been handed in before${text(book, 'state') === '' ? '' : `: ${stateWords(text(book, 'state'))}`}.`,
  COUNTED_ELSEWHERE: ({ book }) => `That count is about ${text(book, 'needed')}.`,
  COUNTED_TWICE: () => 'The same person had counted it before; a second pair of eyes was asked for.',
  COUNT_RESTATED: ({ book }) => `A count after that found ${figure(number(book, 'counted'))}. Against the books that was ${tooMany(number(book, 'was'))}; now that this is known, it is ${tooMany(number(book, 'now'))}.`,
  UNIT_RECEIVED_TWICE: ({ book }) => `Unit ${text(book, 'unit')} was received before.`,
  UNKNOWN_RMA: ({ book }) => `No return ${text(book, 'rma')} is announced.`,
  RETURNED_MORE_THAN_SHIPPED: ({ book }) => `Of that order line ${figure(number(book, 'expected'))} could still come back.`,
  REFUND_REVIEW: ({ book }) => (text(book, 'order') === '' ? 'No sale of this item to this customer is on record.' : 'The order has nothing left that could still come back.'),
  REFUND_FAILED: ({ book }) => `The payment side says: ${text(book, 'says') || 'nothing more'}.`,
  REFUNDED_BEYOND_PAID: ({ book }) => `Only ${figure(number(book, 'expected') / 100)} of that line could still go back.`,
  REFUND_UNKNOWN_ORDER: ({ book }) => `Order ${text(book, 'order')} has no line ${figure(number(book, 'line'))} here.`,
  UNKNOWN_UNIT: ({ book }) => `Unit ${text(book, 'unit')} was never received.`,
  DISPOSED_IN_DISPUTE: ({ book, names }) => `Two people had graded it differently; ${names.person(text(book, 'by'))} gave it ${graded(text(book, 'grade'))}.`,
  GRADED_AFTER_DISPOSITION: ({ book }) => `It had been decided about before: ${decided(text(book, 'disposition'))}, with the grade ${graded(text(book, 'grade'))}.`,
  GRADE_DISPUTE: ({ book, names }) => `${names.person(text(book, 'by'))} had given it the grade ${graded(text(book, 'grade'))}${because(text(book, 'answers'), text(book, 'note'))}.`,
  DISPOSITION_REVERSAL: ({ book, names }) => `${names.person(text(book, 'by'))} had decided before: ${decided(text(book, 'disposition'))}.`,
  PICK_WITHOUT_TASK: () => 'No open pick asks for it.',
  WRONG_ITEM_PICKED: ({ book, names }) => `The order needs ${names.item(text(book, 'needed'))}.`,
  PUT_BACK: (at) => (at.row.rule === 'PIK-4' ? cancelled(at) : at.row.rule === 'PIK-5' ? `It had been picked before${text(at.book, 'by') === '' ? '' : `, by ${at.names.person(text(at.book, 'by'))}`}.` : `${figure(number(at.book, 'expected'))} were needed, ${figure(number(at.book, 'picked'))} had been picked before.`),
  PICKED_ELSEWHERE: () => 'The work was dealt to another station.',
  PACKED_ON_HOLD: ({ book }) => `Order ${text(book, 'order')} was kept back: ${text(book, 'hold').split(', ').map(orderHoldWords).join(', ')}.`,
  SHIPPED_ON_HOLD: ({ book }) => `Order ${text(book, 'order')} was kept back: ${text(book, 'hold').split(', ').map(orderHoldWords).join(', ')}.`,
  SHIPPED_AFTER_UNPACKING: ({ book }) => `Parcel ${text(book, 'parcel')} had been unpacked.`,
  UNPACKED_AFTER_SHIPPING: ({ book }) => `Parcel ${text(book, 'parcel')} had been handed over.`,
  PACKED_WITHOUT_ORDER: () => 'No order of that number is in work here.',
  UNPACK_AND_PUT_BACK: cancelled,
  PACKED_MORE_THAN_PICKED: ({ book }) => `${figure(number(book, 'picked'))} were picked, ${figure(number(book, 'packed'))} had been packed before.`,
  PACKED_WITHOUT_TASK: ({ book, names }) => `The order does not ask for ${names.item(text(book, 'item'))}.`,
  PARCEL_PACKED_TWICE: () => 'The same parcel number is on another box.',
  UNKNOWN_PARCEL: ({ book }) => `No parcel ${text(book, 'parcel')} was packed here.`,
  INTERCEPT: (at) => (at.row.rule === 'HLD-6' ? held(at) : cancelled(at)),
  HELD_TAKEN: (at) => held(at),
  HELD_PACKED: (at) => held(at),
  NOT_THIS_ORDER: ({ book }) => `That parcel belongs to order ${text(book, 'needed')}.`,
  UNMATCHED_SCAN: () => 'No item, place or paper carries this code.',
  BARCODE_TWICE: ({ book, names }) => `${text(book, 'item') === '' ? 'Another item' : names.item(text(book, 'item'))} carried this code before.`,
  SUSPENSE: ({ row }) => `${figure(row.quantity)} of what was taken were not in ${row.location_id}, according to the books.`,
  BREAK_GLASS: ({ book }) => (number(book, 'value') > 0 ? 'It is beyond what that person may approve.' : 'It waited for somebody else to sign as well.'),
  APPROVED_LARGER: ({ book }) => `${figure(number(book, 'signed'))} were signed, and late work left ${figure(number(book, 'delta'))}.`,
  WORK_CHANGED: ({ row, book }) => `Less than promised is left in ${placeWords(row.location_id)}; ${figure(row.quantity)} fewer are picked there, ${figure(number(book, 'left'))} remain of that line.`,
  CANCEL_REQUESTED: () => 'A station had its work, or its goods were in hand.',
  ORDER_NOT_TAKEN: () => 'Nothing of it: no stock is kept for it.',
  SHOP_NOT_TOLD: () => 'Everything: what left, left. The channel has not heard of it.',
  ORDER_CHANGED: ({ row }) => (row.rule === 'ORD-16' ? 'A station had its work, or goods of it were in hand. It is kept back.' : 'It was shipped or cancelled before.'),
};

const nexts: Readonly<Record<string, Tell>> = {
  NOT_ON_DELIVERY: () => 'Ask the supplier whether we keep it. Until then it is held at the dock and nobody can sell it.',
  OVER_DELIVERED: () => 'Ask the supplier whether we keep the surplus. Until then it is held.',
  UNANNOUNCED_DELIVERY: () => 'Find the purchase order it belongs to, or send it back.',
  RECEIVED_AFTER_CLOSE: () => 'Look at the claim for this delivery again: more has come than it says.',
  RECEIPT_LATE: () => 'Ask the supplier when it comes, and tell who waits. This ends by itself when it is received.',
  SAMPLE_WAITS: () => 'Look at what lies aside, and say how many of it are good. Then it is free, or held for the supplier and in the claim.',
  DELIVERY_DIFFERS: () => 'Claim what is missing or damaged, or correct the paper.',
  UNKNOWN_ITEM: () => 'Find out what it is, and have it put into the list of items.',
  SERIAL_ELSEWHERE: ({ book, row }) => (text(book, 'location') === row.location_id ? `Look at both labels in ${placeWords(row.location_id)}: one of the two was misread.` : `Go to ${placeWords(text(book, 'location'))} and look whether the number is there too. One of the two labels was misread.`),
  RETURN_UNEXPECTED: ({ book }) => (text(book, 'what') === 'EMPTY_BOX' ? 'Ask the customer and the carrier; look at the photos of the box.' : text(book, 'what') === 'UNKNOWN_ARTICLE' ? 'Find out what it is and whose. Until then nobody sells it.' : 'Look at the number on the unit, and whether the customer has both orders.'),
  TRANSFER_DIFFERS: () => 'Ask the other warehouse what they sent, and count once more.',
  COUNTED_AFTER_CLOSE: ({ row }) => `Compare it with the count that was handed in. When in doubt, count ${row.location_id} once more.`,
  COUNT_WITHOUT_TASK: ({ row }) => `Count ${row.location_id} with a task.`,
  COUNTED_TWICE: () => 'Nothing: somebody else is asked to count it.',
  COUNT_RESTATED: ({ row }) => (standsRestated(row) ? 'Nothing has to be decided: less was posted than it seemed, and the bin holds what was counted. Look at it if it surprises you.' : 'Approve the new figure in approvals, or have the bin counted again. It holds what was counted; only what was posted for it has changed.'),
  UNKNOWN_RMA: () => 'Find the order, and tell customer service what came.',
  RETURNED_MORE_THAN_SHIPPED: () => 'Find out which order it really is from, before money goes out.',
  GRADE_DISPUTE: ({ row, did }) => `Look at the unit yourself, at ${row.location_id || 'the returns bench'} (${text(did, 'unitId')}), and say whose grade is right.`,
  DISPOSED_IN_DISPUTE: () => 'Settle the grade first (its own work item). Then decide it so, or otherwise.',
  GRADED_AFTER_DISPOSITION: () => 'Find the unit. If it is still there, take the decision back; then it is graded and decided again.',
  DISPOSITION_REVERSAL: () => 'Find the unit. Only if it is still there can the decision change.',
  WRONG_ITEM_PICKED: ({ row }) => `Put it right in the tote, and count ${row.location_id}: something is misplaced.`,
  PICKED_ELSEWHERE: () => 'Tell the other station that the work is done here. What it picks as well comes back as goods to put back.',
  HELD_TAKEN: ({ row }) => `Have it brought from ${placeWords(row.location_id)} to where such goods are kept apart, before anybody packs it.`,
  HELD_PACKED: ({ did }) => `Keep parcel ${text(did, 'parcelId')} here, take the held goods out and send others.`,
  PACKED_ON_HOLD: ({ did }) => `Keep parcel ${text(did, 'parcelId')} here until the order is released, or unpack it.`,
  SHIPPED_ON_HOLD: ({ did, names }) => `Find out whether parcel ${text(did, 'parcelId')} may go on; if not, call ${names.carrier(text(did, 'carrierId'))}.`,
  SHIPPED_AFTER_UNPACKING: ({ did }) => `Look at the box with the label ${text(did, 'parcelId')}: what is in it was unpacked in the books.`,
  UNPACKED_AFTER_SHIPPING: ({ did }) => `Its goods are in ${text(did, 'tote') || 'a tote'} again. Find out why it came back.`,
  PUT_BACK: ({ did }) => `Take it out of ${text(did, 'tote') || 'the tote'} and put it away again, into ${text(did, 'fromLocation') || 'its bin'}.`,
  UNPACK_AND_PUT_BACK: ({ did }) => `Stop parcel ${text(did, 'parcelId')} before the carrier takes it. Void its label, unpack it and put the goods away.`,
  ORDER_NOT_TAKEN: ({ did }) => `${[...new Set(list(did, 'problems').map((each) => text(each, 'fix')))].map((fix) => `${fix[0]?.toUpperCase() ?? ''}${fix.slice(1)}.`).join(' ') || 'Find out with the channel what is wrong with it.'} This ends by itself when the order is taken in.`,
  SHOP_NOT_TOLD: () => 'Find out with the channel why it does not answer. What was given up is sent again when you say so; this ends by itself when all of it was taken.',
  ORDER_CHANGED: ({ row }) => (row.rule === 'ORD-16' ? 'Ask the customer. It goes as it was, or it is cancelled, and what is in totes is put back.' : 'Tell the customer: what left comes back as a return.'),
  CANCEL_REQUESTED: () => 'Wait for the station that has the work: it answers as soon as it hears of this, and what it picked comes up as goods to put back. Decide without it only if it cannot answer.',
  INTERCEPT: ({ did, names }) => `Call ${names.carrier(text(did, 'carrierId'))} and ask for the parcel back.`,
  BREAK_GLASS: () => 'Ask why it could not wait. If it was wrong, take the posting back.',
  APPROVED_LARGER: () => 'The smaller change is posted. Nothing to do, unless it looks wrong.',
  WORK_CHANGED: ({ row }) => `Order ${row.subject_id} is promised other stock, or waits. Whoever picks it sees the new list.`,
  UNMATCHED_SCAN: () => 'Look at the goods. If you know what they are, say so, or put our own label on.',
  BARCODE_TWICE: () => 'Look at both items. Withdraw the code from the one that does not carry it; until then everybody is asked which it is.',
  SUSPENSE: ({ row }) => `Count ${row.location_id}. If the goods turn up, this closes by itself.`,
};
