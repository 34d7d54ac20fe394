// Putting away and moving, without a screen: from where, how many, to where, and the way back.
import { intent, type AnyIntent } from '#renderer/commands.ts';
import type { StockLine, Thing } from '#electron/contract.ts';

export type ItemThing = Extract<Thing, { kind: 'item' }>;
/** Goods in hand on their way to a bin. */
export interface InHand {
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
  readonly condition: string;
  readonly hold: string;
  readonly quantity: number;
  readonly fromLocation: string;
  /** Shelves are moved between; from the dock or a bench it is a put-away. */
  readonly fromShelf: boolean;
}

const isBench = (status: StockLine['status']): boolean => status === 'at_dock' || status === 'returned_pending_inspection';

/** Where the goods in hand most likely came from: the dock before a shelf, the scanned lot before another. */
export function sourceOf(stock: readonly StockLine[], { itemId, lot, serial }: Pick<ItemThing, 'itemId' | 'lot' | 'serial'>, from: string | undefined, dock: string): StockLine | undefined {
  const fitting = stock.filter((line) => line.itemId === itemId && line.quantity > 0 && line.status !== 'suspense' && line.status !== 'picked' && (lot === '' || line.lot === lot) && (serial === '' || line.serial === serial) && (from === undefined || line.locationId === from));
  return fitting.find((line) => line.locationId === dock && line.hold === '') ?? fitting.find((line) => isBench(line.status) && line.hold === '') ?? fitting.find((line) => line.hold === '') ?? fitting[0];
}

export function inHand(thing: ItemThing, quantity: number, source: StockLine | undefined, fallback: string): InHand {
  return {
    itemId: thing.itemId, lot: thing.lot || (source?.lot ?? ''), serial: thing.serial || (source?.serial ?? ''), condition: source?.condition ?? 'N', hold: source?.hold ?? '', quantity,
    fromLocation: source?.locationId ?? fallback, fromShelf: source !== undefined && !isBench(source.status),
  };
}

export function carrying(goods: InHand, toLocation: string): AnyIntent {
  const { fromShelf, ...payload } = goods;
  return fromShelf ? intent('stock.move', { ...payload, toLocation }) : intent('stock.put_away', { ...payload, toLocation });
}

/** The same goods the other way round: a new event, not a deletion. */
export function back({ itemId, lot, serial, condition, hold, quantity, fromLocation }: InHand, toLocation: string): AnyIntent {
  return intent('stock.move', { itemId, lot, serial, condition, hold, quantity, fromLocation: toLocation, toLocation: fromLocation });
}
