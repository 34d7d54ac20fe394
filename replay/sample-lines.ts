// A line to start from in tests: six mugs sold to a customer.
import type { Line } from './read-lines.ts';

export function line(differences: Partial<Line>): Line {
  return {
    file: 'f',
    line: 2,
    raw: '',
    invoice: '1',
    position: 1,
    code: '10A',
    description: 'RED MUG',
    quantity: 6,
    at: 0,
    unitPrice: 25_500,
    customer: '17850',
    country: 'United Kingdom',
    ...differences,
  };
}
