// The clock of a process: the machine's, or one that a parent sets by message, so that a replay can play months in
// minutes and every part of the system lives in the same time.

export interface Clock {
  readonly now: () => number;
}
export type ClockMessage = { readonly clock: number };

/** `external`: time stands where the parent last put it, beginning at `start`. */
export function createClock(external: boolean, start = 0): Clock {
  if (!external) return { now: Date.now };
  let at = start;
  process.on('message', (message: Partial<ClockMessage>) => {
    if (typeof message.clock === 'number') at = Math.max(at, message.clock);
  });
  return { now: () => at };
}
