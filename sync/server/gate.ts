// Lets so many through at once; the others wait in the order in which they came.

export interface Gate {
  through<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate(places: number): Gate {
  const waiting: (() => void)[] = [];
  let free = places;
  return {
    async through(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        // Handed on rather than given back, so that nobody who comes now overtakes.
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
