// Step 3, judge: decide, then the rule table. The same function runs at the key press, when pending work is judged
// again on fresh rows, on the server against Postgres, and in the simulator.
import { namePhotos } from '#domain/attachments.ts';
import { openBook, type Book } from '#domain/book.ts';
import type { Command, CommandOf, CommandType } from '#domain/commands.ts';
import { deciderOf } from '#domain/decide.ts';
import type { Event } from '#domain/events.ts';
import type { ExceptionKind } from '#domain/exception-kinds.ts';
import { raise, subjectOf } from '#domain/exceptions.ts';
import type { Rejection } from '#domain/rejections.ts';
import type { Slice } from '#domain/slice.ts';
import { isSuspense } from '#domain/positions.ts';
import { idFrom } from '#domain/ids.ts';
import type { Json } from '#domain/tables.ts';
import { ruleFor, type Rule, type Verdict } from './rules.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** Id of the conflict rule that decided, empty when nothing stood against the command. */
  readonly rule: string;
  readonly rejection?: Rejection;
  readonly events: readonly Event[];
}

/** Judges one command on its slice and applies what became true to the slice. Pure but for that slice. */
export function judge(command: Command, slice: Slice): Judgement {
  const one = command as CommandOf<CommandType>;
  const decider = deciderOf(one.type);
  const book = openBook(one, slice);
  const rejection = decider.refuse(one, slice);
  if (!rejection) {
    decider.effects(book);
    namePhotos(book);
    const told = drewSuspense(book.events) ? 'SUS-1' : tookHeld(book.events) || restatedCount(book.events) || serialTold(book.events);
    return { verdict: told === '' ? 'applied' : 'flagged', rule: told, events: book.events };
  }
  const rule = ruleFor(one, rejection);
  if (rule.effects) decider.effects(book);
  if (rule.verdict !== 'refused') namePhotos(book);
  // The ledger tells of some things itself, whatever the ladder saw: nobody is told of one thing twice.
  if (rule.look && !isTold(book.events, rule.look.kind)) tell(book, rule, rejection);
  return { verdict: rule.verdict, rule: rule.id, rejection, events: book.events };
}

/** Whatever the ladder saw: where suspense stands in for goods, an exception is open and the outcome says so. */
const drewSuspense = (events: readonly Event[]): boolean => events.some((event) => event.kind === 'moved' && isSuspense(event.movement.from_location));

/** A count that was accepted before has other figures now, and somebody looks at both. */
const restatedCount = (events: readonly Event[]): string => (isTold(events, 'COUNT_RESTATED') ? 'CNT-9' : '');
const isTold = (events: readonly Event[], kind: ExceptionKind): boolean => events.some((event) => event.kind === 'became' && event.table === 'exception' && event.row.kind === kind && event.row.state === 'OPEN');

/** A serial number came on hand that the books have somewhere already. */
const serialTold = (events: readonly Event[]): string => (isTold(events, 'SERIAL_ELSEWHERE') ? 'SER-1' : '');

/** The rule of the work item about held goods that somebody had in hand, whatever the ladder saw. */
const tookHeld = (events: readonly Event[]): string => events.flatMap((event) => (event.kind === 'became' && event.table === 'exception' && /^HLD-[456]$/.test(event.row.rule) && event.row.state === 'OPEN' ? [event.row.rule] : [])).at(-1) ?? '';

/** A reason that a person at the station should answer before the command is recorded: "it is so", or correct it. */
export function questionOf(command: Command, slice: Slice): { readonly rejection: Rejection; readonly rule: Rule } | undefined {
  const one = command as CommandOf<CommandType>;
  const rejection = deciderOf(one.type).refuse(one, slice);
  if (!rejection || command.confirmed.includes(rejection.type)) return undefined;
  const rule = ruleFor(one, rejection);
  return rule.verdict === 'merged' ? undefined : { rejection, rule };
}

function tell(book: Book, rule: Rule, rejection: Rejection): void {
  const look = rule.look!;
  const payload = book.command.payload as Record<string, Json>;
  // What is to be put back is about the tote it lies in, so that emptying the tote closes it.
  const [subjectKind, subjectId] = look.kind === 'PUT_BACK' ? ['handling_unit', textOf(payload['tote'])] : subjectOf(payload);
  const quantity = typeof payload['quantity'] === 'number' ? payload['quantity'] : 0;
  const gathering = idFrom('exception', book.command.warehouse, look.kind, subjectKind, subjectId, textOf(payload['itemId']));
  const known = look.gathers ? book.slice.get('exception', book.command.warehouse, gathering) : undefined;
  if (known?.state === 'OPEN') return book.became('exception', { ...known, quantity: known.quantity + quantity, book: rejection.book });
  raise(book, {
    ...(look.gathers && !known ? { id: gathering } : {}),
    rule: rule.id, kind: look.kind, ownerRole: look.ownerRole, maxAgeHours: look.maxAgeHours,
    subject: { kind: subjectKind, id: subjectId },
    itemId: textOf(payload['itemId']), locationId: textOf(payload['locationId'] ?? payload['fromLocation']),
    quantity,
    did: { type: book.command.type, ...payload }, book: rejection.book,
  });
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
