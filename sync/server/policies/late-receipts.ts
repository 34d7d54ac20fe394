// Looks for promised goods that did not come, every few minutes.
import { LATE_AFTER } from '#domain/late-receipts.ts';
import { idFrom } from '#domain/ids.ts';
import type { Store } from '#db/central/store.ts';
import { arrive } from '#sync/server/admission.ts';
import { policyStamp, POLICY_DEVICE } from '#sync/server/policy-stamp.ts';
import { takeIn } from '#sync/server/reconcile.ts';

const MOST = 200;
const EVERY = 5 * 60_000;

export interface LateReceipts {
  /** Tells of what is late, unless it looked a moment ago; answers how much it found. */
  run(): Promise<number>;
}
export function createLateReceipts(store: Store, now: () => number): LateReceipts {
  let looked = Number.NEGATIVE_INFINITY;
  return {
    async run() {
      const at = now();
      if (at - looked < EVERY) return 0;
      looked = at;
      return store.inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, async (tx) => {
        const late = await tx.overdue(at - LATE_AFTER, MOST);
        const commands = late.map(({ warehouse_id, kind, id, waiting }) => ({ ...policyStamp('receipt.overdue', idFrom('late-receipt', warehouse_id, kind, id, String(at)), warehouse_id, at), payload: { kind, id, waiting } }));
        if (commands.length > 0) await takeIn(tx, at, { device: POLICY_DEVICE, warehouse: '*' }, commands.map((command) => arrive(JSON.stringify(command), 0)));
        return commands.length;
      });
    },
  };
}
