// Step 3, decide: the one entry from a command to what it reads and whether anything stands against it.
import * as adjustments from './adjustments.ts';
import * as budget from './approving/budget.ts';
import { delegate } from './approving/delegation.ts';
import { needsServerToSign, sign } from './approving/sign.ts';
import { arrivePhoto, missPhoto, photoReads } from './attachments.ts';
import * as bringingBack from './bringing-back.ts';
import * as cancelling from './cancelling.ts';
import { changeOrder } from './changing-orders.ts';
import type { Command, CommandOf, CommandType } from './commands.ts';
import { effectiveAt, isCentral } from './commands.ts';
import { countsBehind } from './count-arrivals.ts';
import { assignCount } from './count-planning/assign.ts';
import { glance } from './count-planning/glance.ts';
import * as sheets from './count-planning/sheets.ts';
import * as counting from './counting.ts';
import type { Decider } from './decider.ts';
import { holdsOver } from './held-goods.ts';
import * as holds from './holds.ts';
import * as care from './looking-after.ts';
import * as moving from './moving.ts';
import { resetPin } from './pins.ts';
import { proposePurchase } from './purchasing/proposals.ts';
import { receiptOverdue } from './late-receipts.ts';
import { explainPutAway } from './put-away.ts';
import * as replenishing from './replenishing.ts';
import * as orders from './orders.ts';
import { bookParcel } from './parcel-booking.ts';
import { pickInstead } from './pick-instead.ts';
import * as picking from './picking.ts';
import { missPutBack } from './put-backs.ts';
import * as receiving from './receiving.ts';
import { refuseGoods } from './receiving-refused.ts';
import { settleSample } from './receiving-samples.ts';
import { takeBackReceipt } from './receiving-undone.ts';
import * as pallets from './pallets.ts';
import * as parked from './parked-work.ts';
import { proposePack } from './pack-sizes.ts';
import type { RejectionType } from './rejections.ts';
import * as refunds from './refunding/refunds.ts';
import { replan } from './replanning.ts';
import * as returns from './returns.ts';
import { revokeDevice, revokePerson } from './revoking.ts';
import type { Read, Slice } from './slice.ts';
import { readmit } from './stations.ts';
import { rerouteOrder, rushOrder } from './steering-orders.ts';
import * as teaching from './teaching.ts';
import { tellOfChannel } from './telling-channels.ts';
import * as transfers from './transfers.ts';
import * as work from './work.ts';

export const deciders = {
  'delivery.receive': receiving.receive,
  'delivery.take_back': takeBackReceipt,
  'delivery.refuse': refuseGoods,
  'delivery.settle_sample': settleSample,
  'pack.propose': proposePack,
  'delivery.finish_for_all': receiving.finishForAll,
  'delivery.finish': receiving.finish,
  'delivery.settle_surplus': receiving.settleSurplus,
  'stock.put_away': moving.putAway,
  'receipt.overdue': receiptOverdue,
  'purchase.propose': proposePurchase,
  'put_away.explain': explainPutAway,
  'replenish.plan': replenishing.plan,
  'replenish.drop': replenishing.drop,
  'stock.move': moving.moveStock,
  'stock.put_back': moving.putBack,
  'stock.open': moving.openStock,
  'stock.regrade': moving.regrade,
  'stock.identify': moving.identify,
  'unit.draw_numbers': pallets.drawNumbers,
  'unit.build': pallets.buildUnit,
  'unit.move': pallets.moveUnit,
  'transfer.open': transfers.openTransfer,
  'transfer.send': transfers.sendTransfer,
  'transfer.receive': transfers.receiveTransfer,
  'transfer.finish': transfers.finishTransfer,
  'transfer.compare': transfers.compareTransfer,
  'transfer.settle': transfers.settleTransfer,
  'count.open': counting.openCount,
  'count.assign': assignCount,
  'count.glance': glance,
  'count.record': counting.recordCount,
  'count.submit': counting.submitCount,
  'count.print_sheet': sheets.printSheet,
  'count.start_sheet': sheets.startSheet,
  'count.end_sheet': sheets.endSheet,
  'count.explain': counting.explainCount,
  'adjustment.submit': adjustments.submitAdjustment,
  'adjustment.approve': adjustments.approveAdjustment,
  'adjustment.reject': adjustments.rejectAdjustment,
  'adjustment.reverse': adjustments.reverseAdjustment,
  'correction.submit': adjustments.submitCorrection,
  'approval.sign': sign,
  'approval.draw': budget.drawBudget,
  'approval.give_back': budget.returnBudget,
  'approval.delegate': delegate,
  'hold.place': holds.placeHold,
  'hold.release': holds.releaseHold,
  'pack.assemble': moving.assemble,
  'pack.split': moving.split,
  'return.receive': returns.receiveReturn,
  'return.inspect': returns.inspect,
  'return.split': returns.splitUnit,
  'return.dispose': returns.dispose,
  'return.settle_grade': returns.settleGrade,
  'return.reverse': returns.reverseDisposition,
  'refund.consider': refunds.considerRefund,
  'refund.decide': refunds.decideRefund,
  'refund.supplement': refunds.supplement,
  'refund.elsewhere': refunds.refundedElsewhere,
  'refund.report': refunds.reportRefund,
  'refund.retry': refunds.retryRefund,
  'order.take_in': orders.takeIn,
  'order.change': changeOrder,
  'channel.tell': tellOfChannel,
  'order.rush': rushOrder,
  'order.reroute': rerouteOrder,
  'order.allocate': orders.allocate,
  'work.replan': replan,
  'order.release_hold': orders.releaseOrderHold,
  'order.cancel': cancelling.cancel,
  'order.place_hold': cancelling.placeOrderHold,
  'cancel.answer': cancelling.answerCancel,
  'cancel.decide': cancelling.decideCancel,
  'order.settle_cancel': cancelling.settleCancel,
  'work.deal': work.dealWork,
  'work.claim': work.claimWork,
  'work.ask': work.askForWork,
  'work.hand_back': work.handBack,
  'work.take_back': work.takeBack,
  'put_back.missing': missPutBack,
  'pick.pick': picking.pick,
  'pick.short': picking.pickShort,
  'pick.instead': pickInstead,
  'parcel.pack': picking.pack,
  'parcel.book': bookParcel,
  'parcel.ship': picking.ship,
  'parcel.unpack': bringingBack.unpack,
  'parcel.caught': bringingBack.caught,
  'parcel.gone_on': bringingBack.goneOn,
  'scan.keep': care.keepScan,
  'scan.match': teaching.matchScan,
  'barcode.teach': teaching.teach,
  'barcode.withdraw': teaching.withdraw,
  'attachment.arrive': arrivePhoto,
  'attachment.miss': missPhoto,
  'exception.resolve': care.resolve,
  'exception.assign': care.assign,
  'parked.release': parked.release,
  'parked.abandon': parked.abandon,
  'station.readmit': readmit,
  'person.revoke': revokePerson,
  'person.reset_pin': resetPin,
  'device.revoke': revokeDevice,
} as const satisfies { [T in CommandType]: Decider<T, RejectionType> };

/** The rejections that a command's ladder can end in; the rule table must answer each of them. */
export type RejectionOf<T extends CommandType> = (typeof deciders)[T] extends Decider<T, infer R> ? R : never;

export function deciderOf<T extends CommandType>(type: T): Decider<T, RejectionType> {
  return deciders[type] as unknown as Decider<T, RejectionType>;
}

/** All rows the judgement of this command looks at; pure, so both sides ask their store the same question. */
export function readsOf(command: Command): readonly Read[] {
  const reads = deciderOf(command.type).reads(command as CommandOf<never>);
  return [...reads, ...countsBehind(reads, effectiveAt(command)), ...holdsOver(reads), ...photoReads(command)];
}

/** Whether only the server decides this: a station sends it and shows that it was asked, nothing more. */
export function needsServer(command: Command, slice: Slice): boolean {
  if (isCentral(command.type)) return true;
  if (command.type === 'approval.sign') return needsServerToSign(slice, command);
  return (command.type === 'adjustment.approve' || command.type === 'adjustment.reverse') && adjustments.needsServerToDecide(slice, command);
}
