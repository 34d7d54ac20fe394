// The whole demo company from a seed: rows of the ERP, the commands that made everything else, and what came of them.
import type { Command } from '#domain/commands.ts';
import { tableNames, type AnyRow, type Row, type TableName } from '#domain/tables.ts';
import { companyFrom } from './company.ts';
import { playHistory } from './history.ts';
import { makeLiveWork, type LiveWork } from './live-work.ts';
import type { MasterRow } from './master-row.ts';
import { openStock } from './opening.ts';
import { IMPORT_DEVICE } from './people.ts';
import { createRun, rowsOf } from './run.ts';
import { silentStationOf, type SilentStation } from './silent-station.ts';
import { DAY, HOUR, startOfDay } from './times.ts';

export interface DemoOptions {
  readonly seed: string;
  /** ms since epoch; everything lies before it, expected things after it. */
  readonly now: number;
  /** Device id on the commands; the station whose open delivery the live work continues. */
  readonly device?: string;
}
export interface Demo {
  /** Written first, straight into the central tables: none of these rows was touched by a command before. */
  readonly master: readonly MasterRow[];
  /** Fed to the sync service in this order; sequence 0, as imports are. */
  readonly commands: readonly Command[];
  /** Every row as it stands once all commands are judged; movements apart. */
  readonly rows: ReadonlyMap<TableName, readonly AnyRow[]>;
  readonly movements: readonly Row<'movement'>[];
  readonly live: LiveWork;
  readonly silent: SilentStation;
}

export function buildDemo({ seed, now, device = IMPORT_DEVICE }: DemoOptions): Demo {
  const run = createRun({ seed, now, company: companyFrom(seed, now), device });
  openStock(run, startOfDay(now) - 8 * DAY + 18 * HOUR);
  const live = makeLiveWork(run, playHistory(run));
  const silent = silentStationOf(run, live);
  const rows = new Map(tableNames.filter((name) => name !== 'movement').map((name) => [name, rowsOf(run.slice, name)]));
  return { master: run.master, commands: run.commands, rows, movements: run.movements, live, silent };
}
