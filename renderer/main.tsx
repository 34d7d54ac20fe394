// Puts the window together: which bridge, which clock, which stores, and then React.
import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Switch.css';
import './ui/tokens.css';
import './ui/shell.css';
import './ui/parts.css';
import './ui/stop.css';
import './ui/screens.css';
import './screens/pick/walk.css';
import './screens/why/why.css';
import './screens/rehearsal/rehearsal.css';
import './screens/pack/carton.css';
import './screens/lookup/lookup.css';
import './screens/devices/devices.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import type { Bridge, Preload } from './bridge.ts';
import { createPreloadBridge } from './bridge/preload-bridge.ts';
import { createSocketBridge } from './bridge/socket-bridge.ts';
import { takeToken } from './bridge/token.ts';
import { createCommands } from './commands.ts';
import { createItems } from './items.ts';
import { keptScanners, profileInUse } from './scan/profiles.ts';
import { createScanBus } from './scan/scan-bus.ts';
import { hidOf, readAllowed } from './scan/sources/hid-pos.ts';
import { createSounds } from './scan/sounds.ts';
import { ServicesContext, type Services } from './services.ts';
import { createStationView } from './station.ts';
import { createThings } from './things.ts';
import { Providers } from './ui/providers.tsx';
import { theme } from './ui/theme.ts';
import { createFeed } from './working-set/feed.ts';
import { browserStorages, windowName } from './working-set/storages.ts';
import { createWorkingSet } from './working-set/working-set.ts';

const now = (): number => Date.now();

function bridgeOfThisWindow(): Bridge {
  const { restow } = window as { restow?: Preload };
  return restow ? createPreloadBridge(restow) : createSocketBridge({ origin: window.location.origin, token: takeToken(window) });
}

async function start(page: HTMLElement): Promise<void> {
  const bus = createScanBus({ target: window, now, profile: profileInUse(keptScanners(localStorage)) });
  const hid = hidOf(navigator);
  if (hid) void readAllowed(hid, bus).catch(reportError);
  const bridge = bridgeOfThisWindow();
  const workingSet = createWorkingSet({ name: await windowName(navigator.locks), storages: browserStorages });
  const feed = createFeed({ workingSet, load: () => bridge.request('working', {}) });
  const services: Services = {
    bridge, bus, now, workingSet, feed,
    station: createStationView(bridge, feed),
    commands: createCommands(bridge, feed),
    items: createItems(bridge),
    things: createThings(bridge, now),
    sounds: createSounds(),
  };
  createRoot(page).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="light">
        <ServicesContext value={services}>
          <Providers bus={bus}><App /></Providers>
        </ServicesContext>
      </MantineProvider>
    </StrictMode>,
  );
}

const page = document.querySelector<HTMLElement>('#root');
if (page) void start(page);
