// The shell: strip above, one screen, keys below, and whatever lies over all of them.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useMantineColorScheme } from '@mantine/core';
import { useValue } from './readable.ts';
import { keepRoute, keptRoute, NavigationContext, screenNames, type Navigation, type Overlay, type Parting, type Route } from './route.ts';
import { useServices } from './services.ts';
import { useNow } from './now.ts';
import { age, clock, isOld } from './numbers.ts';
import { Adjust } from './screens/adjust/adjust.tsx';
import { Approvals } from './screens/approvals/approvals.tsx';
import { CountSheet } from './screens/count/count-sheet.tsx';
import { Count } from './screens/count/count.tsx';
import { Devices } from './screens/devices/devices.tsx';
import { Exceptions } from './screens/exceptions/exceptions.tsx';
import { Help } from './screens/help/help.tsx';
import { Holds } from './screens/holds/holds.tsx';
import { OrderFigures } from './screens/order-figures/order-figures.tsx';
import { Orders } from './screens/orders/orders.tsx';
import { PromiseScreen } from './screens/promise/promise.tsx';
import { Transfers } from './screens/transfers/transfers.tsx';
import { More } from './screens/more/more.tsx';
import { Home } from './screens/home/home.tsx';
import { Lookup } from './screens/lookup/lookup.tsx';
import { Pack } from './screens/pack/pack.tsx';
import { Pick } from './screens/pick/pick.tsx';
import { PutAway } from './screens/put-away/put-away.tsx';
import { CountFigures } from './screens/count-figures/count-figures.tsx';
import { PlanCounts } from './screens/plan-counts/plan-counts.tsx';
import { Pallets } from './screens/pallets/pallets.tsx';
import { Sets } from './screens/sets/sets.tsx';
import { Receive } from './screens/receive/receive.tsx';
import { ReceivingFigures } from './screens/receiving-figures/receiving-figures.tsx';
import { Rehearsal } from './screens/rehearsal/rehearsal.tsx';
import { Refunds } from './screens/refunds/refunds.tsx';
import { Replenish } from './screens/replenish/replenish.tsx';
import { Returns } from './screens/returns/returns.tsx';
import { PutBack } from './screens/put-back/put-back.tsx';
import { Ship } from './screens/ship/ship.tsx';
import { Stations } from './screens/stations/stations.tsx';
import { useIdleLock } from './use-idle-lock.ts';
import { SignIn } from './screens/sign-in/sign-in.tsx';
import { Suspense } from './screens/suspense/suspense.tsx';
import { Why } from './screens/why/why.tsx';
import { useActions } from './ui/action-stack.ts';
import { ChooserProvider } from './ui/chooser-provider.tsx';
import { KeyBar, useActionKeys } from './ui/key-bar.tsx';
import { Strip } from './ui/strip.tsx';
import { Tray } from './tray/tray.tsx';

/** All that a device for counting shows. */
const COUNT: Route = { screen: 'count', locationId: '', taskId: '' };

export function App() {
  const { station, feed, bridge } = useServices();
  const [route, setRoute] = useState<Route>(() => keptRoute(sessionStorage));
  const [parting, setParting] = useState<Parting | undefined>(undefined);
  const [overlay, setOverlay] = useState<Overlay>(undefined);
  const [trayOpen, setTrayOpen] = useState(() => sessionStorage.getItem('restow.tray') === 'open');
  const hello = useValue(station.hello);
  const person = useValue(station.person);
  const level = useValue(feed.level);
  const lockAfter = useValue(station.status)?.lockAfter ?? null;
  const link = useValue(bridge.link);
  const { toggleColorScheme } = useMantineColorScheme();
  useActionKeys();
  useIdleLock(person ? lockAfter : null, () => void station.signOut());

  const go = useCallback((next: Route, said?: Parting) => {
    setOverlay(undefined);
    setRoute(next);
    setParting(said);
    keepRoute(sessionStorage, next);
  }, []);
  const navigation = useMemo<Navigation>(() => ({ go, open: setOverlay, parting }), [go, parting]);
  useEffect(() => sessionStorage.setItem('restow.tray', trayOpen ? 'open' : 'shut'), [trayOpen]);

  const toggle = (which: Overlay) => () => {
    setParting(undefined);
    setOverlay((open) => (open === which ? undefined : which));
  };
  useActions([
    { key: 'F1', label: 'Help', run: toggle('help'), small: true },
    ...(person ? [
      ...(hello?.device.onlyCounts ? [] : [{ key: 'F7', label: 'Look up', run: toggle('lookup'), small: true }]),
      { key: 'F10', label: 'Switch person', run: () => void station.signOut(), small: true, elsewhere: route.screen !== 'home' },
    ] : []),
    { key: 'F11', label: 'Light or dark', run: toggleColorScheme, elsewhere: true },
    ...(hello?.tray ? [{ key: 'F12', label: 'Tray', run: () => setTrayOpen((open) => !open), small: true }] : []),
  ]);

  return (
    <NavigationContext value={navigation}>
      <div className="app">
        <Strip doing={person ? screenNames[route.screen] : ''} onNeedsYou={() => go({ screen: 'exceptions' })} />
        <div className="middle">
          <ChooserProvider>
            <main className={overlay ? 'screen screen-under' : 'screen'} inert={overlay !== undefined}>
              {!person || !hello ? <SignIn waiting={!hello} locked={link === 'locked'} /> : level ? <Screen route={hello.device.onlyCounts && route.screen !== 'count' ? COUNT : route} /> : <output className="nothing">Loading today’s work …</output>}
            </main>
            {overlay && <main className="screen screen-over">{overlay === 'lookup' ? <Lookup onClose={() => setOverlay(undefined)} /> : overlay === 'help' ? <Help onClose={() => setOverlay(undefined)} doing={route.screen} /> : <Why subject={overlay} onClose={() => setOverlay(undefined)} />}</main>}
          </ChooserProvider>
          {hello?.tray && trayOpen && <Tray onClose={() => setTrayOpen(false)} />}
        </div>
        <Foot always={route.screen === 'home'} />
      </div>
    </NavigationContext>
  );
}

/** The age of the replica: at home always, elsewhere once it is old enough to matter. */
function Foot({ always }: { readonly always: boolean }) {
  const { station } = useServices();
  const status = useValue(station.status);
  const now = useNow();
  const asOf = status?.stockAsOf ?? undefined;
  return <KeyBar note={asOf === undefined || !(always || isOld(asOf, now)) ? '' : `stock as of ${clock(asOf)}, ${now - asOf < 10_000 ? 'just now' : `${age(now - asOf)} ago`}`} />;
}

function Screen({ route }: { readonly route: Route }) {
  // A new document is a new screen: nothing of the last one may linger.
  switch (route.screen) {
    case 'home': return <Home />;
    case 'transfers': return <Transfers key={route.transferId} transferId={route.transferId} />;
    case 'sets': return <Sets />;
    case 'pallets': return <Pallets key={route.unitId} unitId={route.unitId} />;
    case 'more': return <More />;
    case 'replenish': return <Replenish />;
    case 'receive': return <Receive key={route.deliveryId} deliveryId={route.deliveryId} />;
    case 'put_away': return <PutAway key={`${route.itemId ?? ''} ${route.fromLocation ?? ''}`} itemId={route.itemId} fromLocation={route.fromLocation} deliveryId={route.deliveryId} />;
    case 'count': return <Count key={`${route.locationId} ${route.taskId}`} locationId={route.locationId} taskId={route.taskId} />;
    case 'returns': return <Returns key={`${route.parcelId} ${route.tracking} ${route.unitId}`} parcelId={route.parcelId} tracking={route.tracking} unitId={route.unitId} />;
    case 'pick': return <Pick key={`${route.fulfilmentId} ${String(route.cart)}`} fulfilmentId={route.fulfilmentId} cart={route.cart} />;
    case 'pack': return <Pack key={route.fulfilmentId} fulfilmentId={route.fulfilmentId} tote={route.tote} />;
    case 'ship': return <Ship />;
    case 'put_back': return <PutBack key={route.placeId} placeId={route.placeId} />;
    case 'stations': return <Stations />;
    case 'adjust': return <Adjust />;
    case 'devices': return <Devices />;
    case 'count_figures': return <CountFigures />;
    case 'count_sheet': return <CountSheet key={route.sheetId} sheetId={route.sheetId} />;
    case 'plan_counts': return <PlanCounts />;
    case 'approvals': return <Approvals />;
    case 'exceptions': return <Exceptions />;
    case 'rehearsal': return <Rehearsal />;
    case 'holds': return <Holds />;
    case 'orders': return <Orders key={route.show} show={route.show} />;
    case 'order_figures': return <OrderFigures />;
    case 'receiving_figures': return <ReceivingFigures />;
    case 'promise': return <PromiseScreen />;
    case 'suspense': return <Suspense />;
    case 'refunds': return <Refunds key={route.refundId} refundId={route.refundId} />;
  }
}
