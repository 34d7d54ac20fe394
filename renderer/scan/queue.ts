// One scan at a time: scans wait their turn while the one before is being worked on, in order, whatever
// happens to it. This is what lets somebody scan twenty a second at a screen that answers slower.

export type ScanQueue<T> = {
  readonly push: (scan: T) => void;
  /** Scans not finished yet, the one being worked on included. */
  readonly size: () => number;
  /** Resolves when nothing waits. */
  readonly idle: () => Promise<void>;
};

export type ScanQueueOptions<T> = {
  /** A handler that threw; its scan counts as done and the next one goes on. Default: reported as uncaught. */
  readonly onError?: (error: unknown, scan: T) => void;
};

export function createScanQueue<T>(
  handler: (scan: T) => Promise<void> | void,
  { onError = (error) => reportError(error) }: ScanQueueOptions<T> = {},
): ScanQueue<T> {
  const waiting: T[] = [];
  let working: Promise<void> | undefined;

  async function workOff(): Promise<void> {
    for (let scan = waiting[0]; scan !== undefined; scan = waiting[0]) {
      try {
        await handler(scan);
      } catch (error) {
        onError(error, scan);
      }
      waiting.shift();
    }
    working = undefined;
  }

  return {
    push: (scan) => {
      waiting.push(scan);
      working ??= Promise.resolve().then(workOff);
    },
    size: () => waiting.length,
    idle: async () => {
      while (working) await working;
    },
  };
}
