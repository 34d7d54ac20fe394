// Names of the people in documents and exceptions.
import { useMemo } from 'react';
import { useAnswer } from './use-answer.ts';

const EVERYBODY = { about: 'people' } as const;

export function usePeople(): (personId: string | null) => string {
  const { answer } = useAnswer(EVERYBODY);
  return useMemo(() => {
    const names = new Map(answer?.map((person) => [person.person_id, person.name]));
    return (personId) => (personId === null || personId === '' ? 'nobody' : (names.get(personId) ?? personId));
  }, [answer]);
}
