// Suppliers by name.
import { useMemo } from 'react';
import { useAnswer } from './use-answer.ts';

const ALL = { about: 'suppliers' } as const;

export function useSuppliers(): (supplierId: string | null) => string {
  const { answer } = useAnswer(ALL);
  return useMemo(() => {
    const names = new Map(answer?.map((row) => [row.supplier_id, row.name]));
    return (id) => (id === null || id === '' ? '' : (names.get(id) ?? id));
  }, [answer]);
}
