// The one contract between a window and its station, spoken over a message port in Electron and over loopback
// HTTP and WebSocket in the headless host. Requests are validated by the station; everything it answers is plain data.
import { z } from 'zod';
import type { Why } from '#domain/purchasing/reorder-point.ts';
import type { Label } from '#domain/labels/label.ts';
import type { PayloadInput, CommandType } from '#domain/commands.ts';
import type { CountFigures, FiguresOf } from '#domain/count-figures.ts';
import type { Goods, NamedCarton } from '#domain/packing/order-cartons.ts';
import type { DispositionPolicy } from '#domain/disposing.ts';
import { orderStages, type OrderStage, type Standing } from '#domain/order-board.ts';
import type { Measured, OrderFigures } from '#domain/order-figures.ts';
import type { MeasuredDelivery, ReceivingFigures } from '#domain/receiving-figures.ts';
import type { Trace } from '#domain/recall.ts';
import type { ItemPromise } from '#domain/sourcing/promise.ts';
import type { Rejection } from '#domain/rejections.ts';
import type { Point, Side } from '#domain/routing/layout.ts';
import type { Suggestion } from '#domain/put-away.ts';
import type { Route } from '#domain/routing/plan-route.ts';
import type { Status } from '#domain/status.ts';
import type { AnyRow, Json, Row, TableName } from '#domain/tables.ts';
import type { Explanation } from '#domain/why/explain.ts';

/** Live tables of the working set, one RxDB collection each (the open core stops at 13); never book quantities. */
export const workingTables = [
  'delivery', 'delivery_line', 'count_task', 'count_line', 'return_parcel', 'return_unit', 'fulfilment', 'pick_task', 'parcel', 'adjustment', 'exception', 'transfer',
] as const satisfies readonly TableName[];
export type WorkingTable = (typeof workingTables)[number];
/** Columns of live rows that the working set leaves out, because they tell what the books have. */
export const hiddenColumns: Partial<Record<WorkingTable, readonly string[]>> = { adjustment: ['book', 'delta', 'value', 'counted', 'posted', 'was_book', 'was_delta', 'unit_cost'], exception: ['book', 'quantity'], count_line: ['unit_cost'] };

const id = z.string().min(1).max(128);
const submitted = z.object({ id: z.string().min(8).max(64), type: z.string().max(64), payload: z.record(z.string(), z.unknown()), confirmed: z.array(z.string().max(64)).max(16).default([]) });

export const questions = z.discriminatedUnion('about', [
  /** What a raw scan stands for here. */
  z.object({ about: z.literal('thing'), raw: z.string().max(4096) }),
  z.object({ about: z.literal('items'), ids: z.array(id).max(500) }),
  z.object({ about: z.literal('search'), text: z.string().max(128) }),
  z.object({ about: z.literal('stock'), itemId: id.optional(), locationId: id.optional() }),
  /** Items the books expect in a bin, without quantities: who counts is asked about each. */
  z.object({ about: z.literal('expected'), locationId: id, taskId: id.optional() }),
  /** Where so many units of an item are best put. */
  z.object({ about: z.literal('instead'), taskId: id }),
  z.object({ about: z.literal('home_bin'), itemId: id, notIn: id }),
  z.object({ about: z.literal('put_away'), itemId: id, units: z.int().positive().max(1_000_000).default(1), lot: z.string().max(64).default('') }),
  z.object({ about: z.literal('approvals') }),
  /** How many of them this person may sign. */
  z.object({ about: z.literal('approvals_waiting') }),
  /** Open work and papers about an item or a place. */
  z.object({ about: z.literal('doings'), of: z.union([z.object({ itemId: id }), z.object({ locationId: id })]) }),
  /** Money for what came back, and what a grade and a disposition would mean for it; empty: as the unit has it. */
  z.object({ about: z.literal('refunds') }),
  z.object({ about: z.literal('refund_forecast'), unitId: id, grade: z.string().max(8).default(''), attribution: z.string().max(64).default(''), disposition: z.string().max(128).default('') }),
  /** Photos that prove something about a document, a unit, a delivery: by their hashes. */
  z.object({ about: z.literal('photos_of'), subjectId: id }),
  /** The line of an order that sold an item; the order by its number at the channel or its id. */
  z.object({ about: z.literal('order_line'), number: id, itemId: id }),
  /** What this station was asked to print, newest first. */
  z.object({ about: z.literal('print_jobs') }),
  /** History and likely causes of one line that waits. */
  z.object({ about: z.literal('approval_why'), lineId: id }),
  /** Whether the person is asked how many are left there; never how many there are. */
  z.object({ about: z.literal('how_many_left'), itemId: id, locationId: id }),
  /** How good the books are, as the counts say. */
  z.object({ about: z.literal('count_figures') }),
  /** The counts that one of these figures is made of, newest first; of everybody without a person. */
  z.object({ about: z.literal('counts_behind'), figure: z.enum(['planned', 'triggered', 'recounts', 'approval', 'overdue']), personId: z.string().max(128).default('') }),
  /** A count on paper: its bins, what to ask about in each, and what was typed in. */
  z.object({ about: z.literal('count_sheet'), sheetId: id }),
  /** Sheets that were printed and are not typed in. */
  z.object({ about: z.literal('count_sheets') }),
  /** The counts ahead, for whoever plans them. */
  z.object({ about: z.literal('count_plan') }),
  /** Bins that may be counted now, the longest not counted first. */
  z.object({ about: z.literal('count_candidates'), by: z.enum(['zone', 'class', 'item', 'empty', 'oldest']), value: z.string().max(128).default(''), most: z.int().positive().max(200).default(20) }),
  /** Numbers for pallets that this station may still give, and where a pallet stands. */
  z.object({ about: z.literal('unit_numbers'), unitId: z.string().max(128).default('') }),
  /** What one set is made of; nothing for what is no set. */
  z.object({ about: z.literal('set'), itemId: id }),
  /** What a delivery asks of whoever receives it, and who else is at it. */
  z.object({ about: z.literal('receipt'), deliveryId: id }),
  /** What is to be brought from reserve to pick faces. */
  z.object({ about: z.literal('to_bring') }),
  /** What goes to other warehouses and comes from them. */
  z.object({ about: z.literal('transfers') }),
  z.object({ about: z.literal('warehouses') }),
  z.object({ about: z.literal('exceptions') }),
  /** Own work that came out otherwise than the key press said. */
  z.object({ about: z.literal('changed_work') }),
  /** What was taken although the books did not have it. */
  z.object({ about: z.literal('suspense') }),
  /** The holds that stand, with what each has caught. */
  z.object({ about: z.literal('holds') }),
  /** Open orders, late ones first: all, those that are late, or those that stand at one point. */
  z.object({ about: z.literal('orders'), show: z.enum(['all', 'late', ...orderStages]).default('all') }),
  /** What can be promised of an item to a channel. */
  z.object({ about: z.literal('promise'), itemId: id, channelId: id, quantity: z.int().positive().max(1_000_000_000).default(1) }),
  z.object({ about: z.literal('channels') }),
  /** How well orders left here. */
  z.object({ about: z.literal('order_figures') }),
  z.object({ about: z.literal('receiving_figures') }),
  z.object({ about: z.literal('dispositions') }),
  /** Who received goods that left the house; without a lot, of all lots. */
  z.object({ about: z.literal('received_by'), itemId: id, lot: z.string().max(64).default('') }),
  z.object({ about: z.literal('movements'), itemId: id.optional(), locationId: id.optional(), documentId: id.optional() }),
  z.object({ about: z.literal('codes'), kind: z.string().max(64) }),
  z.object({ about: z.literal('places'), kind: z.string().max(32) }),
  z.object({ about: z.literal('people') }),
  /** Stations of this warehouse with the work dealt to each. */
  z.object({ about: z.literal('stations') }),
  /** Goods that are to leave totes and carts for a bin again. */
  z.object({ about: z.literal('put_backs') }),
  z.object({ about: z.literal('carriers') }),
  z.object({ about: z.literal('suppliers') }),
  /** One setting of the company that screens need to show figures. */
  z.object({ about: z.literal('setting'), key: z.enum(['currency', 'company_name']) }),
  /** Orders that something which came back may be of; by what was scanned, or by the item and its serial number. */
  z.object({ about: z.literal('possible_orders'), text: z.string().max(128).optional(), itemId: id.optional(), serial: z.string().max(64).optional() }),
  /** What the people who send goods back bought: by announcement, else by parcel or order. */
  z.object({ about: z.literal('return_of'), rmaId: id.optional(), parcelId: id.optional(), orderId: id.optional() }),
  /** Open picks of these orders in this replica, for whoever deals work from outside. */
  z.object({ about: z.literal('work'), orderIds: z.array(id).max(5000) }),
  /** Units on hand by item in this replica, suspense included. */
  z.object({ about: z.literal('on_hand') }),
  /** Orders dealt to this station that one walk picks best together, the most urgent among them. */
  z.object({ about: z.literal('cart_work') }),
  /** The walk of one or several orders from the location last scanned; `keep`: tasks in the order the person was told. */
  z.object({ about: z.literal('route'), fulfilmentIds: z.array(id).min(1).max(40), from: z.string().max(128).optional(), keep: z.array(id).max(2000).optional() }),
  /** What choosing cartons for the picked units of an order needs. */
  z.object({ about: z.literal('cartons'), fulfilmentId: id }),
  /** Why something is as it is; `from`: this replica alone, at once, or together with what the ERP knows. */
  z.object({
    about: z.literal('why'), from: z.enum(['here', 'erp']),
    subject: z.union([z.object({ kind: z.literal('position'), itemId: id, locationId: z.string().min(1).max(160) }), z.object({ kind: z.enum(['document', 'exception', 'command']), id })]),
  }),
]);
export type Question = z.input<typeof questions>;

export const requests = {
  hello: z.object({}),
  /** All live rows, for a window that has none or the wrong ones. */
  working: z.object({}),
  /** `next`: the PIN they choose. */
  signIn: z.object({ badge: z.string().max(128), pin: z.string().max(12).regex(/^\d*$/).optional(), next: z.string().max(12).regex(/^\d*$/).optional() }),
  signOut: z.object({}),
  /** Commands that commit together on this station, in order. */
  submit: z.object({ commands: z.array(submitted).min(1).max(2000) }),
  ask: z.object({ question: questions }),
  /** Labels of things this station knows; `jobId` makes asking twice print once. */
  print: z.object({ jobId: z.string().min(8).max(64), of: z.enum(['item', 'place', 'unit', 'parcel', 'carrier', 'transfer']), id, copies: z.int().positive().max(100).default(1) }),
  /** Once more, marked as a reprint; or what became of a print that nobody can be sure of. */
  printJob: z.object({ jobId: z.string().min(8).max(64), what: z.enum(['again', 'printed', 'dropped']) }),
  /** The same labels as a PDF of A4 sheets, base64. */
  labelSheet: z.object({ title: z.string().max(128), labels: z.array(z.object({ of: z.enum(['item', 'place', 'unit', 'scanner']), id })).min(1).max(500) }),
  /** Figures as a PDF, base64: as they are shown. */
  tablePdf: z.object({ title: z.string().max(256), words: z.string().max(256), tables: z.array(z.object({ title: z.string().max(256), columns: z.array(z.string().max(128)).min(1).max(16), rows: z.array(z.array(z.string().max(512)).max(16)).max(20_000) })).max(20) }),
  /** A count sheet as a PDF, base64. */
  countSheet: z.object({ sheetId: id }),
  /** The claim about a delivery as a PDF, base64. */
  claim: z.object({ deliveryId: id }),
  /** A picture, base64: safe at this station once it is answered, and named by its hash from then on. */
  keepPhoto: z.object({ picture: z.base64().max(12_000_000) }),
  /** A picture that work named, from this station or the ERP. */
  photo: z.object({ hash: id }),
  /** Cuts or restores this station's own network, for demonstration, training and tests. */
  plug: z.object({ connected: z.boolean() }),
  /** The signed-in person knows now how this command of theirs came out. */
  noted: z.object({ commandId: id }),
} as const;
export type RequestName = keyof typeof requests;
export type RequestOf<N extends RequestName> = z.input<(typeof requests)[N]>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}
export interface StationStatus {
  readonly online: boolean;
  /** ms since epoch of the last change between online and offline, by the station's clock. */
  readonly since: number;
  readonly plugged: boolean;
  readonly unsent: number;
  readonly oldestUnsentAt: number | null;
  /** Commands of today that the server has judged, and of all today. */
  readonly acceptedToday: number;
  readonly today: number;
  readonly needsYou: number;
  /** When the replica was last level with the server. */
  readonly stockAsOf: number | null;
  /** Something that needs a person, in plain words; empty when all is well. */
  readonly trouble: string;
  readonly now: number;
  /** How long (ms) the ERP was not heard, once that is too long for rights to be confirmed; null while they are. */
  readonly unheardFor: number | null;
  /** Photos taken here that the ERP still has not, although there was time enough. */
  readonly photosStuck: number;
  /** How far (ms) this station's clock is ahead of the ERP's, below zero behind; null while that is nothing anybody would see. */
  readonly clockAhead: number | null;
  /** So long (ms) untouched, the person is signed out; null where people sign in by badge alone. */
  readonly lockAfter: number | null;
}
export interface Hello {
  /** `onlyCounts`: it holds nothing that tells what the books have, and takes nothing but counts. */
  readonly device: { readonly id: string; readonly name: string; readonly onlyCounts: boolean };
  readonly warehouse: { readonly id: string; readonly name: string };
  readonly person: Person | null;
  readonly status: StationStatus;
  /** Changes whenever a window must drop its working set and load it anew. */
  readonly workingSet: string;
  /** Whether the virtual scanner tray is offered. */
  readonly tray: boolean;
  readonly badges: readonly { readonly name: string; readonly badge: string; readonly roles: readonly string[] }[];
}

export interface Changes {
  readonly table: WorkingTable;
  readonly rows: readonly AnyRow[];
  /** Keys (as joined by keyOf) that are gone. */
  readonly removed: readonly string[];
}
export interface Submitted {
  readonly id: string;
  /** asked: sent to the server, which alone decides. */
  readonly verdict: 'applied' | 'merged' | 'flagged' | 'asked';
  readonly rule: string;
  readonly rejection: Rejection | null;
}
export type SubmitReply =
  | { readonly ok: true; readonly results: readonly Submitted[]; readonly changes: readonly Changes[] }
  /** A person should answer first; the same command with the rejection among `confirmed` is recorded. */
  | { readonly ok: false; readonly why: 'question'; readonly command: string; readonly rejection: Rejection; readonly rule: string }
  | { readonly ok: false; readonly why: 'refused'; readonly command: string; readonly rejection: Rejection; readonly rule: string }
  | { readonly ok: false; readonly why: 'problem'; readonly command: string; readonly problem: string };

/** What a scan stands for. Several items mean that a person must choose. */
export type Thing =
  | { readonly kind: 'item'; readonly itemId: string; readonly units: number; readonly lot: string; readonly expiresOn: string | null; readonly serial: string }
  | { readonly kind: 'several'; readonly itemIds: readonly string[] }
  | { readonly kind: 'location'; readonly locationId: string; readonly locationKind: string }
  | { readonly kind: 'handling_unit'; readonly unitId: string; readonly fulfilmentId: string | null }
  /** A pallet that a supplier announced with what is on it. */
  | { readonly kind: 'pallet'; readonly sscc: string; readonly deliveryId: string; readonly lines: readonly PalletLine[] }
  | { readonly kind: 'badge'; readonly badge: string; readonly person: Person | null }
  | { readonly kind: 'document'; readonly document: 'delivery' | 'return_parcel' | 'return_unit' | 'fulfilment' | 'parcel' | 'count_task' | 'count_sheet' | 'transfer' | 'rma' | 'purchase_order'; readonly id: string }
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'damaged'; readonly text: string; readonly reason: string };

export interface PalletLine {
  readonly itemId: string;
  readonly lot: string;
  readonly expiresOn: string | null;
  readonly quantity: number;
  /** Of it, by scanning the pallet. */
  readonly received: number;
}
export interface ItemCard {
  readonly item: Row<'item'>;
  readonly barcodes: readonly { readonly code: string; readonly units: number }[];
  readonly packs: readonly { readonly label: string; readonly units: number }[];
  readonly lookAlikes: readonly string[];
}
export interface StockLine {
  readonly locationId: string;
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
  readonly condition: string;
  readonly hold: string;
  /** 0 while it is kept from the person, because a count of it is open. */
  readonly quantity: number;
  readonly hidden: boolean;
  readonly status: Status;
  readonly expiresOn: string | null;
}
/** Why a difference may be there: what to look at before it is posted. */
export interface Cause {
  /** swapped: a look-alike differs the other way. other_bin: the same item does. late: the books of that time have changed since.
   * while_counting: it moved between the look and the handing in. taken_elsewhere: taken where the books had none. not_put_away: still at a dock or bench. recent: the last movements of the bin. unit_slip: pieces were taken for packs or packs for pieces. */
  readonly kind: 'swapped' | 'other_bin' | 'late' | 'while_counting' | 'taken_elsewhere' | 'not_put_away' | 'unit_slip' | 'recent';
  /** Units of the cause with their own sign, in the place it names. */
  readonly units: number;
  readonly itemId: string;
  readonly locationId: string;
  /** The place is next to the one in question. */
  readonly near: boolean;
  /** The other waiting change, where there is one. */
  readonly adjustmentId: string | null;
  /** What shows it, newest first. */
  readonly movements: readonly Row<'movement'>[];
}
/** A change of zero units that settles a difference: what `correction.submit` takes. */
export interface Correction {
  readonly reason: string;
  readonly replaces: readonly string[];
  readonly lines: readonly { readonly locationId: string; readonly itemId: string; readonly lot: string; readonly serial: string; readonly condition: string; readonly hold: string; readonly owner: string; readonly delta: number }[];
}
export interface ApprovalWhy {
  /** Newest first. */
  readonly history: readonly Row<'movement'>[];
  /** Likeliest first. */
  readonly causes: readonly (Cause & { readonly correction: Correction | null })[];
}
export interface ApprovalLine {
  readonly lineId: string;
  readonly itemId: string;
  readonly locationId: string;
  readonly lot: string;
  readonly serial: string;
  readonly units: number;
  /** In 1/10,000 of the currency unit. */
  readonly value: number;
  readonly book: number;
  readonly counted: number | null;
  /** When it was seen to be so, ms. */
  readonly at: number;
  /** What the signature is bound to; goes into the command. */
  readonly view: string;
  readonly needed: number;
  readonly signers: readonly string[];
  /** Null for what is no count. */
  readonly count: ApprovalCount | null;
  /** Why so many are to be bought; null for what is no purchase. */
  readonly bought: Why | null;
}
/** When a count looked, and how sure its figures are. */
export interface ApprovalCount {
  readonly firstLook: number;
  readonly lastLook: number;
  /** Goods moved in the bin while it was counted. */
  readonly disturbed: boolean;
  /** Units that are posted already: late work changed a count that was approved. */
  readonly posted: number;
  /** Figures before late work changed them. */
  readonly was: { readonly book: number; readonly units: number } | null;
  /** Counts of the same goods before it that nobody decided about, oldest first. */
  readonly earlier: readonly { readonly counted: number; readonly units: number; readonly at: number; readonly by: readonly string[] }[];
}
/** Something that is signed as one. */
export interface ApprovalDocument {
  readonly kind: string;
  readonly label: 'count' | 'change' | 'write_off' | 'destruction' | 'unit_destruction' | 'correction' | 'over_receipt' | 'taught_code' | 'refund' | 'purchase';
  readonly documentId: string;
  readonly author: string;
  readonly counters: readonly string[];
  readonly reason: string;
  readonly note: string;
  /** Hashes of photos. */
  readonly evidence: readonly string[];
  readonly since: number;
  /** Without sign: losses and gains add up; of a correction what is left. */
  readonly value: number;
  /** Its lines stand or fall together. */
  readonly whole: boolean;
  readonly lines: readonly ApprovalLine[];
  /** The signed-in person had a part in it, or has signed. */
  readonly mine: boolean;
  /** Decisions of this kind belong to a role of the signed-in person. */
  readonly yours: boolean;
  /** The limit that it goes beyond for the signed-in person. */
  readonly above: 'one' | 'day' | 'item' | 'changed_today' | null;
  /** More than this station may decide without the server. */
  readonly asksServer: boolean;
  readonly waitsFor: { readonly people: readonly string[]; readonly why: 'here' | 'deputy' | 'elsewhere' | 'nobody' };
}
export interface ApprovalAnswer {
  /** Those of the person's role first; by money, then by age. */
  readonly documents: readonly ApprovalDocument[];
  /** What the signed-in person may approve in a day; null: no limit. */
  readonly dayLimit: number | null;
}
export interface CountFiguresAnswer {
  readonly warehouse: string;
  readonly all: CountFigures;
  readonly people: readonly FiguresOf[];
  /** Oldest first. */
  readonly weeks: readonly FiguresOf[];
}
export interface ToBring {
  readonly taskId: string;
  readonly itemId: string;
  readonly lot: string;
  readonly from: string;
  readonly to: string;
  readonly left: number;
  /** MINIMUM or DEMAND. */
  readonly reason: string;
  readonly createdAt: number;
}
export interface TransferCard {
  readonly transferId: string;
  /** Whether this warehouse sends it or is sent it. */
  readonly side: 'out' | 'in';
  /** Name of the other warehouse. */
  readonly other: string;
  readonly state: string;
  readonly createdAt: number;
  /** When this side, and the other, said that it is done. */
  readonly done: number | null;
  readonly otherDone: number | null;
  readonly lines: readonly TransferCardLine[];
}
export interface TransferCardLine {
  readonly lineNo: number;
  readonly itemId: string;
  readonly lot: string;
  readonly quantity: number;
  readonly sent: number;
  readonly received: number;
  readonly settled: number;
}
export interface CountBehind {
  readonly id: string;
  readonly taskId: string;
  readonly locationId: string;
  /** Empty for a whole bin that is overdue. */
  readonly itemId: string;
  readonly by: string;
  readonly at: number;
  /** Units and value (1/10,000) of the difference; null where nothing is counted yet. */
  readonly units: number | null;
  readonly value: number | null;
  readonly state: string;
}
export interface CountPlanAnswer {
  /** Whether the company has a plan at all. */
  readonly isPlanned: boolean;
  /** Today and the days after with the number of bins that the plan opens; ISO days. */
  readonly days: readonly { readonly day: string; readonly bins: number }[];
  /** Due before today and not open. */
  readonly overdue: number;
  readonly zones: readonly BinGroup[];
  readonly classes: readonly BinGroup[];
  /** Bins that should be empty. */
  readonly empty: number;
}
export interface BinGroup {
  readonly name: string;
  readonly bins: number;
  /** Of which nobody has ever counted. */
  readonly never: number;
}
export interface CountCandidate {
  readonly locationId: string;
  readonly zone: string;
  /** ISO day of its last whole count. */
  readonly countedOn: string | null;
}
/** A line of an order that something may come back of. */
export interface BoughtLine {
  readonly orderId: string;
  readonly orderLine: number;
  readonly itemId: string;
  readonly bought: number;
  readonly shipped: number;
  readonly returned: number;
  /** Units of it that were announced and have not come yet, and the reason given. */
  readonly announced: number;
  readonly reason: string;
}
/** An order that something which came back may be of. */
export interface PossibleOrder {
  readonly orderId: string;
  /** The channel's number. */
  readonly number: string;
  readonly customer: string;
  readonly orderedAt: number;
  /** What led to it. */
  readonly by: 'tracking' | 'announcement' | 'order' | 'serial' | 'item';
  /** Units of it that were shipped and are not back. */
  readonly out: number;
  readonly itemIds: readonly string[];
}
export interface ReturnOrigin {
  /** Name of the customer, empty when unknown. */
  readonly customer: string;
  readonly lines: readonly BoughtLine[];
}

/** The walk of one order. Lengths and points in mm: x across the aisles, y from the front. */
export interface RouteAnswer {
  readonly method: Route<unknown>['method'];
  /** Why it is not the shortest, in a sentence; empty when it is. */
  readonly why: string;
  readonly length: number | null;
  /** Open tasks in the order to walk. */
  readonly stops: readonly string[];
  readonly walk: readonly Point[];
  /** Null where no map can be drawn. */
  readonly map: FloorMap | null;
}
export interface FloorMap {
  readonly aisles: readonly { readonly name: string; readonly x: number }[];
  readonly aislePitch: number;
  /** The y of each, front first. */
  readonly crossAisles: readonly number[];
  readonly here: Point;
  readonly end: Point;
  /** All tasks of the order, done ones too. */
  readonly places: readonly { readonly taskId: string; readonly locationId: string; readonly side: Side; readonly at: Point }[];
}
export interface CartonsAnswer {
  /** Empty: the company has described none. */
  readonly cartons: readonly NamedCarton[];
  readonly goods: readonly Goods[];
}

/** Names by id, for what an explanation mentions. */
export interface Names {
  readonly people: Readonly<Record<string, string>>;
  readonly devices: Readonly<Record<string, string>>;
  readonly items: Readonly<Record<string, string>>;
  /** What carries no number of its own, as what it is for: work as its order, a difference as its count. */
  readonly documents: Readonly<Record<string, string>>;
}
export interface WhyAnswer {
  readonly explanation: Explanation;
  readonly names: Names;
  readonly sources: {
    /** When this replica was last level with the ERP (ms). */
    readonly here: number | null;
    /** When the ERP answered (ms); null where it did not, or was not asked. */
    readonly erp: number | null;
    /** Why the ERP's part is missing; empty where it is not. */
    readonly missing: 'not_asked' | 'offline' | 'refused' | '';
  };
}

/** A command that came out otherwise than its person was told. Verdicts as in the conflict rules, besides `asked` and `parked`. */
export interface ChangedWork {
  readonly commandId: string;
  /** Empty where the command cannot be read. */
  readonly type: string;
  readonly payload: Json | object;
  readonly at: number;
  readonly seen: { readonly verdict: string; readonly rule: string };
  readonly became: { readonly verdict: string; readonly rule: string };
  /** STATION: by rows that came down; the server has the last word. ERP: for good. */
  readonly saidBy: 'STATION' | 'ERP';
}

/** A decision about money with what was paid for its line, in minor units. */
export interface RefundCard {
  readonly refund: Row<'refund'>;
  readonly customer: string;
  readonly orderNumber: string;
  readonly exchangeNumber: string;
  /** What the payment side is asked for. */
  readonly payout: number;
  /** Of the sold line, 1/10,000. */
  readonly unitPrice: number;
  readonly paid: number | null;
  readonly refunded: number;
  readonly elsewhere: number;
  readonly left: number;
}
export interface RefundForecast {
  readonly state: string;
  readonly reasons: readonly string[];
  readonly refusal: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  /** False: what the server will decide, by what this station knows. */
  readonly decided: boolean;
}

/** One movement into or out of suspense. */
export interface SuspenseMove {
  readonly type: string;
  readonly quantity: number;
  readonly at: number;
  readonly personId: string;
  /** Name of the station, or its id where nobody knows it. */
  readonly station: string;
  readonly commandId: string;
  readonly documentId: string;
}
/** Goods of an item and lot that were taken from a bin although the books did not have them there. */
export interface SuspenseLine {
  readonly exceptionId: string;
  readonly itemId: string;
  readonly lot: string;
  readonly locationId: string;
  readonly missing: number;
  /** In 1/10,000 of the currency unit, at standard cost. */
  readonly value: number;
  readonly since: number;
  readonly dueAt: number;
  /** Oldest first, since it was last empty. */
  readonly drawn: readonly SuspenseMove[];
  readonly covered: readonly SuspenseMove[];
  /** The open count of the bin or of the item there. */
  readonly countTaskId: string | null;
}
/** Goods under a hold in one place; `orderId` where a tote or parcel is for an order. */
export interface HeldAt {
  readonly locationId: string;
  readonly kind: 'place' | 'tote' | 'parcel';
  readonly orderId: string;
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
  readonly quantity: number;
}
export interface OrderCard {
  readonly order: Row<'sales_order'>;
  /** Empty where nobody knows. */
  readonly customer: string;
  readonly standing: Standing;
  readonly lines: readonly Row<'sales_order_line'>[];
  /** Those that stand; whether this person may lift each, and who may. */
  readonly holds: readonly { readonly hold: Row<'order_hold'>; readonly mayLift: boolean; readonly roles: readonly string[] }[];
  readonly parcels: readonly Row<'parcel'>[];
  readonly fulfilmentIds: readonly string[];
  /** When what is missing comes next; 0: nobody said when. */
  readonly arrivals: readonly { readonly itemId: string; readonly at: number; readonly document: string }[];
}
export interface PromiseAnswer {
  readonly promise: ItemPromise;
  /** From all warehouses that serve the channel, or, without the ERP, from this one alone. */
  readonly from: 'erp' | 'here';
  /** As of when; null where this station was never level with the ERP. */
  readonly at: number | null;
}
export interface OrderBoard {
  readonly warehouse: string;
  readonly counts: Readonly<Record<OrderStage, number>>;
  readonly late: number;
  readonly all: number;
  /** How many there are of what was asked for; `cards` may be fewer. */
  readonly matching: number;
  readonly cards: readonly OrderCard[];
}
export interface OrderFiguresAnswer {
  readonly warehouse: string;
  readonly days: number;
  readonly all: OrderFigures;
  readonly channels: readonly OrderFigures[];
  /** Orders that were late, short, not whole, or came back, newest first. */
  readonly spoilt: readonly Measured[];
}
export interface DispositionsAnswer {
  readonly policy: DispositionPolicy;
  /** Percent that each grade is worth, as the ERP set it. */
  readonly gradeValue: Json;
}
export interface ReceivingFiguresAnswer {
  readonly warehouse: string;
  readonly days: number;
  readonly all: ReceivingFigures;
  /** `of` is the supplier's name. */
  readonly suppliers: readonly ReceivingFigures[];
  readonly weeks: readonly ReceivingFigures[];
  /** Why goods were put elsewhere than suggested. */
  readonly elsewhere: readonly { readonly reason: string; readonly times: number }[];
  /** Deliveries that were late, differ from their paper or are not put away, the newest first; without how long each unit stood. */
  readonly noted: readonly (MeasuredDelivery & { readonly supplier: string })[];
}
export interface HoldLine {
  readonly hold: Row<'hold'>;
  readonly held: readonly HeldAt[];
}
/** `at`: as of when it is told; here, when this station was last level with the ERP. */
export interface ReceivedAnswer {
  readonly trace: Trace;
  readonly from: 'erp' | 'here';
  readonly at: number | null;
}
export interface DealtWork {
  readonly kind: 'fulfilment' | 'count_task';
  readonly id: string;
  /** What people call it: the order, or the place to count. */
  readonly title: string;
  readonly state: string;
  readonly lines: number;
  readonly done: number;
  readonly dealtAt: number | null;
}
export interface StationAtWork {
  readonly deviceId: string;
  readonly name: string;
  /** By the server's clock, to the minute; null when it never was. */
  readonly heardAt: number | null;
  /** Commands it had not sent then. */
  readonly unsent: number;
  readonly personId: string | null;
  /** It is dealt more work when it needs some. */
  readonly wants: boolean;
  readonly work: readonly DealtWork[];
}

/** Answers by question; `null` where the signed-in person may not see it. */
export interface SetPart {
  readonly itemId: string;
  readonly quantity: number;
}
export interface ReceiptAnswer {
  /** Whoever receives does not see what is announced. */
  readonly blind: boolean;
  readonly supplierId: string | null;
  /** The setting about what is looked at first, as the ERP wrote it. */
  readonly sampling: Json;
  /** Other stations that are at it or have been. */
  readonly others: readonly { readonly name: string; readonly finished: boolean }[];
}
/** Where what is missing of a pick can be taken from instead. */
export interface InsteadPlace {
  readonly itemId: string;
  readonly locationId: string;
  readonly lot: string;
  readonly units: number;
  /** Another item than the one ordered. */
  readonly standsIn: boolean;
}
export interface Answers {
  readonly instead: readonly InsteadPlace[];
  readonly thing: Thing;
  readonly items: readonly ItemCard[];
  readonly search: readonly Row<'item'>[];
  readonly stock: readonly StockLine[] | null;
  readonly expected: readonly { readonly itemId: string; readonly lot: string }[];
  /** Where else the books have the item, the most of it first; empty where nowhere. */
  readonly home_bin: string;
  /** The bins to bring an item to and why, the best first. */
  readonly put_away: readonly Suggestion[];
  readonly approvals: ApprovalAnswer | null;
  readonly approvals_waiting: number;
  readonly photos_of: readonly string[];
  /** `next` is empty where none is left; `at` is where the asked pallet stands. */
  readonly unit_numbers: { readonly left: number; readonly next: string; readonly at?: string };
  readonly set: readonly SetPart[];
  readonly receipt: ReceiptAnswer;
  readonly count_sheet: CountSheetAnswer | null;
  readonly count_sheets: readonly Row<'count_sheet'>[];
  readonly doings: readonly Doing[];
  /** `printer`: whether this station has one. */
  readonly print_jobs: { readonly printer: boolean; readonly jobs: readonly PrintJobAnswer[] };
  readonly refunds: readonly RefundCard[] | null;
  readonly refund_forecast: RefundForecast | null;
  readonly order_line: { readonly orderId: string; readonly orderLine: number; readonly unitPrice: number } | null;
  readonly approval_why: ApprovalWhy | null;
  readonly how_many_left: boolean;
  readonly count_figures: CountFiguresAnswer | null;
  readonly counts_behind: readonly CountBehind[] | null;
  readonly count_plan: CountPlanAnswer | null;
  readonly count_candidates: readonly CountCandidate[] | null;
  readonly to_bring: readonly ToBring[];
  readonly transfers: readonly TransferCard[];
  readonly warehouses: readonly Row<'warehouse'>[];
  readonly exceptions: readonly Row<'exception'>[];
  readonly changed_work: readonly ChangedWork[];
  readonly suspense: readonly SuspenseLine[] | null;
  readonly holds: readonly HoldLine[] | null;
  readonly orders: OrderBoard | null;
  readonly promise: PromiseAnswer | null;
  readonly channels: readonly Row<'channel'>[];
  readonly order_figures: OrderFiguresAnswer | null;
  readonly receiving_figures: ReceivingFiguresAnswer | null;
  readonly dispositions: DispositionsAnswer;
  readonly received_by: ReceivedAnswer | null;
  readonly movements: readonly Row<'movement'>[] | null;
  readonly codes: readonly Row<'code'>[];
  readonly places: readonly Row<'location'>[];
  readonly people: readonly Row<'person'>[];
  readonly stations: readonly StationAtWork[];
  readonly put_backs: readonly Row<'put_back'>[];
  readonly carriers: readonly Row<'carrier'>[];
  readonly suppliers: readonly Row<'supplier'>[];
  readonly setting: Json;
  readonly return_of: ReturnOrigin;
  readonly possible_orders: readonly PossibleOrder[];
  readonly work: readonly Row<'pick_task'>[];
  readonly on_hand: readonly { readonly itemId: string; readonly quantity: number }[];
  readonly route: RouteAnswer | null;
  readonly cart_work: readonly string[];
  readonly cartons: CartonsAnswer | null;
  readonly why: WhyAnswer | null;
}
export type AnswerTo<Q extends Question> = Answers[Q['about']];

export interface CountSheetAnswer {
  readonly sheetId: string;
  readonly state: 'PRINTED' | 'STARTED' | 'ENTERED';
  readonly printedBy: string;
  readonly printedAt: number;
  readonly startedBy: string | null;
  /** By the station's own clock. */
  readonly startedAt: number | null;
  readonly endedBy: string | null;
  /** Counts of the sheet that this station does not know. */
  readonly unknown: number;
  readonly bins: readonly CountSheetBin[];
}
export interface CountSheetBin {
  readonly taskId: string;
  readonly locationId: string;
  /** Empty for the whole bin. */
  readonly onlyItem: string;
  readonly closed: boolean;
  readonly notBy: readonly string[];
  readonly expected: readonly { readonly itemId: string; readonly lot: string }[];
  readonly entered: readonly { readonly itemId: string; readonly lot: string; readonly serial: string; readonly counted: number }[];
}
export interface Replies {
  readonly hello: Hello;
  readonly working: { readonly workingSet: string; readonly changes: readonly Changes[] };
  /** `wants`: what is to be asked of the person with this name before they are let in. */
  readonly signIn: { readonly person: Person | null; readonly problem: string; readonly wants: 'pin' | 'new_pin' | ''; readonly name: string };
  readonly signOut: { readonly person: null };
  readonly submit: SubmitReply;
  readonly ask: Json | object | null;
  readonly plug: StationStatus;
  readonly noted: StationStatus;
  /** Empty when it is in the queue, else why not. */
  readonly print: { readonly problem: string };
  readonly printJob: { readonly problem: string };
  readonly labelSheet: { readonly pdf: string; readonly problem: string };
  readonly tablePdf: { readonly pdf: string; readonly problem: string };
  readonly countSheet: { readonly pdf: string; readonly problem: string };
  readonly claim: { readonly pdf: string; readonly problem: string };
  readonly keepPhoto: { readonly hash: string; readonly problem: string };
  /** Base64; the problem says why there is none. */
  readonly photo: { readonly type: string; readonly picture: string; readonly problem: string };
}

/** One thing that is happening; `id` is what people call it, `documentId` what explains it. */
export interface Doing {
  readonly what: 'pick' | 'count' | 'approval' | 'hold' | 'return' | 'exception' | 'delivery' | 'transfer_in' | 'transfer_out';
  readonly id: string;
  readonly documentId: string;
  readonly itemId: string;
  readonly locationId: string;
  /** Units still to come, to pick or to decide about; 0 where that is no number. */
  readonly quantity: number;
  readonly state: string;
}
export interface PrintJobAnswer {
  readonly jobId: string;
  readonly label: Label;
  readonly copies: number;
  readonly reprint: number;
  readonly state: 'WAITING' | 'SENDING' | 'PRINTED' | 'UNCERTAIN' | 'DROPPED';
  readonly problem: string;
  readonly personId: string;
  readonly askedAt: number;
}

/** What the station tells its windows unasked. `reset`: drop the working set and load it anew. */
export type Notice =
  | { readonly notice: 'changes'; readonly changes: readonly Changes[] }
  | { readonly notice: 'status'; readonly status: StationStatus }
  /** What the lists say of these items has changed. */
  | { readonly notice: 'items'; readonly ids: readonly string[] }
  /** The print queue changed. */
  | { readonly notice: 'printing' }
  | { readonly notice: 'person'; readonly person: Person | null }
  | { readonly notice: 'reset'; readonly workingSet: string };

/** On the wire: a numbered request and its reply, or a notice. */
export type ToStation = { readonly n: number; readonly name: RequestName; readonly body: unknown };
export type ToWindow = { readonly n: number; readonly reply?: unknown; readonly error?: string } | Notice;

/** What a window writes to submit one command of a type. */
export interface Intent<T extends CommandType = CommandType> {
  readonly id: string;
  readonly type: T;
  readonly payload: PayloadInput<T>;
  readonly confirmed?: readonly string[];
}

/** The headless host: page and files under /, one-use tickets at POST /ticket (token in the header), socket at /socket?ticket=. */
export const headless = { tokenHeader: 'x-restow-token', ticketPath: '/ticket', socketPath: '/socket', requestPath: '/request' } as const;
