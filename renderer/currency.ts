// The currency of the company's books, as its ISO 4217 code.
import { useAnswer } from './use-answer.ts';

const ASK = { about: 'setting', key: 'currency' } as const;

export function useCurrency(): string {
  const { answer } = useAnswer(ASK);
  return typeof answer === 'string' ? answer : 'GBP';
}
