// The stations of this warehouse, by name, with what is dealt to each; asked anew as work changes hands.
import { useEffect, useMemo } from 'react';
import type { StationAtWork } from '#electron/contract.ts';
import { useAnswer } from './use-answer.ts';
import { useAllWork } from './working-set/queries.ts';

const STATIONS = { about: 'stations' } as const;

export interface Stations {
  /** Undefined until they are known. */
  readonly list: readonly StationAtWork[] | undefined;
  readonly nameOf: (deviceId: string) => string;
  readonly again: () => void;
}

export function useStations(): Stations {
  const { answer, again } = useAnswer(STATIONS);
  const work = useAllWork();
  const dealt = work?.map((row) => `${row.fulfilment_id}${row.dealt_to ?? ''}${row.state}`).join() ?? '';
  useEffect(() => again(), [again, dealt]);
  return useMemo(() => {
    const names = new Map(answer?.map((station) => [station.deviceId, station.name]));
    return { list: answer, nameOf: (deviceId) => names.get(deviceId) ?? deviceId, again };
  }, [answer, again]);
}
