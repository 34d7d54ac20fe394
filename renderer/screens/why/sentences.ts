// The history of a number or a document as sentences: what, who, where, and what was remarkable about it. The command
// line prints the same ones.
import type { Names } from '#electron/contract.ts';
import type { CommandType } from '#domain/commands.ts';
import { account, isSuspense } from '#domain/positions.ts';
import type { Json, Row } from '#domain/tables.ts';
import type { Explanation, Line } from '#domain/why/explain.ts';
import { placesOf } from '#domain/why/subject.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { age, clock, figure, moment, signed } from '#renderer/numbers.ts';
import { holdWords, kindWords, movementWords, placeWords, reasonWords, roleWords, stateWords, within } from '#renderer/words.ts';

export interface Told {
  readonly when: string;
  readonly title: string;
  /** Who and where; empty for what nobody did. */
  readonly by: string;
  readonly notes: readonly { readonly tone: 'plain' | 'attention'; readonly text: string }[];
  readonly change: string;
  readonly balance: string;
}

export function tell(line: Line, { subject }: Explanation, names: Names, now: number): Told {
  const isPosition = subject.kind === 'position';
  return {
    when: line.at === null ? 'from the beginning' : exactly(line.at, now),
    title: titleOf(line, isPosition ? placesOf(subject.locationId) : [], names),
    by: line.kind === 'opening' ? '' : ownDevices.has(line.device) ? 'the ERP by itself' : [names.people[line.person] ?? line.person, line.device === '' ? '' : `at ${names.devices[line.device] ?? line.device}`].filter(Boolean).join(' '),
    notes: notesOf(line, names, isPosition ? '' : subject.id, now),
    change: !isPosition || line.kind === 'opening' ? '' : line.kind === 'count' ? '' : line.change === 0 ? '± 0' : signed(line.change),
    balance: line.balance === null ? '' : signedOrNot(line.balance),
  };
}

/** Policies and imports: nobody pressed a key. */
const ownDevices: ReadonlySet<string> = new Set(['policy', 'intake']);
/** Here the minute matters, however long ago. */
const exactly = (at: number, now: number): string => (moment(at, now).includes(':') ? moment(at, now) : `${moment(at, now)} ${clock(at)}`);

function titleOf(line: Line, places: readonly string[], names: Names): string {
  switch (line.kind) {
    case 'opening': return line.at === null ? 'What was there at first' : 'What was there before';
    case 'movement': return places.length > 0 ? moveHere(line.movement!, places) : moveThrough(line.movement!, names);
    case 'count': return countWords(line.count!);
    case 'command': return commandTitle(line.command!.type, line.command!.payload, names);
    case 'exception': return `Somebody has to look: ${within(kindWords(line.exception!.kind))}`;
    case 'resolution': return `Closed: ${within(kindWords(line.exception!.kind))}${line.exception!.resolution ? `, ${within(stateWords(line.exception!.resolution))}` : ''}`;
  }
}

/** Seen from the bin that was asked about. */
function moveHere(row: Row<'movement'>, places: readonly string[]): string {
  const [from, to] = [places.includes(row.from_location), places.includes(row.to_location)];
  const words = movementWords(row.type);
  if (from && to) {
    if (row.type === 'suspense.cover') return `Covers ${figure(row.quantity)} that were noted as missing here`;
    const change = row.to_hold === row.from_hold ? '' : row.to_hold === '' ? ', free again' : `, now ${holdWords(row.to_hold)}`;
    return `${words}: ${figure(row.quantity)} stay here${change}`;
  }
  if (from) return `${words}: ${figure(row.quantity)} out to ${placeWords(row.to_location)}${isSuspense(row.from_location) ? ', which the books did not have here' : ''}`;
  if (row.from_location === account.opening) return `${words}: ${figure(row.quantity)}`;
  return `${words}: ${figure(row.quantity)} in from ${placeWords(row.from_location)}${isSuspense(row.to_location) ? ', which had been missing' : ''}`;
}

const moveThrough = (row: Row<'movement'>, names: Names): string =>
  `${movementWords(row.type)}: ${figure(row.quantity)} × ${names.items[row.item_id] ?? row.item_id}, ${placeWords(row.from_location)} → ${placeWords(row.to_location)}`;

function countWords({ line, adjustment }: NonNullable<Line['count']>): string {
  const found = `Counted ${figure(line.counted)}${line.hold === '' ? '' : ` (${holdWords(line.hold)})`}`;
  if (adjustment === null || adjustment.state === 'MATCHED') return `${found}, as in the books${adjustment?.restated_at ? ' (after late work)' : ''}`;
  const verdict = `${stateWords(adjustment.state)}${adjustment.state === 'POSTED' ? ` ${signedOrZero(adjustment.delta)}` : ''}`;
  // Late work changed what the books had at the look: both figures are told.
  if (adjustment.was_book !== null && adjustment.was_delta !== null) return `${found}; the books had ${signedOrNot(adjustment.was_book)}, and with work that came late ${signedOrNot(adjustment.book)}. The difference was ${signedOrZero(adjustment.was_delta)} and is ${signedOrZero(adjustment.delta)}: ${verdict}`;
  return `${found}, the books had ${signedOrNot(adjustment.book)}: ${verdict}`;
}

const commands: Partial<Record<CommandType, string>> = {
  'delivery.finish': 'This station finished the delivery', 'transfer.open': 'Transfer opened', 'count.open': 'Count asked for', 'count.record': 'Counted', 'count.submit': 'Count handed in', 'adjustment.submit': 'Change proposed',
  'adjustment.approve': 'Approved', 'adjustment.reject': 'Not approved, to be counted again', 'adjustment.reverse': 'Taken back', 'order.take_in': 'Order came in', 'order.allocate': 'Stock looked for and promised', 'order.release_hold': 'Order released',
  'order.cancel': 'Order cancelled', 'scan.keep': 'A code nobody knows was scanned', 'scan.match': 'Goods nobody knew were named', 'barcode.teach': 'A barcode was taught', 'barcode.withdraw': 'A barcode was withdrawn', 'exception.resolve': 'Looked at and closed',
};
export const commandWords = (type: string): string => (commands as Readonly<Record<string, string>>)[type] ?? movementWords(type);

function commandTitle(type: string, payload: Json, names: Names): string {
  const fields = typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? (payload as Readonly<Record<string, Json>>) : {};
  const text = (key: string): string => (typeof fields[key] === 'string' ? (fields[key] as string) : '');
  const quantity = typeof fields['quantity'] === 'number' ? `${figure(fields['quantity'])} × ` : typeof fields['missing'] === 'number' ? `${figure(fields['missing'])} × ` : '';
  const item = text('itemId') === '' ? '' : `${quantity}${names.items[text('itemId')] ?? text('itemId')}`;
  const place = text('locationId') || text('fromLocation');
  const reason = text('reason') || text('note');
  return [commandWords(type), [item, place === '' ? '' : placeWords(place)].filter(Boolean).join(' in '), type === 'order.cancel' || type.startsWith('adjustment') ? reason && `“${type === 'adjustment.submit' ? reasonWords(reason) : reason}”` : ''].filter(Boolean).join(': ');
}

/** Suspense stands in for a part of what was taken, and that part says so. */
const tellsRule = ({ movement }: Line, rule: string): boolean => rule !== 'SUS-1' || movement === null || isSuspense(movement.from_location);

function notesOf(line: Line, names: Names, asked: string, now: number): Told['notes'] {
  const { command, movement, exception } = line;
  const notes: { tone: 'plain' | 'attention'; text: string }[] = [];
  const plain = (text: string) => notes.push({ tone: 'plain', text });
  const loud = (text: string) => notes.push({ tone: 'attention', text });
  if (movement && movement.document_id !== '' && movement.document_id !== asked && names.documents[movement.document_id] !== `order ${asked}` && movement.document_id !== command?.id) plain(`for ${names.documents[movement.document_id] ?? movement.document_id}`);
  if (command?.verdict === 'refused') loud('Refused: nothing was changed by it.');
  if (command?.verdict === 'parked') loud('Kept back by the ERP: nothing was changed by it.');
  if (command?.verdict === 'merged') plain('It was so already, so nothing more was recorded.');
  if (command && command.rule !== '' && !exception && tellsRule(line, command.rule)) plain(`${ruleSays(command.rule) ?? 'A rule decided.'} (${command.rule})`);
  if (command && command.confirmed.length > 0 && command.rule !== '' && !exception && tellsRule(line, command.rule)) plain('The station asked whether it is really so, and was told: it is so.');
  if (line.afterCountOf !== null) loud(`Done before the count of ${moment(line.afterCountOf, now)}, but came to the ERP after that count was posted.`);
  if (line.late !== null) loud(`Came to the ERP ${age(line.late)} later, ${moment(command!.recordedAt!, now)}.`);
  if (line.waiting) loud('Not in the ERP yet: kept on this station.');
  if (exception && line.kind === 'exception') {
    plain(`${ruleSays(exception.rule) ?? 'A rule asks for it.'} (${exception.rule})`);
    if (exception.state === 'OPEN') loud(`Open, for the ${roleWords(exception.owner_role)}, until ${moment(exception.due_at, now)}.`);
  }
  return notes;
}

/** "Why are there 7 × Cup in A1?" */
export function questionOf({ subject, total, document }: Explanation, names: Names): string {
  switch (subject.kind) {
    case 'position': return `Why does ${placeWords(placesOf(subject.locationId)[0]!)} have ${signedOrNot(total?.books ?? 0)} × ${names.items[subject.itemId] ?? subject.itemId}?`;
    case 'document': return document ? `What happened with ${tableWords[document.table]} ${subject.id}?` : `What happened with ${subject.id}?`;
    case 'exception': return 'How did this work item come about?';
    case 'command': return 'What became of this?';
  }
}
const tableWords: Readonly<Record<NonNullable<Explanation['document']>['table'], string>> = {
  delivery: 'delivery', sales_order: 'order', fulfilment: 'work', parcel: 'parcel', count_task: 'count', adjustment: 'change of stock', return_parcel: 'return', return_unit: 'returned unit', transfer: 'transfer', hold: 'hold', rma: 'announced return', purchase_order: 'purchase order', pick_task: 'pick',
};

/** Whether the lines explain the number; undefined where there is none. */
export function sumWords({ total }: Explanation): { readonly isSound: boolean; readonly words: string } | undefined {
  if (total === null) return undefined;
  if (total.isSound) return { isSound: true, words: `These lines add up to exactly the ${signedOrNot(total.books)} in the books.` };
  const parted = total.parts.filter(({ position, ledger }) => position.quantity !== ledger).map(({ position, ledger }) => `${stateOf(position)}: lines ${signedOrNot(ledger)}, books ${signedOrNot(position.quantity)}`);
  return { isSound: false, words: `These lines add up to ${signedOrNot(total.lines)}, but the books have ${signedOrNot(total.books)}. This must never be: tell the administrator. ${parted.join('; ')}.` };
}

/** What the number is made of, where it is of more than one state. */
export function partWords({ total }: Explanation): string {
  const parts = total?.parts.filter(({ position }) => position.quantity !== 0) ?? [];
  if (parts.length < 2 && parts.every(({ position }) => position.hold === '' && !isSuspense(position.location_id))) return '';
  return parts.map(({ position }) => `${signedOrNot(position.quantity)} ${stateOf(position)}`).join(', ');
}
const signedOrZero = (quantity: number): string => (quantity === 0 ? '± 0' : signed(quantity));
const signedOrNot = (quantity: number): string => (quantity < 0 ? signed(quantity) : figure(quantity));
const stateOf = (row: Row<'position'>): string => [isSuspense(row.location_id) ? 'taken, but not in the books' : row.hold === '' ? 'free' : holdWords(row.hold), row.lot && `lot ${row.lot}`, row.serial && `serial ${row.serial}`].filter(Boolean).join(', ');

/** Where the answer comes from, and what is missing in it. */
export function sourceWords({ explanation, sources }: { readonly explanation: Explanation; readonly sources: { readonly here: number | null; readonly erp: number | null; readonly missing: string } }, now: number): string {
  const before = explanation.since === null ? '' : ` What happened before ${moment(explanation.since, now)} is one line.`;
  if (sources.erp !== null) return `With what the ERP knows, as of ${moment(sources.erp, now)}.${before}`;
  const has = 'From this station alone';
  const lacks = explanation.since === null ? 'when others’ work reached the ERP is known there only' : `what happened before ${moment(explanation.since, now)}, and when others’ work reached the ERP, is known there only`;
  if (sources.missing === 'offline') return `${has}, because the ERP cannot be reached: ${lacks}.`;
  if (sources.missing === 'refused') return `${has}, because the ERP does not answer this: ${lacks}.`;
  return `${has}: ${lacks}.`;
}
