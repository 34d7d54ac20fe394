// How often each kind of fault really struck, for the last line of the report.

export interface Faults {
  count(kind: string): void;
  readonly counts: Readonly<Record<string, number>>;
}

export function createFaults(): Faults {
  const counts: Record<string, number> = {};
  return { counts, count: (kind) => void (counts[kind] = (counts[kind] ?? 0) + 1) };
}
