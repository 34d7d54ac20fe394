// What waits for a signature, whom it waits for and what explains it, said to whoever decides about it.
import type { ApprovalCount, ApprovalDocument, Cause } from '#electron/contract.ts';
import { figure, moment, signed } from '#renderer/numbers.ts';
import { movementWords, placeWords } from '#renderer/words.ts';

export interface CauseWords {
  readonly sentence: string;
  /** Why it is likely, and what to do about it. */
  readonly why: string;
}
export interface Names {
  readonly item: (itemId: string) => string;
  readonly person: (personId: string | null) => string;
}

const tooMany = (units: number): string => `${figure(Math.abs(units))} too ${units > 0 ? 'many' : 'few'}`;
const beside = (near: boolean): string => (near ? ', right beside it,' : '');

/** `delta` is the change in question, in units. */
export function causeWords(cause: Cause, delta: number, names: Names, now: number): CauseWords {
  const { units, locationId, near, movements } = cause;
  const [shown] = movements;
  const last = shown ? `${movementWords(shown.type)} ${figure(shown.quantity)}, ${moment(shown.effective_at, now)}, ${names.person(shown.person_id)}` : '';
  switch (cause.kind) {
    case 'swapped': return { sentence: `${locationId}${beside(near)} has ${tooMany(units)} of ${names.item(cause.itemId)}`, why: ['they look alike: one was perhaps taken for the other', last].filter(Boolean).join(' · ') };
    case 'other_bin': return { sentence: `${locationId}${beside(near)} has ${tooMany(units)} of the same item`, why: ['perhaps put into the wrong bin', last].filter(Boolean).join(' · ') };
    case 'late': return { sentence: `Late work changed the book of that moment by ${signed(units)}`, why: ['work from before the count reached the ERP after it', last].filter(Boolean).join(' · ') };
    case 'while_counting': return { sentence: `It moved while it was counted: ${signed(units)}`, why: ['the count may have missed that', last].filter(Boolean).join(' · ') };
    case 'taken_elsewhere': return { sentence: `${figure(Math.abs(units))} were taken from ${locationId} that the books did not have there`, why: 'perhaps they came from here' };
    case 'not_put_away': return { sentence: `${figure(units)} still stand at ${locationId} in the books`, why: ['perhaps put away without a scan', last].filter(Boolean).join(' · ') };
    case 'unit_slip': return { sentence: `${last}: booked in the wrong unit`, why: 'pieces were taken for packs, or packs for pieces' };
    case 'recent': return { sentence: last, why: guess(units, delta) };
  }
}

function guess(units: number, delta: number): string {
  if (units < 0) return delta < 0 ? 'perhaps more was taken than scanned' : 'perhaps less was taken than scanned, or another item';
  return delta < 0 ? 'perhaps less was put in than scanned' : 'perhaps more was put in than scanned';
}

type Movement = Cause['movements'][number];
export function movementOf(move: Movement, names: Names, now: number): string {
  const document = /^[0-9a-f]{32}$/.test(move.document_id) ? '' : move.document_id;
  return [`${movementWords(move.type)} ${figure(move.quantity)}, ${placeWords(move.from_location)} → ${placeWords(move.to_location)}`, document, moment(move.effective_at, now), names.person(move.person_id)].filter(Boolean).join(', ');
}

export const lookWords = ({ firstLook, lastLook }: ApprovalCount, now: number): string =>
  (lastLook - firstLook < 60_000 ? `Looked at ${moment(lastLook, now)}. The book is that of this moment: what moved later is not part of it.` : `Looked from ${moment(firstLook, now)} to ${moment(lastLook, now)}. The book is that of the last look: what moved later is not part of it.`);

interface Figures {
  readonly book: number;
  readonly units: number;
}
/** Both figures, and what the signature is about now. */
export function lateWords(was: Figures, is: Figures, posted: number): string {
  const both = `Work from before the count reached the ERP after it. Before: book ${figure(was.book)}, difference ${signed(was.units)}. Now: book ${figure(is.book)}, difference ${signed(is.units)}.`;
  return posted === 0 ? both : `${both} The bin holds what was counted; what is posted for it became ${signed(posted)}. Approve the new figure, or have it counted again.`;
}

export const labelWords: Readonly<Record<ApprovalDocument['label'], string>> = {
  count: 'Count', change: 'Change', write_off: 'Write-off', destruction: 'Destruction, two people sign', unit_destruction: 'Destruction of a return, a second person signs', correction: 'Correction, sums to zero', over_receipt: 'Came beyond the delivery', taught_code: 'One code, taught for several items', refund: 'Money back', purchase: 'To be bought',
};

/** Why the signed-in person does not decide this, or `undefined` when they may. */
export function lockWords(document: ApprovalDocument, person: (id: string | null) => string): string | undefined {
  if (document.mine) return 'yours, so a second person decides';
  if (document.yours && document.above === null) return undefined;
  return `${document.yours ? 'above your limit: ' : ''}waits for ${waitWords(document, person)}`;
}
export function waitWords({ waitsFor }: ApprovalDocument, person: (id: string | null) => string): string {
  const names = waitsFor.people.slice(0, 3).map(person).join(', ');
  switch (waitsFor.why) {
    case 'here': return names;
    case 'deputy': return `${names}, standing in`;
    case 'elsewhere': return `${names}: nobody of this warehouse can`;
    case 'nobody': return 'nobody who could: tell the office';
  }
}
const beyond: Readonly<Record<NonNullable<ApprovalDocument['above']>, string>> = {
  one: 'It is more than you may approve at once.', day: 'With it you would approve more today than you may in a day.', item: 'Much of this item was approved lately, so somebody with a higher limit looks at it.', changed_today: 'Whoever changed a limit does not use it the same day.',
};
export const aboveWords = (above: NonNullable<ApprovalDocument['above']>): string => beyond[above];
