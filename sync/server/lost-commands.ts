// A station whose disk has lost commands says which numbers: the gap becomes a work item, and what follows goes on.
import { idFrom } from '#domain/ids.ts';
import { createSlice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { LostCommands } from '#sync/protocol/messages.ts';
import type { Chain } from '#db/central/command-log.ts';
import type { StoreTx } from '#db/central/store.ts';
import { openException } from './exceptions.ts';

/** Whether the numbers are right behind what is held; anything else was declared before, or is no gap. */
export const continues = (chain: Chain, lost: LostCommands): boolean => lost.from === chain.last_sequence + 1 && lost.to >= lost.from;

/** Answers the chain as it goes on behind the gap. */
export async function takeLost(tx: StoreTx, now: number, device: Row<'device'>, chain: Chain, { from, to, link, before, after }: LostCommands): Promise<Chain> {
  const slice = createSlice();
  openException(slice, now, {
    warehouse: device.home_warehouse, id: idFrom('lost', device.device_id, from, to), rule: 'STA-1', kind: 'LOST_COMMANDS', subject: { kind: 'station', id: device.device_id },
    did: { from, to, station: device.name }, book: { ...(before ? { before } : {}), ...(after ? { after } : {}) }, person: before?.person ?? after?.person ?? '', device: device.device_id, hours: 24,
  });
  await tx.writeChanges(slice.takeChanges());
  await tx.advanceChain(device.device_id, to, link);
  return { ...chain, last_sequence: to, last_hash: link };
}
