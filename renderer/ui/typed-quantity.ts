// The quantity somebody types for the next scan: used once, then it is one again.
import { useRef, useState } from 'react';
import type { Action } from './action.ts';

export interface TypedQuantity {
  /** What the next scan counts for; 1 unless typed. */
  readonly value: number;
  readonly isOpen: boolean;
  readonly open: () => void;
  /** Digits open the box too, with themselves already in it. */
  readonly digits: readonly Action[];
  readonly first: string;
  readonly close: () => void;
  readonly set: (quantity: number) => void;
  /** For the scan at hand, and for that one only. */
  readonly take: () => number;
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export function useTypedQuantity(): TypedQuantity {
  const [value, setValue] = useState(1);
  const [isOpen, setOpen] = useState(false);
  const [first, setFirst] = useState('');
  // A fast scanner reads again before React has drawn, so the truth is kept beside it.
  const truth = useRef(1);
  const set = (quantity: number): void => {
    truth.current = quantity;
    setValue(quantity);
  };
  return {
    value, isOpen, set,
    first,
    open: () => { setFirst(''); setOpen(true); },
    digits: DIGITS.map((digit): Action => ({ key: digit, label: 'Quantity', elsewhere: true, run: () => { setFirst(digit); set(Number(digit)); setOpen(true); } })),
    close: () => setOpen(false),
    take: () => {
      const quantity = truth.current;
      if (quantity !== 1) set(1);
      setOpen(false);
      return quantity;
    },
  };
}
