// What every measurement is given.

export interface Bench {
  /** Its own, on a real disk; removed afterwards. */
  readonly folder: string;
  readonly now: () => number;
  /** Fewer rounds and no very large files: shows that it runs, not how fast it is. */
  readonly quick: boolean;
  readonly say: (sentence: string) => void;
}
