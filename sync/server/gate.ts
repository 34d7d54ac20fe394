// Lets so many through at once; the others wait in the order in which they came.

export interface Gate {
  through<T>(work: () => Promise<T>): Promise<T>;
}

/** So many wait already that whoever comes now should come back later. */
export class Busy extends Error {
  /** In how many seconds; not the same for all, so that they do not come back at once. */
  readonly seconds = 1 + Math.floor(Math.random() * 4);
  constructor() {
    super('The sync service has as much to do as it can hold. Work goes on at the station, which asks again by itself.');
  }
}

/** `waitingMost`: with more than so many waiting, through() throws Busy at once. */
export function createGate(places: number, waitingMost = Infinity): Gate {
  const waiting: (() => void)[] = [];
  let free = places;
  return {
    async through(work) {
      if (free > 0) free -= 1;
      else if (waiting.length >= waitingMost) throw new Busy();
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
