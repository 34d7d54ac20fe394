// A change of stock being told, without a screen: bin, item, reason, how many, and what proves it; or the other bin,
// lot or item that it really is, so that what goes and what comes sum to zero.
import { intent, newLabel, type AnyIntent } from '#renderer/commands.ts';
import type { Row } from '#domain/tables.ts';

export interface Told {
  readonly locationId: string;
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
  readonly reason: string;
  /** Up or down, for a reason that allows both. */
  readonly sign: 1 | -1 | 0;
  readonly quantity: number;
  /** Where, of which lot, or what it really is. */
  readonly other: string;
  readonly note: string;
}
export const NOTHING_TOLD: Told = { locationId: '', itemId: '', lot: '', serial: '', reason: '', sign: 0, quantity: 0, other: '', note: '' };

export interface Reason {
  readonly code: string;
  readonly label: string;
  readonly direction: 'up' | 'down' | 'both' | 'zero';
  /** What must prove it. */
  readonly note: boolean;
  readonly photo: boolean;
}
export type Step = 'bin' | 'item' | 'lot' | 'reason' | 'sign' | 'other' | 'quantity' | 'note' | 'photo' | 'ready';

/** Reasons that this person may give, in the order of the ERP. */
export function reasonsFor(codes: readonly Row<'code'>[], roles: readonly string[]): readonly Reason[] {
  return codes.flatMap((row): Reason[] => {
    const { direction = 'both', choosable = true, roles: held, evidence } = row.attributes as { direction?: Reason['direction']; choosable?: boolean; roles?: readonly string[]; evidence?: string };
    const may = choosable && (held === undefined || held.some((role) => roles.includes(role)));
    return may ? [{ code: row.code, label: row.label, direction, note: evidence === 'note', photo: evidence === 'photo' }] : [];
  });
}

/** What a zero-sum reason asks for beside the number. */
export type Other = 'bin' | 'lot' | 'item';
export const otherOf = (reason: string): Other => (reason === 'LOT_CORRECTION' ? 'lot' : reason === 'MISTAKEN_ITEM' ? 'item' : 'bin');

/** What has to be told next. */
export function stepOf(told: Told, reason: Reason | undefined, lotControlled: boolean, photos = 0): Step {
  if (told.locationId === '') return 'bin';
  if (told.itemId === '') return 'item';
  if (lotControlled && told.lot === '') return 'lot';
  if (reason === undefined) return 'reason';
  if (reason.direction === 'both' && told.sign === 0) return 'sign';
  if (reason.direction === 'zero' && told.other === '') return 'other';
  if (told.quantity === 0) return 'quantity';
  if (reason.note && told.note === '') return 'note';
  return reason.photo && photos === 0 ? 'photo' : 'ready';
}

/** The command that says all this. */
export function proposing(told: Told, reason: Reason, evidence: readonly string[] = []): AnyIntent {
  const here = { locationId: told.locationId, itemId: told.itemId, lot: told.lot, serial: told.serial };
  if (reason.direction !== 'zero') {
    const sign = reason.direction === 'up' ? 1 : reason.direction === 'down' ? -1 : told.sign;
    return intent('adjustment.submit', { adjustmentId: newLabel('ADJ'), ...here, delta: sign * told.quantity, reason: reason.code, note: told.note, evidence: [...evidence] });
  }
  const other = otherOf(reason.code);
  const there = other === 'bin' ? { ...here, locationId: told.other } : other === 'lot' ? { ...here, lot: told.other } : { ...here, itemId: told.other, lot: '', serial: '' };
  return intent('correction.submit', { correctionId: newLabel('COR'), reason: reason.code, note: told.note, evidence: [...evidence], lines: [{ ...here, delta: -told.quantity }, { ...there, delta: told.quantity }] });
}
