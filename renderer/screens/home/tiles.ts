// The six tiles with today's live numbers, and what is urgent in each.
import { useEffect } from 'react';
import type { Person } from '#electron/contract.ts';
import type { Route } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { age, clock, plural } from '#renderer/numbers.ts';
import { kindWords, triggerWords, within } from '#renderer/words.ts';
import { useCountTasks, useFulfilmentsToPack, useFulfilmentsToPick, useOpenDeliveries, useOpenExceptions, useOpenPickLines, usePackedParcels, usePendingAdjustments, useUnitsToInspect } from '#renderer/working-set/queries.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';

export interface Tile {
  readonly title: string;
  readonly route: Route;
  /** Undefined while it is not known yet. */
  readonly number: number | undefined;
  readonly words: string;
  readonly urgent: string;
  readonly loud?: boolean;
}
export interface Today {
  readonly tiles: readonly Tile[];
  /** Documents that this person may sign. */
  readonly approvals: number;
  /** Approved beyond a limit, with the reason: everybody sees it until finance has looked. */
  readonly broken: readonly WorkingRow<'exception'>[];
  readonly packed: number;
  /** One of each kind, for the virtual scanner. */
  readonly first: readonly { readonly what: string; readonly prefix: string; readonly id: string }[];
}

const WAITING = { about: 'approvals_waiting' } as const;
const SOON_MS = 2 * 3_600_000;
const some = (count: number, words: string): string => (count === 0 ? '' : words);

export function useTiles(now: number, device: string, person: Person | null): Today {
  const deliveries = useOpenDeliveries();
  const toPick = useFulfilmentsToPick();
  const toPack = useFulfilmentsToPack();
  const lines = useOpenPickLines();
  const counts = useCountTasks();
  const units = useUnitsToInspect();
  const exceptions = useOpenExceptions();
  const pending = usePendingAdjustments();
  const { answer: approvals = 0, again } = useAnswer(WAITING);
  // What waits is of several tables; as one of them grows or shrinks, and now and then, it is asked anew.
  useEffect(() => again(), [again, pending?.length, exceptions?.length, units?.length, now]);
  const packed = usePackedParcels();

  const late = deliveries?.filter((row) => row.state === 'EXPECTED' && row.expected_at !== null && row.expected_at < now).length ?? 0;
  const docked = deliveries?.filter((row) => row.state === 'ARRIVED').toSorted((a, b) => (a.arrived_at ?? now) - (b.arrived_at ?? now)) ?? [];
  const soon = toPack?.filter((row) => row.promised_at !== null && row.promised_at < now + SOON_MS) ?? [];
  const mine = toPick?.filter((row) => row.dealt_to === device).length ?? 0;
  const short = counts?.filter((row) => row.trigger === 'AFTER_SHORT_PICK').length ?? 0;
  const yours = exceptions?.filter((row) => row.person_id === person?.id || (person?.roles.includes(row.owner_role) ?? false));
  const overdue = yours?.filter((row) => row.due_at < now).length ?? 0;
  const oldest = units?.[0];

  const tiles: Tile[] = [
    { title: 'Pack', route: { screen: 'pack', fulfilmentId: '' }, number: toPack?.length, words: 'orders staged', urgent: soon[0]?.promised_at ? `${soon.length} due by ${clock(Math.max(...soon.map((row) => row.promised_at ?? 0)))}` : '' },
    { title: 'Pick', route: { screen: 'pick', fulfilmentId: '' }, number: lines, words: mine === 0 ? 'lines to pick' : `lines, ${plural(mine, 'order')} dealt to this station, works offline`, urgent: '' },
    { title: 'Receive', route: { screen: 'receive', deliveryId: '' }, number: deliveries?.length, words: 'deliveries open', urgent: [some(docked.length, `${docked.length} at the dock${docked[0]?.arrived_at ? `, oldest ${age(now - docked[0].arrived_at)}` : ''}`), some(late, `${late} late`)].filter(Boolean).join(' · ') },
    { title: 'Returns', route: { screen: 'returns', parcelId: '', tracking: '', unitId: '' }, number: units?.length, words: `units to inspect${oldest ? ` · oldest ${age(now - oldest.received_at)}` : ''}`, urgent: '' },
    { title: 'Count', route: { screen: 'count', locationId: '', taskId: '' }, number: counts?.length, words: 'places to count', urgent: some(short, `${short} ${triggerWords('AFTER_SHORT_PICK')}`) },
    {
      title: 'Needs you', route: { screen: 'exceptions' }, number: yours?.length, loud: (yours?.length ?? 0) > 0,
      words: yours?.length === 0 ? `nothing of yours · ${exceptions?.length ?? 0} open in all` : [...new Set(yours?.map((row) => within(kindWords(row.kind))))].slice(0, 2).join(' · '), urgent: some(overdue, `${overdue} overdue`),
    },
  ];
  const first = [
    ...(toPack ?? []).slice(0, 1).map((row) => ({ what: 'An order to pack', prefix: 'SO', id: row.order_id })),
    ...(deliveries ?? []).slice(0, 1).map((row) => ({ what: 'A delivery', prefix: 'DN', id: row.delivery_id })),
    ...(counts ?? []).slice(0, 1).map((row) => ({ what: 'A bin', prefix: 'LOC', id: row.location_id })),
    ...(units ?? []).slice(0, 1).map((row) => ({ what: 'A returned unit', prefix: 'RU', id: row.unit_id })),
  ];
  return { tiles, approvals, broken: (exceptions ?? []).filter((row) => row.kind === 'BREAK_GLASS'), packed: packed?.length ?? 0, first };
}
