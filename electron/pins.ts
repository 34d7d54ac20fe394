// Who has shown badge and PIN at this station. The PIN opens that person's own key, which lies in the replica under PIN and
// device; the key signs what they do, and is forgotten when they go. Wrong tries are on the disk before they are answered.
import { lockedUntil, PIN_POLICY, readPinPolicy, type PinPolicy, UNTIL_RESET, weakness } from '#domain/pins.ts';
import type { Json } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { PinLine } from '#sync/client/transport.ts';
import type { SigningKey } from '#sync/keys/ed25519.ts';
import { newPersonKey, newSalt, pinQuestion, unwrap, wrap } from '#sync/keys/pin.ts';
import type { PinReply } from '#sync/protocol/messages.ts';

/** Of all people together within an hour (ms), before this station takes no PIN at all for a while. */
const MOST_AT_STATION = 50;
const HOUR = 3_600_000;

interface Secret {
  readonly salt: string;
  readonly wrapped: string;
  readonly made_at: number;
  readonly failures: number;
  readonly locked_until: number;
}
/** `wants`: what is to be asked next. */
export type Unlocked = { readonly ok: true } | { readonly ok: false; readonly wants: 'pin' | 'new_pin' | ''; readonly problem: string };

export interface Pins {
  /** Undefined where people sign in by badge alone. */
  policy(): PinPolicy | undefined;
  /** Whether this person may work here now. */
  isUnlocked(personId: string): boolean;
  /** What the signed-in person signs with. */
  key(): SigningKey | undefined;
  unlock(personId: string, pin: string | undefined, next: string | undefined): Promise<Unlocked>;
  lock(): void;
}

export function createPins(replica: Replica, line: PinLine, now: () => number): Pins {
  const { db, meta, rows } = replica;
  let open: { readonly person: string; readonly key: SigningKey } | undefined;
  const policy = (): PinPolicy | undefined => readPinPolicy(rows.find('setting', { key: PIN_POLICY })[0]?.value as Json | undefined);
  const secretOf = (person: string): Secret | undefined => db.prepare('select salt, wrapped, made_at, failures, locked_until from person_secret where person_id = ?').get(person) as Secret | undefined;
  const noteTry = (person: string, failures: number, until: number): void => void replica.inTransaction(() => db.prepare('update person_secret set failures = ?, locked_until = ? where person_id = ?').run(failures, until, person));

  /** Tries of everybody here within the hour; kept with the file, so that switching it off and on forgets nothing. */
  function noteAtStation(): boolean {
    const at = now();
    const tries = (JSON.parse(meta.get('pin_tries') ?? '[]') as number[]).filter((time) => Math.abs(at - time) < HOUR);
    if (tries.length >= MOST_AT_STATION) return false;
    replica.inTransaction(() => meta.set('pin_tries', JSON.stringify([...tries, at])));
    return true;
  }
  const forgive = (): void => void replica.inTransaction(() => meta.clear('pin_tries'));

  async function ask(person: string, pin: string, next: string | undefined): Promise<{ readonly reply: PinReply | undefined; readonly pem: string; readonly key: SigningKey }> {
    const made = newPersonKey();
    const question = { device: meta.get('device_id')!, person, at: Math.round(now() + Number(meta.get('offset_ms') ?? 0)), key: made.key.publicKey };
    const answer = await line.pin({ ...question, pin, ...(next === undefined ? {} : { next }), ...(replica.key ? { signature: replica.key.sign(pinQuestion(question)) } : {}) });
    return { reply: answer.ok ? answer.value : answer.refused ? { ok: false, why: 'refused', problem: answer.reason } : undefined, ...made };
  }
  async function keep(person: string, pem: string, pin: string, device: SigningKey): Promise<void> {
    const salt = newSalt();
    const wrapped = await wrap(pem, pin, salt, device);
    replica.inTransaction(() => db.prepare('insert or replace into person_secret (person_id, salt, wrapped, made_at) values (?, ?, ?, ?)').run(person, salt, wrapped, Math.round(now() + Number(meta.get('offset_ms') ?? 0))));
  }

  async function atServer(person: string, pin: string, next: string | undefined, device: SigningKey): Promise<Unlocked | undefined> {
    const { reply, pem, key } = await ask(person, pin, next);
    if (reply === undefined) return undefined;
    if (reply.ok) {
      await keep(person, pem, next ?? pin, device);
      open = { person, key };
      forgive();
      return { ok: true };
    }
    switch (reply.why) {
      case 'must_set': return { ok: false, wants: 'new_pin', problem: '' };
      case 'weak': return { ok: false, wants: 'new_pin', problem: reply.problem ?? '' };
      case 'refused': return { ok: false, wants: '', problem: reply.problem ?? 'The ERP did not let you in.' };
      case 'locked': return { ok: false, wants: '', problem: waitWords(reply.until ?? 0, now()) };
      case 'wrong': return { ok: false, wants: (reply.until ?? 0) > now() ? '' : 'pin', problem: (reply.until ?? 0) > now() ? waitWords(reply.until ?? 0, now()) : WRONG };
    }
  }

  async function unlock(person: string, pin: string | undefined, next: string | undefined): Promise<Unlocked> {
    const asked = policy();
    const device = replica.key;
    if (!asked) return { ok: true };
    if (!device) return { ok: false, wants: '', problem: 'This station has no key of its own that could be read, so no PIN opens anything here: it is to be enrolled anew.' };
    const reset = rows.find('pin_reset', { person_id: person })[0];
    const known = secretOf(person);
    const secret = known && (reset === undefined || known.made_at > reset.reset_at) ? known : undefined;
    if (pin === undefined) {
      if (secret) return { ok: false, wants: 'pin', problem: '' };
      // No try: only whether there is one, or one is to be chosen.
      const said = await atServer(person, '', undefined, device);
      if (!said) return { ok: false, wants: '', problem: NOT_HERE_YET };
      return said.ok || said.wants !== 'pin' ? said : { ...said, problem: '' };
    }
    if (secret && secret.locked_until > now()) return { ok: false, wants: '', problem: waitWords(secret.locked_until, now()) };
    if (next !== undefined && weakness(next, asked.digits) !== '') return { ok: false, wants: 'new_pin', problem: weakness(next, asked.digits) };
    if (!noteAtStation()) return { ok: false, wants: '', problem: 'Too many wrong PINs at this station within an hour: it takes none for a while.' };
    if (!secret) return (await atServer(person, pin, next, device)) ?? { ok: false, wants: '', problem: NOT_HERE_YET };
    const until = lockedUntil(secret.failures + 1, now());
    noteTry(person, secret.failures + 1, until);
    const key = await unwrap(secret.wrapped, pin, secret.salt, device);
    if (key && next === undefined) {
      noteTry(person, 0, 0);
      forgive();
      open = { person, key };
      return { ok: true };
    }
    // They may have chosen another one elsewhere.
    const elsewhere = await atServer(person, pin, next, device);
    if (elsewhere?.ok === true) return elsewhere;
    return until > now() ? { ok: false, wants: '', problem: waitWords(until, now()) } : (elsewhere ?? { ok: false, wants: 'pin', problem: WRONG });
  }

  return { policy, isUnlocked: (personId) => policy() === undefined || open?.person === personId, key: () => (policy() === undefined ? undefined : open?.key), unlock, lock: () => (open = undefined) };
}

const WRONG = 'That is not the PIN of this badge.';
const NOT_HERE_YET = 'You have not signed in here with your PIN yet: that needs the network once, and then no more.';
function waitWords(until: number, now: number): string {
  if (until >= UNTIL_RESET) return 'Too many wrong PINs for this badge: a supervisor lets you choose a new one, under Stations.';
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  return `Too many wrong PINs for this badge: wait ${seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}.`;
}
