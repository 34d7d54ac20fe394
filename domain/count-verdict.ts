// What becomes of a counted line, on the figures of its own moment: as in the books, passed by itself, counted again
// by somebody else, or waiting for approval. Counts of one position that nobody decided yet are judged together.
import { postAdjustment } from './adjustments.ts';
import type { Book } from './book.ts';
import { isAccepted } from './count-arrivals.ts';
import { agree, countsExactly, isWithin, MOST_COUNTS, type CountRules } from './count-rules.ts';
import { askForRecount, isSamePosition } from './count-tasks.ts';
import { holdForCount } from './ledger.ts';
import { addPassed, passedSince } from './passed-variance.ts';
import { compareText } from './slice.ts';
import type { Row } from './tables.ts';

type Check = Row<'adjustment'>;

export interface HandIn {
  readonly book: Book<'count.submit'>;
  readonly task: Row<'count_task'>;
  readonly rules: CountRules;
}

/** `check` is handed in with its difference worked out; `others` are the counts of the place since a while. */
export function judgeCount(hand: HandIn, check: Check, others: readonly Check[]): void {
  const same = others.filter((row) => row.source === 'count' && row.adjustment_id !== check.adjustment_id && isSamePosition(row, check));
  const accepted = same.filter((row) => isAccepted(row) && isLater(row, check)).toSorted(byTime)[0];
  if (accepted) return standBehind(hand, check, accepted);
  const series = [...same.filter((row) => row.state === 'PENDING' || row.state === 'RECOUNT'), check].toSorted(byTime);
  const newest = series.at(-1)!;
  judgeSeries(hand, newest, series.slice(0, -1), check);
}

/** A count that was taken before one that is accepted already: both stand, and where they disagree a third person looks. */
function standBehind({ book, rules }: HandIn, check: Check, accepted: Check): void {
  book.became('adjustment', { ...check, state: 'SUPERSEDED', live_to: 0, decided_at: book.at });
  if (!agree(rules, check, accepted)) askForRecount(book, accepted, [...people(check), ...people(accepted)]);
}

function judgeSeries(hand: HandIn, newest: Check, earlier: readonly Check[], handedIn: Check): void {
  const { book, task, rules } = hand;
  const round = earlier.length + 1;
  const everybody = [...new Set([...earlier, newest].flatMap(people))].toSorted();
  const counted = { ...newest, round };
  // What moved during the look, or was counted by somebody who was asked not to, tells nothing about the others.
  const proves = (row: Check): boolean => !row.disturbed && (row !== handedIn || !people(row).some((person) => (task.not_by as readonly string[]).includes(person)));
  const settle = (state: string, over: boolean, posted = 0): void => {
    for (const row of earlier) book.became('adjustment', { ...row, state: 'SUPERSEDED', live_to: 0, decided_at: book.at });
    book.became('adjustment', { ...counted, counters: everybody, state, posted, ...(over ? { live_to: counted.window_to, decided_at: book.at, was_book: null, was_delta: null } : {}) });
    holdForCount(book, counted, over ? 0 : Math.max(0, -counted.delta));
  };
  const again = (): void => {
    for (const row of earlier) if (row.state !== 'RECOUNT' || row === handedIn) book.became('adjustment', { ...row, state: 'RECOUNT', round: 1 + earlier.indexOf(row) });
    const asked = { ...counted, state: 'RECOUNT' };
    book.became('adjustment', asked);
    askForRecount(book, asked, everybody);
    holdForCount(book, counted, Math.max(0, -counted.delta));
  };
  if (!proves(newest)) return round < MOST_COUNTS ? again() : settle('PENDING', false);
  if (newest.delta === 0) return settle('MATCHED', true);
  if (passes(hand, newest)) {
    settle('POSTED', true, newest.delta);
    return postAdjustment(book, newest, newest.delta);
  }
  const agreed = earlier.some((row) => proves(row) && agree(rules, row, newest) && !people(row).some((person) => people(newest).includes(person)));
  const first = earlier.length === 0;
  const large = rules.recountFrom !== null && Math.abs(newest.value) >= rules.recountFrom;
  return !agreed && round < MOST_COUNTS && (!first || large) ? again() : settle('PENDING', false);
}

/** Whether a difference may pass without anybody: small, of an item the hand-in names, and within what may pass in 30 days; what passes is added up. */
function passes({ book, rules }: HandIn, check: Check): boolean {
  const { warehouse, person, payload } = book.command;
  if (!payload.items.includes(check.item_id) || !isWithin(rules, check)) return false;
  const item = book.slice.get('item', check.item_id);
  if (!item || countsExactly(rules, item)) return false;
  if (people(check).some((counter) => counter !== person)) return false;
  const value = Math.abs(check.value);
  const limits = [['item', check.item_id, rules.passed.item], ['counter', person, rules.passed.counter]] as const;
  if (limits.some(([kind, subject, most]) => passedSince(book.slice, warehouse, kind, subject, book.at) + value > most)) return false;
  for (const [kind, subject] of limits) addPassed(book, kind, subject, value);
  return true;
}

const people = (row: Check): readonly string[] => row.counters as readonly string[];
const byTime = (a: Check, b: Check): number => a.effective_at - b.effective_at || compareText(a.adjustment_id, b.adjustment_id);
const isLater = (a: Check, b: Check): boolean => byTime(a, b) > 0;
