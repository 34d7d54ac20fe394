// Counts that nobody has to ask for: each working day what has fallen due by the company's plan, and after a pick that
// left few. The ids of tasks and commands follow from what they are about, so that two services open nothing twice.
import type { CommandOf } from '#domain/commands.ts';
import { calendar, COUNT_PLAN, readPlan, type CountPlan } from '#domain/count-planning/calendar.ts';
import { dayOf, endOfDay } from '#domain/days.ts';
import { idFrom } from '#domain/ids.ts';
import { createSlice } from '#domain/slice.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { Store, StoreTx } from '#db/central/store.ts';
import { arrive } from '#sync/server/admission.ts';
import { policyStamp, POLICY_DEVICE } from '#sync/server/policy-stamp.ts';
import { takeIn } from '#sync/server/reconcile.ts';

const DAY = 86_400_000;
/** How long somebody may take for a count after a pick, in ms. */
const NEAR_ZERO_WITHIN = 8 * 3_600_000;

export interface CountPlans {
  /** Opens what is due today, once a day; answers how many counts it opened. */
  run(): Promise<number>;
}

export function createCountPlans(store: Store, now: () => number): CountPlans {
  let planned = '';
  return {
    async run() {
      const today = dayOf(now());
      if (planned === today) return 0;
      const opened = await store.inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => openDue(tx, now(), today));
      planned = today;
      return opened;
    },
  };
}

async function openDue(tx: StoreTx, now: number, today: string): Promise<number> {
  const plan = await planOf(tx);
  if (!plan) return 0;
  const commands: CommandOf<'count.open'>[] = [];
  for (const warehouse of await tx.warehouses()) {
    const { bins, opened } = await tx.countBins(warehouse, endOfDay(today) + 1 - DAY);
    const perDay = plan.perDay - opened;
    const [due] = perDay > 0 ? calendar(bins, { ...plan, perDay }, today, 1) : [];
    for (const { locationId, trigger } of due?.bins ?? []) commands.push(opening(warehouse, now, ['planned', warehouse, today, locationId], { locationId, itemId: '', trigger, dueAt: endOfDay(today) }));
  }
  if (commands.length > 0) await takeIn(tx, now, { device: POLICY_DEVICE, warehouse: '*' }, commands.map((command) => arrive(JSON.stringify(command), 0)));
  return commands.length;
}

/** Counts after picks that left no more than the plan says. */
export async function nearZeroCounts(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'count.open'>[]> {
  const low = triggers.filter((trigger) => trigger.policy === 'near_zero');
  const limit = low.length === 0 ? undefined : (await planOf(tx))?.nearZero;
  if (limit === undefined) return [];
  return low.flatMap(({ warehouse, subject, cause }): CommandOf<'count.open'>[] => {
    const [locationId = '', itemId = '', left = '0'] = subject.split('\u001f');
    if (Number(left) > limit) return [];
    return [opening(warehouse, now, ['near-zero', cause, subject], { locationId, itemId, trigger: Number(left) <= 0 ? 'EMPTY_LOCATION' : 'NEAR_ZERO', dueAt: now + NEAR_ZERO_WITHIN })];
  });
}

const opening = (warehouse: string, now: number, cause: readonly string[], about: { locationId: string; itemId: string; trigger: string; dueAt: number }): CommandOf<'count.open'> => ({
  ...policyStamp('count.open', idFrom('count', ...cause), warehouse, now),
  payload: { taskId: `CT-${idFrom('count-task', ...cause).slice(0, 12).toUpperCase()}`, ...about },
});

async function planOf(tx: StoreTx): Promise<CountPlan | undefined> {
  const slice = createSlice();
  await tx.loadSlice([{ table: 'setting', where: { key: COUNT_PLAN } }], slice);
  return readPlan(slice.get('setting', COUNT_PLAN)?.value);
}
