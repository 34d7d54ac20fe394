// Every command version ever released is accepted for ever: an older payload is lifted step by step, purely,
// to the shape of today. The stored bytes stay as they were sent.
import { payloads, stampSchema, type Command, type CommandType } from '#domain/commands.ts';

/** One step: from a payload of version n to one of version n + 1. */
export type Upcast = (payload: Record<string, unknown>) => Record<string, unknown>;
/** Steps by command type; the entry at index n − 1 lifts version n. The current version is the number of steps + 1. */
export type Upcasts = Partial<Record<CommandType, readonly Upcast[]>>;

/** No command has changed its shape yet. */
const released: Upcasts = {};

export const versionOf = (type: CommandType, upcasts: Upcasts = released): number => (upcasts[type]?.length ?? 0) + 1;

export function lift(type: CommandType, version: number, payload: Record<string, unknown>, upcasts: Upcasts = released): Record<string, unknown> {
  return (upcasts[type] ?? []).slice(version - 1).reduce((lifted, step) => step(lifted), payload);
}

export type Parsed = { readonly ok: true; readonly command: Command } | { readonly ok: false; readonly reason: string; readonly id?: string };

/** Reads the exact text of a command; never throws, and names what is wrong with it. */
export function parseCommand(text: string, upcasts: Upcasts = released): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'not JSON' };
  }
  const stamp = stampSchema.safeParse(json);
  if (!stamp.success) return { ok: false, reason: `stamp: ${firstIssue(stamp.error)}` };
  const { type, version, payload, ...rest } = stamp.data;
  if (!Object.hasOwn(payloads, type)) return { ok: false, id: rest.id, reason: `unknown command type "${type}"` };
  const known = type as CommandType;
  if (version > versionOf(known, upcasts)) return { ok: false, id: rest.id, reason: `${type} version ${version} is newer than this program knows` };
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return { ok: false, id: rest.id, reason: `${type}: payload is not an object` };
  const current = tryLift(known, version, payload as Record<string, unknown>, upcasts);
  if (!current) return { ok: false, id: rest.id, reason: `${type} version ${version}: payload cannot be read` };
  const lifted = payloads[known].safeParse(current);
  if (!lifted.success) return { ok: false, id: rest.id, reason: `${type}: ${firstIssue(lifted.error)}` };
  return { ok: true, command: { ...rest, version, type: known, payload: lifted.data } as Command };
}

/** A step is written for well-formed payloads; what it stumbles over is malformed and parks its command, nothing more. */
function tryLift(type: CommandType, version: number, payload: Record<string, unknown>, upcasts: Upcasts): Record<string, unknown> | undefined {
  try {
    return lift(type, version, payload, upcasts);
  } catch {
    return undefined;
  }
}

function firstIssue(error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.')} ${issue.message}`.trim() : 'malformed';
}
