// When simulated lives begin.

/** 2026-03-02T08:00:00Z, a Monday. */
export const START = 1_772_438_400_000;
