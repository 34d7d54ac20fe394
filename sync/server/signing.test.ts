// What becomes of commands that their device did not sign, on a store in memory with real keys and signatures.
import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '#domain/ids.ts';
import type { Row } from '#domain/tables.ts';
import { signCommand } from '#sync/keys/command-signature.ts';
import { signingKeyOf, type SigningKey } from '#sync/keys/ed25519.ts';
import { company } from '#simulator/world/company.ts';
import { createMemoryStore } from '#simulator/world/memory-store.ts';
import { askIn } from './readmission.ts';
import { reconcilePush } from './reconcile.ts';

const NOW = 1_800_000_000_000;
const newKey = (): SigningKey => signingKeyOf(generateKeyPairSync('ed25519').privateKey);
const [mine, another] = [newKey(), newKey()];
const device: Row<'device'> = { device_id: 'D1', name: 'D1', home_warehouse: 'W1', kind: 'station', state: 'ACTIVE', enrolled_at: NOW, last_seen_at: null };
let store: ReturnType<typeof createMemoryStore>;
let head: { sequence: number; hash: string };
beforeEach(async () => {
  store = createMemoryStore({ tick: async () => {}, breaks: () => undefined, stumblesOver: () => false, committed: () => {}, sent: () => {}, broken: (_rule, words) => { throw new Error(words); } });
  for (const [table, rows] of company) await store.write(table, rows);
  await store.write('device', [device]);
  head = { sequence: 0, hash: '' };
});

interface Made {
  readonly sequence: number;
  readonly text: string;
  readonly signature: string;
}
/** The next command of the device, signed by a key over its own bytes unless told otherwise. */
function made({ by, signs = (text) => text, says = (text) => text }: { readonly by?: SigningKey; readonly signs?: (text: string) => string; readonly says?: (text: string) => string } = {}): Made {
  const sequence = head.sequence + 1;
  const text = JSON.stringify({ id: `command-${sequence}`, type: 'stock.move', version: 1, device: 'D1', sequence, previous: head.hash, at: NOW, offset: 0, latest: NOW, person: 'joe', warehouse: 'W1', confirmed: [], payload: { itemId: 'CUP-RED', quantity: 1, fromLocation: 'A-01-1', toLocation: 'A-01-2' } });
  const sent = says(text);
  head = { sequence, hash: hashOf(Buffer.from(sent)) };
  return { sequence, text: sent, signature: by ? signCommand(by, Buffer.from(signs(text))) : '' };
}
const push = (list: readonly Made[], key: SigningKey | null = mine) => reconcilePush(store, () => NOW, device, 'one', list[0]!.sequence, list.map(({ text }) => text), { ...(key ? { key: key.publicKey } : {}), signatures: list.map(({ signature }) => signature) });
const log = async () => (await store.log()).filter((entry) => entry.device_id === 'D1').map((entry) => (entry.verdict === 'parked' ? (entry.rejection as { reason: string }).reason : entry.verdict === 'flagged' || entry.verdict === 'applied' ? 'counts' : entry.verdict));
const open = async () => (await store.rows('exception', 'W1', '*')).filter((row) => row['kind'] === 'PARKED');

describe('ADM-10 commands and their device’s signature', () => {
  it('what was changed behind the signature, or is signed by somebody else, is kept back with an owner, and what follows counts', async () => {
    const edited = (text: string) => text.replace('"quantity":1', '"quantity":900');
    const answer = await push([made({ by: mine }), made({ by: mine, says: edited }), made({ by: another }), made({ by: mine, says: (text) => text.replace('"joe"', '"dana"') }), made({ by: mine, signs: () => 'something else' }), made({ by: mine })]);
    const wrong = expect.stringMatching(/^is not what its station signed/);
    expect(await log()).toEqual(['counts', wrong, wrong, wrong, wrong, 'counts']);
    expect(answer).toMatchObject({ held: 6 });
    expect((await open()).map((row) => [row['owner_role'], row['state']])).toEqual(Array.from({ length: 4 }, () => ['supervisor', 'OPEN']));
  });

  it('a signature counts for one command only', async () => {
    const first = made({ by: mine });
    await push([first, { ...made(), signature: first.signature }]);
    expect(await log()).toEqual(['counts', expect.stringMatching(/^is not what its station signed/)]);
  });

  it('work of before the device had a key counts until its first signed command, and never after', async () => {
    await push([made(), made()], null);
    await push([made(), made({ by: mine }), made()]);
    expect(await log()).toEqual(['counts', 'counts', 'counts', 'counts', 'is not signed, and its station signs everything since number 4']);
    // The same in a push of a program that knows of no keys.
    await push([made()], null);
    expect((await log()).at(-1)).toBe('is not signed, and its station signs everything since number 4');
  });

  it('the log keeps the signature beside the bytes it is for', async () => {
    const command = made({ by: mine });
    await push([command]);
    expect((await store.log()).at(-1)).toMatchObject({ signature: command.signature });
  });
});

describe('ADM-11 a replica with another key', () => {
  it('is taken for a copy, nothing of it is taken, and it counts again once a supervisor has let it in', async () => {
    await push([made({ by: mine })]);
    const [before, own] = [head, made({ by: another })];
    expect(await push([own], another)).toMatchObject({ held: 1, alarm: 'clone', committed: false });
    const asks = { next: 'D2', nextIncarnation: 'two', after: before.sequence, link: before.hash, unsent: 1, oldestUnsentAt: NOW, whole: false, reason: 'copied', key: another.publicKey };
    expect(await askIn(store, () => NOW, device, 'one', asks)).toMatchObject({ admitted: false });
    await store.write('device', [{ ...device, device_id: 'D2' }]);
    expect(await askIn(store, () => NOW, device, 'one', asks)).toMatchObject({ admitted: true });
    const sent = await reconcilePush(store, () => NOW, { ...device, device_id: 'D2' }, 'two', own.sequence, [own.text], { key: another.publicKey, signatures: [own.signature] });
    expect(sent).toMatchObject({ held: 2 });
    expect((await store.log()).filter((entry) => entry.device_id === 'D2').map((entry) => entry.verdict === 'parked')).toEqual([false]);
  });
});
