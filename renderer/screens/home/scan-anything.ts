// Where a scan leads from a screen that asks for nothing: to the screen that handles what was scanned.
import { useEffect } from 'react';
import { useServices } from '#renderer/services.ts';
import { useNow } from '#renderer/now.ts';
import { useNavigation, type Route } from '#renderer/route.ts';
import { placesOf } from '#renderer/screens/put-back/flow.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useOpenExceptions } from '#renderer/working-set/queries.ts';
import type { Tell } from '#renderer/ui/scan-log.ts';
import { useThings } from '#renderer/use-things.ts';
import { routeForDocument } from './route-for.ts';

const PUT_BACKS = { about: 'put_backs' } as const;

/** An SSCC, or a label of ours that says so. */
const isPallet = (unitId: string): boolean => /^(?:[0-9]{18}|PAL-.*)$/.test(unitId);

/** Opens what is scanned; answers in how many places goods wait to be put back. */
export function useScanAnything(screen: string, tell: Tell): number {
  const { sounds } = useServices();
  const { go } = useNavigation();
  const now = useNow(30_000);
  const live = useOpenExceptions();
  const { answer: toPutBack, again } = useAnswer(PUT_BACKS);
  useEffect(() => again(), [again, live, now]);
  /** Nothing in it is to be packed any more. */
  const isToEmpty = (unitId: string, fulfilmentId: string | null): boolean => {
    const leaving = toPutBack?.filter((row) => row.location_id === unitId) ?? [];
    return leaving.length > 0 && (fulfilmentId === null || leaving.some((row) => row.reason === 'CANCELLED'));
  };
  const to = (route: Route | undefined, title: string): boolean => {
    if (!route) return false;
    sounds.play('ok');
    tell('ok', title, 'opened');
    go(route);
    return true;
  };
  useThings({
    screen, expected: 'a tote, an order, a delivery, a parcel, a bin or an item', tell,
    item: ({ itemId }) => to({ screen: 'put_away', itemId }, 'Item'),
    location: ({ locationId, locationKind }) => to(locationKind === 'dock' || locationKind === 'returns' ? { screen: 'put_away', fromLocation: locationId } : { screen: 'count', locationId, taskId: '' }, 'Bin'),
    handlingUnit: ({ unitId, fulfilmentId }) => (isPallet(unitId) ? to({ screen: 'pallets', unitId }, 'Pallet') : isToEmpty(unitId, fulfilmentId) ? to({ screen: 'put_back', placeId: unitId }, 'Tote to empty') : fulfilmentId === null ? to({ screen: 'pick', fulfilmentId: '' }, 'Empty tote') : to({ screen: 'pack', fulfilmentId }, 'Tote')),
    pallet: ({ deliveryId, sscc }) => to({ screen: 'receive', deliveryId }, `Pallet ${sscc}`),
    document: (thing) => to(routeForDocument(thing.document, thing.id), thing.id),
  });
  return placesOf(toPutBack ?? []).length;
}
