// Percentiles of measured times: the middle says how it usually is, the 99th how it is when somebody complains.

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

/** Nearest rank: the smallest value that at least `share` (0 to 1) of all values do not exceed. Throws for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

export const spreadOf = (values: readonly number[]): Spread => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99), count: values.length });
