// Where in the app this window is. Kept for the tab, so that a reload comes back to the work in hand.
import { createContext, useContext } from 'react';
import type { Question } from '#electron/contract.ts';

export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'receive'; readonly deliveryId: string }
  | { readonly screen: 'put_away'; readonly itemId?: string; readonly fromLocation?: string; /** The delivery that the goods came with, to go back to. */ readonly deliveryId?: string }
  | { readonly screen: 'count'; readonly locationId: string; readonly taskId: string }
  | { readonly screen: 'returns'; readonly parcelId: string; readonly tracking: string; readonly unitId: string }
  | { readonly screen: 'pick'; /** Empty: to be chosen. */ readonly fulfilmentId: string; /** Several orders in one walk. */ readonly cart?: true }
  | { readonly screen: 'pack'; readonly fulfilmentId: string; /** A tote of which the books here do not know what lies in it. */ readonly tote?: string }
  | { readonly screen: 'ship' }
  | { readonly screen: 'put_back'; /** Empty: to be chosen. */ readonly placeId: string }
  | { readonly screen: 'sets' }
  | { readonly screen: 'replenish' }
  | { readonly screen: 'pallets'; /** Empty: to be scanned or made. */ readonly unitId: string }
  | { readonly screen: 'more' }
  | { readonly screen: 'transfers'; /** Empty: to be chosen. */ readonly transferId: string }
  | { readonly screen: 'stations' }
  | { readonly screen: 'adjust' }
  | { readonly screen: 'devices' }
  | { readonly screen: 'count_sheet'; readonly sheetId: string }
  | { readonly screen: 'plan_counts' }
  | { readonly screen: 'count_figures' }
  | { readonly screen: 'approvals' }
  | { readonly screen: 'exceptions' }
  | { readonly screen: 'rehearsal' }
  | { readonly screen: 'holds' }
  | { readonly screen: 'orders'; readonly show: 'all' | 'held' }
  | { readonly screen: 'order_figures' }
  | { readonly screen: 'receiving_figures' }
  | { readonly screen: 'promise' }
  | { readonly screen: 'suspense' }
  | { readonly screen: 'refunds'; /** Empty: the first. */ readonly refundId: string };
/** Over the screen; the subject of a question is the history that answers it. */
export type Overlay = 'lookup' | 'help' | WhySubject | undefined;
export type WhySubject = Extract<Question, { about: 'why' }>['subject'];

export const screenNames: Readonly<Record<Route['screen'], string>> = {
  home: '', sets: 'Sets', pallets: 'Pallets', replenish: 'Bring to pick faces', more: 'More', transfers: 'Transfers', receive: 'Receive', put_away: 'Put away and move', count: 'Count', returns: 'Returns', pick: 'Pick', pack: 'Pack', ship: 'Ship', put_back: 'Put back', stations: 'Stations', adjust: 'Change stock', count_sheet: 'Count sheet', plan_counts: 'Plan counts', count_figures: 'Figures of counts', devices: 'Scanner and printer', approvals: 'Approvals', exceptions: 'Needs you', holds: 'Holds and recalls', orders: 'Orders', order_figures: 'Figures of orders', receiving_figures: 'Figures of receiving', promise: 'What can be promised', suspense: 'Suspense', refunds: 'Refunds', rehearsal: 'Conflict rehearsal',
};

export const HOME: Route = { screen: 'home' };
const KEPT = 'restow.route';

export function keptRoute(storage: Storage): Route {
  try {
    const route = JSON.parse(storage.getItem(KEPT) ?? 'null') as Route | null;
    return route && Object.hasOwn(screenNames, route.screen) ? route : HOME;
  } catch {
    return HOME;
  }
}
export const keepRoute = (storage: Storage, route: Route): void => storage.setItem(KEPT, JSON.stringify(route));

/** What the screen that was left still has to say: the last line of its log. */
export interface Parting {
  readonly tone: 'ok' | 'stop' | 'attention';
  readonly text: string;
  readonly effect: string;
}
export interface Navigation {
  readonly go: (route: Route, parting?: Parting) => void;
  /** Said by the screen before this one as it was left. */
  readonly parting: Parting | undefined;
  readonly open: (overlay: Overlay) => void;
}
export const NavigationContext = createContext<Navigation | undefined>(undefined);

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error('no navigation above this component');
  return navigation;
}
