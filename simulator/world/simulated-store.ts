// A company's store as the simulator drives it: what the server asks for, and what is needed to look behind it. In memory,
// or a real Postgres.
import type { AnyRow, Row, TableName } from '#domain/tables.ts';
import type { PullLine } from '#sync/protocol/messages.ts';
import type { LogEntry } from '#db/central/command-log.ts';
import type { PullRequest } from '#db/central/feed.ts';
import type { Store } from '#db/central/store.ts';

/** What one transaction wrote. */
export interface Commit {
  /** Its place among all commits, from 1 on. */
  readonly number: number;
  /** The commit it saw as the last one when it began. */
  readonly since: number;
  readonly entries: readonly LogEntry[];
  readonly rows: ReadonlyMap<TableName, readonly AnyRow[]>;
  readonly movements: readonly Row<'movement'>[];
}

export interface SimulatedStore extends Store {
  epoch(): Promise<string>;
  pull(request: PullRequest, send: (line: PullLine) => Promise<void> | void): Promise<void>;
  /** Rows the ERP writes by itself. */
  write(table: TableName, rows: readonly AnyRow[]): Promise<void>;
  remove(table: TableName, row: AnyRow): Promise<void>;
  /** Rows of a scope; '*' for all. */
  rows(table: TableName, warehouse: string, device: string): Promise<readonly AnyRow[]>;
  log(): Promise<readonly LogEntry[]>;
  /** Triggers that are due and that the policies have not looked at yet. */
  queued(now: number): Promise<number>;
  /** Answers how to bring back what is committed now. */
  backUp(): Promise<() => Promise<void>>;
  /** Every connection to the database breaks. */
  cutAll(): void;
  close(): Promise<void>;
}
