// Owns the stretches in which stations lose their connection while several share the work: each for itself, at random,
// the same for the same seed. A station without connection goes on with the work it has.
import { setTimeout as pause } from 'node:timers/promises';
import { chanceFrom } from './chance.ts';
import type { StationDoor } from './doors.ts';

export type Faults = {
  /** Everybody is connected again. */
  stop(): Promise<void>;
  /** How often, and for how many ms in all, stations were cut off. */
  readonly cuts: number;
  readonly offlineFor: number;
};

const BETWEEN = [800, 5000] as const;
const LASTING = [300, 2500] as const;

export function startFaults(doors: readonly StationDoor[], seed: number): Faults {
  const ending = new AbortController();
  let cuts = 0;
  let offlineFor = 0;
  const wait = (time: number) => pause(time, undefined, { signal: ending.signal }).catch(() => {});

  async function trouble(door: StationDoor, chance: () => number): Promise<void> {
    const within = ([least, most]: readonly [number, number]): number => least + chance() * (most - least);
    while (!ending.signal.aborted) {
      await wait(within(BETWEEN));
      if (ending.signal.aborted) return;
      const lasting = within(LASTING);
      await door.request('plug', { connected: false });
      cuts += 1;
      offlineFor += lasting;
      await wait(lasting);
      await door.request('plug', { connected: true });
    }
  }
  const running = doors.map((door, i) => trouble(door, chanceFrom(seed + i)).catch(() => {}));
  return {
    async stop() {
      ending.abort();
      await Promise.all(running);
    },
    get cuts() {
      return cuts;
    },
    get offlineFor() {
      return offlineFor;
    },
  };
}
