// What is to be looked at, by number, the smallest first; each number comes once, with everything that led to it.

export interface Agenda {
  add(sequence: number, name?: string): void;
  /** The smallest number with its names, which is then done. */
  take(): { readonly sequence: number; readonly names: readonly string[] } | undefined;
}

export function createAgenda(): Agenda {
  const names = new Map<number, Set<string>>();
  /** A binary heap: no number is smaller than the one at half its place. */
  const heap: number[] = [];

  function rise(from: number): void {
    for (let at = from; at > 0; ) {
      const above = (at - 1) >>> 1;
      if (heap[above]! <= heap[at]!) return;
      [heap[above], heap[at]] = [heap[at]!, heap[above]!];
      at = above;
    }
  }
  function sink(): void {
    for (let at = 0; ; ) {
      const below = 2 * at + 1;
      if (below >= heap.length) return;
      const least = below + 1 < heap.length && heap[below + 1]! < heap[below]! ? below + 1 : below;
      if (heap[at]! <= heap[least]!) return;
      [heap[least], heap[at]] = [heap[at]!, heap[least]!];
      at = least;
    }
  }

  return {
    add(sequence, name) {
      const known = names.get(sequence) ?? new Set();
      if (!names.has(sequence)) {
        names.set(sequence, known);
        heap.push(sequence);
        rise(heap.length - 1);
      }
      if (name !== undefined) known.add(name);
    },
    take() {
      const sequence = heap[0];
      if (sequence === undefined) return undefined;
      const last = heap.pop()!;
      if (heap.length > 0) {
        heap[0] = last;
        sink();
      }
      const found = names.get(sequence)!;
      names.delete(sequence);
      return { sequence, names: [...found] };
    },
  };
}
