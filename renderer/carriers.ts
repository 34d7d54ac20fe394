// Carriers by name.
import { useMemo } from 'react';
import type { Row } from '#domain/tables.ts';
import { useAnswer } from './use-answer.ts';

const ALL = { about: 'carriers' } as const;

export interface Carriers {
  readonly list: readonly Row<'carrier'>[];
  readonly name: (carrierId: string) => string;
}

export function useCarriers(): Carriers {
  const { answer } = useAnswer(ALL);
  return useMemo(() => {
    const names = new Map(answer?.map((row) => [row.carrier_id, row.name]));
    return { list: answer ?? [], name: (id) => names.get(id) ?? (id === '' ? 'no carrier yet' : id) };
  }, [answer]);
}
