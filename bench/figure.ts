// One measured figure with the goal it is held to, and all of them as a plain table.

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'x' | 'per s';
  /** Absent for what only explains another figure. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Undefined where there is no goal. */
export function isMet({ value, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** Three digits that matter, and never an exponent. */
export function shown(value: number): string {
  const digits = value === 0 ? 2 : Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(digits);
}

/** One line a figure: name, value, goal, and whether it is met. */
export function tableOf(figures: readonly Figure[]): string {
  const lines = figures.map((figure) => {
    const { goal } = figure;
    const bound = goal === undefined ? '' : 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
    return [figure.name, shown(figure.value), figure.unit, bound, { true: 'met', false: 'MISSED', undefined: '' }[String(isMet(figure))] ?? ''] as const;
  });
  const width = (column: 0 | 1 | 2 | 3): number => Math.max(0, ...lines.map((line) => line[column].length));
  const [name, value, unit, bound] = [width(0), width(1), width(2), width(3)];
  return lines.map((line) => `${line[0].padEnd(name)}  ${line[1].padStart(value)} ${line[2].padEnd(unit)}  ${line[3].padEnd(bound)}  ${line[4]}`.trimEnd()).join('\n');
}
