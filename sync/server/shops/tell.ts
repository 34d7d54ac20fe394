// Work items about channels, opened and closed as things stand: each says a change only, so that nothing is written while
// nothing changes.
import type { CommandOf, Payload } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { inScope, type Central, type Tx } from '#db/central/open.ts';
import { storeTx } from '#db/central/postgres-store.ts';
import { arrive } from '#sync/server/admission.ts';
import { policyStamp, POLICY_DEVICE } from '#sync/server/policy-stamp.ts';
import { takeIn } from '#sync/server/reconcile.ts';

export type ChannelNews = Payload<'channel.tell'>;

/** `all`: of this kind nothing else stands any more, so that what is open beyond is over. */
export async function tellOf(central: Central, now: number, news: readonly ChannelNews[], all?: ChannelNews['about']): Promise<number> {
  const scope = { role: 'restow_writer', warehouse: '*', device: '*' } as const;
  return inScope(central, scope, (tx) => tellIn(tx, now, news, all));
}

export async function tellIn(tx: Tx, now: number, news: readonly ChannelNews[], all?: ChannelNews['about']): Promise<number> {
  if (news.length === 0 && all === undefined) return 0;
  const open = await tx<{ kind: string; subject_id: string }[]>`select kind, subject_id from exception where warehouse_id in (select warehouse_id from warehouse) and state = 'OPEN' and subject_kind = 'channel' and kind in ('ORDER_NOT_TAKEN', 'SHOP_NOT_TOLD')`;
  const isOpen = (about: string, subjectId: string): boolean => open.some((row) => row.kind === about && row.subject_id === subjectId);
  const gone = all === undefined ? [] : open.filter((row) => row.kind === all && !news.some((each) => each.subjectId === row.subject_id)).map((row): ChannelNews => ({ channelId: row.subject_id, about: all, subjectId: row.subject_id, over: true, text: '', problems: [] }));
  const changes = [...news.filter((each) => isOpen(each.about, each.subjectId) === each.over), ...gone];
  if (changes.length === 0) return 0;
  const [homes, [first]] = await Promise.all([tx<{ channel_id: string; ship_from: string }[]>`select channel_id, ship_from from channel`, tx<{ warehouse_id: string }[]>`select warehouse_id from warehouse order by warehouse_id limit 1`]);
  const commands = changes.map((payload): CommandOf<'channel.tell'> => ({ ...policyStamp('channel.tell', idFrom('channel-tell', payload.about, payload.subjectId, String(payload.over), String(now)), homes.find((row) => row.channel_id === payload.channelId)?.ship_from ?? first?.warehouse_id ?? '', now), payload }));
  await takeIn(storeTx(tx), now, { device: POLICY_DEVICE, warehouse: '*' }, commands.map((command) => arrive(JSON.stringify(command), 0)));
  return changes.length;
}
