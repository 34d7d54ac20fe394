// How far it is and how good the walk is, in words of the floor.
import type { RouteAnswer } from '#electron/contract.ts';

/** `mm` to whole metres. */
export const metres = (mm: number): string => `${Math.round(mm / 1000)} m`;

const methods: Readonly<Record<RouteAnswer['method'], string>> = {
  exact: 'shortest walk',
  'near exact': 'nearly the shortest walk',
  'location sequence': 'by location number',
};

export const walkWords = ({ method, length }: Pick<RouteAnswer, 'method' | 'length'>): string =>
  [length === null ? '' : `${metres(length)} left`, methods[method]].filter(Boolean).join(' · ');
