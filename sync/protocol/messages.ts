// What a station and the server say to each other. Intent goes up as the exact text of commands; rows come down.
// The version changes when an older program could misread a message; the server names the oldest it understands.
import { z } from 'zod';
import type { Json, TableName } from '#domain/tables.ts';
import type { Trace } from '#domain/recall.ts';
import type { ItemPromise } from '#domain/sourcing/promise.ts';
import type { Evidence } from '#domain/why/evidence.ts';

export const PROTOCOL = 1;
/** At most this many commands in a push: about 200 ms of judging. */
export const PUSH_MAX = 500;

const id = z.string().min(1).max(128);
/** Of a device: Ed25519, SPKI in base64; its signatures in base64. */
const publicKey = z.string().min(1).max(128);
const signature = z.string().max(128);
/** Of a command: the device's, and behind a dot that of the person who gave it, where people have keys. */
const signatures = z.string().max(256);

/** `code`: one-time, from a supervisor; `signature`: of `key` over it. */
export const enrolRequest = z.object({ protocol: z.int(), device: id, incarnation: id, name: z.string().max(128), warehouse: z.string().max(64), kind: z.enum(['station', 'development', 'import', 'counting']), code: z.string().max(64).optional(), key: publicKey.optional(), signature: signature.optional() });
export interface EnrolReply {
  readonly device: string;
  readonly warehouse: string;
  readonly epoch: string;
}

/** The exact bytes of a command: as text, or in base64 where damage on a disk has made them no text any more. */
const exactBytes = z.union([z.string().max(2_000_000), z.object({ base64: z.base64().max(2_000_000) })]);
export type ExactBytes = z.infer<typeof exactBytes>;
const edge = z.object({ at: z.int(), person: z.string().max(128), type: z.string().max(64) });
/** Numbers that a station has lost with its disk, right behind what the server holds; `link` is what the next command names as the one before it. */
export const lostCommands = z.object({ from: z.int().positive(), to: z.int().positive(), link: z.string().max(64), before: edge.optional(), after: edge.optional() });
export type LostCommands = z.infer<typeof lostCommands>;
/** `first` is the sequence of the first command; the others follow it without gap. `clock`: what the device's clock says as it sends; `signatures`: one for each command, empty for none. */
export const pushRequest = z.object({ protocol: z.int(), device: id, incarnation: id, first: z.int().positive(), commands: z.array(exactBytes).max(PUSH_MAX), lost: lostCommands.optional(), clock: z.int().optional(), key: publicKey.optional(), signatures: z.array(signatures).max(PUSH_MAX).optional() });
export const pushReply = z.object({
  /** The last sequence the server holds of this device; the next push starts behind it. */
  held: z.int().nonnegative(),
  /** Hash of the command at `held`, empty where there is none: who has another one there is a copy. */
  link: z.string(),
  now: z.number(),
  /** Set when the device's chain does not continue what the server holds. */
  alarm: z.enum(['gap', 'fork', 'clone']).optional(),
  /** The company's seal under what is held; absent where the server has none. */
  receipt: z.object({ at: z.number(), publicKey: z.string().max(200), signature: z.string().max(200) }).optional(),
});
export type PushReply = z.infer<typeof pushReply>;

/** A copied or restored replica asks to be let in under the identity `next`, continuing its own order behind `after`. */
export const readmitRequest = z.object({
  protocol: z.int(), device: id, incarnation: id, next: id, nextIncarnation: id, after: z.int().nonnegative(), link: z.string().max(64), unsent: z.int().nonnegative(), oldestUnsentAt: z.int().nullable(), reason: z.string().max(2000),
  /** It begins with the oldest command that its file still has. */
  whole: z.boolean().default(false),
  /** A supervisor's command given at this very station, which cannot push it. */
  word: z.object({ sequence: z.int().positive(), bytes: exactBytes, signature: signatures.optional() }).optional(),
  /** With which it signs. */
  key: publicKey.optional(),
});
/** `held`: the server has not what stands before the beginning, because it was restored; this is what it has of the former name. */
export const readmitReply = z.object({ admitted: z.boolean(), held: z.object({ sequence: z.int().nonnegative(), link: z.string() }).optional() });
export type ReadmitReply = z.infer<typeof readmitReply>;

const pin = z.string().regex(/^\d{0,12}$/);
/** Whether a PIN is somebody's; `next`: the one they choose instead; `key`: what they sign with at this device from then on; `signature`: the device's, over the question. */
export const pinRequest = z.object({ protocol: z.int(), device: id, person: id, pin, next: pin.optional(), key: publicKey, at: z.int(), signature: signature.optional() });
export const pinReply = z.union([z.object({ ok: z.literal(true) }), z.object({ ok: z.literal(false), why: z.enum(['wrong', 'locked', 'must_set', 'weak', 'refused']), /** Nobody may try before, in ms. */ until: z.number().optional(), problem: z.string().optional() })]);
export type PinReply = z.infer<typeof pinReply>;

export const intakeRequest = z.object({ commands: z.array(z.string().max(2_000_000)).max(2000) });
export interface IntakeReply {
  readonly outcomes: readonly { readonly id: string; readonly verdict: string; readonly rule: string; readonly rejection: Json }[];
}

const subject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('position'), warehouse: id, itemId: id, locationId: z.string().min(1).max(160) }),
  z.object({ kind: z.enum(['document', 'exception', 'command']), warehouse: id, id }),
]);
/** Why something is so. A station names itself and its cursor, and is answered from exactly what its replica has seen. */
export const whyRequest = z.object({ protocol: z.int(), device: z.string().max(128).default(''), cursor: z.string().max(100_000).default(''), epoch: z.string().max(128).default(''), subject });
export interface WhyReply {
  readonly evidence: Evidence;
  /** Whether it is from exactly the transactions that the cursor has seen. */
  readonly atCursor: boolean;
  readonly now: number;
}

/** Who received goods that are called back, over all warehouses; without a lot, of all lots. */
export const recallRequest = z.object({ protocol: z.int(), device: z.string().max(128).default(''), itemId: id, lot: z.string().max(64).default('') });
export interface RecallReply extends Trace {
  readonly now: number;
}

/** What can be promised of an item to a channel. */
export const promiseRequest = z.object({ protocol: z.int(), device: z.string().max(128).default(''), itemId: id, channelId: id, quantity: z.int().positive().max(1_000_000_000).default(1) });
export interface PromiseReply {
  /** Null where the item or the channel is not known. */
  readonly promise: ItemPromise | null;
  readonly now: number;
}

/** One line of a pull. A pull without its `end` line was cut off and counts for nothing. */
export type PullLine =
  | { readonly begin: { readonly epoch: string; readonly full: boolean } }
  | { readonly table: TableName; readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] }
  | { readonly gone: TableName; readonly rows: readonly Readonly<Record<string, Json>>[] }
  | { readonly end: { readonly cursor: string; readonly now: number; readonly rows: number } };

export const paths = { enrol: '/enrol', push: '/push', pull: '/pull', live: '/live', why: '/why', recall: '/recall', promise: '/promise', pin: '/pin', intake: '/intake', readmit: '/readmit', photos: '/photos', state: '/state', health: '/health', ready: '/ready', metrics: '/metrics' } as const;
