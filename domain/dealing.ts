// How much work a station is dealt: enough for so many minutes ahead, most urgent first, everybody's store filled evenly.

export interface Free {
  readonly id: string;
  /** Picks or bins of it that are not done. */
  readonly lines: number;
}
export interface Wanting {
  readonly device: string;
  /** Seconds of dealt work that it has not done yet. */
  readonly seconds: number;
}

/** Minutes of work that a station is dealt where the company has said nothing else; 0 deals nothing, and everything is open to all. */
export const DEAL_MINUTES = 120;

const perPiece = { fulfilment: 60, count_task: 60 } as const;
const perLine = { fulfilment: 45, count_task: 120 } as const;
export type WorkKind = keyof typeof perPiece;
export const workKinds = Object.keys(perPiece) as WorkKind[];

/** Seconds for so many pieces of work with so many lines in all. */
export const estimate = (kind: WorkKind, pieces: number, lines: number): number => pieces * perPiece[kind] + lines * perLine[kind];

/** A station is dealt more once a quarter of its store is done, so that it does not get one piece at a time. */
const REFILL = 0.75;

/** Deals free work, which comes in order of urgency, to whoever has least, until all have enough; answers the pieces of each station. */
export function deal(kind: WorkKind, minutes: number, wanting: readonly Wanting[], free: readonly Free[]): ReadonlyMap<string, readonly string[]> {
  const enough = minutes * 60;
  const filling = wanting.filter((station) => station.seconds < enough * REFILL).map((station) => ({ device: station.device, seconds: station.seconds }));
  const dealt = new Map<string, string[]>();
  for (const piece of free) {
    const open = filling.filter((station) => station.seconds < enough);
    if (open.length === 0) break;
    const least = open.reduce((best, each) => (each.seconds < best.seconds || (each.seconds === best.seconds && each.device < best.device) ? each : best));
    least.seconds += estimate(kind, 1, piece.lines);
    dealt.set(least.device, [...(dealt.get(least.device) ?? []), piece.id]);
  }
  return dealt;
}

/** Below this part of a store a station is about to stand idle. */
const IDLE = 0.25;

/** Where nothing is free any more: which station should give how many pieces of what it has not begun to which, so that nobody stands idle beside one with hours of work; undefined where all is well. */
export function levelling(minutes: number, wanting: readonly (Wanting & { readonly pieces: number })[]): { readonly from: string; readonly to: string; readonly pieces: number } | undefined {
  const inOrder = wanting.toSorted((a, b) => a.seconds - b.seconds || (a.device < b.device ? -1 : 1));
  const [poorest, richest] = [inOrder[0], inOrder.at(-1)];
  if (!poorest || !richest || poorest.device === richest.device || poorest.seconds >= minutes * 60 * IDLE) return undefined;
  const pieces = Math.floor((richest.pieces - poorest.pieces) / 2);
  return pieces > 0 ? { from: richest.device, to: poorest.device, pieces } : undefined;
}
