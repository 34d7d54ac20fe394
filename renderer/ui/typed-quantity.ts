// The quantity somebody types for the next scan: used once, then it is one again.
import { useRef, useState } from 'react';

export interface TypedQuantity {
  /** What the next scan counts for; 1 unless typed. */
  readonly value: number;
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
  readonly set: (quantity: number) => void;
  /** For the scan at hand, and for that one only. */
  readonly take: () => number;
}

export function useTypedQuantity(): TypedQuantity {
  const [value, setValue] = useState(1);
  const [isOpen, setOpen] = useState(false);
  // A fast scanner reads again before React has drawn, so the truth is kept beside it.
  const truth = useRef(1);
  const set = (quantity: number): void => {
    truth.current = quantity;
    setValue(quantity);
  };
  return {
    value, isOpen, set,
    open: () => setOpen(true),
    close: () => setOpen(false),
    take: () => {
      const quantity = truth.current;
      if (quantity !== 1) set(1);
      setOpen(false);
      return quantity;
    },
  };
}
