// What must be true when all faults have ended and everything has been sent: nothing lost, nothing twice, both sides one.
import { tableNames, type AnyRow, type Row, type TableName } from '#domain/tables.ts';
import { isAbout } from '#domain/held-goods.ts';
import { hashOf } from '#domain/ids.ts';
import { isAccount } from '#domain/positions.ts';
import type { LogEntry } from '#db/central/command-log.ts';
import type { World } from '#simulator/world/world.ts';
import type { Station } from '#simulator/world/station.ts';
import { contentOf, differenceOf, rowsHere } from './at-station.ts';
import { booksOf, untrue } from './truth.ts';

export interface AtRest {
  readonly world: World;
  readonly log: ReadonlyMap<string, LogEntry>;
  readonly tables: ReadonlyMap<TableName, readonly AnyRow[]>;
}
export type RestCheck = (rest: AtRest) => Promise<void> | void;

const rowsOf = <T extends TableName>({ tables }: AtRest, table: T): readonly Row<T>[] => tables.get(table)! as unknown as readonly Row<T>[];
/** A station that was told to wait for a person: what it has is safe there and nowhere else. */
export const isAside = (station: Station): boolean => station.loop.state.trouble !== '';

/** I14: nothing waits any more, and where a person is needed, the person is told. */
const everythingSent: RestCheck = async ({ world }) => {
  for (const station of world.stations) {
    if (!station.up) {
      world.violate('I14', `${station.name} did not come back`);
      continue;
    }
    const { unsent } = station.replica.outbox.counts();
    if (unsent > 0 && !isAside(station)) world.violate('I14', `30 seconds after all faults ended ${station.name} has ${unsent} unsent`);
    if (unsent === 0 && !station.loop.state.online) world.violate('I14', `30 seconds after all faults ended ${station.name} is offline: ${station.loop.state.trouble}`);
  }
  const queued = await world.store.queued(world.scheduler.now() - 5000);
  if (queued > 0) world.violate('I14', `30 seconds after all faults ended ${queued} triggers wait for the policies`);
};

/** I1: what somebody saw recorded is at the server or still at the station, with the very bytes. */
const nothingLost: RestCheck = ({ world, log }) => {
  const hashes = new Set([...log.values()].map((entry) => entry.hash));
  for (const one of world.accepted.values()) {
    if (world.destroyed.has(one.id)) continue;
    if (hashes.has(one.hash)) continue;
    // Who waits to be let in will be asked for what a restored server has lost of it as well, settled or not.
    const isHeld = world.stations.some((station) => station.up && station.replica.db.prepare(`select 1 from outbox where sequence = ? and hash = ?${isAside(station) ? '' : ' and settled_at is null'}`).get(one.sequence, one.hash) !== undefined);
    if (!isHeld) world.violate('I1', `${one.type}, no. ${one.sequence} of ${one.station}, was recorded there and is nowhere now`);
  }
};

/** Nobody's honest work is kept back: not for a network, a crash, a clock or a restored server; only where rights had ended (REV-4) or were unsure (RGT-2). */
const honestWorkIsTaken: RestCheck = ({ world, log }) => {
  const kept = new Map([...log.values()].filter((entry) => entry.verdict === 'parked' && entry.rule !== 'REV-4' && entry.rule !== 'RGT-2').map((entry) => [entry.hash, entry]));
  for (const one of world.accepted.values()) {
    // A release of what the database still cannot take is kept back with it.
    const entry = one.honest && one.type !== 'parked.release' && !world.copied.has(one.device) && !world.stumbling.has(one.id) && !world.stolen.has(one.id) ? kept.get(one.hash) : undefined;
    if (entry) world.violate('ADM-1', `${one.type}, no. ${one.sequence} of ${one.station}, was kept back: ${JSON.stringify(entry.rejection)}`);
  }
};

/** The books of every place are what hands did there and people approved. */
const booksAreTrue: RestCheck = (rest) => {
  const books = booksOf((table) => rowsOf(rest, table), [...rest.log.values()]);
  for (const words of untrue([...rest.log.values()], books).slice(0, 3)) rest.world.violate('I2', words);
};

/** I7: every replica is the server's rows of its scope, and holds nothing pending. */
const replicasAreTheServer: RestCheck = async ({ world }) => {
  for (const station of world.stations) {
    if (!station.up || isAside(station)) continue;
    const there = new Map<TableName, readonly AnyRow[]>();
    // When each station was last heard changes for ever.
    for (const table of tableNames) there.set(table, table === 'contact' ? [] : await world.store.rows(table, station.warehouse, station.device));
    const difference = differenceOf(contentOf((table) => (table === 'contact' ? [] : rowsHere(station.replica, table))), contentOf((table) => there.get(table)!));
    if (difference !== undefined) world.violate('I7', `at rest ${station.name} has something else than the server: ${difference}`);
    const pending = station.replica.db.prepare('select count(*) from shadow').pluck().get() as number;
    if (pending > 0) world.violate('I7', `at rest ${station.name} still holds ${pending} rows as pending work found them`);
  }
};

/** I8, I11: each device's order is whole, and every command is still the bytes that were judged. */
const chainsAreWhole: RestCheck = (rest) => {
  const lost = rowsOf(rest, 'exception').filter((row) => row.kind === 'LOST_COMMANDS').map((row) => ({ device: row.device_id, ...(row.did as { readonly from: number; readonly to: number }) }));
  const answered = Map.groupBy(rowsOf(rest, 'outcome'), (row) => row.device_id);
  for (const [device, entries] of Map.groupBy([...rest.log.values()].filter((entry) => entry.sequence > 0), (entry) => entry.device_id)) {
    const numbers = new Set([...entries.map((entry) => entry.sequence), ...(answered.get(device) ?? []).map((row) => row.sequence)]);
    for (let sequence = Math.min(...numbers); sequence < Math.max(...numbers); sequence++) {
      if (!numbers.has(sequence) && !lost.some((gap) => gap.device === device && gap.from <= sequence && sequence <= gap.to)) rest.world.violate('I8', `no. ${sequence} of ${device} was jumped over`);
    }
    for (const entry of entries) if (hashOf(entry.bytes) !== entry.hash) rest.world.violate('I11', `no. ${entry.sequence} of ${device} is not what its hash says`);
  }
};

/** I15: what a station was told is the server's verdict. */
const sameVerdicts: RestCheck = (rest) => {
  for (const station of rest.world.stations) {
    if (!station.up || isAside(station)) continue;
    for (const row of station.replica.rows.find('outcome', {})) {
      const entry = rest.log.get(row.command_id);
      // What was kept back is answered anew when somebody decides about it.
      if (entry?.verdict === 'parked') continue;
      if (entry?.verdict !== row.verdict || entry.rule !== row.rule) rest.world.violate('I15', `${station.name} was told ${row.verdict} ${row.rule} of no. ${row.sequence}, the server says ${entry?.verdict ?? 'nothing'} ${entry?.rule ?? ''}`);
    }
  }
};

/** I16: nobody got back, or was promised, more than there was, unless somebody was told. */
const ordersAddUp: RestCheck = (rest) => {
  const told = new Set(rowsOf(rest, 'exception').filter((row) => row.kind === 'RETURNED_MORE_THAN_SHIPPED' || row.rule === 'RET-4').map((row) => row.subject_id));
  const promised = Map.groupBy(rowsOf(rest, 'pick_task'), (task) => `${task.order_id} ${task.order_line}`);
  for (const line of rowsOf(rest, 'sales_order_line')) {
    if (line.returned > line.shipped && told.size === 0 && !rowsOf(rest, 'exception').some((row) => row.command_id !== '' && JSON.stringify(row.did).includes(line.order_id))) rest.world.violate('I16', `${line.returned} of line ${line.line_no} of ${line.order_id} came back and ${line.shipped} were shipped`);
    const tasks = promised.get(`${line.order_id} ${line.line_no}`) ?? [];
    const sum = tasks.reduce((total, task) => total + (task.state === 'CANCELLED' ? 0 : task.quantity - task.short), 0);
    if (line.cancelled === 0 && line.allocated < sum && line.allocated < line.quantity) rest.world.violate('LED-10', `line ${line.line_no} of ${line.order_id} says ${line.allocated} promised, its picks make ${sum}`);
  }
};

/** RFD: a line's refunds are what its decisions hold, and never more than was paid unless somebody elsewhere paid it and finance was told. */
const refundsAddUp: RestCheck = (rest) => {
  const holding = new Set(['PENDING_APPROVAL', 'REQUESTED', 'SETTLED', 'FAILED', 'EXCHANGED']);
  const rows = Map.groupBy(rowsOf(rest, 'refund').filter((row) => holding.has(row.state) && row.order_id !== null), (row) => `${row.order_id} ${row.order_line}`);
  const told = new Set(rowsOf(rest, 'exception').filter((row) => row.rule === 'RFD-14').map((row) => (row.did as { readonly orderId?: string }).orderId));
  for (const paid of rowsOf(rest, 'paid_line')) {
    const decided = rows.get(`${paid.order_id} ${paid.line_no}`) ?? [];
    const sum = (of: (row: Row<'refund'>) => boolean) => decided.filter(of).reduce((total, row) => total + row.amount, 0);
    if (sum((row) => row.kind !== 'ELSEWHERE') !== paid.refunded || sum((row) => row.kind === 'ELSEWHERE') !== paid.elsewhere) rest.world.violate('RFD', `line ${paid.line_no} of ${paid.order_id} counts ${paid.refunded} + ${paid.elsewhere}, its decisions make another sum`);
    if (paid.refunded + paid.elsewhere > paid.goods + paid.tax + paid.shipping && !told.has(paid.order_id)) rest.world.violate('RFD', `line ${paid.line_no} of ${paid.order_id} gives back more than was paid`);
  }
};

/** LED-6: what an open hold is about is held, wherever it is and in whatever order it came. */
const holdsHold: RestCheck = (rest) => {
  const free = rowsOf(rest, 'position').filter((row) => row.quantity > 0 && row.hold === '' && !isAccount(row.location_id));
  for (const hold of rowsOf(rest, 'hold').filter((row) => row.state === 'PLACED' && row.location_id === '')) {
    const loose = free.find((row) => row.warehouse_id === hold.warehouse_id && isAbout(hold, { itemId: row.item_id, lot: row.lot, serial: row.serial }));
    if (loose) rest.world.violate('LED-6', `${hold.hold_id} stands over ${hold.item_id}, and ${loose.quantity} of it are free in ${loose.location_id}`);
  }
};

export const restChecks: Readonly<Record<string, RestCheck>> = { everythingSent, nothingLost, honestWorkIsTaken, booksAreTrue, replicasAreTheServer, chainsAreWhole, sameVerdicts, ordersAddUp, refundsAddUp, holdsHold };

export async function checkAtRest(world: World): Promise<void> {
  const tables = new Map<TableName, readonly AnyRow[]>();
  for (const table of tableNames) tables.set(table, await world.store.rows(table, '*', '*'));
  const rest: AtRest = { world, tables, log: new Map((await world.store.log()).map((entry) => [entry.command_id, entry])) };
  for (const check of Object.values(restChecks)) await check(rest);
}
