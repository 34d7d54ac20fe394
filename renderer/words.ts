// Words for people: every code the screens may meet, in plain words and without blame. A code nobody taught yet is
// shown as itself, lower case and in its parts, never as nothing.
import type { CommandType } from '#domain/commands.ts';
import type { ExceptionKind } from '#domain/exception-kinds.ts';
import type { Rejection, RejectionType } from '#domain/rejections.ts';
import type { Status } from '#domain/status.ts';

export interface Plain {
  /** Two or three words, the loudest on the screen. */
  readonly title: string;
  /** What is so, and what to do. */
  readonly sentence: string;
  /** What pressing "it is so" says. */
  readonly itIsSo: string;
  /** What happens then. */
  readonly after: string;
}

type Words = (book: Rejection['book'], name: (id: string) => string) => Plain;
const text = (value: string | number | undefined): string => (value === undefined ? '' : String(value));
const count = (value: string | number | undefined, fallback = 0): number => (typeof value === 'number' ? value : fallback);

const looked = 'It is recorded as it is, and somebody looks at it. Nothing is charged to you.';

const rejections: Record<RejectionType, Words> = {
  unknown_item: () => ({ title: 'Nobody knows this item', sentence: 'Keep it aside. It is not in the item list yet.', itIsSo: 'It is really here', after: looked }),
  unknown_location: (book) => ({ title: 'Nobody knows this place', sentence: `“${text(book['place'])}” is no place of this warehouse. Scan the label of the bin.`, itIsSo: 'It really lies there', after: looked }),
  unknown_document: (book) => ({ title: 'Not known here yet', sentence: `${text(Object.values(book)[0])} is not known on this station. It may still be on its way.`, itIsSo: 'It is really here', after: 'It is recorded, and the office finds the paper for it.' }),
  unknown_unit: () => ({ title: 'Not received yet', sentence: 'This return was not received here. Receive it first, then inspect it.', itIsSo: 'It is really here', after: looked }),
  not_this_document: (book, name) => ({
    title: 'Wrong item',
    sentence: book['needed'] === undefined ? 'It is not announced here. Put it aside and scan the next one, or say that it really came.' : `Put it back. Scan ${name(text(book['needed']))}.`,
    itIsSo: 'It is really here', after: looked,
  }),
  already_done: () => ({ title: 'Already done', sentence: 'This was done before. You need not do it again.', itIsSo: 'Done again all the same', after: 'Both are kept; what is too much is put back.' }),
  document_closed: () => ({ title: 'Already closed', sentence: 'This was finished before this scan.', itIsSo: 'It came all the same', after: 'It is recorded, and the office opens it again.' }),
  counted_before: () => ({ title: 'Somebody else counts this', sentence: 'You counted it before. Leave it to a colleague, so that two people have looked.', itIsSo: 'I counted it all the same', after: 'It is recorded, and somebody else is asked as well.' }),
  order_cancelled: () => ({ title: 'Order cancelled', sentence: 'The customer cancelled this order. Put the goods back.', itIsSo: 'Already done', after: 'It is recorded, and somebody brings the goods back.' }),
  not_open: (book) => ({ title: 'Not possible now', sentence: book['grade'] === undefined ? 'This is not open for that any more.' : `Grade ${text(book['grade'])} cannot go that way. Choose another.`, itIsSo: 'It is so', after: looked }),
  not_pending: (book) => ({ title: 'Already decided', sentence: `Somebody was first${book['by'] ? `: ${text(book['by'])}` : ''}. Nothing more to do.`, itIsSo: 'Understood', after: '' }),
  approver_is_author: () => ({ title: 'A second person decides', sentence: 'You counted or proposed this yourself, so somebody else approves it.', itIsSo: 'Understood', after: '' }),
  view_changed: () => ({ title: 'It changed meanwhile', sentence: 'The figures are different from what you saw. Look again, then decide.', itIsSo: 'Look again', after: '' }),
  above_limit: (book) => ({ title: 'Above your limit', sentence: book['which'] === 'day' ? 'With this, more would be approved today than you may in one day.' : book['which'] === 'item' ? 'Too much of this item was approved lately. Somebody with a higher limit looks at it.' : 'This is more than you may approve.', itIsSo: 'Leave it to them', after: '' }),
  break_glass: () => ({ title: 'Beyond the limit', sentence: 'Everybody sees that you did this, and why.', itIsSo: 'It has to be', after: 'It is approved, and finance looks at it.' }),
  changed_smaller: (book) => ({ title: 'It became less', sentence: `${count(book['delta'])} instead of ${count(book['signed'])}: late work explained the rest.`, itIsSo: 'The approval stands', after: 'The smaller change is posted.' }),
  not_your_decision: () => ({ title: 'Another role decides', sentence: 'This kind of decision belongs to somebody else.', itIsSo: 'Understood', after: '' }),
  reason_not_allowed: () => ({ title: 'Another reason', sentence: 'This reason does not fit this change, or is for another role. Choose another.', itIsSo: 'Understood', after: '' }),
  evidence_missing: (book) => ({ title: 'Something is missing', sentence: book['needed'] === 'photo' ? 'This reason needs a photo.' : 'This reason needs a note: say what happened.', itIsSo: 'Understood', after: '' }),
  not_balanced: () => ({ title: 'Does not sum to zero', sentence: 'What goes and what comes must be the same number.', itIsSo: 'Understood', after: '' }),
  over_expected: (book) => {
    const expected = count(book['expected']);
    const total = count(book['received'] ?? book['picked'] ?? book['done']) + count(book['quantity'], 1);
    return { title: 'More than expected', sentence: `${expected} expected, this makes ${total}. Is it really here?`, itIsSo: 'Yes, it is here', after: 'It is recorded, and the buyer is told. Nothing is charged to you.' };
  },
  not_enough_stock: (book) => ({
    title: 'The books have fewer', sentence: `The books have ${count(book['book'])} in ${text(book['place'])}, you hold ${count(book['quantity'], 1)}. Look again: right bin, right item?`,
    itIsSo: 'I really hold it', after: 'It is recorded. If they do not turn up, the bin is counted. Nothing is charged to you.',
  }),
  goods_held: (book, name) => ({
    title: 'These goods are held', sentence: `${name(text(book['item']))}${book['lot'] ? `, lot ${text(book['lot'])},` : ''} in ${text(book['place'])} is held: ${text(book['hold']).split(', ').map(holdWords).join(', ')}. Leave it, and take none of it to a customer.`,
    itIsSo: 'It is done already', after: 'It is recorded, the goods stay held, and a supervisor is told.',
  }),
  order_held: (book) => ({ title: 'Order kept back', sentence: `Order ${text(book['order'])} is kept back: ${text(book['hold']).split(', ').map(orderHoldWords).join(', ')}. Put it on the lane for held orders.`, itIsSo: 'It is done already', after: looked }),
  dealt_elsewhere: () => ({ title: 'Another station has it', sentence: 'This work is dealt to another station. Ask there first; if you have the tote or the paper in hand, go on.', itIsSo: 'I have it in hand', after: 'The work is yours now, and the supervisor tells the other station.' }),
  serial_elsewhere: (book) => ({ title: 'Serial number elsewhere', sentence: `The books have serial ${text(book['serial'])} in ${text(book['location'])}. Look at the label again.`, itIsSo: 'It is this number', after: looked }),
  grade_differs: (book) => ({ title: 'Graded differently before', sentence: `Somebody gave grade ${text(book['grade'])}. Look once more; both are kept.`, itIsSo: 'My grade stands', after: 'Both are kept with their reasons, and a third person decides.' }),
  not_teachable: (book) => ({ title: 'This is one of our own labels', sentence: `“${text(book['code'])}” means something here already and cannot be an item's code.`, itIsSo: 'Understood', after: '' }),
  code_elsewhere: (book, name) => ({ title: 'Another item has this code', sentence: `${name(text(book['item']))} carries it already. Look at the label again: is it really on this item too?`, itIsSo: 'It is on both', after: 'Whoever scans it chooses, until a supervisor decides which item it is.' }),
  nothing_to_do: () => ({ title: 'Nothing to do', sentence: 'It is so already.', itIsSo: 'Understood', after: '' }),
};

const orderHolds: Readonly<Record<string, string>> = { PAYMENT: 'payment is missing', FRAUD: 'suspicious order', ADDRESS: 'the address is unclear', MANUAL: 'kept back by hand', CUSTOMER: 'the customer is to be asked', CREDIT: 'over the credit limit', PRICE: 'the price is to be checked', COMPLIANCE: 'the destination is to be checked', STOCK: 'kept back for its stock', ITEM_RECALL: 'goods in it are called back' };
export const orderHoldWords = (kind: string): string => orderHolds[kind] ?? plainly(kind);

export function wordsFor(rejection: Rejection, name: (id: string) => string = (id) => id): Plain {
  return rejections[rejection.type](rejection.book, name);
}

/** Why a station could not take something at all. */
const problems: Readonly<Record<string, string>> = {
  not_signed_in: 'Nobody is signed in here. Scan your badge, then do it again.',
  not_enrolled: 'This station does not belong to a warehouse yet.',
  only_counts: 'This device is only for counting. Use another station for that.',
  rights_not_confirmed: 'This station has not reached the ERP for too long, so nobody decides this here. Work on the floor goes on; connect the station, or decide at another.',
  photo_not_here: 'A photo is not safe at this station yet. Take it once more.',
  not_your_decision: 'This is for somebody with another role. Ask a supervisor.',
};
export const problemWords = (problem: string): string => problems[problem] ?? problem;

const kinds: Readonly<Record<ExceptionKind, string>> = {
  UNKNOWN_ITEM: 'An item nobody knows', UNANNOUNCED_DELIVERY: 'A delivery nobody announced', RECEIVED_AFTER_CLOSE: 'Received after the delivery was closed', SERIAL_ELSEWHERE: 'A serial number in two places',
  NOT_ON_DELIVERY: 'Not on the delivery', OVER_DELIVERED: 'More came than was announced', RECEIPT_LATE: 'Promised goods are late', DELIVERY_DIFFERS: 'The delivery differs from its paper', NEVER_RECEIVED: 'More taken back than was received', SAMPLE_WAITS: 'Set aside to be looked at', PACK_SIZE_DIFFERS: 'A pack holds another number', UNKNOWN_LOCATION: 'A place nobody knows',
  RETURN_UNEXPECTED: 'A return that is not what it should be', UNKNOWN_TRANSFER: 'A transfer nobody knows', TRANSFER_DIFFERS: 'A transfer differs', TRANSFER_UNEVEN: 'Lost, or too much, on the way', NO_COMPONENTS: 'A set without parts', COUNT_WITHOUT_TASK: 'Counted without a task', COUNTED_AFTER_CLOSE: 'Counted after the count was closed',
  REFUND_REVIEW: 'Came back, and no sale is found', REFUND_FAILED: 'Money could not be paid out', REFUNDED_BEYOND_PAID: 'More went back than was paid', REFUND_UNKNOWN_ORDER: 'A refund for an order nobody knows',
  UNIT_RECEIVED_TWICE: 'A return received twice', UNKNOWN_RMA: 'A return nobody announced', RETURNED_MORE_THAN_SHIPPED: 'More came back than was shipped', UNKNOWN_UNIT: 'A return that was never received',
  GRADE_DISPUTE: 'Two people graded differently', DISPOSITION_REVERSAL: 'A change of mind about a return', PICK_WITHOUT_TASK: 'Picked without a task', WRONG_ITEM_PICKED: 'Another item was picked', PUT_BACK: 'Goods to put back', PICKED_ELSEWHERE: 'Picked by another station than it was dealt to', HELD_TAKEN: 'Held goods were taken', HELD_PACKED: 'Held goods in a parcel', PACKED_ON_HOLD: 'Packed although the order is kept back', SHIPPED_ON_HOLD: 'Left although the order is kept back', SHIPPED_AFTER_UNPACKING: 'Left although it was unpacked', UNPACKED_AFTER_SHIPPING: 'Unpacked after it was handed over',
  PACKED_WITHOUT_ORDER: 'Packed for an order nobody knows', UNPACK_AND_PUT_BACK: 'A parcel to unpack and put back', PACKED_MORE_THAN_PICKED: 'More packed than picked', UNKNOWN_PARCEL: 'A parcel nobody knows', INTERCEPT: 'A parcel to stop at the carrier',
  UNMATCHED_SCAN: 'A code nobody knows', BARCODE_TWICE: 'One code on two items', SUSPENSE: 'Taken, but not in the books', CANCEL_REQUESTED: 'An order cancelled in the middle of its work', ORDER_CHANGED: 'An order changed in the middle of its work', ORDER_NOT_TAKEN: 'An order that could not be taken in', SHOP_NOT_TOLD: 'A channel does not hear us', PARCEL_PACKED_TWICE: 'One label on two boxes', PARKED: 'Kept back by the ERP', LOST_COMMANDS: 'Work lost with a disk', STATION_COPIED: 'A station that was copied or restored', DISPOSED_IN_DISPUTE: 'Decided while the grade was in dispute', GRADED_AFTER_DISPOSITION: 'Graded again after the decision', NOT_THIS_ORDER: 'A parcel under another order',
  BREAK_GLASS: 'Approved beyond the limit', APPROVED_LARGER: 'Approved, and then it became less', WORK_CHANGED: 'An order was planned anew', PHOTO_MISSING: 'A photo that has not arrived', REVOKED_WORK: 'Work from before rights ended', RIGHTS_UNCONFIRMED: 'Work without confirmed rights',
  NOT_THIS_TRANSFER: 'Another item than the transfer says', PACKED_WITHOUT_TASK: 'Packed what the order does not ask for', COUNTED_ELSEWHERE: 'Counted in another place', COUNTED_TWICE: 'Counted again by the same person', COUNT_RESTATED: 'A count that late work changed',
};
export const kindWords = (kind: string): string => (kinds as Readonly<Record<string, string>>)[kind] ?? plainly(kind);

/** Choosable grades; the usual six first. */
export const grades = ['N', 'A', 'B', 'C', 'D', 'F', 'X', 'W', 'M'] as const;
export type Grade = (typeof grades)[number];
const gradeNames: Readonly<Record<string, string>> = { N: 'new, sealed', A: 'as new', B: 'box marked', C: 'used, works', D: 'damaged', F: 'defective', X: 'expired or unsafe', W: 'wrong item', M: 'empty box', U: 'not inspected' };
export const gradeWords = (grade: string): string => gradeNames[grade] ?? plainly(grade);

/** Keys avoid the letters of the grades, so that no letter means two things on one screen. */
export const dispositionWords: Readonly<Record<string, { readonly words: string; readonly after: string; readonly key: string }>> = {
  RESTOCK: { words: 'Restock', after: 'back on the shelf, sold as new', key: 'S' },
  RESTOCK_B: { words: 'Sell as second', after: 'on the shelf, at a lower price', key: 'E' },
  REFURBISH: { words: 'Refurbish', after: 'to the workbench', key: 'R' },
  QUARANTINE: { words: 'Keep aside', after: 'nobody sells it until it is clear', key: 'K' },
  RETURN_TO_VENDOR: { words: 'Back to supplier', after: 'kept for the supplier’s credit', key: 'V' },
  LIQUIDATE: { words: 'Liquidate', after: 'sold off in a lot', key: 'L' },
  DONATE: { words: 'Give away', after: 'to charity', key: 'G' },
  RECYCLE: { words: 'Recycle', after: 'material is used again', key: 'Y' },
  DESTROY: { words: 'Destroy', after: 'nobody can use it safely; a second person signs first', key: 'Z' },
  RETURN_TO_CUSTOMER: { words: 'Back to customer', after: 'it is theirs', key: 'U' },
};

const statusNames: Record<Status, string> = {
  available: 'for sale', allocated: 'promised to orders', picked: 'picked, on its way', at_dock: 'at the dock or bench', in_transit: 'between warehouses', returned_pending_inspection: 'returned, waits for inspection',
  quarantined: 'kept aside', damaged: 'damaged', held: 'held', second_channel: 'second choice', non_sellable: 'not for sale', foreign: 'not ours', suspense: 'taken, but not in the books',
};
export const statusWords = (status: Status): string => statusNames[status];

const holds: Readonly<Record<string, string>> = {
  INSPECTION: 'waits for inspection', QUARANTINE: 'kept aside', RECALL: 'called back by the supplier', QUALITY: 'quality in doubt', RIGHTS_HOLD: 'waits for a supervisor', COUNT_HOLD: 'waits for a count', REWORK: 'waits for repair', SAMPLE: 'waits for the inspector', CLAIM: 'waits for the supplier', SURPLUS: 'surplus, waits for the buyer',
};
export const holdWords = (hold: string): string => holds[hold] ?? plainly(hold);

const reasons: Readonly<Record<string, string>> = {
  EMPTY: 'Bin is empty', TOO_FEW: 'Too few in the bin', DAMAGED: 'What is there is damaged', NOT_FOUND: 'Cannot find it', COUNT: 'counted', DEFECTIVE: 'Does not work', WRONG_SIZE: 'Wrong size', CHANGED_MIND: 'Changed their mind', NOT_AS_DESCRIBED: 'Not as described', WRONG_ITEM: 'Wrong item sent', TOO_LATE: 'Came too late',
};
export const reasonWords = (reason: string): string => (reason === '' ? 'no reason given' : (reasons[reason] ?? plainly(reason)));

const states: Readonly<Record<string, string>> = {
  EXPECTED: 'expected', ANNOUNCED: 'announced', ARRIVED: 'arrived', RECEIVING: 'being received', RECEIVED: 'received', UNANNOUNCED: 'not announced', CLOSED: 'closed', OPEN: 'open', COUNTING: 'being counted', MATCHED: 'as in the books',
  IN_TRANSIT: 'on its way', UNEVEN: 'not as much came as was sent', TO_DESTROY: 'to be destroyed, a second person signs', PENDING_APPROVAL: 'waits for approval', DRAFT: 'not handed in yet', WITHDRAWN: 'taken back', RECOUNT_DUE: 'to be counted again', RECOUNT: 'to be counted again', RESTATED: 'changed by late work', SUPERSEDED: 'settled by a newer count', PENDING: 'waits for approval', POSTED: 'posted', REJECTED: 'not approved', REVERSED: 'taken back', REPLACED: 'corrected otherwise', OPENED: 'opened', GRADED: 'graded', EXECUTED: 'done', PICKING: 'being picked', PICKED: 'picked',
  PACKED: 'packed', SHIPPED: 'on its way', CANCELLED: 'cancelled', CANCEL_REQUESTED: 'cancelled, goods still in hand', ON_HOLD: 'kept back', VOIDED: 'unpacked again', SHORT: 'missing', RESOLVED: 'closed',
};
export const stateWords = (state: string): string => states[state] ?? plainly(state);

const triggers: Readonly<Record<string, string>> = { AFTER_SHORT_PICK: 'after a short pick', PLANNED: 'planned', CYCLE: 'planned', SPOT: 'spot check', FOUND: 'found', RECOUNT: 'count again', SUSPENSE: 'taken, but not in the books', AFTER_PUT_BACK: 'not there to be put back' };
export const triggerWords = (trigger: string): string => triggers[trigger] ?? plainly(trigger);

const roleNames: Readonly<Record<string, string>> = { floor: 'floor', receiver: 'receiving', inspector: 'inspection', counter: 'counting', supervisor: 'supervisor', buyer: 'buyer', finance: 'finance', admin: 'admin', system: 'system' };
export const roleWords = (role: string): string => roleNames[role] ?? plainly(role);

const movements: Partial<Record<CommandType | 'adjustment.count' | 'adjustment.restate' | 'adjustment.manual' | 'adjustment.correction' | 'suspense.cover' | 'count.hold' | 'count.release', string>> = {
  'delivery.receive': 'Received', 'delivery.take_back': 'Receipt taken back', 'stock.put_away': 'Put away', 'stock.move': 'Moved', 'stock.put_back': 'Put back', 'stock.open': 'Opening stock', 'stock.regrade': 'Graded anew', 'transfer.send': 'Sent to another warehouse',
  'transfer.receive': 'Came from another warehouse', 'transfer.settle': 'Lost or too much on the way', 'hold.place': 'Held', 'hold.release': 'Hold lifted', 'pack.assemble': 'Made into a set', 'pack.split': 'Set opened', 'return.receive': 'Came back', 'return.inspect': 'Graded',
  'return.dispose': 'Decided', 'pick.pick': 'Picked', 'pick.short': 'Missing, held for a count', 'parcel.pack': 'Packed', 'parcel.ship': 'Shipped', 'parcel.unpack': 'Unpacked', 'parcel.caught': 'Came back from the carrier', 'adjustment.count': 'Count posted', 'adjustment.restate': 'Count restated', 'adjustment.manual': 'Changed', 'adjustment.correction': 'Corrected', 'suspense.cover': 'Found again', 'count.hold': 'Held until the count is approved', 'count.release': 'Hold of a count lifted',
};
export const movementWords = (type: string): string => (movements as Readonly<Record<string, string>>)[type] ?? plainly(type);

const accounts: Readonly<Record<string, string>> = { '~supplier': 'supplier', '~customer': 'customer', '~opening': 'opening', '~count-variance': 'count difference', '~adjustment': 'change of stock', '~conversion': 'sets', '~scrap': 'scrap', '~donated': 'charity', '~liquidated': 'sold off' };
/** A place as people call it; the books' own accounts in words. */
export const placeWords = (locationId: string): string => accounts[locationId] ?? (locationId.startsWith('~suspense:') ? `missing from ${locationId.slice(10)}` : locationId.startsWith('~transit:') ? 'on the way' : locationId);

/** Words of a title in the middle of a sentence: a small letter first; “I” and names such as ERP stay as they are. */
export const within = (words: string): string => (/^(?:I\b|[A-Z]{2})/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1));

/** A code without words yet: readable, and visibly still a code. */
function plainly(code: string): string {
  return code.toLowerCase().replace(/[_.]+/g, ' ');
}

/** What a verdict means to the person whose work it is. */
export function meaningWords(verdict: string): string {
  return meanings[verdict] ?? 'It is recorded.';
}
const meanings: Readonly<Record<string, string>> = {
  applied: 'It is recorded, and nobody needs to look at it.',
  merged: 'It was so already, so nothing more was recorded.',
  flagged: 'It is recorded, and somebody looks at it.',
  refused: 'It does not happen.',
  parked: 'It is kept, and a supervisor looks at it.',
  asked: 'The ERP was asked and decides.',
};
export const saidByWords: Readonly<Record<'STATION' | 'ERP', { readonly chip: string; readonly sentence: string }>> = {
  STATION: { chip: 'not yet in the ERP', sentence: 'Work of others came down meanwhile, and yours was looked at again. The ERP has the last word when yours arrives there.' },
  ERP: { chip: 'decided by the ERP', sentence: 'The ERP knew something that this station could not know when you pressed the key.' },
};
