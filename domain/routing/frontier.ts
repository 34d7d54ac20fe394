// What a partial tour, everything left of a cut through all cross-aisles, must remember: for each point on the cut whether
// an odd number of edges meets there and which points hang together. Few such states exist, so they are numbered and
// the steps between them worked out once.
// Sources: Ratliff, Rosenthal, "Order-picking in a rectangular warehouse", Operations Research 31 (1983), for two
// cross-aisles; Roodbergen, de Koster, EJOR 133 (2001), for three; Pansart, Catusse, Cambazard, C&OR 100 (2018), for any.

/** How one stretch of aisle between neighbouring cross-aisles is walked: edges at its lower and upper end (0 to 2), whether
 *  the ends hang together through it, and whether part of it hangs together with neither. */
export const effectOf = (lower: number, upper: number, joined: boolean, apart: boolean): number => ((lower * 3 + upper) * 2 + (joined ? 1 : 0)) * 2 + (apart ? 1 : 0);
export const effects = 36;

/** Steps are numbers from 0 to `steps` − 1. */
export interface Frontier {
  readonly start: number;
  readonly steps: number;
  /** The node must be visited. */
  readonly touch: (node: number) => number;
  /** An end of the walk lies at the node. */
  readonly flip: (node: number) => number;
  /** The stretch between node and node + 1 is walked in this way. */
  readonly stretch: (node: number, effect: number) => number;
  /** The edge from the node to the next aisle is walked so many times, 0 to 2. */
  readonly across: (node: number, times: number) => number;
  /** The state after a step, or -1 when the tour would fall apart or leave an odd point behind. */
  readonly after: (state: number, step: number) => number;
  /** What `after` has worked out for a state so far, by step, for loops that cannot afford a call; the rest is `unknown`. */
  readonly row: (state: number) => Int32Array;
  readonly unknown: number;
  /** Whether the tour is whole if nothing follows. */
  readonly isWhole: (state: number) => boolean;
}

interface State {
  /** 0: untouched; equal numbers hang together. */
  readonly parts: readonly number[];
  readonly odd: readonly boolean[];
  /** Everything is joined and behind the cut: nothing may follow. */
  readonly closed: boolean;
}

const canonical = ({ parts, odd, closed }: State): State => {
  const names = new Map<number, number>([[0, 0]]);
  for (const part of parts) if (!names.has(part)) names.set(part, names.size);
  return { parts: parts.map((part) => names.get(part)!), odd, closed };
};

const isOnePart = ({ parts }: State): boolean => new Set(parts.filter((part) => part !== 0)).size === 1;

const touched = (state: State, node: number): State | undefined => {
  if (state.closed) return undefined;
  return state.parts[node] === 0 ? { ...state, parts: state.parts.with(node, Math.max(...state.parts) + 1) } : state;
};

const flipped = (state: State, node: number): State => ({ ...state, odd: state.odd.with(node, !state.odd[node]) });

const joinedAt = (state: State, node: number): State => {
  const [lower, upper] = [state.parts[node]!, state.parts[node + 1]!];
  return { ...state, parts: state.parts.map((part) => (part === upper ? lower : part)) };
};

const stretched = (state: State, node: number, effect: number): State | undefined => {
  const apart = effect % 2 === 1;
  const joined = (effect >> 1) % 2 === 1;
  const upper = (effect >> 2) % 3;
  const lower = Math.floor((effect >> 2) / 3);
  if (apart) return !state.closed && lower === 0 && upper === 0 && state.parts.every((part) => part === 0) ? { ...state, closed: true } : undefined;
  let next: State | undefined = state;
  for (const [at, times] of [[node, lower], [node + 1, upper]] as const) {
    if (times > 0 && next !== undefined) next = touched(next, at);
    if (times === 1 && next !== undefined) next = flipped(next, at);
  }
  return joined && next !== undefined ? joinedAt(next, node) : next;
};

const crossed = (state: State, node: number, times: number): State | undefined => {
  if (state.odd[node] !== (times === 1)) return undefined;
  if (times > 0) return state.parts[node] === 0 ? undefined : state;
  const part = state.parts[node]!;
  if (part === 0) return state;
  const rest = { ...state, parts: state.parts.with(node, 0) };
  if (rest.parts.includes(part)) return rest;
  return rest.parts.every((other) => other === 0) ? { ...rest, closed: true } : undefined;
};

/** The states for a number of cross-aisles. */
export function createFrontier(crossings: number): Frontier {
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (state: State): number => {
    const plain = canonical(state);
    const text = `${plain.parts.join()}|${plain.odd.map(Number).join()}|${plain.closed}`;
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, states.length);
    return states.push(plain) - 1;
  };
  const stretches = 2 * crossings;
  const acrosses = stretches + (crossings - 1) * effects;
  const steps = acrosses + 3 * crossings;
  const take = (state: State, step: number): State | undefined => {
    if (step < crossings) return touched(state, step);
    if (step < stretches) return flipped(state, step - crossings);
    if (step < acrosses) return stretched(state, Math.floor((step - stretches) / effects), (step - stretches) % effects);
    return crossed(state, Math.floor((step - acrosses) / 3), (step - acrosses) % 3);
  };
  const memory: Int32Array[] = [];
  const unknown = -2;
  const row = (state: number): Int32Array => (memory[state] ??= new Int32Array(steps).fill(unknown));
  const start = numberOf({ parts: Array.from({ length: crossings }, () => 0), odd: Array.from({ length: crossings }, () => false), closed: false });
  return {
    start,
    steps,
    touch: (node) => node,
    flip: (node) => crossings + node,
    stretch: (node, effect) => stretches + node * effects + effect,
    across: (node, times) => acrosses + node * 3 + times,
    row,
    unknown,
    after: (state, step) => {
      const known = row(state)[step]!;
      if (known !== unknown) return known;
      const next = take(states[state]!, step);
      return (row(state)[step] = next === undefined ? -1 : numberOf(next));
    },
    isWhole: (number) => {
      const state = states[number]!;
      return state.closed || (state.odd.every((odd) => !odd) && isOnePart(state));
    },
  };
}
