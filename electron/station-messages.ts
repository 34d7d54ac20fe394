// What main, the station's process and the preload say to each other to bring a window and its station together.
// What windows and station then say is the contract; main never sees it.
import type { StationOptions } from './station.ts';

/** The one channel between preload and main: a window asks on it, main answers on it with a port or with why not. */
export const stationChannel = 'station';

/** Main to a window. `here` brings a port; after `failed` waiting requests are answered with `why`. */
export type StationNews = { readonly station: 'here' } | { readonly station: 'gone' | 'failed'; readonly why: string };

/** Main to the station's process. `window` brings a port; `again`: the window missed what happened meanwhile. */
export type ToStationProcess =
  | { readonly kind: 'start'; readonly options: Omit<StationOptions, 'now' | 'log'> }
  | { readonly kind: 'window'; readonly again: boolean }
  | { readonly kind: 'stop' };

/** In words for the person in front of the window. */
export const notStarted = (problem: unknown): string => `The station could not start: ${problem instanceof Error ? problem.message : String(problem)}`;

/** The station's process to main. */
export type FromStationProcess = { readonly kind: 'up' } | { readonly kind: 'failed'; readonly why: string };
