// Which order an item came from, where the parcel does not say: the likeliest first, a digit each, or none of them.
import { nameOf } from '#renderer/items.ts';
import { clock } from '#renderer/numbers.ts';
import { useServices } from '#renderer/services.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel } from '#renderer/ui/parts.tsx';
import type { PossibleOrder } from '#electron/contract.ts';

const byWords: Readonly<Record<PossibleOrder['by'], string>> = { tracking: 'by its tracking number', announcement: 'as announced', order: 'by its number', serial: 'its serial number was sold there', item: 'has this item' };
const day = (at: number): string => `${new Date(at).toISOString().slice(0, 10)} ${clock(at)}`;

export function WhichOrder({ itemId, orders, onChoose, onNone }: { readonly itemId: string; readonly orders: readonly PossibleOrder[]; readonly onChoose: (order: PossibleOrder) => void; readonly onNone: () => void }) {
  const { items } = useServices();
  useActions([{ key: 'F9', label: 'None of these', run: onNone }, { key: 'Escape', label: 'None of these', run: onNone, elsewhere: true }]);
  return (
    <div className="stack">
      <Instruction tone="ask" title="Which order is it from?" detail={`${nameOf(items.get(itemId), itemId)}; F9 if none of these`} />
      <Panel title="Sold, and not back yet" className="fill">
        <Choices label="Orders" onChoose={(id) => { const order = orders.find((each) => each.orderId === id); if (order) onChoose(order); }} choices={orders.map((order) => ({
          id: order.orderId, title: order.number === '' ? order.orderId : order.number, detail: [order.customer, byWords[order.by], `${order.out} not back`].filter(Boolean).join(' · '), aside: day(order.orderedAt),
        }))} />
      </Panel>
    </div>
  );
}
