// Several orders in one walk with a cart: the station says which go well together, each gets a tote by a scan, and then
// every stop says into which place it goes.
import { useEffect, useState } from 'react';
import { plural } from '#renderer/numbers.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useStored } from '#renderer/readable.ts';
import { useAllWork, usePickTasks } from '#renderer/working-set/queries.ts';
import { CartSlots } from './cart-slots.tsx';
import { keepCart, keptCart, nextSlot, placing, problemWith, withTote, type Slot } from './cart.ts';
import { PickWalk } from './pick-walk.tsx';

const ASK = { about: 'cart_work' } as const;

export function PickCart() {
  const { go } = useNavigation();
  const [slots, setSlots] = useState(keptCart);
  useEffect(() => keepCart(slots), [slots]);
  if (slots.length === 0) return <Load onReady={setSlots} />;
  return (
    <PickWalk fulfilmentIds={slots.map((slot) => slot.fulfilmentId)} cart={{
      slots,
      onTote: (fulfilmentId, tote) => setSlots(withTote(slots, fulfilmentId, tote)),
      onDone: () => {
        keepCart([]);
        go({ screen: 'pick', fulfilmentId: '' }, { tone: 'ok', text: `Cart with ${plural(slots.length, 'order')}`, effect: 'picked: bring it to packing' });
      },
    }} />
  );
}

/** A tote for each order; an order can be left out, and whoever has no more totes begins with those that have one. */
function Load({ onReady }: { readonly onReady: (slots: readonly Slot[]) => void }) {
  const { sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const { answer: suggested, again } = useAnswer(ASK);
  const tasks = usePickTasks(suggested ?? []);
  const work = useAllWork();
  const [chosen, store] = useStored<readonly Slot[] | undefined>(undefined);
  const ready = suggested !== undefined && tasks !== undefined;
  useEffect(() => {
    if (ready && !store.get()?.length) store.set(placing(suggested, tasks));
  }, [ready, suggested, tasks, store]);
  // Whoever has none waits for work that is dealt a moment later.
  useEffect(() => {
    if (store.get()?.length === 0) again();
  }, [work, again, store]);
  const slots = chosen ?? [];
  const next = nextSlot(slots);
  const orderOf = (slot: Slot): string => work?.find((row) => row.fulfilment_id === slot.fulfilmentId)?.order_id ?? slot.fulfilmentId;
  const begin = (): void => {
    sounds.play('done');
    onReady(slots.filter((slot) => slot.tote !== '').map((slot, index) => ({ ...slot, place: index + 1 })));
  };
  useThings({
    screen: 'pick', expected: 'an empty tote', tell,
    handlingUnit: ({ unitId, fulfilmentId }) => {
      const now = store.get() ?? [];
      const slot = nextSlot(now);
      if (!slot) return tell('attention', `Tote ${unitId}`, 'every order has one: F8 begins');
      const problem = problemWith(now, unitId, slot.fulfilmentId, fulfilmentId);
      if (problem !== undefined) {
        sounds.play('wrong');
        return tell('stop', `Tote ${unitId} ${problem}`, 'take an empty one');
      }
      sounds.play('ok');
      store.set(withTote(now, slot.fulfilmentId, unitId));
      return tell('ok', `Tote ${unitId}`, `place ${slot.place}, ${orderOf(slot)}`);
    },
  });
  const filled = slots.filter((slot) => slot.tote !== '').length;
  useActions([
    { key: 'F8', label: filled === slots.length ? `Begin with ${plural(filled, 'order')}` : `Begin with ${filled} of ${slots.length}`, run: begin, primary: next === undefined, locked: filled === 0 ? 'scan a tote first' : undefined },
    ...(next ? [{ key: 'F6', label: `Without ${orderOf(next)}`, run: () => store.set(slots.filter((slot) => slot !== next).map((slot, index) => ({ ...slot, place: index + 1 }))) }] : []),
    { key: 'Escape', label: 'No cart', run: () => go({ screen: 'pick', fulfilmentId: '' }), atEnd: true },
  ]);
  return (
    <div className="stack">
      {!ready ? <Instruction title="Choosing orders" detail="that go well together" />
        : slots.length === 0 ? <Instruction tone="done" title="Nothing to pick" detail="no order is dealt to this station" />
        : next ? <Instruction title={`Put a tote in place ${next.place}, scan it`} detail={`for ${orderOf(next)} · ${filled} of ${slots.length} have one`} />
        : <Instruction tone="ask" title="Every order has a tote" detail="F8 begins the walk" />}
      <Panel title="On the cart" aside={`${filled} of ${slots.length}`} className="fill flush">
        {ready && slots.length === 0 && <Nothing>Orders come by themselves while online.</Nothing>}
        <CartSlots slots={slots} tasks={tasks ?? []} work={work ?? []} at={next?.place} />
        <ScanLog entries={log} />
      </Panel>
    </div>
  );
}
