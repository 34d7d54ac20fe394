// What a station can prove from its file alone: that it signed its commands, and that the ERP signed for them.
import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openReplica } from '#db/local/open.ts';
import { hashOf } from '#domain/ids.ts';
import { signCommand } from '#sync/keys/command-signature.ts';
import { signingKeyOf, type SigningKey } from '#sync/keys/ed25519.ts';
import { signReceipt } from '#sync/keys/receipt.ts';
import { checkOwnChain } from './own-chain.ts';
import { keepReceipt } from './receipts.ts';
import { replicaOn, type Replica } from './replica.ts';

const NOW = 1_800_000_000_000;
const newKey = (): SigningKey => signingKeyOf(generateKeyPairSync('ed25519').privateKey);
const [device, seal, another] = [newKey(), newKey(), newKey()];
let replica: Replica;
beforeEach(() => {
  replica = replicaOn(openReplica(new Uint8Array()), { newId: () => 'one', device: 'D1', key: device });
  let previous = '';
  for (let sequence = 1; sequence <= 3; sequence++) {
    const bytes = Buffer.from(JSON.stringify({ id: `command-${sequence}`, type: 'stock.move', version: 1, device: 'D1', sequence, previous, at: NOW, offset: 0, latest: NOW, person: 'joe', warehouse: 'W1', confirmed: [], payload: { itemId: 'CUP-RED', quantity: 1, fromLocation: 'A-01-1', toLocation: 'A-01-2' } }));
    previous = hashOf(bytes);
    replica.outbox.append({ sequence, commandId: `command-${sequence}`, type: 'stock.move', personId: 'joe', at: NOW, asked: false, hash: previous, bytes, signature: signCommand(device, bytes), seen: { verdict: 'applied', rule: '', rejection: '' } });
  }
});
/** The server's answer to a push, signed with a key. */
function answer(held: number, key: SigningKey, at = NOW, link = replica.db.prepare('select hash from outbox where sequence = ?').pluck().get(held) as string) {
  const { publicKey, signature } = signReceipt(key, { device: 'D1', held, link, at });
  return { held, link, now: at, receipt: { at, publicKey, signature } };
}
const checked = () => checkOwnChain(replica.db, 'replica.db', device.publicKey);

describe('AUD-6 a file alone', () => {
  it('shows that the ERP has signed for all up to a number', () => {
    keepReceipt(replica, answer(2, seal));
    keepReceipt(replica, answer(3, seal, NOW + 1));
    keepReceipt(replica, answer(1, seal, NOW + 2));
    expect(checked()).toMatchObject({ commands: 3, signed: 3, receipt: { held: 3, at: NOW + 1 }, problems: [] });
  });

  it('a receipt of another seal than the trusted one, or for something else, is told and not kept', () => {
    replica.meta.set('seal_key', seal.publicKey);
    const altered = answer(2, seal);
    for (const wrong of [answer(3, another), { ...altered, held: 3 }, { ...altered, link: hashOf(Buffer.from('x')) }]) {
      replica.meta.clear('audit_alarm');
      keepReceipt(replica, wrong);
      expect(replica.meta.get('audit_alarm')).toMatch(/not signed with its own seal/);
    }
    expect(checked()).not.toHaveProperty('receipt');
  });

  it('commands that were changed behind the receipt are told, even where whoever did it made the chain anew', () => {
    keepReceipt(replica, answer(3, seal));
    const bytes = Buffer.from((replica.db.prepare('select bytes from outbox where sequence = 3').pluck().get() as Buffer).toString().replace('"quantity":1', '"quantity":9'));
    replica.db.prepare('update outbox set bytes = ?, hash = ? where sequence = 3').run(bytes, hashOf(bytes));
    expect(checked().problems).toEqual(['command 3 of D1: is not what this device signed', 'command 3 of D1: is not the one that the ERP has signed for']);
    replica.db.prepare("update outbox set signature = '' where sequence = 3").run();
    expect(checked().problems.join()).toContain('command 3 of D1: is not signed, though number 1 was');
  });

  it('a receipt that was made up in the file is told', () => {
    keepReceipt(replica, answer(2, seal));
    replica.meta.set('receipt', replica.meta.get('receipt')!.replace('"held":2', '"held":3'));
    expect(checked()).toMatchObject({ problems: ["the ERP's receipt for the commands of D1 is not genuine"] });
  });
});
