// How many a pack holds: the list of items is the ERP's, so another number found on the floor is a proposal to it.
import { decider } from './decider.ts';
import { raise } from './exceptions.ts';
import { idFrom } from './ids.ts';
import { item } from './reads.ts';
import { reject } from './rejections.ts';

const proposalId = (warehouse: string, p: { readonly itemId: string; readonly listed: number; readonly found: number }): string => idFrom('pack-size', warehouse, p.itemId, p.listed, p.found);

export const proposePack = decider('pack.propose', {
  reads: ({ warehouse, payload: p }) => [
    item(p.itemId),
    { table: 'item_pack', where: { item_id: p.itemId } },
    { table: 'exception', where: { warehouse_id: warehouse, exception_id: proposalId(warehouse, p) }, lock: `pack-size:${warehouse}:${p.itemId}` },
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const waits = slice.get('exception', warehouse, proposalId(warehouse, p))?.state === 'OPEN';
    const known = p.listed === p.found || slice.list('item_pack', { item_id: p.itemId }).some((pack) => pack.units === p.found);
    return waits || known ? reject('nothing_to_do', { item: p.itemId, found: p.found }) : undefined;
  },
  effects: (book) => {
    const { command: { warehouse, payload: p } } = book;
    raise(book, {
      id: proposalId(warehouse, p), rule: 'RCV-2', kind: 'PACK_SIZE_DIFFERS', subject: { kind: 'item', id: p.itemId }, ownerRole: 'buyer', maxAgeHours: 48, itemId: p.itemId, quantity: p.found,
      did: { type: 'pack.propose', ...p }, book: { listed: p.listed },
    });
  },
});
