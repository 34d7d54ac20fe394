// Why orders are kept back: each kind of hold says who may lift it and how soon somebody is to have looked. The company
// may say otherwise by a setting; a kind that nobody has described is a supervisor's.
import type { CommandType } from './commands.ts';
import type { Book } from './book.ts';
import type { Role } from './duties.ts';
import { setting } from './reads.ts';
import type { Slice } from './slice.ts';
import type { Json, Row } from './tables.ts';

export interface OrderHoldRule {
  readonly roles: readonly string[];
  /** So many hours after it was placed somebody is to have looked. */
  readonly hours: number;
}
const rule = (hours: number, ...roles: Role[]): OrderHoldRule => ({ roles, hours });

export const orderHoldKinds = {
  PAYMENT: rule(72, 'finance'),
  CREDIT: rule(24, 'finance'),
  PRICE: rule(24, 'finance', 'supervisor'),
  FRAUD: rule(8, 'finance', 'supervisor'),
  ADDRESS: rule(24, 'supervisor', 'finance'),
  CUSTOMER: rule(24, 'supervisor', 'finance'),
  COMPLIANCE: rule(24, 'supervisor'),
  STOCK: rule(24, 'supervisor'),
  ITEM_RECALL: rule(4, 'supervisor'),
  MANUAL: rule(24, 'supervisor', 'finance'),
} as const satisfies Record<string, OrderHoldRule>;
export type OrderHoldKind = keyof typeof orderHoldKinds;

const otherwise = rule(24, 'supervisor', 'finance');
export const ORDER_HOLD_RULES = 'order_hold_rules';
export const orderHoldReads = setting(ORDER_HOLD_RULES);

/** `told` is the company's setting: { KIND: { roles, hours } }; what it does not say, or says wrongly, stays as it is. */
export function orderHoldRule(kind: string, told: Json | undefined): OrderHoldRule {
  const known = (orderHoldKinds as Readonly<Record<string, OrderHoldRule>>)[kind] ?? otherwise;
  const own = fields(fields(told)[kind]);
  const { roles, hours } = own;
  return {
    roles: Array.isArray(roles) && roles.every((role) => typeof role === 'string') ? (roles as readonly string[]) : known.roles,
    hours: typeof hours === 'number' && hours > 0 ? hours : known.hours,
  };
}
const fields = (value: Json | undefined): Readonly<Record<string, Json>> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>) : {});

/** The system lifts what the channel says is over; nobody else lifts what is another's. */
export const mayLift = (roles: readonly string[], kind: string, told: Json | undefined): boolean => roles.includes('system') || orderHoldRule(kind, told).roles.some((role) => roles.includes(role));

export function placedHold(book: Book<CommandType>, orderId: string, kind: string, note: string): Row<'order_hold'> {
  const { slice, command, at } = book;
  return {
    order_id: orderId, hold_id: kind, kind, state: 'PLACED', placed_by: command.person, placed_at: at, released_by: null, released_at: null, note,
    due_at: at + orderHoldRule(kind, toldIn(slice)).hours * 3_600_000,
  };
}
export const toldIn = (slice: Slice): Json | undefined => slice.get('setting', ORDER_HOLD_RULES)?.value;
