// Owns what a replay remembers between runs, in one small file that is written whole: which files were played, what
// opening they were given, and which sales can still be returned. How far a play that broke off has come is not here:
// the sync service's Postgres and the stations know that.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ReturnablePool } from './match-returns.ts';
import type { ReturnMatching } from './return-matching.ts';
import type { StockAccount } from './opening.ts';
import type { LineException } from './read-lines.ts';
import type { Counts } from './summary.ts';
import { writeWhole } from './write-whole.ts';

export type PlayedFile = { path: string; hash: string; counts: Counts; /** As the books have it, once played. */ matching?: ReturnMatching; invoices: string[]; exceptions: LineException[] };
/** Files that were given together. */
export type Play = { files: PlayedFile[]; openingFile: string | null; finished: boolean };
export type Progress = {
  version: 1;
  warehouse: string;
  plays: Play[];
  /** Of all plays, the one under way included. */
  accounts: [code: string, account: StockAccount][];
  /** Of the finished plays. */
  pool: ReturnablePool;
  /** The time until which was played, ms: the clock never goes back. */
  clock: number;
  /** Stations that ever worked here: each has a folder, and may hold work. */
  stations: number;
};

const fileOf = (folder: string): string => path.join(folder, 'progress.json');

export function readProgress(folder: string, warehouse: string | undefined): Progress {
  const file = fileOf(folder);
  if (!existsSync(file)) return { version: 1, warehouse: warehouse ?? 'MAIN', plays: [], accounts: [], pool: [], clock: 0, stations: 0 };
  const progress = JSON.parse(readFileSync(file, 'utf8')) as Progress;
  if (progress.version !== 1) throw new Error(`${file} was written by another version of this program.`);
  if (warehouse !== undefined && warehouse !== progress.warehouse) throw new Error(`This folder plays the warehouse ${progress.warehouse}; give another --data for ${warehouse}.`);
  return progress;
}

export const writeProgress = (folder: string, progress: Progress): void => writeWhole(fileOf(folder), JSON.stringify(progress));
