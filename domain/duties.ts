// Who may decide what. Physical facts may be reported by everybody who is known; decisions belong to roles.
import type { CommandType } from './commands.ts';

export const roles = ['floor', 'receiver', 'inspector', 'counter', 'supervisor', 'buyer', 'finance', 'admin', 'system'] as const;
export type Role = (typeof roles)[number];

const decisions: Partial<Record<CommandType, readonly Role[]>> = {
  'adjustment.approve': ['supervisor', 'finance'],
  'adjustment.reject': ['supervisor', 'finance'],
  'adjustment.reverse': ['supervisor', 'finance'],
  'approval.sign': ['supervisor', 'finance', 'buyer'],
  'approval.draw': ['supervisor', 'finance'],
  'approval.give_back': ['supervisor', 'finance'],
  'approval.delegate': ['supervisor', 'finance'],
  'hold.release': ['supervisor'],
  'order.cancel': ['supervisor', 'finance', 'system'],
  'order.release_hold': ['supervisor', 'finance', 'system'],
  'order.place_hold': ['supervisor', 'finance', 'system'],
  'order.settle_cancel': ['system'],
  'parcel.book': ['system'],
  'cancel.decide': ['supervisor'],
  'parcel.gone_on': ['supervisor', 'finance'],
  'work.deal': ['supervisor', 'system'],
  'work.take_back': ['supervisor', 'system'],
  'order.take_in': ['system'],
  'order.change': ['system'],
  'channel.tell': ['system'],
  'order.rush': ['supervisor', 'system'],
  'order.reroute': ['supervisor', 'system'],
  'order.allocate': ['system'],
  'work.replan': ['system'],
  'replenish.plan': ['system'],
  'receipt.overdue': ['system'],
  'purchase.propose': ['system'],
  'barcode.teach': ['supervisor', 'buyer'],
  'barcode.withdraw': ['supervisor', 'buyer'],
  'stock.open': ['system'],
  'transfer.open': ['supervisor', 'buyer', 'system'],
  'transfer.compare': ['system'],
  'transfer.settle': ['supervisor', 'finance'],
  'exception.resolve': ['supervisor', 'buyer', 'finance', 'inspector'],
  'exception.assign': ['supervisor', 'buyer', 'finance', 'inspector'],
  'parked.release': ['supervisor'],
  'parked.abandon': ['supervisor'],
  'station.readmit': ['supervisor', 'admin'],
  'person.revoke': ['supervisor', 'admin'],
  'person.reset_pin': ['supervisor', 'admin'],
  'device.revoke': ['supervisor', 'admin'],
  'return.dispose': ['inspector', 'supervisor'],
  'return.settle_grade': ['supervisor'],
  'return.reverse': ['supervisor'],
  'attachment.arrive': ['system'],
  'attachment.miss': ['system'],
  'refund.consider': ['system'],
  'refund.decide': ['finance', 'supervisor'],
  'refund.supplement': ['finance', 'supervisor'],
  'refund.elsewhere': ['finance', 'system'],
  'refund.report': ['system'],
  'refund.retry': ['finance'],
  'delivery.finish_for_all': ['supervisor', 'buyer'],
  'delivery.settle_surplus': ['buyer', 'supervisor'],
  'delivery.settle_sample': ['inspector', 'supervisor'],
  'stock.identify': ['supervisor', 'buyer', 'inspector', 'receiver'],
};

/** Whether one of these roles may send this command; an unlisted command is a fact and open to all. */
export function mayDo(held: readonly string[], type: CommandType): boolean {
  const allowed = decisions[type];
  return allowed === undefined || held.some((role) => (allowed as readonly string[]).includes(role));
}
export const isDecision = (type: CommandType): boolean => decisions[type] !== undefined;

const floorRoles: readonly Role[] = ['floor', 'receiver', 'inspector', 'counter'];
/** Approvals, refunds, teaching and the like: what nobody on the floor decides stops where a station was not heard for long. */
export const needsConfirmedRights = (type: CommandType): boolean => decisions[type]?.every((role) => !floorRoles.includes(role)) ?? false;
