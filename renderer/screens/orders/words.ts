// Where an order stands, in words of the floor.
import type { OrderStage } from '#domain/order-board.ts';
import type { OrderCard } from '#electron/contract.ts';
import { figure, moment, plural } from '#renderer/numbers.ts';
import { orderHoldWords, roleWords } from '#renderer/words.ts';

export const stageWords: Readonly<Record<OrderStage, string>> = {
  held: 'Kept back', stock: 'Waits for stock', pick: 'To be picked', picking: 'Being picked', pack: 'To be packed', hand_over: 'To be handed over', cancelling: 'Being cancelled', elsewhere: 'In another warehouse', other: 'Nothing to do',
};
/** As the keys 1 to 8 show them. */
export const stageKeys: readonly OrderStage[] = ['held', 'stock', 'pick', 'picking', 'pack', 'hand_over', 'cancelling', 'elsewhere'];

/** What it waits for, as one sentence. */
export function waitsFor({ order, standing, holds, arrivals }: OrderCard, now: number, itemName: (itemId: string) => string, stationName: (id: string) => string): string {
  const missing = standing.missing.map(({ itemId, units }) => `${figure(units)} × ${itemName(itemId)}`).join(', ');
  const next = arrivals.toSorted((a, b) => a.at - b.at)[0];
  const coming = next === undefined ? 'nothing of it is announced' : `${next.document} brings ${itemName(next.itemId)}${next.at > 0 ? ` ${moment(next.at, now)}` : ', nobody said when'}`;
  switch (standing.stage) {
    case 'held': return holds.map(({ hold, roles }) => `${orderHoldWords(hold.kind)}: ${roles.map(roleWords).join(' or ')} may let it go`).join('; ');
    case 'stock': return `${missing}; ${coming}`;
    case 'pick': return `somebody who picks ${plural(standing.toPick, 'unit')}${missing === '' ? '' : `; still without stock: ${missing}`}`;
    case 'picking': return `${plural(standing.toPick, 'unit')} to be picked${standing.dealtTo.length > 0 ? ` at ${standing.dealtTo.map(stationName).join(', ')}` : ''}`;
    case 'pack': return `${plural(standing.toPack, 'unit')} to be packed`;
    case 'hand_over': return `${plural(standing.toHandOver, 'parcel')} to be handed to the carrier`;
    case 'cancelling': return 'the station that has it, and what was picked to be put back';
    case 'elsewhere': return `the people in ${order.ship_from}`;
    case 'other': return 'nothing that is known here';
  }
}
