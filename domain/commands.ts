// Step 2, command: every intent of a person or a policy as a schema, stamped once and never changed afterwards.
// A floor command tells of a physical act and shows its effects at once; a central command asks for a decision
// that only the server takes.
import { z } from 'zod';
import { workKinds } from './dealing.ts';

/** No control characters: the separator of keys is one of them, and a store of texts cannot hold another. */
const written = z.string().regex(/^\P{Cc}*$/u, 'contains control characters');
const code = written.min(1).max(128);
/** A location or handling unit; the accounts of the ledger are nobody's to name. */
const placeCode = code.refine((name) => !name.startsWith('~'), 'a place does not begin with "~"');
const text = z.string().max(2000).refine((content) => !content.includes('\u0000'), 'contains a null character');
/** Whole base units (pieces, g, mm, ml). */
const units = z.int().positive().max(1_000_000_000);
const at = z.int().nonnegative();
/** Money in whole minor units. */
const amount = z.int().nonnegative();

/** Lot, serial, condition, hold and owner of what is handled; empty lot, serial, hold and owner mean none, none, none and the company. */
const axes = {
  lot: written.max(64).default(''),
  serial: written.max(64).default(''),
  condition: written.min(1).max(8).default('N'),
  hold: written.max(32).default(''),
  owner: written.max(64).default(''),
};
/** Photos, each by the SHA-256 of its content. */
const evidence = z.array(code).max(20).default([]);
const change = z.int().refine((n) => n !== 0, 'a change of 0 changes nothing');
const goods = { itemId: code, quantity: units, ...axes };
/** One piece of work that can be dealt to a station. */
const piece = z.object({ kind: z.enum(workKinds), id: code });
const carried = { ...goods, fromLocation: placeCode, toLocation: placeCode, packUnits: z.int().positive().default(1) };

const orderVersion = z.int().positive();
const orderLines = z.array(z.object({ lineNo: z.int().positive(), itemId: code, quantity: units, unitPrice: z.int().nonnegative(), goods: amount.optional(), tax: amount.optional(), shipping: amount.optional() })).min(1).max(5000);

export const payloads = {
  'delivery.receive': z.object({ deliveryId: code, purchaseOrderId: code.optional(), ...goods, expiresOn: z.iso.date().optional(), locationId: placeCode, packUnits: z.int().positive().default(1), /** The pallet it was announced on, whose label was scanned. */ sscc: code.optional(), evidence }),
  /** A receipt that was a mistake, said as it was recorded: the goods were never in the delivery, or go back to the driver. */
  'delivery.take_back': z.object({ deliveryId: code, purchaseOrderId: code.optional(), ...goods, locationId: placeCode, packUnits: z.int().positive().default(1), sscc: code.optional() }),
  /** Goods that were sent away at the door: nothing of them is ours, and the supplier hears why. */
  'delivery.refuse': z.object({ deliveryId: code, itemId: code, lot: axes.lot, quantity: units, reason: code, note: text.default(''), /** They were not sent away after all. */ back: z.boolean().default(false), evidence }),
  /** What an inspector says of goods that were set aside as they came: so many are good, so many are not. */
  'delivery.settle_sample': z.object({ exceptionId: code, deliveryId: code, itemId: code, lot: axes.lot, locationId: placeCode, accepted: z.int().nonnegative().max(1_000_000_000), rejected: z.int().nonnegative().max(1_000_000_000), reason: written.max(128).default(''), note: text.default(''), evidence })
    .refine((told) => told.accepted + told.rejected > 0, 'says of at least one whether it is good'),
  /** A pack that holds another number than the item list says, for whoever keeps the list; what was received under it stays as it was told. */
  'pack.propose': z.object({ itemId: code, listed: units, found: units, deliveryId: written.max(128).default('') }),
  /** Ends it for the stations that have not finished. */
  'delivery.finish_for_all': z.object({ deliveryId: code, note: text.default('') }),
  'delivery.finish': z.object({ deliveryId: code }),
  /** What came beyond the announcement: kept as ours, or held for the supplier. */
  'delivery.settle_surplus': z.object({ exceptionId: code, deliveryId: code, itemId: code, locationId: placeCode, keep: z.boolean() }),
  /** Goods that were promised and did not come; `waiting`: orders that wait for them. */
  'receipt.overdue': z.object({ kind: z.enum(['delivery', 'purchase_order']), id: code, waiting: z.int().nonnegative().default(0) }),
  /** What the reorder policy wants bought of a supplier; a line of none is withdrawn. `why`: the figures behind it; `needed`: signatures. */
  'purchase.propose': z.object({ proposalId: code, supplierId: code, leadDays: z.int().nonnegative().max(3660), needed: z.int().min(1).max(2).default(1), lines: z.array(z.object({ itemId: code, quantity: z.int().nonnegative().max(1_000_000_000), unitCost: z.int().nonnegative(), why: z.record(z.string().max(32), z.number()) })).min(1).max(200) }),
  /** Why goods were put elsewhere than suggested. */
  'put_away.explain': z.object({ overrideId: code, itemId: code, suggested: placeCode, taken: placeCode, reason: code }),
  'stock.put_away': z.object(carried),
  /** `replenishment`: the task that it is brought for. */
  'stock.move': z.object({ ...carried, replenishment: code.optional() }),
  /** `awaited`: units that orders wait for and nothing is promised of. */
  'replenish.plan': z.object({ itemId: code, awaited: z.int().nonnegative().default(0), cause: code }),
  'replenish.drop': z.object({ taskId: code, itemId: code, lot: axes.lot, fromLocation: placeCode, reason: code }),
  'stock.put_back': z.object(carried),
  'stock.open': z.object({ ...goods, locationId: placeCode }),
  /** What was recorded as one item, lot or serial is another. */
  'stock.identify': z.object({ ...goods, locationId: placeCode, toItemId: code, toLot: axes.lot, toSerial: axes.serial, reason: text.default('') }),
  'stock.regrade': z.object({ ...goods, locationId: placeCode, toCondition: code, reason: text.default('') }),
  /** Asks for numbers of pallets that may be given here without the server; `left`: those that are not used. */
  'unit.draw_numbers': z.object({ left: z.int().nonnegative() }),
  /** A pallet is made here, under a number of this station, and goes as a whole. */
  'unit.build': z.object({ unitId: placeCode, locationId: placeCode }),
  'unit.move': z.object({ unitId: placeCode, toLocation: placeCode }),
  'transfer.open': z.object({ transferId: code, fromWarehouse: code, toWarehouse: code, lines: z.array(z.object({ lineNo: z.int(), itemId: code, lot: axes.lot, quantity: units })).min(1) }),
  'transfer.send': z.object({ transferId: code, lineNo: z.int(), ...goods, locationId: placeCode }),
  'transfer.receive': z.object({ transferId: code, lineNo: z.int(), ...goods, locationId: placeCode }),
  /** This side has sent, or received, all it will. */
  'transfer.finish': z.object({ transferId: code }),
  /** Both sides have finished: what one sent and the other received is compared. */
  'transfer.compare': z.object({ transferId: code }),
  /** What was lost on the way, or came beyond, is booked so, from what both sides say. */
  'transfer.settle': z.object({ transferId: code, note: text.default('') }),
  'count.open': z.object({ taskId: code, locationId: placeCode, itemId: written.max(128).default(''), trigger: code, dueAt: at.optional() }),
  /** Gives a count to somebody, takes it oneself, or gives it back (empty). */
  'count.assign': z.object({ taskId: code, personId: written.max(128).default('') }),
  /** How many are left, seen in passing. */
  'count.glance': z.object({ locationId: placeCode, itemId: code, counted: z.int().nonnegative().max(1_000_000_000) }),
  /** Units seen in one look; 0 says "none here"; a negative number takes an earlier look back. */
  'count.record': z.object({ taskId: code, locationId: placeCode, itemId: code, ...axes, quantity: z.int(), firstLook: at, lastLook: at, /** Where it was written on paper first: by the clocks alone, because paper has no order with a station. */ sheetId: code.optional() }),
  /** A sheet of counts on paper: printed, set out with, and typed in. */
  'count.print_sheet': z.object({ sheetId: code, taskIds: z.array(code).min(1).max(200) }),
  'count.start_sheet': z.object({ sheetId: code }),
  'count.end_sheet': z.object({ sheetId: code }),
  /** Hands a count in. Only of an item that it names may a small difference pass without anybody. */
  'count.submit': z.object({ taskId: code, locationId: placeCode, items: z.array(code).max(2000).default([]) }),
  /** What a counter adds about a line after the verdict, without seeing the book; an empty reason leaves it. */
  'count.explain': z.object({ taskId: code, locationId: placeCode, lineId: code, reason: written.max(128).default(''), note: text.default(''), evidence }),
  'adjustment.submit': z.object({ adjustmentId: code, locationId: placeCode, itemId: code, ...axes, delta: change, reason: code, note: text.default(''), evidence }),
  /** Lines whose changes sum to zero, such as three from one bin and three to the next; `replaces` are waiting differences that it explains. */
  'correction.submit': z.object({ correctionId: code, replaces: z.array(code).max(10).default([]), reason: code, note: text.default(''), evidence, lines: z.array(z.object({ locationId: placeCode, itemId: code, ...axes, delta: change })).min(2).max(100) }),
  'adjustment.approve': z.object({ adjustmentId: code, locationId: placeCode, itemId: code, serial: axes.serial, view: code }),
  'adjustment.reject': z.object({ adjustmentId: code, locationId: placeCode, itemId: code, serial: axes.serial, note: text.default('') }),
  'adjustment.reverse': z.object({ adjustmentId: code, locationId: placeCode, itemId: code, serial: axes.serial, note: text.default('') }),
  /** One signature under a document of a kind (domain/approving/kinds.ts); lines that are not named wait on. */
  'approval.sign': z.object({
    kind: code, documentId: code, note: text.default(''), breakGlass: text.default(''),
    lines: z.array(z.object({ lineId: code, itemId: code, locationId: placeCode, serial: axes.serial, decision: z.enum(['approve', 'reject']), view: code, units: z.int(), value: z.int(), book: z.int().default(0) })).min(1).max(2000),
  }),
  /** Asks for what may be approved here without the server, and gives back what is left of it. */
  'approval.draw': z.object({}),
  'approval.give_back': z.object({}),
  /** Names who stands in; a time that is over ends it. */
  'approval.delegate': z.object({ deputyId: code, fromAt: at, untilAt: at, note: text.default('') }),
  /** Empty fields mean any; at least one of item and bin is named. */
  'hold.place': z.object({ holdId: code, itemId: written.max(128).default(''), lot: axes.lot, serial: axes.serial, locationId: written.max(128).default(''), code, note: text.default('') })
    .refine((hold) => hold.itemId !== '' || hold.locationId !== '', 'a hold names an item or a bin'),
  /** `itemIds`: what a hold of a whole bin caught there, so that it is found wherever it was carried. */
  'hold.release': z.object({ holdId: code, itemId: written.max(128).default(''), locationId: written.max(128).default(''), itemIds: z.array(code).max(500).default([]) }),
  'pack.assemble': z.object({ itemId: code, quantity: units, locationId: placeCode }),
  'pack.split': z.object({ itemId: code, quantity: units, locationId: placeCode }),
  'return.receive': z.object({
    parcelId: code, tracking: written.max(128).default(''), rmaId: code.optional(), customerId: code.optional(), locationId: placeCode,
    units: z.array(z.object({ unitId: code, itemId: code, quantity: units, lot: axes.lot, serial: axes.serial, orderId: code.optional(), orderLine: z.int().optional(), reason: written.max(128).default('') })).max(1000),
    /** Orders the parcel may be of, as scans told; articles in it that nobody knows, each under its printed label; whether nothing is in it. */
    orderIds: z.array(code).max(50).optional(), found: z.array(z.object({ label: code, code: written.max(256), note: text.default('') })).max(200).optional(), empty: z.boolean().optional(),
  }),
  'return.inspect': z.object({ unitId: code, itemId: code, locationId: placeCode, grade: code, attribution: written.max(64).default('UNKNOWN'), answers: z.record(written.max(64), text).default({}), note: text.default(''), evidence }),
  'return.dispose': z.object({ unitId: code, itemId: code, locationId: placeCode, disposition: code, toLocation: written.max(128).refine((name) => !name.startsWith('~'), 'a place does not begin with "~"').default(''), /** What the rules proposed, and why it is not that. */ instead: z.object({ proposed: code, reason: code }).optional() }),
  /** Some of several alike get a label of their own, because something else happens to them. */
  'return.split': z.object({ unitId: code, itemId: code, locationId: placeCode, newUnitId: code, quantity: units }),
  /** A third person says which grade it has. */
  'return.settle_grade': z.object({ unitId: code, itemId: code, locationId: placeCode, grade: code, note: text.default('') }),
  /** Takes an executed disposition back, with the unit in hand; `fromLocation` is empty where it had left the house. */
  'return.reverse': z.object({ unitId: code, itemId: code, serial: axes.serial, locationId: placeCode, fromLocation: written.max(128).refine((name) => !name.startsWith('~'), 'a place does not begin with "~"').default(''), note: text.default('') }),
  'order.take_in': z.object({
    orderId: code, channelId: code, channelNumber: code, customerId: code.optional(), shipFrom: code, orderedAt: at, promisedAt: at.optional(), priority: z.int().default(0),
    currency: z.string().length(3), holds: z.array(code).default([]),
    /** Which version of the order the channel tells; why it ships from there; the channel's number of the order that this is a part of. */
    version: orderVersion.optional(), sourced: text.optional(), partOf: written.max(128).optional(),
    /** Why it is kept back, by kind of hold. */
    holdNotes: z.record(written.max(128), text).optional(),
    /** `goods`, `tax`, `shipping`: what was paid for the line in minor units, after discounts; without them the price of its units. */
    lines: orderLines,
  }),
  /** What the order is to be now: lines that are not named are wanted no more. Names all work that there is of it. */
  'order.change': z.object({ orderId: code, version: orderVersion, fulfilmentIds: z.array(code).max(2000), promisedAt: at.optional(), priority: z.int().optional(), lines: orderLines }),
  /** Looks at the money for a returned unit, as its inspection stands; sent by the system whenever that changes. */
  'refund.consider': z.object({ refundId: code, unitId: code, itemId: code, rmaId: code.optional(), orderId: code.optional(), orderLine: z.int().optional(), customerId: code.optional() }),
  /** A person decides what the policy left open, or otherwise than it would; above zero it waits for a second person. */
  'refund.decide': z.object({
    refundId: code, kind: z.enum(['REFUND', 'CREDIT', 'EXCHANGE', 'REFUSE']), orderId: code.optional(), orderLine: z.int().optional(), amount: amount.optional(), refusal: written.max(8).default(''), note: text.default(''),
    /** Goods that go out instead, with what they cost (1/10,000 a unit). */
    exchange: z.array(z.object({ itemId: code, quantity: units, unitPrice: z.int().nonnegative() })).max(20).default([]),
  }),
  /** More money for what was decided before: a decision of its own. */
  'refund.supplement': z.object({ refundId: code, supplements: code, orderId: code, amount: z.int().positive(), note: text }),
  /** Money that a channel or customer service has paid back already. */
  'refund.elsewhere': z.object({ refundId: code, orderId: code, orderLine: z.int(), amount: z.int().positive(), source: written.max(64), note: text.default('') }),
  /** What the payment side says of a request. */
  'refund.report': z.object({ refundId: code, attempt: z.int().positive(), state: z.enum(['SETTLED', 'FAILED']), reference: written.max(128).default(''), note: text.default('') }),
  'refund.retry': z.object({ refundId: code, note: text.default('') }),
  'order.allocate': z.object({ orderId: code, itemIds: z.array(code) }),
  /** Of an item that is less than its work was promised; names all work that it could concern. */
  'work.replan': z.object({ itemId: code, cause: code, orderIds: z.array(code).max(2000), fulfilmentIds: z.array(code).max(2000) }),
  'order.release_hold': z.object({ orderId: code, holdId: code }),
  'order.cancel': z.object({ orderId: code, fulfilmentIds: z.array(code).default([]), reason: text.default('') }),
  /** Kept back after it was taken in; the kind is the hold's id. */
  /** It goes before orders of a lower priority, or no more; names the work that there is of it here. */
  'order.rush': z.object({ orderId: code, fulfilmentIds: z.array(code).max(2000), priority: z.int().min(-1000).max(1000) }),
  /** It ships from another warehouse; said where it was to ship from. */
  'order.reroute': z.object({ orderId: code, to: code, because: text.default('') }),
  /** Something between us and a channel stands (or is over) that needs a person. */
  'channel.tell': z.object({
    channelId: written.max(128), about: z.enum(['ORDER_NOT_TAKEN', 'SHOP_NOT_TOLD']), subjectId: code, over: z.boolean().default(false), text: text.default(''),
    problems: z.array(z.object({ line: z.int().nullable(), field: text, problem: text, fix: text })).max(50).default([]),
  }),
  'order.place_hold': z.object({ orderId: code, kind: code, note: text.default('') }),
  /** The station that was dealt the work has told all it did of it. */
  'cancel.answer': z.object({ orderId: code, fulfilmentId: code }),
  /** A supervisor decides for a station that does not answer. */
  'cancel.decide': z.object({ orderId: code, fulfilmentId: code, note: text.default('') }),
  'order.settle_cancel': z.object({ orderId: code, fulfilmentIds: z.array(code) }),
  'work.deal': z.object({ deviceId: code, work: z.array(piece).min(1).max(2000) }),
  'work.claim': piece,
  'work.ask': z.object({ kind: z.enum(workKinds) }),
  'work.hand_back': z.object({ work: z.array(piece).max(2000) }),
  /** `to`: the station that gets it instead; everybody may take it without. `goesOn`: the station is dealt more as before. */
  'work.take_back': z.object({ deviceId: code, work: z.array(piece).min(1).max(2000), to: code.optional(), reason: code, note: text.default(''), goesOn: z.boolean().default(false) }),
  /** Not in the tote from which it was to be put back. */
  'put_back.missing': z.object({ locationId: placeCode, itemId: code }),
  'pick.pick': z.object({ taskId: code, fulfilmentId: code, itemId: code, lot: axes.lot, serial: axes.serial, quantity: units, fromLocation: placeCode, tote: placeCode }),
  'pick.short': z.object({ taskId: code, fulfilmentId: code, orderId: code, orderLine: z.int(), itemId: code, lot: axes.lot, fromLocation: placeCode, missing: units, reason: code }),
  /** What is missing of a task is picked from another bin, or another item that may stand in for it: a task under `newTaskId`. */
  'pick.instead': z.object({ fulfilmentId: code, taskId: code, newTaskId: code, orderId: code, orderLine: z.int(), itemId: code, lot: axes.lot, fromLocation: placeCode, quantity: units }),
  'parcel.pack': z.object({
    parcelId: code, fulfilmentId: code, orderId: code, carrierId: code,
    lines: z.array(z.object({ taskId: code, orderLine: z.int(), itemId: code, lot: axes.lot, serial: axes.serial, quantity: units, tote: placeCode })).min(1).max(5000),
  }),
  /** The carrier's number of a packed parcel; empty: its booking was called off after it was unpacked. */
  'parcel.book': z.object({ parcelId: code, carrierId: code, tracking: z.string().max(64) }),
  'parcel.ship': z.object({ parcelId: code, fulfilmentId: code, orderId: code, carrierId: code, tracking: written.max(128).default('') }),
  'parcel.unpack': z.object({ parcelId: code, fulfilmentId: code, orderId: code, tote: placeCode }),
  'parcel.caught': z.object({ parcelId: code, fulfilmentId: code, orderId: code }),
  'parcel.gone_on': z.object({ parcelId: code, fulfilmentId: code, orderId: code }),
  /** A scan that nothing answers to: kept with where it happened, so that it can be matched later. */
  'scan.keep': z.object({ raw: z.string().max(4096).refine((scan) => !scan.includes('\u0000'), 'contains a null character'), screen: code, neighbours: z.array(written.max(128)).max(4).default([]), why: text.default('') }),
  /** What a scan or goods nobody knew turned out to be; `heldAs`: the code under which the goods stand in the books meanwhile. */
  'scan.match': z.object({ exceptionId: code, itemId: code, units: units.default(1), heldAs: written.max(128).default('') }),
  'barcode.teach': z.object({ barcode: code, itemId: code, packCode: written.max(32).default(''), units: units.default(1) }),
  'barcode.withdraw': z.object({ barcode: code, itemId: code, note: text.default('') }),
  /** The server has the file of a photo that work here named; or has waited for it in vain. */
  'attachment.arrive': z.object({ hash: code }),
  'attachment.miss': z.object({ hash: code }),
  /** `by`: ids of the commands that did what it took. */
  'exception.resolve': z.object({ exceptionId: code, subjectId: written.max(128).default(''), resolution: code, note: text.default(''), by: z.array(code).max(20).default([]) }),
  /** Takes a work item, hands it on, or gives it back (`to` empty); `seen` is who had it then. */
  'exception.assign': z.object({ exceptionId: code, subjectId: written.max(128).default(''), to: written.max(128).default(''), seen: written.max(128).default('') }),
  /** Has the server judge work again that it had kept back, under the responsibility of whoever releases it. */
  'parked.release': z.object({ exceptionId: code }),
  /** Gives kept-back work up; the second person's word is what closes it. */
  'parked.abandon': z.object({ exceptionId: code, reason: text.refine((content) => content.trim() !== '', 'says why') }),
  /** Lets a station whose replica was copied or restored send again, under a new identity. */
  'station.readmit': z.object({ exceptionId: code, deviceId: code, nextId: code }),
  /** Ends somebody's rights, or a device's, from `since` on (now without it, and never later than now). */
  'person.revoke': z.object({ personId: code, since: at.optional(), reason: text.refine((content) => content.trim() !== '', 'says why') }),
  /** They choose a new PIN with their next sign-in, within a day. */
  'person.reset_pin': z.object({ personId: code, reason: text.default('') }),
  'device.revoke': z.object({ deviceId: code, since: at.optional(), reason: text.refine((content) => content.trim() !== '', 'says why') }),
} as const;

export type CommandType = keyof typeof payloads;
export type Payload<T extends CommandType> = z.infer<(typeof payloads)[T]>;
/** What a window may leave to the defaults. */
export type PayloadInput<T extends CommandType> = z.input<(typeof payloads)[T]>;
export const commandTypes = Object.keys(payloads) as CommandType[];

/** Decisions that only the server takes; a station may send one, but shows only that it was asked. */
const centralTypes = new Set<CommandType>(['unit.draw_numbers', 'order.take_in', 'order.change', 'channel.tell', 'order.rush', 'order.reroute', 'order.allocate', 'order.release_hold', 'order.cancel', 'order.place_hold', 'order.settle_cancel', 'parcel.book', 'cancel.decide', 'work.deal', 'work.claim', 'work.take_back', 'work.replan', 'transfer.open', 'transfer.compare', 'transfer.settle', 'replenish.plan', 'receipt.overdue', 'purchase.propose', 'stock.open', 'approval.draw', 'approval.delegate', 'refund.consider', 'refund.decide', 'refund.supplement', 'refund.elsewhere', 'refund.report', 'refund.retry', 'attachment.arrive', 'attachment.miss', 'parked.release', 'parked.abandon', 'station.readmit', 'person.revoke', 'person.reset_pin', 'device.revoke']);
export const isCentral = (type: CommandType): boolean => centralTypes.has(type);

export interface Stamp {
  /** UUIDv7 from the window, or a hash of the cause for imports and policies. */
  readonly id: string;
  readonly version: number;
  readonly device: string;
  /** Position in the device's own order, from 1; 0 for commands of imports and policies. */
  readonly sequence: number;
  /** SHA-256 of the device's previous command, empty for the first. */
  readonly previous: string;
  /** Device time and the last known offset to the server's, in ms; their sum is when it happened. */
  readonly at: number;
  readonly offset: number;
  /** The latest time by the server's clock that the station had seen until then, which no clock set back can lower; absent where it never heard the server. */
  readonly latest?: number;
  readonly person: string;
  readonly warehouse: string;
  /** Rejections that were put to the person as a question and answered with "it is so". */
  readonly confirmed: readonly string[];
}
export type CommandOf<T extends CommandType> = Stamp & { readonly type: T; readonly payload: Payload<T> };
export type Command = { [T in CommandType]: CommandOf<T> }[CommandType];

export const stampSchema = z.object({
  id: written.min(8).max(64), type: z.string().max(64), version: z.int().positive(), device: code, sequence: z.int().nonnegative(), previous: written.max(64),
  at: z.int(), offset: z.int(), latest: z.int().optional(), person: code, warehouse: code, confirmed: z.array(written.max(64)).max(16), payload: z.unknown(),
});

export const effectiveAt = (command: Stamp): number => command.at + command.offset;
