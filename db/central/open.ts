// The pool on the company's Postgres: numbers and JSON as the rows of the catalogue have them, and transactions
// that take a role whose rows end at one warehouse.
import type { Sql, TransactionSql } from 'postgres';
import { postgres } from './driver.ts';

export type Central = Sql;
export type Tx = TransactionSql;

/** Opens a pool; `max` about four times the cores of the database serves best. With a role, that is what its connections are outside of every scope. */
export function openCentral(url: string, max = 8, role?: string): Central {
  return postgres(url, {
    max,
    onnotice: () => {},
    connection: { application_name: 'restow', statement_timeout: 60_000, idle_in_transaction_session_timeout: 30_000, ...(role === undefined ? {} : { role }) },
    // Quantities and amounts stay far below 2^53.
    types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
  });
}

/** What the service's connections are while no scope is taken: nothing of the business can be read or written as it. */
export const SERVICE_ROLE = 'restow_service';

export interface Scope {
  readonly role: 'restow_writer' | 'restow_reader';
  /** A warehouse id, or '*' for work of the whole company. */
  readonly warehouse: string;
  /** A device id, or '*'. */
  readonly device: string;
}

/** Runs work in one transaction under a scope; retries what Postgres asks to retry (serialization, deadlock). */
export async function inScope<T>(central: Central, scope: Scope, work: (tx: Tx) => Promise<T>, mode = '', attemptsMax = 5): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await central.begin(mode, async (tx) => {
        // Sent before anything else on this connection and not waited for: the work's own first statement follows at once.
        const scoped = tx`select set_config('role', ${scope.role}, true), set_config('restow.warehouse', ${scope.warehouse}, true), set_config('restow.device', ${scope.device}, true)`.execute();
        const [result] = await Promise.all([work(tx), scoped]);
        return result;
      })) as T;
    } catch (error) {
      const code = (error as { code?: string }).code;
      if ((code !== '40001' && code !== '40P01') || attempt >= attemptsMax) throw error;
    }
  }
}
