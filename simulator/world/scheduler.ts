// Virtual time: what happens next is the earliest event, and between two events all that it set in motion has come to
// rest. The same events in the same order on every machine.

export interface Scheduler {
  /** Virtual ms. */
  readonly now: () => number;
  /** Runs something once, so many ms from now; answers how to call it off. */
  later(run: () => void, delay: number): () => void;
  pause(delay: number): Promise<void>;
  /** Lets real waiting (a disk, a database) end before virtual time goes on. */
  meanwhile<T>(work: Promise<T>): Promise<T>;
  /** Goes on until this time. */
  runUntil(time: number, between?: () => void): Promise<void>;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  run: (() => void) | undefined;
}

export function createScheduler(start: number): Scheduler {
  const heap: Entry[] = [];
  let time = start;
  let order = 0;
  let waiting = 0;
  let wake = () => {};

  const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  function push(entry: Entry): void {
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (before(heap[parent]!, entry)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }
  function pop(): Entry {
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (before(last, heap[child]!)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return top;
  }
  /** Lets every promise that can settle settle. */
  async function settle(): Promise<void> {
    await new Promise<void>((done) => setImmediate(done));
    while (waiting > 0) {
      await new Promise<void>((done) => (wake = done));
      await new Promise<void>((done) => setImmediate(done));
    }
  }

  const later = (run: () => void, delay: number) => {
    const entry: Entry = { at: time + Math.max(0, Math.ceil(delay)), order: order++, run };
    push(entry);
    return () => void (entry.run = undefined);
  };
  return {
    now: () => time,
    later,
    pause: (delay) => new Promise<void>((done) => void later(done, delay)),
    async meanwhile(work) {
      waiting += 1;
      try {
        return await work;
      } finally {
        waiting -= 1;
        wake();
      }
    },
    async runUntil(until, between) {
      await settle();
      while (heap.length > 0 && heap[0]!.at <= until) {
        const { at, run } = pop();
        if (!run) continue;
        time = at;
        run();
        await settle();
        between?.();
      }
      time = Math.max(time, until);
    },
  };
}
