// Looks every quarter of an hour at what is under its reorder point, and keeps one proposal for each supplier and warehouse
// true to it until somebody signs: new lines come, quantities follow, and what is no longer needed is withdrawn.
import type { CommandOf } from '#domain/commands.ts';
import { dayOf } from '#domain/days.ts';
import { idFrom } from '#domain/ids.ts';
import { proposalFor, readReorderPolicy, REORDER, type Why } from '#domain/purchasing/reorder-point.ts';
import type { Json } from '#domain/tables.ts';
import { needs, openProposals, type WarehouseNeed } from '#db/central/reordering.ts';
import { inScope, type Central } from '#db/central/open.ts';
import { setting } from '#db/central/master-data.ts';
import { storeTx } from '#db/central/postgres-store.ts';
import { arrive } from '#sync/server/admission.ts';
import { policyStamp, POLICY_DEVICE } from '#sync/server/policy-stamp.ts';
import { takeIn } from '#sync/server/reconcile.ts';

const EVERY = 15 * 60_000;
const DAY = 86_400_000;
/** Of one command. */
const MOST_LINES = 200;
/** Any constant serves as the lock's name. */
const LOCK = 7_316_403;
const NO_REASON: Why = { daily: 0, leadDays: 0, safety: 0, point: 0, free: 0, incoming: 0, waiting: 0 };

export interface Reorders {
  /** Proposes what is wanted, unless it looked a moment ago; answers how many proposals it changed. */
  run(): Promise<number>;
}
export function createReorders(central: Central, now: () => number, log: (line: string) => void): Reorders {
  let looked = Number.NEGATIVE_INFINITY;
  let told = '';
  return {
    async run() {
      const at = now();
      if (at - looked < EVERY) return 0;
      looked = at;
      return inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, async (tx) => {
        // Of two services that look at once the second sees what the first has proposed.
        await tx`select pg_advisory_xact_lock(${LOCK})`;
        const { policy, problem } = readReorderPolicy((await setting(tx, REORDER)) as Json | undefined);
        if (problem !== '' && problem !== told) log(problem);
        told = problem;
        if (!policy) return 0;
        const [all, open] = [await needs(tx, at - policy.lookBackDays * DAY, at - policy.quietDays * DAY, dayOf(at)), await openProposals(tx)];
        const commands = [...Map.groupBy(all, (need) => `${need.warehouse}\u001f${need.supplierId}`).values()].flatMap((group): CommandOf<'purchase.propose'>[] => {
          const { warehouse, supplierId, leadDays } = group[0] as WarehouseNeed;
          const wanted = proposalFor(policy, supplierId, group);
          const known = open.find((each) => each.warehouse_id === warehouse && each.supplier_id === supplierId);
          const gone = (known?.items ?? []).filter((itemId) => !wanted.some((line) => line.itemId === itemId));
          const lines = [...wanted.map((line) => ({ ...line, why: { ...line.why } })), ...gone.map((itemId) => ({ itemId, quantity: 0, unitCost: 0, why: { ...NO_REASON } }))];
          const proposalId = known?.proposal_id ?? `PP-${idFrom('proposal', warehouse, supplierId, String(at)).slice(0, 8).toUpperCase()}`;
          const value = wanted.reduce((sum, line) => sum + line.quantity * line.unitCost, 0);
          const order = { proposalId, supplierId, leadDays: Math.ceil(policy.suppliers[supplierId]?.leadDays ?? leadDays), needed: policy.twoAbove !== null && value > policy.twoAbove ? 2 : 1 };
          return Array.from({ length: Math.ceil(lines.length / MOST_LINES) }, (_, n) => ({
            ...policyStamp('purchase.propose', idFrom('propose', proposalId, String(at), String(n)), warehouse, at), payload: { ...order, lines: lines.slice(n * MOST_LINES, (n + 1) * MOST_LINES) },
          }));
        });
        if (commands.length === 0) return 0;
        const verdicts = await takeIn(storeTx(tx), at, { device: POLICY_DEVICE, warehouse: '*' }, commands.map((command) => arrive(JSON.stringify(command), 0)));
        return verdicts.filter(({ verdict }) => verdict === 'applied').length;
      });
    },
  };
}
