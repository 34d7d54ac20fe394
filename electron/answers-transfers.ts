// Transfers that this warehouse sends or is sent, with what both sides have booked of each line.
import { sideOf } from '#domain/transfers.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { TransferCard } from './contract.ts';

const DAY = 86_400_000;

/** Those that are open, and those of the last day, the newest first. */
export function transferCards(replica: Replica, now: number): readonly TransferCard[] {
  const home = replica.meta.get('warehouse_id') ?? '';
  const nameOf = (id: string): string => replica.rows.find('warehouse', { warehouse_id: id })[0]?.name ?? id;
  return replica.rows.find('transfer', {}).toSorted((a, b) => b.created_at - a.created_at).flatMap((row): TransferCard[] => {
    const side = sideOf(row, home);
    const done = side === 'out' ? row.sent_done_at : row.received_done_at;
    if (side === undefined || (row.state === 'RECEIVED' && (done ?? row.created_at) < now - DAY)) return [];
    const lines = replica.rows.find('transfer_line', { transfer_id: row.transfer_id }).toSorted((a, b) => a.line_no - b.line_no);
    return [{
      transferId: row.transfer_id, side, other: nameOf(side === 'out' ? row.to_warehouse : row.from_warehouse), state: row.state, createdAt: row.created_at, done,
      otherDone: side === 'out' ? row.received_done_at : row.sent_done_at,
      lines: lines.map((line) => ({ lineNo: line.line_no, itemId: line.item_id, lot: line.lot, quantity: line.quantity, sent: line.sent, received: line.received, settled: line.settled })),
    }];
  });
}
