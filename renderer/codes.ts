// Code lists of the ERP in its own words, with ours where it has none.
import { useMemo } from 'react';
import type { Row } from '#domain/tables.ts';
import { useAnswer } from './use-answer.ts';

export interface Codes {
  readonly list: readonly Row<'code'>[];
  readonly words: (code: string) => string;
}

export function useCodes(kind: string, fallback: (code: string) => string): Codes {
  const { answer } = useAnswer({ about: 'codes', kind });
  return useMemo(() => {
    const labels = new Map(answer?.map((row) => [row.code, row.label]));
    return { list: answer ?? [], words: (code) => labels.get(code) ?? fallback(code) };
    // The fallback is a constant of the caller.
  }, [answer, fallback]);
}
