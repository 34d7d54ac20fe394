// What a station sends when its file and the server may not speak of the same work.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { hashOf } from '#domain/ids.ts';
import type { PushReply } from '#sync/protocol/messages.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { createPusher } from './push.ts';
import { openReplicaAt } from './replica.ts';
import type { Transport } from './transport.ts';

it('PUSH-9 a file that has lost the command the server ends with shows the last one before it, and is told if that is another copy’s', async () => {
  const replica = openReplicaAt(path.join(temporaryFolder(), 'replica.db'), randomUUID, 'D1');
  for (const sequence of [1, 2, 4]) {
    const bytes = Buffer.from(JSON.stringify({ sequence }));
    replica.outbox.append({ sequence, commandId: `command-${sequence}`, type: 'stock.move', personId: 'mara', at: 1, asked: false, seen: { verdict: 'applied', rule: '', rejection: '' }, hash: hashOf(bytes), bytes });
  }
  const sent: { readonly first: number; readonly count: number }[] = [];
  const answers: PushReply[] = [{ held: 3, link: 'another', now: 1 }, { held: 3, link: 'another', now: 1, alarm: 'fork' }];
  const push: Transport['push'] = async ({ first, commands }) => {
    sent.push({ first, count: commands.length });
    return { ok: true, value: answers.shift()! };
  };
  const pusher = createPusher(replica, { push } as Partial<Transport> as Transport, () => 1);
  expect(await pusher.push()).toMatchObject({ ok: true });
  expect(await pusher.push()).toMatchObject({ ok: false, alarm: true });
  expect(sent).toEqual([{ first: 1, count: 0 }, { first: 2, count: 1 }]);
  replica.close();
});
