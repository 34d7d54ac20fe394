// What becomes of the money for one returned unit, as things stand: pure, so that a station without network can say the
// same that the server will decide. Amounts are minor units.
import { percentOf } from '#domain/money.ts';
import type { Slice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import { isHolding, leftOf, paidOf, partsFor } from './paid.ts';
import { refundPolicyOf, ruleFor, type RefundPolicy } from './policy.ts';

/** GATED waits for the unit; REVIEW for a person who finds the sale; PENDING_APPROVAL for a signature; REQUESTED goes to the payment side. */
export type ConsideredState = 'GATED' | 'REVIEW' | 'PENDING_APPROVAL' | 'REQUESTED' | 'NOTHING_DUE' | 'DENIED';
/** Why it waits, is looked at, or is less than the price. */
export type RefundReason =
  | 'NOT_INSPECTED' | 'GRADE_DISPUTE' | 'NOT_DECIDED' | 'NO_SALE' | 'BEYOND_BOUGHT' | 'POLICY' | 'HIGH_VALUE' | 'CUSTOMER_RISK' | 'LATE' | 'REFUNDED_BEFORE' | 'LESS_THAN_PRICE' | 'RETURN_DENIED';
export interface Considered {
  readonly state: ConsideredState;
  readonly reasons: readonly RefundReason[];
  /** Standard refusal where it is denied. */
  readonly refusal: string;
  /** Units of the line that money goes back for. */
  readonly units: number;
  readonly currency: string;
  readonly goods: number;
  readonly tax: number;
  readonly shipping: number;
  readonly fee: number;
  readonly amount: number;
  readonly policy: string;
}

const DAY = 86_400_000;
const NOTHING = { units: 0, currency: '', goods: 0, tax: 0, shipping: 0, fee: 0, amount: 0, refusal: '' };

type Unit = Row<'return_unit'>;
/** What the unit still lacks before anything is due. */
function gateOf(unit: Unit, policy: RefundPolicy): readonly RefundReason[] {
  if (unit.state === 'DISPUTED') return ['GRADE_DISPUTE'];
  if (unit.state === 'RECEIVED') return ['NOT_INSPECTED'];
  return unit.state !== 'EXECUTED' && policy.dueAt === 'EXECUTED' ? ['NOT_DECIDED'] : [];
}

/** Who sent it and under which announcement, where the parcel tells. */
export interface Sender {
  readonly customerId: string | null;
  readonly rmaId: string | null;
}
/** The slice has the unit's order with its refunds, those of the customer, the announcement and the policy. */
export function consider(slice: Slice, unit: Unit, { customerId, rmaId }: Sender, at: number): Considered {
  const policy = refundPolicyOf(slice);
  const base = { ...NOTHING, policy: policy.version };
  const gate = gateOf(unit, policy);
  if (gate.length > 0) return { ...base, state: 'GATED', reasons: gate };
  const line = unit.order_id === null || unit.order_line === null ? undefined : slice.get('sales_order_line', unit.order_id, unit.order_line);
  const paid = line && paidOf(slice, line.order_id, line.line_no);
  const salesOrder = line && slice.get('sales_order', line.order_id);
  const known = customerId ?? salesOrder?.customer_id ?? null;
  const withoutSale = policy.noSale[known === null ? 'unknown' : 'known'];
  if (!line || !paid || !salesOrder) return withoutSale === 'review' ? { ...base, state: 'REVIEW', reasons: ['NO_SALE'] } : { ...base, state: 'DENIED', reasons: ['NO_SALE'], refusal: 'NR' };
  const units = Math.max(0, Math.min(unit.quantity, line.shipped - paid.refunded_units));
  if (units === 0) return withoutSale === 'review' ? { ...base, state: 'REVIEW', reasons: ['BEYOND_BOUGHT'] } : { ...base, state: 'DENIED', reasons: ['BEYOND_BOUGHT'], refusal: 'QD' };
  const rule = ruleFor(policy, unit);
  if (rule?.decide === 'refuse') return { ...base, state: 'DENIED', reasons: ['POLICY'], refusal: rule.refusal };
  const isLate = policy.days !== null && at - salesOrder.ordered_at > policy.days * DAY;
  if (isLate && policy.late === 'refuse') return { ...base, state: 'DENIED', reasons: ['LATE'], refusal: 'RT' };
  const parts = partsFor(paid, units, line.quantity);
  const percent = rule?.percent ?? 100;
  const goods = percentOf(parts.goods, percent);
  const tax = percentOf(parts.tax, percent);
  const shipping = rule?.shipping ? parts.shipping : 0;
  const fee = percentOf(goods, rule?.restocking ?? 0);
  const due = goods + tax + shipping - fee;
  const amount = Math.min(due, leftOf(paid));
  const figures = { ...base, units, currency: paid.currency, goods, tax, shipping, fee, amount };
  const less: RefundReason[] = [...(amount < due ? (['REFUNDED_BEFORE'] as const) : []), ...(percent < 100 || fee > 0 ? (['LESS_THAN_PRICE'] as const) : [])];
  if (due === 0) return { ...figures, state: 'NOTHING_DUE', reasons: less };
  if (amount === 0) return { ...figures, state: 'NOTHING_DUE', reasons: ['REFUNDED_BEFORE'] };
  const spent = customerId === null || policy.customerAbove === null ? 0 : wentBack(slice, customerId, at - policy.customerDays * DAY);
  const rma = rmaId === null ? undefined : slice.get('rma', rmaId);
  const looks: RefundReason[] = [
    ...(rule?.decide === 'automatic' ? [] : (['POLICY'] as const)),
    ...(policy.approveAbove !== null && amount > policy.approveAbove ? (['HIGH_VALUE'] as const) : []),
    ...(policy.customerAbove !== null && known !== null && spent + amount > policy.customerAbove ? (['CUSTOMER_RISK'] as const) : []),
    ...(isLate ? (['LATE'] as const) : []),
    ...(units < unit.quantity && withoutSale === 'review' ? (['BEYOND_BOUGHT'] as const) : []),
    ...(rma?.state === 'DENIED' ? (['RETURN_DENIED'] as const) : []),
  ];
  const short: RefundReason[] = units < unit.quantity && withoutSale !== 'review' ? ['BEYOND_BOUGHT'] : [];
  return { ...figures, state: looks.length > 0 ? 'PENDING_APPROVAL' : 'REQUESTED', reasons: [...looks, ...short, ...less] };
}

/** What this customer got back since then, in minor units, decided or paid. */
const wentBack = (slice: Slice, customerId: string, since: number): number =>
  slice.list('refund', { customer_id: customerId }).reduce((sum, row) => (isHolding(row) && row.decided_at >= since ? sum + row.amount : sum), 0);
