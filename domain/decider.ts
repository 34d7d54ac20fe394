// The shape of every decision: which rows it reads, a ladder of named refusals in fixed order, and behind that
// border effects that must succeed. A rule may run the effects although a refusal was found.
import type { Book } from './book.ts';
import type { CommandOf, CommandType } from './commands.ts';
import type { Rejection, RejectionType } from './rejections.ts';
import type { Read, Slice } from './slice.ts';

export interface Decider<T extends CommandType, R extends RejectionType> {
  reads(command: CommandOf<T>): readonly Read[];
  /** The first reason in the ladder that stands against it. */
  refuse(command: CommandOf<T>, slice: Slice): Rejection<R> | undefined;
  /** Records what became true; never fails, whatever the slice lacks. */
  effects(book: Book<T>): void;
}

/** Names the command first, so that its payload is known to the three functions behind it. */
export function decider<const T extends CommandType, R extends RejectionType = never>(_type: T, parts: Decider<T, R>): Decider<T, R> {
  return parts;
}
