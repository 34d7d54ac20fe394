// Deals work to stations that want it and were heard of: through the same reconcile as all work, one command a station.
import type { Command } from '#domain/commands.ts';
import { DEAL_MINUTES, deal, estimate, levelling, workKinds, type WorkKind } from '#domain/dealing.ts';
import { idFrom } from '#domain/ids.ts';
import type { StationWanting, Store, StoreTx } from '#db/central/store.ts';
import { arrive } from './admission.ts';
import { policyStamp, POLICY_DEVICE } from './policy-stamp.ts';
import { takeIn } from './reconcile.ts';

/** A station that was not heard of for so long (ms) is dealt nothing more. */
const HEARD_WITHIN = 3 * 60_000;
/** Work is moved only between stations that hear of it before they could set out for it. */
const LISTENING = 15_000;
/** More pieces than anybody does in the usual two hours. */
const PIECES_A_STATION = 100;

/** Deals what is free; answers how many stations got something. Only one service deals at a time. */
export async function dealRound(store: Store, now: () => number): Promise<number> {
  return store.inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, async (tx) => {
    const wanting = await tx.stationsWanting(now() - HEARD_WITHIN);
    if (wanting.length === 0 || !(await tx.lockDealing())) return 0;
    const minutes = await dealMinutes(tx);
    const commands: Command[] = [];
    for (const [warehouse, stations] of Map.groupBy(wanting, (station) => station.warehouse_id)) {
      for (const kind of workKinds) commands.push(...(await dealKind(tx, warehouse, stations.filter((station) => station.kind === kind), minutes, now())));
    }
    if (commands.length === 0) return 0;
    const verdicts = await takeIn(tx, now(), { device: POLICY_DEVICE, warehouse: '*' }, commands.map((command) => arrive(JSON.stringify(command), 0)));
    return verdicts.filter(({ verdict }) => verdict === 'applied').length;
  });
}

async function dealKind(tx: StoreTx, warehouse: string, stations: readonly StationWanting[], minutes: number, now: number): Promise<readonly Command[]> {
  const [first] = stations;
  if (!first || minutes === 0) return [];
  const { kind } = first;
  const wanting = stations.map(({ device_id, pieces, lines }) => ({ device: device_id, seconds: estimate(kind, pieces, lines) }));
  if (deal(kind, minutes, wanting, [{ id: '', lines: 0 }]).size === 0) return [];
  const free = await tx.freeWork(warehouse, kind, PIECES_A_STATION * stations.length);
  if (free.length === 0) return levelled(tx, warehouse, kind, stations.filter((station) => station.heard_at >= now - LISTENING), minutes, now);
  return [...deal(kind, minutes, wanting, free)].map(([deviceId, ids]) =>
    ({ ...policyStamp('work.deal', idFrom(String(now), 'deal', kind, deviceId, ...ids), warehouse, now), payload: { deviceId, work: ids.map((id) => ({ kind, id })) } }));
}

/** Nothing is free: whoever has most gives what it has not begun. */
async function levelled(tx: StoreTx, warehouse: string, kind: WorkKind, stations: readonly StationWanting[], minutes: number, now: number) {
  const plan = levelling(minutes, stations.map(({ device_id, pieces, lines }) => ({ device: device_id, pieces, seconds: estimate(kind, pieces, lines) })));
  const ids = plan === undefined ? [] : await tx.unbegunWork(warehouse, kind, plan.from, plan.pieces);
  if (plan === undefined || ids.length === 0) return [];
  const payload = { deviceId: plan.from, to: plan.to, work: ids.map((id) => ({ kind, id })), reason: 'LEVELLED', note: '', goesOn: true };
  return [{ ...policyStamp('work.take_back', idFrom(String(now), 'level', kind, plan.to, ...ids), warehouse, now), payload }];
}

async function dealMinutes(tx: StoreTx): Promise<number> {
  const minutes = await tx.setting('deal_minutes');
  return typeof minutes === 'number' && minutes >= 0 ? minutes : DEAL_MINUTES;
}
