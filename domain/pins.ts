// The PIN beside the badge: what a company asks for, what is too easy to guess, how long a wrong one keeps somebody waiting,
// and that a supervisor lets somebody choose a new one.
import { z } from 'zod';
import type { CommandOf } from './commands.ts';
import { decider } from './decider.ts';
import { document } from './reads.ts';
import { reject } from './rejections.ts';
import type { Json } from './tables.ts';

export const PIN_POLICY = 'pin_policy';
const policySetting = z.object({
  required: z.boolean(),
  /** Commands of before that time (ms) carry no person's signature. */
  since: z.int().nonnegative().default(0),
  digits: z.int().min(4).max(12).default(6),
  /** Nobody touched the station for so long: whoever comes shows badge and PIN again. */
  lockMinutes: z.number().positive().max(24 * 60).default(5),
});
export type PinPolicy = z.infer<typeof policySetting>;
/** A setting that cannot be read asks for a PIN: nobody is let in by a slip of the pen. */
const STRICT: PinPolicy = { required: true, since: 0, digits: 6, lockMinutes: 5 };

/** Undefined where people sign in by badge alone. */
export function readPinPolicy(value: Json | undefined): PinPolicy | undefined {
  if (value === undefined || value === null) return undefined;
  const read = policySetting.safeParse(value);
  const policy = read.success ? read.data : STRICT;
  return policy.required ? policy : undefined;
}

/** What a person is told of a PIN that they may not have; empty for one they may. */
export function weakness(pin: string, digits: number): string {
  if (!/^\d+$/.test(pin)) return 'A PIN has digits only.';
  if (pin.length < digits) return `A PIN has at least ${digits} digits.`;
  const steps = new Set([...pin].slice(1).map((digit, n) => (Number(digit) - Number(pin[n]) + 10) % 10));
  if (steps.size === 1) return 'That is one digit again and again, or digits in a row: the first that anybody tries.';
  const half = pin.slice(0, Math.ceil(pin.length / 2));
  if (pin.length % 2 === 0 && pin === half + half) return 'That is the same twice: too easy to guess.';
  return /^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$|^((0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(19|20)?\d{2}$/.test(pin) ? 'That looks like a date of birth: too easy to guess.' : '';
}

const FREE_TRIES = 5;
const MOST_TRIES = 10;
const FIRST_WAIT = 30_000;
export const UNTIL_RESET = Number.MAX_SAFE_INTEGER;
/** Until when (ms) nobody may try again after so many wrong ones in a row. */
export function lockedUntil(failures: number, now: number): number {
  if (failures < FREE_TRIES) return 0;
  return failures >= MOST_TRIES ? UNTIL_RESET : now + FIRST_WAIT * 2 ** (failures - FREE_TRIES);
}

/** So long (ms) after a supervisor's word whoever shows the badge may choose a new PIN. */
export const RESET_LASTS = 24 * 3_600_000;

export const resetPin = decider('person.reset_pin', {
  reads: ({ payload: p }: CommandOf<'person.reset_pin'>) => document(`person:${p.personId}`, { table: 'person', where: { person_id: p.personId } }, { table: 'pin_reset', where: { person_id: p.personId } }),
  refuse: ({ person, payload: p }, slice) => {
    const row = slice.get('person', p.personId);
    if (!row || !row.active || (row.roles as readonly string[]).includes('system')) return reject('unknown_document', { person: p.personId });
    // Who could give oneself a new PIN would need no old one.
    return p.personId === person ? reject('not_your_decision', { person }) : undefined;
  },
  effects: (book) => {
    const { command, at } = book;
    book.became('pin_reset', { person_id: command.payload.personId, reset_at: at, by_id: command.person, command_id: command.id });
  },
});
