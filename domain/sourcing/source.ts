// Which warehouse ships an order: the first choice that has all of it, else parts where the channel allows them, else the
// first choice, where it waits for stock. Always with the reason in words.

export interface Wanted {
  readonly lineNo: number;
  readonly itemId: string;
  readonly quantity: number;
}
export interface Part {
  readonly warehouse: string;
  readonly lineNos: readonly number[];
  readonly because: string;
}

/** `free`: units that can be promised now, by warehouse and item. A line is never divided. */
export function sourceOrder(lines: readonly Wanted[], order: readonly string[], because: string, split: boolean, free: (warehouse: string, itemId: string) => number): readonly Part[] {
  const [first] = order;
  if (first === undefined) return [];
  const all = lines.map((line) => line.lineNo);
  const whole = order.find((warehouse) => covered(lines, warehouse, free).length === lines.length);
  if (whole !== undefined) {
    const passed = order.slice(0, order.indexOf(whole)).map((warehouse) => `${warehouse} has ${covered(lines, warehouse, free).length} of ${lines.length} lines`);
    return [{ warehouse: whole, lineNos: all, because: passed.length === 0 ? `${because}, has all of it` : `has all of it; ${passed.join(', ')}` }];
  }
  const parts = split ? inParts(lines, order, free) : [];
  if (parts.length > 1) {
    return parts.map(({ warehouse, wanted, waits }) => ({ warehouse, lineNos: wanted.map((line) => line.lineNo), because: waits ? `no warehouse has all of it; ${wanted.length} of ${lines.length} lines wait here for stock` : `no warehouse has all of it; ${wanted.length} of ${lines.length} lines from here` }));
  }
  const most = covered(lines, first, free).length;
  return [{ warehouse: first, lineNos: all, because: `${because}; no warehouse has all of it now (${most} of ${lines.length} lines here), waits for stock` }];
}

/** Lines that a warehouse can serve in full, the same item only as often as there is enough of it. */
function covered(lines: readonly Wanted[], warehouse: string, free: (warehouse: string, itemId: string) => number): readonly Wanted[] {
  const left = new Map<string, number>();
  return lines.filter(({ itemId, quantity }) => {
    const units = left.get(itemId) ?? free(warehouse, itemId);
    if (units < quantity) return false;
    left.set(itemId, units - quantity);
    return true;
  });
}

/** Each time the warehouse that serves most of what is left; what nobody has waits with the first part. */
function inParts(lines: readonly Wanted[], order: readonly string[], free: (warehouse: string, itemId: string) => number): readonly { readonly warehouse: string; readonly wanted: readonly Wanted[]; readonly waits: boolean }[] {
  const parts = new Map<string, { readonly wanted: readonly Wanted[]; readonly waits: boolean }>();
  let left = lines;
  for (;;) {
    const best = order.filter((warehouse) => !parts.has(warehouse)).map((warehouse) => ({ warehouse, wanted: covered(left, warehouse, free) })).reduce<{ warehouse: string; wanted: readonly Wanted[] } | undefined>((a, b) => (a && a.wanted.length >= b.wanted.length ? a : b), undefined);
    if (!best || best.wanted.length === 0) break;
    parts.set(best.warehouse, { wanted: best.wanted, waits: false });
    left = left.filter((line) => !best.wanted.includes(line));
  }
  if (left.length > 0 && parts.size > 0) {
    const [warehouse] = order as [string];
    const here = parts.get(warehouse);
    parts.set(warehouse, { wanted: [...(here?.wanted ?? []), ...left], waits: true });
  }
  return [...parts].map(([warehouse, part]) => ({ warehouse, ...part }));
}
