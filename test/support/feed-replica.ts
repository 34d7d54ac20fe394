// A replica in memory, fed by nothing but the lines of pulls: what a station would hold.
import { definitionOf, keyOf, type AnyRow, type TableName } from '#domain/tables.ts';
import { pull, readEpoch, type PullRequest } from '#db/central/feed.ts';
import type { Central } from '#db/central/open.ts';
import type { PullLine } from '#sync/protocol/messages.ts';

export interface FeedReplica {
  readonly cursor: string;
  readonly pulls: number;
  /** Rows of one table by their joined key. */
  rows(table: TableName): ReadonlyMap<string, AnyRow>;
  /** Pulls once and applies the window as one; answers its lines. */
  pull(between?: () => Promise<void>): Promise<readonly PullLine[]>;
}

export function createFeedReplica(central: Central, options: { readonly warehouse: string; readonly device?: string; readonly cursor?: string }): FeedReplica {
  const tables = new Map<TableName, Map<string, AnyRow>>();
  let cursor = options.cursor ?? '';
  let pulls = 0;
  const rowsOf = (table: TableName) => {
    const known = tables.get(table) ?? new Map<string, AnyRow>();
    tables.set(table, known);
    return known;
  };
  function apply(line: PullLine): void {
    if ('begin' in line && line.begin.full) tables.clear();
    else if ('table' in line) for (const row of rowsIn(line)) rowsOf(line.table).set(keyOf(line.table, row), row);
    else if ('gone' in line) for (const row of line.rows) rowsOf(line.gone).delete(keyOf(line.gone, row));
    else if ('end' in line) cursor = line.end.cursor;
  }
  return {
    get cursor() {
      return cursor;
    },
    get pulls() {
      return pulls;
    },
    rows: rowsOf,
    async pull(between) {
      const request: PullRequest = { device: options.device ?? 'D1', warehouse: options.warehouse, cursor, epoch: await readEpoch(central), movementsFrom: 0, now: 0 };
      const lines: PullLine[] = [];
      await pull(central, request, async (line) => {
        lines.push(line);
        await between?.();
      });
      for (const line of lines) apply(line);
      pulls += 1;
      return lines;
    },
  };
}

export function rowsIn(line: Extract<PullLine, { table: TableName }>): readonly AnyRow[] {
  return line.rows.map((values) => Object.fromEntries(line.columns.map((column, i) => [column, values[i]!])));
}

/** The rows of a table that a station of this warehouse must hold, asked of the tables themselves, by joined key. */
export async function rowsAtCentral(central: Central, table: TableName, warehouse: string, device = 'D1'): Promise<ReadonlyMap<string, AnyRow>> {
  const { scope, columns } = definitionOf(table);
  const list = Object.keys(columns).map((column) => `"${column}"`).join(', ');
  const where = scope === 'warehouse' ? 'where warehouse_id = $1' : scope === 'device' ? 'where device_id = $1' : '';
  const rows = await central.unsafe<AnyRow[]>(`select ${list} from "${table}" ${where}`, scope === 'company' ? [] : [scope === 'warehouse' ? warehouse : device]);
  return new Map(rows.map((row) => [keyOf(table, row), { ...row }]));
}
