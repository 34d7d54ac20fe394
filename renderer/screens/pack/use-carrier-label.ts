// Labels of parcels: our own as soon as one is packed, the carrier's once it has given a number; later a scan of the
// parcel prints it. A station without a printer prints none by itself.
import { useEffect, useRef } from 'react';
import { usePrint } from '#renderer/use-print.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import type { Tell } from '#renderer/ui/scan-log.ts';
import { usePackedParcels } from '#renderer/working-set/queries.ts';

const ASK = { about: 'print_jobs' } as const;

export interface CarrierLabel {
  /** The parcel's number; empty until the carrier gave it. */
  readonly tracking: string;
  /** Prints what the parcel has: a scan of one that waited. */
  readonly print: (parcelId: string) => void;
}

/** `packed`: the parcel that was closed just now, if any. */
export function useCarrierLabel(packed: string | undefined, tell: Tell): CarrierLabel {
  const { sounds } = useServices();
  const { answer } = useAnswer(ASK);
  const printer = answer?.printer === true;
  const parcels = usePackedParcels();
  const print = usePrint(tell);
  const done = useRef(new Set<string>());
  const tracking = parcels?.find((row) => row.parcel_id === packed)?.tracking ?? '';
  useEffect(() => {
    if (!printer || packed === undefined) return;
    const of = tracking === '' ? 'parcel' as const : 'carrier' as const;
    if (done.current.has(`${of} ${packed}`)) return;
    done.current.add(`${of} ${packed}`);
    void print(of, packed);
  });
  return {
    tracking,
    print(parcelId) {
      const parcel = parcels?.find((row) => row.parcel_id === parcelId);
      if (parcel && parcel.tracking !== '') return void print('carrier', parcelId);
      sounds.play('attention');
      tell('attention', `Parcel ${parcelId}`, parcel ? 'its carrier has given no number yet' : 'is not waiting here');
    },
  };
}
