// Whether a PIN is somebody's, asked by a station at which they have not signed in yet, or not since they chose another; and a
// new PIN, when a supervisor has allowed it. A wrong one is counted before it is answered.
import { lockedUntil, readPinPolicy, PIN_POLICY, RESET_LASTS, weakness } from '#domain/pins.ts';
import type { Json, Row } from '#domain/tables.ts';
import { setting } from '#db/central/master-data.ts';
import { inScope, type Central } from '#db/central/open.ts';
import { addPersonKey, findPin, noteTry, writePin, type PinRow } from '#db/central/pins.ts';
import { isSignedBy } from '#sync/keys/ed25519.ts';
import { isPin, newSalt, pinHash, pinQuestion } from '#sync/keys/pin.ts';
import type { pinRequest, PinReply } from '#sync/protocol/messages.ts';
import type { z } from 'zod';

type Asked = z.output<typeof pinRequest>;
/** A question that was recorded is good for so long (ms). */
const FRESH = 5 * 60_000;
const write = (device: string) => ({ role: 'restow_writer', warehouse: '*', device }) as const;

export async function answerPin(central: Central, now: number, asked: Asked): Promise<PinReply> {
  const found = await inScope(central, write(asked.device), async (tx) => {
    const [[person], [device], [chain], [reset], policy, pin] = [
      await tx<Row<'person'>[]>`select * from person where person_id = ${asked.person}`, await tx<Row<'device'>[]>`select * from device where device_id = ${asked.device}`,
      await tx<{ signing_keys: readonly string[] }[]>`select signing_keys from device_chain where device_id = ${asked.device}`, await tx<Row<'pin_reset'>[]>`select * from pin_reset where person_id = ${asked.person}`,
      readPinPolicy((await setting(tx, PIN_POLICY)) as Json | undefined), await findPin(tx, asked.person),
    ];
    const problem = cannotAsk(asked, now, { person, device, keys: chain?.signing_keys ?? [] });
    if (problem !== '' || !policy) return { problem: problem === '' && !policy ? 'People sign in here by badge alone.' : problem };
    const maySet = reset !== undefined && (pin === undefined || reset.reset_at > pin.set_at);
    if (maySet) return reset.reset_at + RESET_LASTS < now ? { problem: 'The time to choose a new PIN is over: a supervisor allows it once more.' } : { policy, maySet, pin: undefined };
    if (!pin) return { problem: 'Nobody has let you choose a PIN yet: a supervisor does, under Stations.' };
    // Asked without one, to know whether there is one.
    if (asked.pin === '') return { policy, maySet, pin: undefined };
    // Before it is looked at: whoever pulls the plug in between has used a try.
    if (pin.locked_until <= now) await noteTry(tx, asked.person, pin.failures + 1, lockedUntil(pin.failures + 1, now));
    return { policy, maySet, pin };
  });
  if ('problem' in found) return { ok: false, why: 'refused', problem: found.problem };
  const { policy, maySet, pin } = found;
  if (!maySet && !pin) return { ok: false, why: 'wrong' };
  if (pin && pin.locked_until > now) return { ok: false, why: 'locked', until: pin.locked_until };
  if (pin && !(await isPin(asked.pin, pin.salt, pin.hash))) return wrong(pin, now);
  if (maySet && asked.next === undefined) return { ok: false, why: 'must_set' };
  if (asked.next === undefined) return admitted(central, now, asked);
  const problem = weakness(asked.next, policy.digits);
  if (problem !== '') return { ok: false, why: 'weak', problem };
  const salt = newSalt();
  return admitted(central, now, asked, { salt, hash: await pinHash(asked.next, salt) });
}

function wrong({ failures }: PinRow, now: number): PinReply {
  const until = lockedUntil(failures + 1, now);
  return { ok: false, why: 'wrong', ...(until > 0 ? { until } : {}) };
}

async function admitted(central: Central, now: number, { person, device, key }: Asked, chosen?: { readonly salt: string; readonly hash: string }): Promise<PinReply> {
  await inScope(central, write(device), async (tx) => {
    if (chosen) await writePin(tx, person, chosen.salt, chosen.hash, now);
    else await noteTry(tx, person, 0, 0);
    await addPersonKey(tx, person, device, key, now);
  });
  return { ok: true };
}

interface Asking {
  readonly person: Row<'person'> | undefined;
  readonly device: Row<'device'> | undefined;
  readonly keys: readonly string[];
}
function cannotAsk(asked: Asked, now: number, { person, device, keys }: Asking): string {
  if (!device || device.state !== 'ACTIVE') return 'This station may not ask: it is not enrolled, or was taken out of service.';
  const question = pinQuestion(asked);
  if (keys.length > 0 && !keys.some((each) => isSignedBy(each, question, asked.signature ?? ''))) return 'This station could not show that it is the one it says it is.';
  if (Math.abs(now - asked.at) > FRESH) return 'The clock of this station is too far from the ERP’s to ask about a PIN.';
  return person?.active === true ? '' : 'This badge is nobody’s any more.';
}
