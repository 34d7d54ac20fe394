// The place a kind of work usually stands at: the dock for deliveries, the bench for returns. A scanned bin replaces it.
import { useState } from 'react';
import { useAnswer } from './use-answer.ts';

export interface WorkPlace {
  /** Empty until known. */
  readonly locationId: string;
  readonly use: (locationId: string) => void;
}

const KEPT = 'restow.place.';

/** The first place of this kind, unless somebody scanned another one here before. */
export function useWorkPlace(kind: 'dock' | 'returns'): WorkPlace {
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(KEPT + kind) ?? '');
  const { answer } = useAnswer({ about: 'places', kind });
  return {
    locationId: chosen === '' ? (answer?.[0]?.location_id ?? '') : chosen,
    use: (locationId) => {
      sessionStorage.setItem(KEPT + kind, locationId);
      setChosen(locationId);
    },
  };
}
