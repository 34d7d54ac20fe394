// What one answer of the server costs a station that has much pending work: a window of 100 changed rows, pulled by
// the real pull, beside the same window at a station with nothing pending.
import { definitionOf, keyOf, type Row } from '#domain/tables.ts';
import type { PullLine } from '#sync/protocol/messages.ts';
import { pullOnce } from '#sync/client/pull.ts';
import { openReplicaAt, type Replica } from '#sync/client/replica.ts';
import type { Transport } from '#sync/client/transport.ts';
import { copyOf, makeReplicaFile, submitMany } from './bench-replica.ts';
import type { Bench } from './bench.ts';
import { WAREHOUSE } from './company.ts';
import type { Figure } from './figure.ts';
import { spreadOf } from './percentile.ts';

const ITEMS = 100_000;
const WINDOW = 100;
/** Rows of the window that pending work has touched as well. */
const SHARED = 10;

type Kind = 'touching pending work' | 'apart from it';

export async function benchRebase({ folder, now, quick, say }: Bench): Promise<readonly Figure[]> {
  const items = quick ? 5000 : ITEMS;
  const file = makeReplicaFile(folder, items);
  const figures: Figure[] = [];
  for (const [pending, goal] of quick ? ([[1000, 10]] as const) : ([[1000, 10], [10_000, 200]] as const)) {
    say(`rebase: ${pending} pending commands …`);
    const busy = openReplicaAt(copyOf(file, `pending-${pending}`), () => '');
    submitMany(busy, items, pending, now);
    const windowOf = createWindows(busy);
    const idle = openReplicaAt(copyOf(file, `idle-${pending}`), () => '');
    for (const kind of ['touching pending work', 'apart from it'] as const) {
      const windows = Array.from({ length: (quick ? 5 : 20) + 2 }, (_, round) => windowOf(kind, round));
      const [ours, plain] = [await timesOf(busy, windows, now), await timesOf(idle, windows, now)];
      const name = `rebase, ${pending} pending, ${WINDOW} rows ${kind}`;
      figures.push({ name: `${name}, p50`, value: ours.p50, unit: 'ms', goal: { atMost: goal } }, { name: `${name}, ÷ nothing pending`, value: ours.p50 / plain.p50, unit: 'x' });
    }
    busy.close();
    idle.close();
  }
  return figures;
}

async function timesOf(replica: Replica, windows: readonly (readonly PullLine[])[], now: () => number) {
  const times: number[] = [];
  for (const lines of windows) {
    const transport = { pull: async (_query, take) => (lines.forEach(take), { ok: true, value: true }) } satisfies Pick<Transport, 'pull'>;
    const began = performance.now();
    const pulled = await pullOnce(replica, transport as unknown as Transport, now, () => '');
    times.push(performance.now() - began);
    if (!pulled.ok || pulled.rows !== WINDOW) throw new Error(`the window was not applied: ${JSON.stringify(pulled)}`);
  }
  return spreadOf(times.slice(2));
}

/** Positions as the server has them after somebody else's work; every round other ones. */
function createWindows(replica: Replica): (kind: Kind, round: number) => readonly PullLine[] {
  const all = replica.rows.find('position', { warehouse_id: WAREHOUSE });
  const pending = new Set(Array.from(replica.pending.commands(), ([, command]) => (command.payload as { itemId: string }).itemId));
  const touched = all.filter((row) => replica.rows.isTouched('position', keyOf('position', row)));
  const apart = all.filter((row) => !pending.has(row.item_id));
  const columns = Object.keys(definitionOf('position').columns) as (keyof Row<'position'>)[];
  return (kind, round) => {
    const shared = kind === 'apart from it' ? 0 : SHARED;
    const rows = [...part(touched, shared, round), ...part(apart, WINDOW - shared, round)].map((row) => ({ ...row, quantity: row.quantity + 1 }));
    return [
      { begin: { epoch: 'e', full: false } },
      { table: 'position', columns, rows: rows.map((row) => columns.map((column) => row[column])) },
      { end: { cursor: `${round}:${round}:`, now: 0, rows: rows.length } },
    ];
  };
}
const part = <T>(rows: readonly T[], count: number, round: number): readonly T[] => rows.slice(round * count, (round + 1) * count);
