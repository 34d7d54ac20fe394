// The fewest loads out of a collection that together hold everything: the linear relaxation with its prices (what one
// more unit of a kind costs), and a search for whole numbers guided by it.
// Sources: Gilmore, Gomory, "A linear programming approach to the cutting-stock problem", Operations Research 9 (1961);
// limited discrepancy search of Harvey, Ginsberg, IJCAI (1995).

/** How many of each kind one load holds. */
export type Load = ArrayLike<number>;

export interface Relaxation {
  /** Loads by how many of them are used, a broken number; only those used. */
  readonly uses: readonly { readonly load: number; readonly times: number }[];
  /** Per kind: by how much the number of loads grows with one more unit. */
  readonly prices: readonly number[];
  readonly total: number;
}

const tiny = 1e-9;

/**
 * The least broken number of loads that holds `demand`. Every kind demanded must be in some load alone or with others:
 * a load of one unit of each kind is taken for granted. Primal simplex with an explicit inverse; rows are kinds.
 */
export function relax(loads: readonly Load[], demand: ArrayLike<number>): Relaxation {
  const size = demand.length;
  // Column numbers: 0 and up are loads, -1 - k is one unit of kind k alone, -1 - size - k is a unit too many of kind k.
  const basis = Array.from({ length: size }, (_, k) => -1 - k);
  const inverse = Array.from({ length: size }, (_, row) => Float64Array.from({ length: size }, (_unused, k) => (row === k ? 1 : 0)));
  const amounts = Float64Array.from(demand);
  const costOf = (column: number): number => (column >= -size ? 1 : 0);
  const prices = new Float64Array(size);
  const step = new Float64Array(size);
  for (let round = 0; round < 2000; round++) {
    prices.fill(0);
    for (let row = 0; row < size; row++) if (costOf(basis[row]!) === 1) for (let k = 0; k < size; k++) prices[k]! += inverse[row]![k]!;
    let entering = 0;
    let gain = tiny * 100;
    let found = false;
    for (let l = 0; l < loads.length; l++) {
      const load = loads[l]!;
      let worth = -1;
      for (let k = 0; k < size; k++) worth += prices[k]! * load[k]!;
      if (worth > gain) [entering, gain, found] = [l, worth, true];
    }
    for (let k = 0; k < size; k++) {
      if (-prices[k]! > gain) [entering, gain, found] = [-1 - size - k, -prices[k]!, true];
      if (prices[k]! - 1 > gain) [entering, gain, found] = [-1 - k, prices[k]! - 1, true];
    }
    if (!found) break;
    for (let row = 0; row < size; row++) {
      const line = inverse[row]!;
      let sum = 0;
      if (entering >= 0) for (let k = 0; k < size; k++) sum += line[k]! * loads[entering]![k]!;
      else sum = entering >= -size ? line[-1 - entering]! : -line[-1 - size - entering]!;
      step[row] = sum;
    }
    let leaving = -1;
    let least = Infinity;
    for (let row = 0; row < size; row++) {
      if (step[row]! > tiny && amounts[row]! / step[row]! < least - tiny) [leaving, least] = [row, amounts[row]! / step[row]!];
    }
    if (leaving < 0) break;
    pivot(inverse, amounts, step, leaving);
    basis[leaving] = entering;
  }
  const uses = basis.flatMap((column, row) => (column >= 0 && amounts[row]! > tiny ? [{ load: column, times: amounts[row]! }] : []));
  const total = basis.reduce((sum, column, row) => sum + costOf(column) * amounts[row]!, 0);
  return { uses, prices: [...prices], total };
}

const pivot = (inverse: readonly Float64Array[], amounts: Float64Array, step: Float64Array, leaving: number): void => {
  const size = amounts.length;
  const line = inverse[leaving]!;
  const by = step[leaving]!;
  for (let k = 0; k < size; k++) line[k]! /= by;
  amounts[leaving]! /= by;
  for (let row = 0; row < size; row++) {
    const times = step[row]!;
    if (row === leaving || times === 0) continue;
    const other = inverse[row]!;
    for (let k = 0; k < size; k++) other[k]! -= times * line[k]!;
    amounts[row] = Math.max(0, amounts[row]! - times * amounts[leaving]!);
  }
};

const less = (demand: ArrayLike<number>, load: Load, times: number): number[] => Array.from(demand, (amount, k) => Math.max(0, amount - times * load[k]!));

/**
 * Fewer than `upTo` loads that together hold `demand`, or undefined when the search finds none. `nodes`: how many
 * relaxations it may solve.
 */
export function coverWith(loads: readonly Load[], demand: ArrayLike<number>, upTo: number, nodes: number): number[] | undefined {
  let best: number[] | undefined;
  let most = upTo;
  let left = nodes;
  const search = (open: ArrayLike<number>, taken: readonly number[]): void => {
    if (left-- <= 0) return;
    if (Array.from(open).every((amount) => amount === 0)) {
      if (taken.length < most) [best, most] = [[...taken], taken.length];
      return;
    }
    if (taken.length + 1 >= most) return;
    const { uses, total } = relax(loads, open);
    if (taken.length + Math.ceil(total - 1e-6) >= most) return;
    const whole = uses.filter(({ times }) => times >= 1 - 1e-6);
    if (whole.length > 0) {
      const load = whole.reduce((a, b) => (b.times > a.times ? b : a));
      const times = Math.floor(load.times + 1e-6);
      search(less(open, loads[load.load]!, times), [...taken, ...Array.from({ length: times }, () => load.load)]);
      if (times > 1) search(less(open, loads[load.load]!, times - 1), [...taken, ...Array.from({ length: times - 1 }, () => load.load)]);
    }
    for (const { load } of uses.filter(({ times }) => times < 1 - 1e-6).toSorted((a, b) => b.times - a.times)) search(less(open, loads[load]!, 1), [...taken, load]);
  };
  search(demand, []);
  return best;
}
