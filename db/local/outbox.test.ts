import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hashOf } from '#domain/ids.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { openReplica } from './open.ts';
import { createOutbox } from './outbox.ts';

it('LIVE-5 a command whose bytes somebody exchanged is settled by the answer to its bytes, and keeps nobody waiting', () => {
  const db = openReplica(path.join(temporaryFolder(), 'replica.db'));
  onTestFinished(() => void db.close());
  const outbox = createOutbox(db);
  const [written, inBytes] = [randomUUID(), randomUUID()];
  const bytes = Buffer.from(JSON.stringify({ id: inBytes, type: 'delivery.finish', version: 1, device: 'pack-1', sequence: 1, previous: '', at: 1, offset: 0, person: 'mara', warehouse: 'LEEDS', confirmed: [], payload: { deliveryId: 'DN-1' } }));
  outbox.append({ sequence: 1, commandId: written, type: 'delivery.finish', personId: 'mara', at: 1, asked: false, hash: hashOf(bytes), bytes, seen: { verdict: 'applied', rule: '', rejection: '' } });
  expect(outbox.settle([{ device_id: 'pack-1', command_id: randomUUID(), sequence: 1, verdict: 'applied', rule: '', rejection: null }], 5)).toEqual([]);
  expect(outbox.settle([{ device_id: 'pack-1', command_id: inBytes, sequence: 1, verdict: 'applied', rule: '', rejection: null }], 5)).toMatchObject([{ sequence: 1 }]);
  expect(outbox.counts().unsent).toBe(0);
});
