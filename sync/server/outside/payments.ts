// What falls due is asked of the payment side, again and again until it answers: the same request always carries the
// same key, so that asking twice pays once. The answer comes back as a command like any other.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { payoutOf, requestKey } from '#domain/refunding/refunds.ts';
import type { Row } from '#domain/tables.ts';
import type { Store } from '#db/central/store.ts';
import { arrive } from '#sync/server/admission.ts';
import { policyStamp, POLICY_DEVICE } from '#sync/server/policy-stamp.ts';
import { takeIn } from '#sync/server/reconcile.ts';

export interface PaymentRequest {
  /** The same key is the same payment, however often it is asked for. */
  readonly key: string;
  readonly refundId: string;
  readonly orderId: string;
  /** How it goes back: to where it came from, or as store credit. */
  readonly method: 'original' | 'credit';
  /** Whole minor units. */
  readonly amount: number;
  readonly currency: string;
}
export type PaymentAnswer = { readonly state: 'settled' | 'failed'; readonly reference: string; readonly note: string } | { readonly state: 'pending' };

/** The payment side: a provider's interface, or the folder that stands in for one. */
export interface Payments {
  /** Asks, or asks how it stands; throws where the payment side is not reached, and is asked again then. */
  ask(request: PaymentRequest): Promise<PaymentAnswer>;
}

const BATCH = 100;
const requestOf = (row: Row<'refund'>): PaymentRequest => ({
  key: requestKey(row), refundId: row.refund_id, orderId: row.order_id ?? '', method: row.kind === 'CREDIT' ? 'credit' : 'original', amount: payoutOf(row), currency: row.currency,
});

/** Asks for all that is due, oldest first, and records what was answered; answers how many were settled or failed. */
export async function payRound(store: Store, payments: Payments, now: () => number): Promise<number> {
  const scope = { role: 'restow_writer', warehouse: '*', device: '*' } as const;
  let told = 0;
  for (let after = ''; ;) {
    const due = await store.inScope(scope, (tx) => tx.requestedRefunds(BATCH, after));
    const reports: CommandOf<'refund.report'>[] = [];
    for (const row of due) {
      const answer = await payments.ask(requestOf(row));
      if (answer.state === 'pending') continue;
      const state = answer.state === 'settled' ? 'SETTLED' : 'FAILED';
      reports.push({ ...policyStamp('refund.report', idFrom('refund-report', requestKey(row), state), row.warehouse_id, now()), payload: { refundId: row.refund_id, attempt: row.attempt, state, reference: answer.reference.slice(0, 128), note: answer.note.slice(0, 2000) } });
    }
    if (reports.length > 0) {
      await store.inScope(scope, (tx) => takeIn(tx, now(), { device: POLICY_DEVICE, warehouse: '*' }, reports.map((command) => arrive(JSON.stringify(command), 0))));
      told += reports.length;
    }
    const last = due.at(-1);
    if (last === undefined || due.length < BATCH) return told;
    after = last.refund_id;
  }
}
