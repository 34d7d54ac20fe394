// Decisions about money for what came back. Each is one row, paid once: it holds its amount of the order line from the
// moment it is decided, so that all decisions together never give back more than was paid, wherever they were made.
import type { Book } from '#domain/book.ts';
import { decider } from '#domain/decider.ts';
import { closeAbout, raise } from '#domain/exceptions.ts';
import { idFrom } from '#domain/ids.ts';
import { lineAmount } from '#domain/money.ts';
import { about, document, item, setting } from '#domain/reads.ts';
import { reject } from '#domain/rejections.ts';
import { unitReads } from '#domain/returns.ts';
import { inOrder, type Read, type Slice } from '#domain/slice.ts';
import type { Json, Row } from '#domain/tables.ts';
import { consider, type Considered } from './consider.ts';
import { isHolding, leftOf, paidOf, paidReads, paidTotal } from './paid.ts';
import { REFUND_POLICY, refusals } from './policy.ts';

type Refund = Row<'refund'>;
interface ExchangeLine {
  readonly itemId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

export const refundIdOf = (warehouse: string, unitId: string): string => idFrom('refund', warehouse, unitId);
const refundLock = (warehouse: string, refundId: string): string => `refund:${warehouse}:${refundId}`;
/** Two locks: by the id alone, because the row is the company's, and with the warehouse, under which its work items lie. */
export const refundReads = (warehouse: string, refundId: string): readonly Read[] => [
  ...document(`refund:${refundId}`, { table: 'refund', where: { refund_id: refundId } }),
  about(warehouse, refundId, refundLock(warehouse, refundId)),
];

/** Not yet in anybody's hands outside: may be decided otherwise. */
const open = ['GATED', 'REVIEW', 'PENDING_APPROVAL', 'DENIED', 'NOTHING_DUE'];
const linesOf = (row: Refund): readonly ExchangeLine[] => row.exchange as unknown as readonly ExchangeLine[];
const valueOf = (lines: readonly ExchangeLine[]): number => lines.reduce((sum, line) => sum + lineAmount(line.quantity, line.unitPrice), 0);
/** What the payment side is asked for: the amount, less what goes out in goods. */
export const payoutOf = (row: Refund): number => row.amount - valueOf(linesOf(row));
/** A request once made is known under this key for ever; a new try after a definite failure has a new one. */
export const requestKey = (row: Pick<Refund, 'refund_id' | 'attempt'>): string => `${row.refund_id}:${row.attempt}`;

const blank = (warehouse: string, refundId: string, by: string, at: number): Refund => ({
  refund_id: refundId, warehouse_id: warehouse, unit_id: '', item_id: '', quantity: 0, order_id: null, order_line: null, customer_id: null, kind: 'REFUND', state: 'GATED', reasons: [], refusal: '',
  currency: '', goods: 0, tax: 0, shipping: 0, fee: 0, amount: 0, policy: '', grade: '', graded_by: '', supplements: null, exchange: [], exchange_order_id: null,
  decided_by: by, decided_at: at, approver: null, note: '', attempt: 0, requested_at: null, settled_at: null, reference: '',
});

/** Takes units and amount of the row from its line, or (−1) gives them back. */
function hold(book: Book, row: Refund, sign: 1 | -1): void {
  if (row.order_id === null || row.order_line === null) return;
  const paid = paidOf(book.slice, row.order_id, row.order_line);
  if (paid) book.became('paid_line', { ...paid, refunded: paid.refunded + sign * row.amount, refunded_units: paid.refunded_units + sign * row.quantity });
}
const letGo = (book: Book, row: Refund | undefined): void => {
  if (row && isHolding(row)) hold(book, row, -1);
};

/** Writes a decision whose amount is settled; one that is due goes on at once. */
function decide(book: Book, row: Refund): void {
  if (isHolding(row)) hold(book, row, 1);
  if (row.state === 'REQUESTED') return fallDue(book, row);
  book.became('refund', row);
}

/** From here on it is the payment side's, and the goods of an exchange are ordered. */
export function fallDue(book: Book, row: Refund): void {
  const lines = linesOf(row);
  const exchangeOrder = lines.length > 0 ? orderExchange(book, row, lines) : null;
  const state = payoutOf(row) > 0 ? 'REQUESTED' : 'EXCHANGED';
  book.became('refund', { ...row, state, exchange_order_id: exchangeOrder, attempt: state === 'REQUESTED' ? row.attempt + 1 : row.attempt, requested_at: book.at });
}

/** A new order to the same customer, which gets stock of its own as any other does. */
function orderExchange(book: Book, row: Refund, lines: readonly ExchangeLine[]): string | null {
  const sold = row.order_id === null ? undefined : book.slice.get('sales_order', row.order_id);
  if (!sold) return null;
  const orderId = idFrom('exchange', row.refund_id);
  book.became('sales_order', { ...sold, order_id: orderId, channel_number: `${sold.channel_number}-X${row.refund_id.slice(0, 6).toUpperCase()}`, state: 'RELEASED', ordered_at: book.at, promised_at: null, cancel_reason: null, taken_in_at: book.at, version: 1, sourced: `where order ${sold.channel_number} shipped from`, part_of: '' });
  lines.forEach((line, index) => book.became('sales_order_line', {
    order_id: orderId, line_no: index + 1, item_id: line.itemId, quantity: line.quantity, unit_price: line.unitPrice, allocated: 0, shipped: 0, cancelled: 0, returned: 0, backordered: false,
  }));
  return orderId;
}

/** Undoes what a signature turned down. */
export function turnDown(book: Book, row: Refund, refusal: string, note: string): void {
  letGo(book, row);
  book.became('refund', { ...row, state: 'DENIED', refusal, approver: book.command.person, note: note === '' ? row.note : note });
}

/** Refunds of the same customer, for the policy's look at who gets much back. */
const ofCustomer = (customerId: string | undefined): readonly Read[] => (customerId === undefined ? [] : [{ table: 'refund', where: { customer_id: customerId } }]);
const rmaReads = (rmaId: string | undefined): readonly Read[] => (rmaId === undefined ? [] : document(`rma:${rmaId}`, { table: 'rma', where: { rma_id: rmaId } }));

export const considerRefund = decider('refund.consider', {
  reads: ({ warehouse, payload: p }) => [
    ...unitReads(warehouse, p.unitId), ...refundReads(warehouse, p.refundId), setting(REFUND_POLICY), ...ofCustomer(p.customerId), ...rmaReads(p.rmaId), ...(p.orderId === undefined ? [] : paidReads(p.orderId)),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const row = slice.get('refund', p.refundId);
    if (slice.get('return_unit', warehouse, p.unitId)?.item_id !== p.itemId || (row && (row.warehouse_id !== warehouse || row.unit_id !== p.unitId))) return reject('unknown_unit', { unit: p.unitId });
    return row && !isReconsidered(row, p.orderId) ? reject('already_done', { state: row.state, by: row.decided_by }) : undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const p = command.payload;
    const unit = slice.get('return_unit', command.warehouse, p.unitId);
    const before = slice.get('refund', p.refundId);
    if (!unit || (before && !isReconsidered(before, p.orderId))) return;
    letGo(book, before);
    const found = consider(slice, unit, { customerId: p.customerId ?? null, rmaId: p.rmaId ?? null }, at);
    const row: Refund = {
      ...blank(command.warehouse, p.refundId, command.person, at), unit_id: unit.unit_id, item_id: unit.item_id, order_id: unit.order_id, order_line: unit.order_line,
      customer_id: p.customerId ?? (p.orderId === undefined ? null : slice.get('sales_order', p.orderId)?.customer_id ?? null), grade: unit.grade, graded_by: unit.inspected_by ?? '', ...figuresOf(found, unit),
    };
    decide(book, row);
    if (found.state === 'REVIEW') tellReview(book, row);
  },
});
/** The policy's own decision stands until a person has decided or money is on its way; then the unit changes nothing any more. What it holds of another order than the one at hand could not be given back. */
const isReconsidered = (row: Refund, orderId: string | undefined): boolean => (row.state === 'GATED' || row.state === 'PENDING_APPROVAL') && (!isHolding(row) || row.order_id === orderId) && row.kind === 'REFUND' && row.note === '' && row.approver === null;
const figuresOf = (found: Considered, unit: Row<'return_unit'>) => ({
  state: found.state, reasons: found.reasons as unknown as Json, refusal: found.refusal, quantity: found.state === 'GATED' || found.state === 'REVIEW' || found.state === 'DENIED' ? unit.quantity : found.units,
  currency: found.currency, goods: found.goods, tax: found.tax, shipping: found.shipping, fee: found.fee, amount: found.amount, policy: found.policy,
});

function tellReview(book: Book, row: Refund): void {
  raise(book, {
    id: idFrom('refund-review', row.refund_id), rule: 'RFD-1', kind: 'REFUND_REVIEW', subject: { kind: 'refund', id: row.refund_id }, ownerRole: 'finance', maxAgeHours: 48, itemId: row.item_id, quantity: row.quantity,
    did: { type: 'refund.consider', unit: row.unit_id, customer: row.customer_id ?? '', grade: row.grade }, book: { reasons: row.reasons, order: row.order_id ?? '' },
  });
}

export const decideRefund = decider('refund.decide', {
  reads: ({ warehouse, payload: p }) => [...refundReads(warehouse, p.refundId), ...(p.orderId === undefined ? [] : paidReads(p.orderId)), ...p.exchange.map((line) => item(line.itemId))],
  refuse: ({ warehouse, payload: p }, slice) => {
    const row = slice.get('refund', p.refundId);
    if (!row || row.warehouse_id !== warehouse) return reject('unknown_document', { refund: p.refundId });
    const named = lineOf(slice, p);
    if ((row.order_id !== null && row.order_id !== (p.orderId ?? null)) || (p.kind !== 'REFUSE' && (!named || !isOf(slice, named, row.item_id)))) return reject('not_this_document', { order: row.order_id ?? '', item: row.item_id });
    if (!open.includes(row.state)) return reject('not_pending', { state: row.state, by: row.decided_by });
    if (p.kind === 'REFUSE') return Object.hasOwn(refusals, p.refusal) ? undefined : reject('reason_not_allowed', { refusal: p.refusal });
    const unknown = p.exchange.find((line) => !slice.get('item', line.itemId));
    if (unknown) return reject('unknown_item', { item: unknown.itemId });
    const { left, amount } = amountFor(slice, row, p);
    if (amount === 0 || amount > left) return reject('over_expected', { expected: left, quantity: amount });
    const goods = valueOf(p.exchange);
    return (p.kind === 'EXCHANGE') !== p.exchange.length > 0 || goods > amount ? reject('not_balanced', { value: goods, amount }) : undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const p = command.payload;
    const row = slice.get('refund', p.refundId);
    if (!row) return;
    const { amount, parts, units } = amountFor(slice, row, p);
    letGo(book, row);
    const decided = { ...row, decided_by: command.person, decided_at: at, note: p.note, kind: p.kind === 'REFUSE' ? row.kind : p.kind };
    if (p.kind === 'REFUSE') book.became('refund', { ...decided, state: 'DENIED', refusal: p.refusal });
    else {
      const orderId = p.orderId ?? null;
      decide(book, {
        ...decided, ...parts, state: 'PENDING_APPROVAL', refusal: '', order_id: orderId, order_line: p.orderLine ?? null, quantity: units, amount, exchange: p.exchange as unknown as Json,
        currency: orderId === null ? row.currency : (slice.get('sales_order', orderId)?.currency ?? row.currency), customer_id: row.customer_id ?? (orderId === null ? null : slice.get('sales_order', orderId)?.customer_id ?? null),
      });
    }
    closeAbout(book, row.refund_id, 'REFUND_REVIEW', p.kind);
  },
});

type Named = { readonly orderId?: string | undefined; readonly orderLine?: number | undefined };
const lineOf = (slice: Slice, p: Named): Row<'sales_order_line'> | undefined => (p.orderId === undefined || p.orderLine === undefined ? undefined : slice.get('sales_order_line', p.orderId, p.orderLine));

/** The item of the line, or one that went out for it. */
const isOf = (slice: Slice, line: Row<'sales_order_line'>, itemId: string): boolean =>
  line.item_id === itemId || slice.list('substitution', { order_id: line.order_id }).some((each) => each.line_no === line.line_no && each.item_id === itemId);

/** What a person gives back: what they say, or what the line has for these units; with what is left of the line, the row's own share counted in. */
function amountFor(slice: Slice, row: Refund, p: Named & { readonly amount?: number | undefined }) {
  const line = lineOf(slice, p);
  const paid = line && paidOf(slice, line.order_id, line.line_no);
  if (!line || !paid) return { left: 0, amount: 0, units: row.quantity, parts: {} };
  const own = isHolding(row) && row.order_id === line.order_id && row.order_line === line.line_no ? row : undefined;
  const freed = own ? { ...paid, refunded: paid.refunded - own.amount, refunded_units: paid.refunded_units - own.quantity } : paid;
  const units = Math.max(0, Math.min(row.quantity, line.shipped - freed.refunded_units));
  const goods = Math.min(lineAmount(units, line.unit_price), leftOf(freed));
  const amount = p.amount ?? (row.amount > 0 ? row.amount : goods);
  return { left: leftOf(freed), amount, units, parts: row.amount > 0 && p.amount === undefined ? {} : { goods: amount, tax: 0, shipping: 0, fee: 0 } };
}

export const supplement = decider('refund.supplement', {
  reads: ({ warehouse, payload: p }) => [...refundReads(warehouse, p.refundId), ...refundReads(warehouse, p.supplements), ...paidReads(p.orderId)],
  refuse: ({ payload: p }, slice) => {
    if (slice.get('refund', p.refundId)) return reject('already_done', { refund: p.refundId });
    const base = slice.get('refund', p.supplements);
    if (!base || base.order_id !== p.orderId || base.order_line === null) return reject('unknown_document', { refund: p.supplements });
    const paid = paidOf(slice, p.orderId, base.order_line);
    const left = paid ? leftOf(paid) : 0;
    return p.amount > left ? reject('over_expected', { expected: left, quantity: p.amount }) : undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const p = command.payload;
    const base = slice.get('refund', p.supplements);
    if (!base) return;
    decide(book, {
      ...blank(base.warehouse_id, p.refundId, command.person, at), unit_id: base.unit_id, item_id: base.item_id, order_id: base.order_id, order_line: base.order_line, customer_id: base.customer_id, currency: base.currency, grade: base.grade,
      graded_by: base.graded_by, kind: 'SUPPLEMENT', state: 'PENDING_APPROVAL', reasons: ['POLICY'], supplements: base.refund_id, goods: p.amount, amount: p.amount, note: p.note,
    });
  },
});

/** A fact: the money is gone. What still waits for a signature becomes less, so that all together stay within what was paid. */
export const refundedElsewhere = decider('refund.elsewhere', {
  reads: ({ warehouse, payload: p }) => [...refundReads(warehouse, p.refundId), ...paidReads(p.orderId)],
  refuse: ({ payload: p }, slice) => {
    if (slice.get('refund', p.refundId)) return reject('already_done', { refund: p.refundId });
    const paid = paidOf(slice, p.orderId, p.orderLine);
    if (!paid) return reject('unknown_document', { order: p.orderId, line: p.orderLine });
    const waiting = waitingOn(slice, p).reduce((sum, row) => sum + row.amount, 0);
    return p.amount > leftOf(paid) + waiting ? reject('over_expected', { expected: leftOf(paid) + waiting, quantity: p.amount }) : undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const p = command.payload;
    const paid = paidOf(slice, p.orderId, p.orderLine);
    const salesOrder = slice.get('sales_order', p.orderId);
    book.became('refund', {
      ...blank(command.warehouse, p.refundId, command.person, at), order_id: p.orderId, order_line: p.orderLine, item_id: slice.get('sales_order_line', p.orderId, p.orderLine)?.item_id ?? '', customer_id: salesOrder?.customer_id ?? null,
      kind: 'ELSEWHERE', state: 'SETTLED', currency: paid?.currency ?? '', goods: p.amount, amount: p.amount, note: p.note, reference: p.source, settled_at: at,
    });
    if (!paid) return;
    book.became('paid_line', { ...paid, elsewhere: paid.elsewhere + p.amount });
    let over = paid.refunded + paid.elsewhere + p.amount - paidTotal(paid);
    for (const row of waitingOn(slice, p)) {
      const cut = Math.min(Math.max(0, over), row.amount);
      if (cut === 0) continue;
      over -= cut;
      letGo(book, row);
      const less = { ...row, amount: row.amount - cut, reasons: [...(row.reasons as readonly Json[]), 'REFUNDED_BEFORE'] };
      // Goods that the rest no longer pays for are not sent.
      const goes = valueOf(linesOf(row)) > less.amount ? { ...less, exchange: [] } : less;
      decide(book, goes.amount === 0 ? { ...goes, state: 'NOTHING_DUE' } : goes);
    }
  },
});
const waitingOn = (slice: Slice, p: { readonly orderId: string; readonly orderLine: number }): readonly Refund[] =>
  inOrder(slice.list('refund', { order_id: p.orderId }).filter((row) => row.order_line === p.orderLine && row.state === 'PENDING_APPROVAL'), (row) => row.refund_id);

export const reportRefund = decider('refund.report', {
  reads: ({ warehouse, payload: p }) => refundReads(warehouse, p.refundId),
  refuse: ({ payload: p }, slice) => {
    const row = slice.get('refund', p.refundId);
    if (!row) return reject('unknown_document', { refund: p.refundId });
    return row.state === 'REQUESTED' && row.attempt === p.attempt ? undefined : reject('already_done', { state: row.state, attempt: row.attempt });
  },
  effects: (book) => {
    const { slice, at, command } = book;
    const p = command.payload;
    const row = slice.get('refund', p.refundId);
    if (row?.state !== 'REQUESTED' || row.attempt !== p.attempt) return;
    book.became('refund', { ...row, state: p.state, settled_at: p.state === 'SETTLED' ? at : null, reference: p.reference });
    if (p.state === 'SETTLED') return;
    raise(book, {
      id: idFrom('refund-failed', row.refund_id, row.attempt), rule: 'RFD-2', kind: 'REFUND_FAILED', subject: { kind: 'refund', id: row.refund_id }, ownerRole: 'finance', maxAgeHours: 24, itemId: row.item_id, quantity: row.quantity,
      did: { type: 'refund.report', amount: payoutOf(row), attempt: row.attempt }, book: { says: p.note, order: row.order_id ?? '' },
    });
  },
});

export const retryRefund = decider('refund.retry', {
  reads: ({ warehouse, payload: p }) => refundReads(warehouse, p.refundId),
  refuse: ({ payload: p }, slice) => {
    const row = slice.get('refund', p.refundId);
    if (!row) return reject('unknown_document', { refund: p.refundId });
    return row.state === 'FAILED' ? undefined : reject('not_pending', { state: row.state, by: row.decided_by });
  },
  effects: (book) => {
    const { slice, at, command } = book;
    const row = slice.get('refund', command.payload.refundId);
    if (!row) return;
    book.became('refund', { ...row, state: 'REQUESTED', attempt: row.attempt + 1, requested_at: at, reference: '' });
    closeAbout(book, row.refund_id, 'REFUND_FAILED', 'ASKED AGAIN');
  },
});
