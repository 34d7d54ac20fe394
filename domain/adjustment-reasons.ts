// What the ERP says about a reason for changing stock: which way it goes, who may give it, what must prove it, and
// how many people stand behind it. A code that the ERP does not describe waits for one approval.
import { z } from 'zod';
import { authoredToday, authorReads } from './approving/limits.ts';
import type { CommandOf } from './commands.ts';
import { reject } from './rejections.ts';
import type { Read, Slice } from './slice.ts';

type Proposing = CommandOf<'adjustment.submit' | 'correction.submit'>;

/** Values in 1/10,000 of the currency unit. */
const attributes = z.object({
  direction: z.enum(['up', 'down', 'both', 'zero']).default('both'),
  /** False: only the system gives this reason. */
  choosable: z.boolean().default(true),
  roles: z.array(z.string()).optional(),
  evidence: z.enum(['note', 'photo']).optional(),
  /** Up to this value nobody is asked, as long as what the author posted so today stays within `autoDay`. */
  auto: z.number().optional(),
  autoDay: z.number().default(0),
  /** From this value on two people sign; 0: always. */
  two: z.number().optional(),
});
type Reason = z.infer<typeof attributes>;

export const reasonReads = (person: string, code: string): readonly Read[] => [{ table: 'code', where: { kind: 'adjustment_reason', code } }, { table: 'person', where: { person_id: person } }, ...authorReads(person)];

function reasonOf(slice: Slice, code: string): Reason | undefined {
  const row = slice.get('code', 'adjustment_reason', code);
  const read = row === undefined ? undefined : attributes.safeParse(row.attributes);
  return read?.success ? read.data : undefined;
}

/** What stands against giving this reason for a change in this direction. */
export function againstReason(slice: Slice, { person, payload: p }: Proposing, direction: 'up' | 'down' | 'zero') {
  const reason = reasonOf(slice, p.reason);
  if (!reason) return undefined;
  const held = slice.get('person', person)?.roles as readonly string[] | undefined;
  const fits = direction === 'zero' ? reason.direction === 'zero' || reason.direction === 'both' : reason.direction === 'both' || reason.direction === direction;
  if (!fits) return reject('reason_not_allowed', { reason: p.reason, direction });
  if (!reason.choosable || (reason.roles !== undefined && held !== undefined && !reason.roles.some((role) => held.includes(role)))) return reject('reason_not_allowed', { reason: p.reason, who: 'another role' });
  const proved = reason.evidence === undefined || (reason.evidence === 'note' ? p.note.trim() !== '' : p.evidence.length > 0);
  return proved ? undefined : reject('evidence_missing', { reason: p.reason, needed: reason.evidence ?? '' });
}

/** Signatures that a change of this value needs: none, one or two. `value` without sign. */
export function signaturesNeeded(slice: Slice, person: string, code: string, value: number, at: number): number {
  const reason = reasonOf(slice, code);
  if (!reason) return 1;
  if (reason.two !== undefined && value >= reason.two) return 2;
  return reason.auto !== undefined && value <= reason.auto && authoredToday(slice, person, at) + value <= reason.autoDay ? 0 : 1;
}
