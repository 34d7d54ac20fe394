// The conflict rules as data: command type × rejection → rule, outcome, what is recorded, who must look.
// A pair that is not listed does not compile. rule-words.ts has each rule's words, SPEC.md states them under the same id.
import type { CommandOf, CommandType } from '#domain/commands.ts';
import type { RejectionOf } from '#domain/decide.ts';
import type { ExceptionKind } from '#domain/exception-kinds.ts';
import type { Rejection } from '#domain/rejections.ts';
import type { RuleId } from './rule-words.ts';

/** applied: as asked; merged: already so; flagged: recorded, and somebody looks; refused: decisions only. */
export type Verdict = 'applied' | 'merged' | 'flagged' | 'refused';

export interface Look {
  readonly kind: ExceptionKind;
  readonly ownerRole: string;
  readonly maxAgeHours: number;
  /** One exception per subject and item takes all that comes while it is open; the command reads the exceptions about its subject. */
  readonly gathers?: boolean;
}
export interface Rule {
  readonly id: RuleId;
  readonly verdict: Verdict;
  /** Whether the command's own effects are recorded although a reason stood against them. */
  readonly effects: boolean;
  readonly look?: Look;
}

const look = (kind: ExceptionKind, ownerRole = 'supervisor', maxAgeHours = 24): Look => ({ kind, ownerRole, maxAgeHours });
const flag = (id: RuleId, kind: ExceptionKind, ownerRole?: string, maxAgeHours?: number): Rule => ({ id, verdict: 'flagged', effects: true, look: look(kind, ownerRole, maxAgeHours) });
const gathered = (rule: Rule): Rule => (rule.look ? { ...rule, look: { ...rule.look, gathers: true } } : rule);
const merge = (id: RuleId): Rule => ({ id, verdict: 'merged', effects: false });
const refuse = (id: RuleId): Rule => ({ id, verdict: 'refused', effects: false });
/** Suspense opens its own exception in the ledger, so the rule itself asks nobody twice. */
const fromSuspense: Rule = { id: 'SUS-1', verdict: 'flagged', effects: true };
/** So do held goods that were taken all the same. */
const heldTaken: Rule = { id: 'HLD-4', verdict: 'flagged', effects: true };
/** And a serial number that comes on hand a second time, which a posted adjustment tells as well. */
const serialTold: Rule = { id: 'SER-1', verdict: 'flagged', effects: true };
/** As much is promised as is still missing and free; picking more of it is told by the pick itself. */
const promisedLess: Rule = { id: 'PIK-11', verdict: 'merged', effects: true };
const ifShort = { not_enough_stock: fromSuspense, goods_held: heldTaken };
const keepAsked = (id: RuleId, kind: ExceptionKind, ownerRole?: string): Rule => ({ id, verdict: 'flagged', effects: false, look: look(kind, ownerRole) });

const moving = { unknown_item: flag('MOV-1', 'UNKNOWN_ITEM'), unknown_location: flag('MOV-2', 'UNKNOWN_LOCATION'), nothing_to_do: merge('MOV-3'), ...ifShort };
const deciding = { unknown_document: refuse('DEC-1'), not_pending: refuse('APP-2'), approver_is_author: refuse('APP-3'), view_changed: refuse('APP-1') };
const limited = { ...deciding, above_limit: refuse('APP-4') };
const transferring = { unknown_item: flag('MOV-1', 'UNKNOWN_ITEM'), unknown_document: flag('TRF-1', 'UNKNOWN_TRANSFER'), over_expected: flag('TRF-2', 'TRANSFER_DIFFERS'), not_this_document: flag('TRF-5', 'NOT_THIS_TRANSFER') };
const packing = { unknown_item: flag('MOV-1', 'UNKNOWN_ITEM'), nothing_to_do: flag('PCK-1', 'NO_COMPONENTS'), ...ifShort };

export const rules: { readonly [T in CommandType]: { readonly [R in RejectionOf<T>]: Rule } } = {
  'delivery.receive': {
    unknown_item: flag('REC-1', 'UNKNOWN_ITEM', 'buyer'),
    unknown_document: flag('REC-2', 'UNANNOUNCED_DELIVERY', 'buyer', 8),
    document_closed: flag('REC-3', 'RECEIVED_AFTER_CLOSE', 'buyer'),
    serial_elsewhere: serialTold,
    not_this_document: gathered(flag('REC-4', 'NOT_ON_DELIVERY', 'buyer')),
    over_expected: gathered(flag('REC-6', 'OVER_DELIVERED', 'buyer', 48)),
  },
  'delivery.take_back': {
    not_this_document: keepAsked('REC-9', 'NEVER_RECEIVED'),
    document_closed: flag('REC-10', 'RECEIVED_AFTER_CLOSE', 'buyer'),
    goods_held: heldTaken,
    not_enough_stock: { ...fromSuspense, id: 'REC-11' },
  },
  'delivery.refuse': { unknown_item: flag('REC-13', 'UNKNOWN_ITEM', 'buyer'), unknown_document: flag('REC-14', 'UNANNOUNCED_DELIVERY', 'buyer', 8), document_closed: flag('REC-15', 'RECEIVED_AFTER_CLOSE', 'buyer') },
  'delivery.settle_sample': { unknown_document: refuse('DEC-1'), already_done: merge('EXC-1'), not_this_document: refuse('REC-8'), not_enough_stock: refuse('REC-16') },
  'pack.propose': { unknown_item: keepAsked('PCK-2', 'UNKNOWN_ITEM', 'buyer'), nothing_to_do: merge('PCK-3') },
  'delivery.finish_for_all': { unknown_document: refuse('DEC-1'), already_done: merge('REC-7') },
  'delivery.finish': { unknown_document: flag('REC-2', 'UNANNOUNCED_DELIVERY', 'buyer', 8), already_done: merge('REC-7') },
  'delivery.settle_surplus': { unknown_document: refuse('DEC-1'), already_done: merge('EXC-1'), not_this_document: refuse('REC-8') },
  'stock.put_away': moving,
  'receipt.overdue': { nothing_to_do: merge('REC-18') },
  'purchase.propose': { nothing_to_do: merge('BUY-1') },
  'replenish.plan': { nothing_to_do: merge('RPN-1') },
  'replenish.drop': { unknown_document: merge('RPN-2'), already_done: merge('RPN-3') },
  'put_away.explain': { already_done: merge('PUT-2') },
  'stock.move': moving,
  'stock.put_back': moving,
  'stock.open': { unknown_item: refuse('OPN-1'), serial_elsewhere: refuse('OPN-2') },
  'stock.regrade': { unknown_item: moving.unknown_item, nothing_to_do: moving.nothing_to_do, ...ifShort },
  'stock.identify': { unknown_item: refuse('MOV-4'), nothing_to_do: moving.nothing_to_do, serial_elsewhere: serialTold, ...ifShort },
  'unit.draw_numbers': { nothing_to_do: merge('UNI-1') },
  'unit.build': { already_done: merge('UNI-2'), unknown_location: flag('MOV-2', 'UNKNOWN_LOCATION') },
  'unit.move': { unknown_unit: keepAsked('UNI-3', 'UNKNOWN_LOCATION'), unknown_location: flag('MOV-2', 'UNKNOWN_LOCATION'), nothing_to_do: merge('MOV-3') },
  'transfer.open': { already_done: merge('TRF-3'), unknown_location: refuse('TRF-4') },
  'transfer.send': { ...transferring, ...ifShort },
  'transfer.receive': { ...transferring, ...ifShort },
  'transfer.finish': { unknown_document: keepAsked('TRF-1', 'UNKNOWN_TRANSFER'), not_this_document: keepAsked('TRF-5', 'NOT_THIS_TRANSFER'), already_done: merge('TRF-6') },
  'transfer.compare': {},
  'transfer.settle': { unknown_document: refuse('DEC-1'), nothing_to_do: refuse('TRF-7') },
  'count.open': { unknown_location: refuse('CNT-1'), already_done: merge('CNT-2') },
  'count.glance': { unknown_item: merge('GLA-4'), unknown_location: merge('GLA-4') },
  'count.assign': { unknown_document: refuse('DEC-1'), already_done: merge('PLN-3'), not_your_decision: merge('PLN-4') },
  'count.record': { unknown_item: flag('CNT-3', 'UNKNOWN_ITEM'), unknown_document: flag('CNT-4', 'COUNT_WITHOUT_TASK'), document_closed: flag('CNT-5', 'COUNTED_AFTER_CLOSE'), counted_before: gathered(flag('CNT-8', 'COUNTED_TWICE')), not_this_document: keepAsked('CNT-7', 'COUNTED_ELSEWHERE') },
  'count.submit': { unknown_document: flag('CNT-4', 'COUNT_WITHOUT_TASK'), already_done: merge('CNT-6'), not_this_document: keepAsked('CNT-7', 'COUNTED_ELSEWHERE') },
  'count.print_sheet': { already_done: merge('CNT-12') },
  'count.start_sheet': { unknown_document: keepAsked('CNT-13', 'COUNT_WITHOUT_TASK'), already_done: merge('CNT-14') },
  'count.end_sheet': { unknown_document: keepAsked('CNT-13', 'COUNT_WITHOUT_TASK'), document_closed: merge('CNT-15') },
  'count.explain': { unknown_document: keepAsked('CNT-10', 'COUNT_WITHOUT_TASK'), document_closed: { id: 'CNT-11', verdict: 'merged', effects: true } },
  'adjustment.submit': { unknown_item: keepAsked('ADJ-1', 'UNKNOWN_ITEM'), already_done: merge('ADJ-2'), reason_not_allowed: refuse('ADJ-3'), evidence_missing: refuse('ADJ-4'), serial_elsewhere: flag('SER-1', 'SERIAL_ELSEWHERE') },
  'correction.submit': { unknown_item: keepAsked('ADJ-1', 'UNKNOWN_ITEM'), already_done: merge('ADJ-2'), reason_not_allowed: refuse('ADJ-3'), evidence_missing: refuse('ADJ-4'), not_balanced: refuse('ADJ-5'), unknown_document: refuse('DEC-1'), not_pending: refuse('APP-2'), not_your_decision: refuse('APP-7'), approver_is_author: refuse('APP-3') },
  'adjustment.approve': limited,
  'adjustment.reject': deciding,
  'adjustment.reverse': limited,
  'approval.sign': { ...limited, not_your_decision: refuse('APP-7'), not_balanced: refuse('APP-8'), changed_smaller: flag('APP-5', 'APPROVED_LARGER'), break_glass: flag('APP-6', 'BREAK_GLASS', 'finance') },
  'approval.draw': { nothing_to_do: merge('APP-9') },
  'approval.give_back': { nothing_to_do: merge('APP-9') },
  'approval.delegate': { unknown_document: refuse('DEC-1'), not_your_decision: refuse('APP-7') },
  'hold.place': { already_done: merge('HLD-1') },
  'hold.release': { unknown_document: refuse('DEC-1'), already_done: merge('HLD-2'), not_this_document: refuse('HLD-3') },
  'pack.assemble': packing,
  'pack.split': packing,
  'return.receive': {
    unknown_item: flag('RET-1', 'UNKNOWN_ITEM', 'inspector'),
    already_done: flag('RET-2', 'UNIT_RECEIVED_TWICE', 'inspector'),
    unknown_document: flag('RET-3', 'UNKNOWN_RMA', 'inspector'),
    serial_elsewhere: serialTold,
    over_expected: flag('RET-4', 'RETURNED_MORE_THAN_SHIPPED', 'finance', 48),
  },
  'return.inspect': { unknown_unit: keepAsked('RET-5', 'UNKNOWN_UNIT', 'inspector'), grade_differs: flag('RET-6', 'GRADE_DISPUTE'), document_closed: keepAsked('RET-13', 'GRADED_AFTER_DISPOSITION'), already_done: merge('RET-7'), not_enough_stock: fromSuspense },
  'return.split': { unknown_unit: keepAsked('RET-5', 'UNKNOWN_UNIT', 'inspector'), already_done: merge('RET-19'), not_open: merge('RET-20') },
  'return.dispose': { unknown_unit: keepAsked('RET-5', 'UNKNOWN_UNIT', 'inspector'), grade_differs: keepAsked('RET-12', 'DISPOSED_IN_DISPUTE'), already_done: merge('RET-11'), not_pending: keepAsked('RET-8', 'DISPOSITION_REVERSAL'), not_open: refuse('RET-9'), unknown_location: flag('RET-10', 'UNKNOWN_LOCATION'), not_enough_stock: fromSuspense },
  'return.settle_grade': { unknown_unit: refuse('DEC-1'), document_closed: refuse('RET-14'), not_pending: refuse('RET-15'), approver_is_author: refuse('APP-3'), view_changed: refuse('APP-1') },
  'return.reverse': { unknown_unit: refuse('DEC-1'), not_pending: refuse('RET-16'), view_changed: refuse('APP-1'), unknown_location: flag('RET-10', 'UNKNOWN_LOCATION') },
  'refund.consider': { unknown_unit: merge('RFD-3'), already_done: merge('RFD-4') },
  'refund.decide': { unknown_document: refuse('DEC-1'), not_this_document: refuse('RFD-5'), not_pending: refuse('RFD-6'), reason_not_allowed: refuse('RFD-7'), unknown_item: refuse('RFD-8'), over_expected: refuse('RFD-9'), not_balanced: refuse('RFD-10') },
  'refund.supplement': { already_done: merge('RFD-11'), unknown_document: refuse('DEC-1'), over_expected: refuse('RFD-9') },
  'refund.elsewhere': { already_done: merge('RFD-12'), unknown_document: flag('RFD-13', 'REFUND_UNKNOWN_ORDER', 'finance'), over_expected: flag('RFD-14', 'REFUNDED_BEYOND_PAID', 'finance') },
  'refund.report': { unknown_document: merge('RFD-15'), already_done: merge('RFD-16') },
  'attachment.arrive': {},
  'attachment.miss': {},
  'refund.retry': { unknown_document: refuse('DEC-1'), not_pending: refuse('RFD-17') },
  'order.take_in': { already_done: merge('ORD-1'), unknown_location: refuse('ORD-2'), unknown_item: refuse('ORD-3') },
  'order.allocate': { unknown_document: refuse('DEC-1'), order_cancelled: merge('ORD-4'), not_open: refuse('ORD-5'), nothing_to_do: merge('ORD-7') },
  'work.replan': { nothing_to_do: merge('RPL-2') },
  'order.rush': { unknown_document: refuse('DEC-1'), document_closed: refuse('ORD-19'), already_done: merge('ORD-20') },
  'order.reroute': { unknown_document: refuse('DEC-1'), unknown_location: refuse('ORD-2'), document_closed: refuse('ORD-19'), already_done: merge('ORD-20'), view_changed: refuse('ORD-11'), not_open: refuse('ORD-21') },
  'channel.tell': { already_done: merge('CHN-1') },
  'order.change': { unknown_document: refuse('DEC-1'), already_done: merge('ORD-14'), document_closed: keepAsked('ORD-15', 'ORDER_CHANGED'), view_changed: refuse('ORD-11'), unknown_item: refuse('ORD-3'), not_this_document: refuse('ORD-17'), not_open: flag('ORD-16', 'ORDER_CHANGED', 'supervisor', 4) },
  'order.release_hold': { unknown_document: refuse('DEC-1'), already_done: merge('ORD-8'), not_your_decision: refuse('ORD-18') },
  'order.cancel': { unknown_document: refuse('DEC-1'), already_done: merge('ORD-9'), document_closed: refuse('ORD-10'), view_changed: refuse('ORD-11') },
  'order.place_hold': { unknown_document: refuse('DEC-1'), document_closed: refuse('ORD-12'), already_done: merge('ORD-13') },
  'cancel.answer': { unknown_document: merge('CAN-1'), already_done: merge('CAN-2') },
  'cancel.decide': { unknown_document: refuse('DEC-1'), already_done: merge('CAN-2') },
  'order.settle_cancel': { unknown_document: refuse('DEC-1'), nothing_to_do: merge('CAN-3') },
  'work.deal': { unknown_document: refuse('DEC-1'), nothing_to_do: merge('DEA-2') },
  'work.claim': { unknown_document: refuse('DEC-1'), document_closed: merge('DEA-3'), already_done: merge('DEA-4'), dealt_elsewhere: refuse('DEA-5') },
  'work.ask': { already_done: merge('DEA-6') },
  'work.hand_back': { nothing_to_do: merge('DEA-7') },
  'work.take_back': { unknown_document: refuse('DEC-1'), nothing_to_do: merge('DEA-8') },
  'put_back.missing': { already_done: merge('PUT-1') },
  'pick.pick': {
    unknown_item: flag('PIK-1', 'UNKNOWN_ITEM'),
    unknown_document: flag('PIK-2', 'PICK_WITHOUT_TASK'),
    not_this_document: flag('PIK-3', 'WRONG_ITEM_PICKED'),
    order_cancelled: flag('PIK-4', 'PUT_BACK', 'supervisor', 4),
    already_done: flag('PIK-5', 'PUT_BACK', 'supervisor', 4),
    over_expected: flag('PIK-6', 'PUT_BACK', 'supervisor', 4),
    dealt_elsewhere: flag('PIK-8', 'PICKED_ELSEWHERE', 'supervisor', 4),
    ...ifShort,
  },
  'pick.short': { unknown_document: flag('PIK-2', 'PICK_WITHOUT_TASK'), already_done: { id: 'PIK-7', verdict: 'merged', effects: true } },
  'pick.instead': {
    unknown_item: merge('PIK-9'), unknown_location: merge('PIK-9'), unknown_document: merge('PIK-9'), already_done: merge('PIK-10'),
    order_cancelled: promisedLess, over_expected: promisedLess, not_enough_stock: promisedLess, reason_not_allowed: { ...promisedLess, id: 'PIK-12' },
  },
  'parcel.pack': {
    unknown_document: flag('PAK-1', 'PACKED_WITHOUT_ORDER'),
    already_done: merge('PAK-2'),
    order_cancelled: flag('PAK-3', 'UNPACK_AND_PUT_BACK', 'supervisor', 4),
    over_expected: flag('PAK-4', 'PACKED_MORE_THAN_PICKED'),
    not_this_document: flag('PAK-5', 'PACKED_WITHOUT_TASK'),
    not_open: keepAsked('PAK-6', 'PARCEL_PACKED_TWICE'),
    order_held: flag('PAK-7', 'PACKED_ON_HOLD', 'supervisor', 4),
    not_enough_stock: fromSuspense,
    goods_held: { ...heldTaken, id: 'HLD-5' },
  },
  'parcel.book': { unknown_document: merge('CAR-1'), already_done: merge('CAR-2'), not_open: merge('CAR-3') },
  'parcel.ship': { unknown_document: keepAsked('SHP-1', 'UNKNOWN_PARCEL'), already_done: merge('SHP-2'), order_cancelled: flag('SHP-3', 'INTERCEPT', 'supervisor', 2), not_this_document: flag('SHP-4', 'NOT_THIS_ORDER'), order_held: flag('SHP-5', 'SHIPPED_ON_HOLD', 'supervisor', 2), goods_held: { ...heldTaken, id: 'HLD-6' }, not_open: keepAsked('SHP-6', 'SHIPPED_AFTER_UNPACKING') },
  'parcel.unpack': { unknown_document: keepAsked('SHP-1', 'UNKNOWN_PARCEL'), already_done: merge('UNP-1'), not_this_document: keepAsked('UNP-2', 'NOT_THIS_ORDER'), document_closed: flag('UNP-3', 'UNPACKED_AFTER_SHIPPING') },
  'parcel.caught': { unknown_document: keepAsked('SHP-1', 'UNKNOWN_PARCEL'), already_done: merge('INT-2'), not_this_document: keepAsked('UNP-2', 'NOT_THIS_ORDER') },
  'parcel.gone_on': { unknown_document: refuse('DEC-1'), not_open: refuse('INT-3'), already_done: merge('INT-4') },
  'scan.keep': {},
  'scan.match': { unknown_item: keepAsked('SCN-4', 'UNKNOWN_ITEM'), unknown_document: keepAsked('SCN-2', 'UNMATCHED_SCAN'), already_done: merge('SCN-3') },
  'barcode.teach': { unknown_item: refuse('TCH-1'), not_teachable: refuse('TCH-2'), already_done: merge('TCH-3'), code_elsewhere: flag('TCH-4', 'BARCODE_TWICE', 'supervisor', 8) },
  'barcode.withdraw': { unknown_document: refuse('DEC-1'), already_done: merge('TCH-5'), not_your_decision: refuse('TCH-6') },
  'exception.resolve': { unknown_document: refuse('DEC-1'), already_done: merge('EXC-1'), not_pending: refuse('EXC-2') },
  'exception.assign': { unknown_document: refuse('DEC-1'), already_done: merge('EXC-1'), nothing_to_do: merge('EXC-3'), view_changed: refuse('EXC-4') },
  'parked.release': { unknown_document: refuse('DEC-1'), already_done: merge('PRK-2') },
  'parked.abandon': { unknown_document: refuse('DEC-1'), already_done: merge('PRK-2'), approver_is_author: refuse('APP-3') },
  'station.readmit': { unknown_document: refuse('DEC-1'), already_done: merge('STA-3') },
  'person.reset_pin': { unknown_document: refuse('DEC-1'), not_your_decision: refuse('PIN-1') },
  'person.revoke': { unknown_document: refuse('DEC-1'), not_your_decision: refuse('REV-2'), already_done: merge('REV-1') },
  'device.revoke': { unknown_document: refuse('DEC-1'), already_done: merge('REV-1') },
};

export function ruleFor(command: CommandOf<CommandType>, rejection: Rejection): Rule {
  const rule = (rules[command.type] as Partial<Record<string, Rule>>)[rejection.type];
  if (!rule) throw new Error(`no rule for ${command.type} with ${rejection.type}`);
  return rule;
}
