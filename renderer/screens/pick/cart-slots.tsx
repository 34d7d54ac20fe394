// The places of the cart as the picker sees them: number, tote, order, and how far each is.
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { isCancelledWork } from '#renderer/working-set/queries.ts';
import { leftOf } from './flow.ts';
import type { Slot } from './cart.ts';
import './cart.css';

interface Props {
  readonly slots: readonly Slot[];
  readonly tasks: readonly WorkingRow<'pick_task'>[];
  readonly work: readonly WorkingRow<'fulfilment'>[];
  /** The place that is next. */
  readonly at: number | undefined;
}

export function CartSlots({ slots, tasks, work, at }: Props) {
  return (
    <ol className="cart" aria-label="Places of the cart">
      {slots.map((slot) => {
        const row = work.find((each) => each.fulfilment_id === slot.fulfilmentId);
        const own = tasks.filter((task) => task.fulfilment_id === slot.fulfilmentId);
        const open = own.filter((task) => task.open && leftOf(task) > 0).length;
        const isOver = row !== undefined && isCancelledWork(row);
        const stand = isOver ? '! cancelled' : slot.tote === '' ? 'no tote yet' : open === 0 && own.length > 0 ? '✓ all in' : `${own.length - open} of ${own.length}`;
        return (
          <li key={slot.fulfilmentId} className={['cart-place', slot.place === at ? 'cart-on' : '', isOver ? 'cart-over' : '', open === 0 && own.length > 0 ? 'cart-done' : ''].filter(Boolean).join(' ')} aria-current={slot.place === at ? 'step' : undefined}>
            <b>{slot.place}</b>
            <span className="cart-tote">{slot.tote === '' ? '–' : slot.tote.replace(/^TOTE-/, '')}</span>
            <span className="cart-order">{row?.order_id ?? ''}</span>
            <span className="cart-stand">{stand}</span>
          </li>
        );
      })}
    </ol>
  );
}
