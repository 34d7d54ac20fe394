// Counting, without a screen: what each look becomes, and what closing still has to ask.
import { intent, newLabel, type AnyIntent } from '#renderer/commands.ts';
import type { Thing } from '#electron/contract.ts';

export type ItemThing = Extract<Thing, { kind: 'item' }>;
export interface Look {
  readonly taskId: string;
  readonly locationId: string;
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
  /** Units seen; 0 says none here; below zero takes an earlier look back. */
  readonly quantity: number;
  readonly at: number;
}
export interface Expected {
  readonly itemId: string;
  readonly lot: string;
}

export const looking = ({ at, ...look }: Look): AnyIntent => intent('count.record', { ...look, firstLook: at, lastLook: at });
export const opening = (locationId: string): { readonly taskId: string; readonly command: AnyIntent } => {
  const taskId = newLabel('CT');
  return { taskId, command: intent('count.open', { taskId, locationId, trigger: 'SPOT' }) };
};

/** The lot a scan without one means: the only one that is expected, else somebody must say. */
export function lotOf(thing: ItemThing, expected: readonly Expected[], lotControlled: boolean): string | undefined {
  if (thing.lot !== '' || !lotControlled) return thing.lot;
  const lots = expected.filter((line) => line.itemId === thing.itemId).map((line) => line.lot);
  return lots.length === 1 ? lots[0] : undefined;
}

/** What the books expect here and nobody has counted: each is asked about, and none becomes zero by itself. */
export function unseen(expected: readonly Expected[], lines: readonly { readonly item_id: string; readonly lot: string }[], onlyItem: string): readonly Expected[] {
  const seen = new Set(lines.map((line) => `${line.item_id} ${line.lot}`));
  return expected.filter((line) => (onlyItem === '' || line.itemId === onlyItem) && !seen.has(`${line.itemId} ${line.lot}`));
}

/** What becomes of a counted line, to the person who counted it: never by how much it differs, nor which way. */
export function verdictOf({ state, disturbed }: { readonly state: string; readonly disturbed: boolean }): string {
  if (state === 'RECOUNT') return disturbed ? 'something moved while you counted: counted again' : 'counted again by somebody else';
  return state === 'RESTATED' ? 'late work changed it: a supervisor looks' : 'a supervisor decides';
}
