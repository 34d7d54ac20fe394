// What the composition root makes once and every screen may use.
import { createContext, useContext } from 'react';
import type { Bridge } from './bridge.ts';
import type { Commands } from './commands.ts';
import type { Items } from './items.ts';
import type { ScanBus } from './scan/scan-bus.ts';
import type { Sounds } from './scan/sounds.ts';
import type { StationView } from './station.ts';
import type { Things } from './things.ts';
import type { Feed } from './working-set/feed.ts';
import type { WorkingSet } from './working-set/working-set.ts';

export interface Services {
  readonly bridge: Bridge;
  readonly station: StationView;
  readonly workingSet: WorkingSet;
  readonly feed: Feed;
  readonly commands: Commands;
  readonly items: Items;
  readonly things: Things;
  readonly bus: ScanBus;
  readonly sounds: Sounds;
  /** ms since 1970. */
  readonly now: () => number;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('no services above this component');
  return services;
}
