// Step 8, rebase: one SQLite transaction takes pending work back, applies what the server sent, and judges the
// pending work again. A command leaves the pending list only here, with its outcome row.
import type { AnyRow, Json, TableName } from '#domain/tables.ts';
import type { AuditHead } from '#sync/protocol/audit-chain.ts';
import type { PullLine } from '#sync/protocol/messages.ts';
import { readPullLine, type Home } from '#sync/protocol/pull-lines.ts';
import { foldOld, openingFromPositions } from '#db/local/horizon.ts';
import { createStaging, type Staging } from '#db/local/staging.ts';
import type { Settled } from '#db/local/outbox.ts';
import type { Written } from '#db/local/rows.ts';
import { tellOutcomes, tellRejudged } from './meaning.ts';
import type { Replica } from './replica.ts';
import type { Transport } from './transport.ts';
import { witnessHead } from './witness.ts';

export type Pulled =
  | { readonly ok: true; readonly rows: number; readonly full: boolean; readonly written: Written; readonly serverNow: number }
  | { readonly ok: false; readonly reason: string; readonly unknown: boolean };

interface Window {
  /** Nothing more is taken: the answer has ended, or was given up, and the next one writes to the same staging. */
  over: boolean;
  /** What was wrong with a line; empty while all is well. */
  problem: string;
  epoch: string;
  full: boolean;
  cursor: string;
  serverNow: number;
  count: number;
  readonly rows: Map<TableName, AnyRow[]>;
  readonly gone: { readonly table: TableName; readonly row: AnyRow }[];
}

/** `unsent`: commands that the server does not hold yet, for it to know what this station still has. */
export async function pullOnce(replica: Replica, transport: Transport, now: () => number, newId: () => string, unsent = replica.outbox.counts().unsent): Promise<Pulled> {
  const { meta } = replica;
  const window: Window = { over: false, problem: '', epoch: '', full: false, cursor: '', serverNow: 0, count: 0, rows: new Map(), gone: [] };
  const home: Home = { device: meta.get('device_id')!, warehouse: meta.get('warehouse_id') ?? '' };
  const staging = createStaging(replica.db);
  const query = { device: meta.get('device_id')!, cursor: meta.get('cursor') ?? '', epoch: meta.get('epoch') ?? '', unsent: String(unsent), person: meta.get('person_id') ?? '' };
  const reply = await transport.pull(query, (line) => take(window, staging, line, home));
  window.over = true;
  if (!reply.ok) return { ok: false, reason: reply.reason, unknown: reply.status === 404 };
  if (window.problem !== '') return { ok: false, reason: cannotBeRight(window.problem), unknown: false };
  if (!reply.value) return { ok: false, reason: 'the answer was cut off', unknown: false };
  if (window.count === 0 && !window.full) {
    if (window.cursor !== query.cursor) replica.inTransaction(() => meta.set('cursor', window.cursor));
    return { ok: true, rows: 0, full: false, written: new Map(), serverNow: window.serverNow };
  }
  try {
    const { written } = applied(replica, (changed) => applyWindow(replica, window, staging, now(), newId, changed));
    return { ok: true, rows: window.count, full: window.full, written, serverNow: window.serverNow };
  } catch (error) {
    // Rows that are right one by one and not together, such as the same one twice.
    if (!(error as { code?: string }).code?.startsWith('SQLITE_CONSTRAINT')) throw error;
    return { ok: false, reason: cannotBeRight((error as Error).message), unknown: false };
  }
}
const cannotBeRight = (problem: string): string => `The ERP's answer cannot be right, so nothing of it was taken: ${problem}. Work goes on here; tell whoever is responsible for the ERP.`;

/** What pending work is known to have written is of the transaction: when that fails, all is judged again next time. */
function applied(replica: Replica, apply: (written: Written) => void): { readonly written: Written } {
  try {
    return replica.inTransaction(apply);
  } catch (error) {
    replica.pending.forget();
    throw error;
  }
}

/** Once a line is wrong nothing behind it counts, nor what comes after the answer was given up. */
function take(window: Window, staging: Staging, value: unknown, home: Home): void {
  if (window.over || window.problem !== '') return;
  const read = readPullLine(value, home);
  if (!read.ok) window.problem = read.problem;
  else if (read.line !== undefined) takeLine(window, staging, read.line);
}

function takeLine(window: Window, staging: Staging, line: PullLine): void {
  if ('begin' in line) {
    window.epoch = line.begin.epoch;
    window.full = line.begin.full;
    if (line.begin.full) staging.begin();
  } else if ('table' in line) {
    window.count += line.rows.length;
    if (window.full) return staging.add(line.table, line.columns, line.rows);
    const rows = line.rows.map((values) => rowOf(line.columns, values));
    const known = window.rows.get(line.table);
    if (known) known.push(...rows);
    else window.rows.set(line.table, rows);
  } else if ('gone' in line) {
    window.count += line.rows.length;
    for (const row of line.rows) window.gone.push({ table: line.gone, row });
  } else {
    window.cursor = line.end.cursor;
    window.serverNow = line.end.now;
  }
}

function applyWindow(replica: Replica, window: Window, staging: Staging, now: number, newId: () => string, written: Written): void {
  const { rows, outbox, meta, pending, changedWork } = replica;
  const outcomes = window.full ? staging.outcomes() : ((window.rows.get('outcome') ?? []) as unknown as readonly Settled[]);
  // Before anything is settled by this window, so that each outcome is told once.
  const again = window.full ? [] : outbox.answeredAgain(outcomes);
  if (!window.full && pending.known) {
    const settled = outbox.settle(outcomes, now);
    tellRejudged(changedWork, pending.rebase(window, settled.map(({ sequence }) => sequence), written));
    tellOutcomes(changedWork, settled);
  } else {
    rows.undoPending(written);
    if (window.full) {
      staging.swapIn();
      openingFromPositions(replica.db);
      meta.set('working_set', newId());
      // A server that was restored has forgotten the last of them; they are sent and judged again.
      outbox.unsettleAfter(outcomes.at(-1)?.sequence ?? Number(meta.get('chain_start') ?? 0));
    } else {
      for (const [table, changed] of window.rows) rows.writeServer(table, changed, written);
      for (const { table, row } of window.gone) rows.remove(table, row, written);
    }
    tellOutcomes(changedWork, outbox.settle(outcomes, now));
    tellRejudged(changedWork, pending.judgeAll(written));
  }
  tellOutcomes(changedWork, again);
  const heads = window.full ? rows.find('audit_head', {}) : ((window.rows.get('audit_head') ?? []) as unknown as readonly AuditHead[]);
  for (const head of heads) witnessHead(replica, head, window.epoch, now);
  meta.set('cursor', window.cursor);
  meta.set('epoch', window.epoch);
  // By the server's clock: a station whose own is a year ahead would forget what it was sent a moment ago.
  foldOld(replica.db, meta, window.serverNow);
}

const rowOf = (columns: readonly string[], values: readonly Json[]): AnyRow => Object.fromEntries(columns.map((column, i) => [column, values[i]!]));
