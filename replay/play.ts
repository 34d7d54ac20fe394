// Owns playing documents: many at once, each through intake and a station, until the sync service's Postgres says
// that it is done or can do no more. What is under way is known only there and at the stations, so a play that breaks
// off is simply begun again.
import { setTimeout as pause } from 'node:timers/promises';
import type { CentralBooks } from './central-books.ts';
import { adjusting, approval, approvalId, orderText, returning } from './commands.ts';
import { createDependencies } from './dependencies.ts';
import type { ReplayDocument } from './documents.ts';
import type { IntakeDoor } from './doors.ts';
import { orderIdOf } from './ids.ts';
import type { PlannedReturns } from './plan.ts';
import type { StationWork } from './station-work.ts';

export type PlayOptions = {
  /** In play order. */
  documents: readonly ReplayDocument[];
  returns: PlannedReturns;
  isItemName: (code: string, text: string) => boolean;
  warehouse: string;
  books: CentralBooks;
  intake: IntakeDoor;
  stations: readonly StationWork[];
  setClock: (at: number) => void;
  ended: () => boolean;
  /** Lines and documents played so far in this run, and how many orders wait for stock. */
  progress: (lines: number, documents: number, waiting: number) => void;
};

/** How far ahead documents are looked at: those that wait for others cost nothing. */
const LINES_AHEAD = 30_000;
/** How many are at work at once; enough that no process waits for another. */
const LINES_AT_WORK = 4000;
const DOCUMENTS_AT_WORK = 250;
const ORDERS_AN_INTAKE = 60;
const POLL = 40;
const IDLE = 30;
/** Orders that wait for stock are looked at less often. */
const WAITING_POLL = 1500;

type Sale = { document: ReplayDocument | undefined; orderId: string; invoice: string; station: StationWork; waiting: boolean };
type Return = { document: ReplayDocument; station: StationWork };
type Adjustment = { document: ReplayDocument; station: StationWork; left: Map<string, { attempt: number; asked: boolean }> };

/** Resolves when every document is played as far as its stock allows, and nothing is on its way any more; answers the lines played now. */
export async function play(options: PlayOptions): Promise<number> {
  const { documents, books, intake, stations, ended } = options;
  const dependencies = createDependencies();
  const sales = new Map<string, Sale>();
  const returns = new Map<string, Return>();
  const adjustments = new Map<ReplayDocument, Adjustment>();
  const intakeQueue: Sale[] = [];
  const handedOver = new Set<string>();
  const load = new Map(stations.map((station) => [station, 0]));
  const bySale = new Map(documents.filter((document) => document.class === 'SALE').map((document) => [document.invoice, document]));
  const known = await whatIsKnown(options);
  let next = 0;
  let lines = 0;
  let linesAhead = 0;
  let atWork = 0;
  let linesAtWork = 0;
  const ready: ReplayDocument[] = [];
  let settled = 0;
  let linesBefore = 0;
  let over = false;
  let taking = false;

  const idlest = (): StationWork => stations.reduce((best, each) => ((load.get(each) ?? 0) < (load.get(best) ?? 0) ? each : best));
  const carryBy = (document: ReplayDocument): StationWork => {
    const station = idlest();
    load.set(station, (load.get(station) ?? 0) + document.lines.length);
    return station;
  };

  function begin(document: ReplayDocument): void {
    atWork += 1;
    linesAtWork += document.lines.length;
    options.setClock(document.playsAt);
    if (known.done.has(document)) {
      linesBefore += document.lines.length;
      return finish(document, undefined);
    }
    const station = carryBy(document);
    if (document.class === 'SALE') {
      const sale: Sale = { document, orderId: orderIdOf(document.invoice), invoice: document.invoice, station, waiting: false };
      if (known.orders.has(sale.orderId)) sales.set(sale.orderId, sale);
      else intakeQueue.push(sale);
    } else if (document.class === 'RETURN') {
      const intents = returning(document, (line) => options.returns.matchOf(line));
      returns.set(intents.at(-1)?.id ?? '', { document, station });
      station.hand(intents.filter((intent) => !known.commands.has(intent.id)));
    } else {
      const intents = adjusting(document, options.isItemName);
      adjustments.set(document, { document, station, left: new Map(intents.map((intent) => [(intent.payload as { adjustmentId: string }).adjustmentId, { attempt: 0, asked: false }])) });
      station.hand(intents.filter((intent) => !known.commands.has(intent.id)));
    }
  }

  function finish(document: ReplayDocument, station: StationWork | undefined): void {
    if (station !== undefined) load.set(station, (load.get(station) ?? 0) - document.lines.length);
    atWork -= 1;
    linesAtWork -= document.lines.length;
    linesAhead -= document.lines.length;
    settled += 1;
    lines += document.lines.length;
    ready.unshift(...dependencies.settle(document));
  }

  function fill(): void {
    while (next < documents.length && (linesAhead < LINES_AHEAD || linesAhead === 0)) {
      const document = documents[next];
      next += 1;
      if (document === undefined) break;
      linesAhead += document.lines.length;
      const after = document.class === 'RETURN' ? options.returns.salesOf(document).flatMap((invoice) => bySale.get(invoice) ?? []) : [];
      if (dependencies.place(document, after)) ready.push(document);
    }
    while (ready.length > 0 && atWork < DOCUMENTS_AT_WORK && linesAtWork < LINES_AT_WORK) {
      const document = ready.shift();
      if (document) begin(document);
    }
  }

  async function takeIn(): Promise<void> {
    const batch = intakeQueue.splice(0, ORDERS_AN_INTAKE);
    if (batch.length === 0) return;
    taking = true;
    const outcomes = await intake(batch.flatMap(({ document }) => (document === undefined ? [] : [orderText(document, options.warehouse)])));
    const wrong = outcomes.find((outcome) => outcome.verdict === 'refused' || outcome.verdict === 'parked');
    if (wrong) throw new Error(`an order was ${wrong.verdict}: ${JSON.stringify(wrong.rejection)}`);
    for (const sale of batch) sales.set(sale.orderId, sale);
    taking = false;
  }

  async function pollSales(waiting: boolean): Promise<boolean> {
    const ids = [...sales.values()].filter((sale) => sale.waiting === waiting).map((sale) => sale.orderId);
    let busy = false;
    for (const { order_id, state, open } of await books.orders(ids)) {
      const sale = sales.get(order_id);
      if (sale === undefined) continue;
      const fresh = open.filter((fulfilment) => !handedOver.has(fulfilment));
      for (const fulfilment of fresh) handedOver.add(fulfilment);
      if (fresh.length > 0) sale.station.ship(sale, fresh);
      if (open.length > 0) busy = true;
      const shipped = state === 'SHIPPED' || state === 'CANCELLED';
      const waits = open.length === 0 && (state === 'BACKORDERED' || state === 'PARTIALLY_SHIPPED');
      if (!shipped && !waits) continue;
      sale.station.drop(order_id);
      if (shipped) sales.delete(order_id);
      if (!sale.waiting && sale.document !== undefined) finish(sale.document, sale.station);
      sale.waiting = true;
    }
    return busy;
  }

  async function pollReturns(): Promise<void> {
    const verdicts = await books.verdicts([...returns.keys()]);
    for (const [id, verdict] of verdicts) {
      const task = returns.get(id);
      if (task === undefined) continue;
      if (verdict === 'parked' || verdict === 'refused') throw new Error(`the return ${task.document.invoice} was ${verdict}`);
      returns.delete(id);
      finish(task.document, task.station);
    }
  }

  async function pollAdjustments(): Promise<void> {
    const open = [...adjustments.values()];
    const found = new Map((await books.adjustments(open.flatMap(({ left }) => [...left.keys()]))).map((each) => [each.row.adjustment_id, each]));
    const verdicts = await books.verdicts(open.flatMap(({ left }) => [...left].map(([id, { attempt }]) => approvalId(id, attempt))));
    for (const { document, station, left } of open) {
      for (const [id, state] of left) {
        const pending = found.get(id);
        const verdict = verdicts.get(approvalId(id, state.attempt));
        if (pending === undefined) continue;
        if (pending.row.state !== 'PENDING') left.delete(id);
        else if (verdict === 'refused' || verdict === 'parked') {
          // It looked different to the server: asked again with what it is now.
          state.attempt += 1;
          state.asked = false;
        } else if (!state.asked && verdict === undefined) {
          state.asked = true;
          station.decide(approval(pending.row, pending.view, state.attempt), () => (state.asked = false));
        }
      }
      if (left.size > 0) continue;
      adjustments.delete(document);
      finish(document, station);
    }
  }

  async function polling(): Promise<void> {
    let sinceWaiting = WAITING_POLL;
    let quiet = 0;
    while (!over) {
      fill();
      await pollSales(false);
      await pollReturns();
      await pollAdjustments();
      fill();
      options.progress(lines - linesBefore, settled, [...sales.values()].filter((sale) => sale.waiting).length);
      const played = settled === documents.length;
      sinceWaiting += POLL;
      if (played || sinceWaiting >= WAITING_POLL) {
        sinceWaiting = 0;
        const busy = (await books.policiesBusy()) || (await pollSales(true));
        quiet = played && !busy ? quiet + 1 : 0;
        if (quiet >= 2) over = true;
      }
      if (!over) await pause(POLL);
      if (ended()) over = true;
    }
  }

  async function untilOver(step: () => Promise<boolean>): Promise<void> {
    try {
      while (!over) if (!(await step())) await pause(IDLE);
    } catch (error) {
      over = true;
      throw error;
    }
  }

  for (const { order_id: orderId, invoice } of known.unshipped) {
    if (!bySale.has(invoice)) sales.set(orderId, { document: undefined, orderId, invoice, station: idlest(), waiting: true });
  }
  fill();
  await Promise.all([
    polling().catch((error: unknown) => {
      over = true;
      throw error;
    }),
    untilOver(async () => {
      const had = intakeQueue.length > 0;
      if (!taking) await takeIn();
      return had;
    }),
    ...stations.map((station) => untilOver(() => station.step())),
  ]);
  return lines - linesBefore;
}

/** What an earlier run that broke off has brought to the server already; stations have sent all they had. */
async function whatIsKnown({ documents, books, returns, isItemName }: PlayOptions) {
  const unshipped = await books.unshipped();
  const waits = new Set(unshipped.map((order) => order.order_id));
  const saleDocuments = documents.filter((document) => document.class === 'SALE');
  const orders = new Set((await books.orders(saleDocuments.map((document) => orderIdOf(document.invoice)))).map((order) => order.order_id));
  const done = new Set(saleDocuments.filter(({ invoice }) => orders.has(orderIdOf(invoice)) && !waits.has(orderIdOf(invoice))));
  const commands = new Set<string>();
  for (const document of documents) {
    if (document.class !== 'RETURN' && document.class !== 'ADJ_DOWN' && document.class !== 'ADJ_UP') continue;
    const intents = document.class === 'RETURN' ? returning(document, (line) => returns.matchOf(line)) : adjusting(document, isItemName);
    const verdicts = await books.verdicts(intents.map((intent) => intent.id));
    for (const id of verdicts.keys()) commands.add(id);
    if (document.class === 'RETURN' && verdicts.size === intents.length) done.add(document);
  }
  return { unshipped, orders, done, commands };
}
