// Values what has committed, in the server's order, and posts it: one worker at a time, after the commit and never inside
// a batch, so that no scan waits for the books. Late work is posted when it comes; what was posted before stays.
import { halfEven, lineAmount, shareOf } from '#domain/money.ts';
import { idFrom } from '#domain/ids.ts';
import { payoutOf } from '#domain/refunding/refunds.ts';
import type { Row } from '#domain/tables.ts';
import { bringIn, meanCost, NOTHING, takeOut, type Step, type Valued } from '#domain/valuing/average.ts';
import { GRADE_VALUE, NO_ALLOWANCE, percentagesFrom, release, writeDown, type Allowance, type Percentages } from '#domain/valuing/grades.ts';
import { directionOf, ruleFor, type PostingEvent, type PostingRule } from '#domain/valuing/posting-rules.ts';
import { appendEntries, knownEntries, loadValuations, outboundCosts, postingRules, takeUnvalued, transitCosts, unitsIn, writeValuations, type JournalEntry, type JournalLine, type Unvalued } from '#db/central/journal.ts';
import { setting } from '#db/central/master-data.ts';
import { inScope, type Central, type Tx } from '#db/central/open.ts';
import type { SoldLine } from '#db/central/sold-lines.ts';

const PAGE = 2000;

/** Posts everything that has committed; answers how many entries it added. */
export async function valueStock(central: Central, now: number): Promise<number> {
  return inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, async (tx) => {
    const unseen = await takeUnvalued(tx);
    if (!unseen || (unseen.movements === 0 && unseen.refunds.length === 0 && unseen.sold.length === 0)) {
      await unseen?.done();
      return 0;
    }
    const rules = await postingRules(tx);
    const percent = percentagesFrom(await setting(tx, GRADE_VALUE));
    let added = 0;
    for (let from = 0; from < unseen.movements; from += PAGE) {
      const page = await unseen.page(from, PAGE);
      added += await postPage(tx, page, rules, percent, now);
    }
    added += await postRefunds(tx, unseen.refunds, rules, now);
    added += await postSales(tx, unseen.sold, rules, now);
    await unseen.done();
    return added;
  }, 'isolation level repeatable read');
}

interface Stock {
  readonly warehouse_id: string;
  readonly item_id: string;
  valued: Valued;
  readonly allowances: Map<string, Allowance>;
}
const keyOf = (row: { readonly warehouse_id: string; readonly item_id: string }): string => `${row.warehouse_id}\u001f${row.item_id}`;

async function postPage(tx: Tx, page: readonly Unvalued[], rules: readonly PostingRule[], percent: Percentages, now: number): Promise<number> {
  const stocks = await stocksOf(tx, page);
  const costs = await knownCosts(tx, page);
  const posting = createPosting(now);
  for (const movement of page) {
    const stock = stocks.get(keyOf(movement))!;
    const direction = directionOf(movement);
    if (direction === undefined) {
      grade(posting, rules, percent, stock, movement, movement.from_condition, movement.to_condition);
      continue;
    }
    const counterpart = direction === 'in' ? movement.from_location : movement.to_location;
    const rule = ruleFor(rules, { event: `stock.${direction}`, type: movement.type, counterpart, reason: movement.reason });
    const standard = movement.standard_cost ?? 0;
    const step = direction === 'in' ? bringIn(stock.valued, movement.quantity, costs.of(rule, movement, stock.valued.known ? stock.valued.average : standard) ?? standard) : takeOut(stock.valued, movement.quantity, standard);
    stock.valued = step.after;
    costs.note(movement, direction, step);
    posting.stock(rules, rule, movement, direction, step);
    if (direction === 'out') grade(posting, rules, percent, stock, movement, movement.from_condition, undefined);
    else grade(posting, rules, percent, stock, movement, undefined, movement.to_condition);
  }
  await appendEntries(tx, posting.entries, posting.lines);
  await writeValuations(tx, [...stocks.values()].map(({ warehouse_id, item_id, valued, allowances }) => ({ warehouse_id, item_id, quantity: valued.quantity, average_cost: valued.average, known: valued.known, allowances: Object.fromEntries(allowances) })));
  return posting.entries.length;
}

async function stocksOf(tx: Tx, page: readonly Unvalued[]): Promise<ReadonlyMap<string, Stock>> {
  const asked = new Map(page.map((row) => [keyOf(row), { warehouse_id: row.warehouse_id, item_id: row.item_id }]));
  const known = new Map((await loadValuations(tx, [...asked.values()])).map((row) => [keyOf(row), row]));
  return new Map([...asked].map(([key, { warehouse_id, item_id }]) => {
    const row = known.get(key);
    return [key, { warehouse_id, item_id, valued: row ? { quantity: row.quantity, average: row.average_cost, known: row.known } : NOTHING, allowances: new Map(Object.entries(row?.allowances ?? {})) }];
  }));
}

/** Goods leave a grade, come into one, or both: what is written off of their cost follows. */
function grade(posting: Posting, rules: readonly PostingRule[], percent: Percentages, stock: Stock, movement: Unvalued, from: string | undefined, to: string | undefined): void {
  let change = 0;
  const before = from === undefined ? undefined : stock.allowances.get(from);
  if (from !== undefined && before) {
    const after = release(before, movement.quantity);
    if (after.quantity <= 0) stock.allowances.delete(from);
    else stock.allowances.set(from, after);
    change += after.amount - before.amount;
  }
  if (to !== undefined && percent(to) < 100) {
    const had = stock.allowances.get(to) ?? NO_ALLOWANCE;
    const after = writeDown(had, movement.quantity, stock.valued.average, percent(to));
    stock.allowances.set(to, after);
    change += after.amount - had.amount;
  }
  if (change !== 0) posting.add(rules, 'stock.grade', movement, change, `grade:${from ?? ''}:${to ?? ''}`);
}

/** Costs that follow from elsewhere: from what left for the customer, went on the road, or went into what was made. */
async function knownCosts(tx: Tx, page: readonly Unvalued[]) {
  const returned = page.filter((row) => row.type === 'return.receive');
  const units = await unitsIn(tx, returned.map((row) => ({ warehouse_id: row.warehouse_id, parcel_id: row.document_id })));
  const waiting = Map.groupBy(units, (unit) => [unit.warehouse_id, unit.parcel_id, unit.item_id, unit.lot, unit.serial, unit.quantity].join('\u001f'));
  const orders = [...new Set([...units.flatMap((unit) => unit.order_id ?? []), ...page.flatMap((row) => row.order_id ?? [])])];
  const transfers = [...new Set(page.filter((row) => row.from_location.startsWith('~transit:')).map((row) => row.document_id))];
  const left = new Map<string, { units: number; unitCost: number }[]>();
  const leave = (key: string, gone: number, unitCost: number): void => void left.set(key, [...(left.get(key) ?? []), { units: gone, unitCost }]);
  for (const row of await outboundCosts(tx, orders)) leave(`${row.order_id}\u001f${row.item_id}`, row.units, row.unit_cost);
  for (const row of await transitCosts(tx, transfers)) leave(`${row.document_id}\u001f${row.item_id}`, row.units, row.unit_cost);
  /** What went into the sets of a command, and how many units come out of it in all. */
  const made = new Map<string, { value: number; units: number }>();
  for (const row of page) if (row.from_location === '~conversion') made.set(row.command_id, { value: 0, units: (made.get(row.command_id)?.units ?? 0) + row.quantity });
  return {
    of(rule: PostingRule, movement: Unvalued, average: number): number | undefined {
      switch (rule.cost) {
        case 'standard': return movement.standard_cost ?? average;
        case 'purchase': return movement.purchase_cost ?? movement.standard_cost ?? average;
        case 'transit': return meanCost(left.get(`${movement.document_id}\u001f${movement.item_id}`) ?? []) ?? average;
        case 'outbound': {
          const unit = movement.type === 'return.receive' ? waiting.get([movement.warehouse_id, movement.document_id, movement.item_id, movement.lot, movement.serial, movement.quantity].join('\u001f'))?.shift() : undefined;
          const order = movement.order_id ?? unit?.order_id;
          return (order ? meanCost(left.get(`${order}\u001f${movement.item_id}`) ?? []) : undefined) ?? average;
        }
        case 'conversion': {
          const from = made.get(movement.command_id);
          return from && from.value > 0 ? halfEven(from.value * 100, from.units) : average;
        }
        default: return average;
      }
    },
    note(movement: Unvalued, direction: 'in' | 'out', { unitCost, value }: Step): void {
      if (direction === 'in') return;
      if (movement.type === 'parcel.ship' && movement.order_id !== null) leave(`${movement.order_id}\u001f${movement.item_id}`, movement.quantity, unitCost);
      if (movement.to_location.startsWith('~transit:')) leave(`${movement.document_id}\u001f${movement.item_id}`, movement.quantity, unitCost);
      const into = made.get(movement.command_id);
      if (into && movement.to_location === '~conversion') into.value -= value;
    },
  };
}

type Posting = ReturnType<typeof createPosting>;
/** Entries in the order in which they are posted, each with lines that sum to zero. */
function createPosting(now: number) {
  const entries: JournalEntry[] = [];
  const lines: JournalLine[] = [];
  function post(entry: Omit<JournalEntry, 'posted_at'>, amounts: readonly (readonly [account: string, amount: number])[]): void {
    const sums = new Map<string, number>();
    for (const [account, amount] of amounts) sums.set(account, (sums.get(account) ?? 0) + amount);
    entries.push({ ...entry, posted_at: now });
    [...sums].filter(([, amount]) => amount !== 0).forEach(([account_id, amount], index) => lines.push({ entry_id: entry.entry_id, line_no: index + 1, warehouse_id: entry.warehouse_id, account_id, item_id: entry.item_id, amount }));
  }
  const about = (movement: Unvalued) => ({
    warehouse_id: movement.warehouse_id, source: 'movement' as const, source_id: movement.movement_id, type: movement.type, command_id: movement.command_id, document_id: movement.document_id, item_id: movement.item_id, effective_at: movement.effective_at,
  });
  return {
    entries, lines,
    stock(rules: readonly PostingRule[], rule: PostingRule, movement: Unvalued, direction: 'in' | 'out', { unitCost, value, stock, rounding, difference }: Step): void {
      const amount = Math.abs(value);
      const rest = (event: PostingEvent, off: number): readonly (readonly [string, number])[] => {
        if (off === 0) return [];
        const by = ruleFor(rules, { event, type: movement.type, counterpart: '', reason: '' });
        return [[by.debit, off], [by.credit, -off]];
      };
      const amounts = [[rule.debit, amount], [rule.credit, -amount], ...rest('stock.rounding', rounding), ...rest('stock.difference', difference)] as const;
      const kept = amounts.reduce((sum, [account, each]) => (account === 'INVENTORY' ? sum + each : sum), 0);
      if (rule.debit !== rule.credit && kept !== stock && [rule.debit, rule.credit].includes('INVENTORY')) throw new Error(`movement ${movement.movement_id} changes stock by ${stock} and would be posted with ${kept}`);
      post({ ...about(movement), entry_id: idFrom('journal', 'movement', movement.warehouse_id, movement.movement_id), rule_id: rule.rule_id, quantity: direction === 'in' ? movement.quantity : -movement.quantity, unit_cost: unitCost, value, order_id: movement.order_id }, amounts);
    },
    add(rules: readonly PostingRule[], event: PostingEvent, movement: Unvalued, amount: number, key: string): void {
      const rule = ruleFor(rules, { event, type: movement.type, counterpart: '', reason: movement.reason });
      post({ ...about(movement), entry_id: idFrom('journal', event, movement.warehouse_id, movement.movement_id, key), rule_id: rule.rule_id, quantity: 0, unit_cost: 0, value: amount, order_id: null }, [[rule.debit, amount], [rule.credit, -amount]]);
    },
    sale(rules: readonly PostingRule[], event: PostingEvent, line: SoldLine, amount: number): void {
      if (amount === 0) return;
      const rule = ruleFor(rules, { event, type: '', counterpart: '', reason: '' });
      const source = `${line.order_id}:${line.line_no}`;
      post({
        entry_id: idFrom('journal', event, source, String(line.entries)), warehouse_id: line.warehouse_id, rule_id: rule.rule_id, source: 'sale', source_id: source, type: event, command_id: '', document_id: line.parcel_id, item_id: line.item_id,
        quantity: 0, unit_cost: 0, value: amount, order_id: line.order_id, effective_at: line.at ?? now,
      }, [[rule.debit, amount], [rule.credit, -amount]]);
    },
    refund(rules: readonly PostingRule[], event: PostingEvent, row: Row<'refund'>, amount: number, at: number): void {
      const rule = ruleFor(rules, { event, type: '', counterpart: '', reason: row.kind });
      post({
        entry_id: refundEntry(event, row), warehouse_id: row.warehouse_id, rule_id: rule.rule_id, source: 'refund', source_id: row.refund_id, type: event, command_id: '', document_id: row.unit_id === '' ? row.refund_id : row.unit_id, item_id: row.item_id,
        quantity: 0, unit_cost: 0, value: amount, order_id: null, effective_at: at,
      }, [[rule.debit, amount], [rule.credit, -amount]]);
    },
  };
}
/**
 * What customers owe for what has left: of each line as much as its units have of the whole, less what is posted already. A
 * parcel that comes back unopened takes its part back, and all parts of a line are what was paid for it, to the penny.
 */
async function postSales(tx: Tx, sold: readonly SoldLine[], rules: readonly PostingRule[], now: number): Promise<number> {
  const posting = createPosting(now);
  for (const line of sold) {
    const of = { goods: line.goods ?? lineAmount(line.ordered, line.unit_price), tax: line.tax ?? 0, shipping: line.shipping ?? 0 };
    const steps = [['sale.goods', of.goods, line.posted_goods], ['sale.tax', of.tax, line.posted_tax], ['sale.shipping', of.shipping, line.posted_shipping]] as const;
    for (const [event, whole, posted] of steps) posting.sale(rules, event, line, shareOf(whole, 0, line.left_units, line.ordered) - posted);
  }
  await appendEntries(tx, posting.entries, posting.lines);
  return posting.entries.length;
}

const refundEntry = (event: PostingEvent, row: Row<'refund'>): string => idFrom('journal', event, row.refund_id);

/** Each step of a refund once: owed when it falls due, gone when it is settled. */
async function postRefunds(tx: Tx, refunds: readonly Row<'refund'>[], rules: readonly PostingRule[], now: number): Promise<number> {
  const due = ['REQUESTED', 'SETTLED', 'FAILED', 'EXCHANGED'];
  const steps = refunds.flatMap((row): { event: PostingEvent; row: Row<'refund'>; amount: number; at: number }[] => {
    if (row.kind === 'ELSEWHERE') return [{ event: 'refund.elsewhere', row, amount: row.amount, at: row.settled_at ?? row.decided_at }];
    if (!due.includes(row.state)) return [];
    const [payout, at] = [payoutOf(row), row.requested_at ?? row.decided_at];
    return [
      { event: 'refund.due' as const, row, amount: payout, at }, { event: 'refund.exchange' as const, row, amount: row.amount - payout, at },
      ...(row.state === 'SETTLED' ? [{ event: 'refund.settled' as const, row, amount: payout, at: row.settled_at ?? at }] : []),
    ].filter(({ amount }) => amount !== 0);
  });
  const known = await knownEntries(tx, steps.map(({ event, row }) => refundEntry(event, row)));
  const posting = createPosting(now);
  for (const { event, row, amount, at } of steps) if (!known.has(refundEntry(event, row))) posting.refund(rules, event, row, amount, at);
  await appendEntries(tx, posting.entries, posting.lines);
  return posting.entries.length;
}

