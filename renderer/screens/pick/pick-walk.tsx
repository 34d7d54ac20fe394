// One order being picked, or several on a cart, in walking order: bin, item, tote. A wrong bin, item or tote stops; only
// the right scan or an explicit "it is so" goes on.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { InsteadPlace } from '#electron/contract.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { intent, newId } from '#renderer/commands.ts';
import { useGlance } from '#renderer/use-glance.tsx';
import { nameOf, useItem, useItems } from '#renderer/items.ts';
import { plural } from '#renderer/numbers.ts';
import { useStored } from '#renderer/readable.ts';
import { refusalWords } from '#renderer/outcome.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { LineList, type Line } from '#renderer/ui/line-list.tsx';
import { Chip, Instruction, Panel, Picture, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { Stop } from '#renderer/ui/stop.tsx';
import { useTypedQuantity } from '#renderer/ui/typed-quantity.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { problemWords } from '#renderer/words.ts';
import { isCancelledWork, useAllWork, usePickTasks } from '#renderer/working-set/queries.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { CartSlots } from './cart-slots.tsx';
import { slotOf, type Slot } from './cart.ts';
import { doing, EMPTY_HAND, inWalkingOrder, leftOf, picking, puttingBack, reduce, settle, shortPick, type Doing, type PickEvent, type PickState } from './flow.ts';
import { ShortReasons } from './short-reasons.tsx';
import { TakeInstead, takingInstead } from './take-instead.tsx';
import { useWalk } from './use-walk.ts';
import { WalkHead, WalkMap } from './walk-map.tsx';

type Task = WorkingRow<'pick_task'>;
const MAP_KEPT = 'restow.pick.map';
interface Picked {
  readonly kind: 'pick' | 'short' | 'back';
  readonly task: Task;
  readonly state: PickState;
  readonly itemId: string;
}
/** Several orders on one cart, each with its tote. */
export interface OnCart {
  readonly slots: readonly Slot[];
  /** The order goes on in another tote. */
  readonly onTote: (fulfilmentId: string, tote: string) => void;
  readonly onDone: () => void;
}
type Wrong = { readonly what: 'bin'; readonly locationId: string } | { readonly what: 'item'; readonly itemId: string; readonly units: number };

const NO_SLOTS: readonly Slot[] = [];

/** Without a cart it is one order. */
export function PickWalk({ fulfilmentIds, cart }: { readonly fulfilmentIds: readonly string[]; readonly cart?: OnCart }) {
  const { commands, items, sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const all = useAllWork();
  const [fulfilmentId = ''] = fulfilmentIds;
  const work = cart ? undefined : all?.find((row) => row.fulfilment_id === fulfilmentId);
  const slots = cart?.slots ?? NO_SLOTS;
  const everyTask = usePickTasks(fulfilmentIds);
  /** On a cart a cancelled order is left where it is, and answered by itself afterwards. */
  const tasks = useMemo(() => {
    const over = new Set(slots.length > 0 ? all?.filter(isCancelledWork).map((row) => row.fulfilment_id) : []);
    return over.size === 0 ? everyTask : everyTask?.filter((each) => !over.has(each.fulfilment_id));
  }, [everyTask, all, slots]);
  const [handShown, hand] = useStored(EMPTY_HAND);
  const { unnumbered } = handShown;
  const [wrong, setWrong] = useState<Wrong | undefined>(undefined);
  const [short, setShort] = useState(false);
  /** Something of it was missing, which may lie elsewhere. */
  const [missed, setMissed] = useState<Task | undefined>(undefined);
  /** A tote that is not on the cart: scanned once more, it takes this pick. */
  const [otherTote, setOtherTote] = useState('');
  const [last, setLast] = useState<Picked | undefined>(undefined);
  const quantity = useTypedQuantity();

  /** The bin the picker was last seen at. */
  const [standsAt, setStandsAt] = useState('');
  const walk = useWalk(fulfilmentIds, useMemo(() => tasks?.filter((each) => each.open && leftOf(each) > 0).map((each) => each.task_id), [tasks]), standsAt);
  const walked = walk.isKnown ? (tasks ?? []) : [];
  const [mapOpen, setMapOpen] = useState(() => sessionStorage.getItem(MAP_KEPT) !== 'shut');
  const toggleMap = (): void => setMapOpen((open) => !open);
  useEffect(() => sessionStorage.setItem(MAP_KEPT, mapOpen ? 'open' : 'shut'), [mapOpen]);

  const onCart = useMemo(() => (cart === undefined ? undefined : { toteOf: (id: string) => slotOf(cart.slots, id)?.tote ?? '', at: standsAt }), [cart, standsAt]);
  const shownWork = doing(walked, handShown, walk.order, onCart);
  const task = shownWork?.task;
  const state = shownWork?.state;
  const slot = task && slotOf(slots, task.fulfilment_id);
  const tote = state?.tote ?? handShown.held?.tote ?? tasks?.find((each) => each.tote !== '')?.tote ?? '';
  /** The next scan may come before React has drawn the last one. */
  const now = (): Doing | undefined => doing(walked, hand.get(), walk.order, onCart);
  const card = useItem(task?.item_id);
  const name = task ? nameOf(card, task.item_id) : '';
  const map = walk.route?.map ?? null;
  const home = (): void => go({ screen: 'pick', fulfilmentId: '' });
  /** Its work is over, and the order waits for other stock. */
  const nothingFound = work?.state === 'CANCELLED' && (tasks?.length ?? 0) > 0 && tasks!.every((each) => each.short >= each.quantity);
  const stopped = work !== undefined && isCancelledWork(work) && !nothingFound;
  /** The station has told all it did: what is in the tote is to be put back. */
  async function answer(): Promise<void> {
    if (!work) return;
    const reply = await commands.submit([intent('cancel.answer', { orderId: work.order_id, fulfilmentId })]);
    sounds.play(reply.ok ? 'done' : 'wrong');
    if (!reply.ok) return tell('stop', refusalWords(reply), 'nothing changed');
    return tote === '' ? home() : go({ screen: 'put_back', placeId: tote });
  }

  const glance = useGlance(tell);
  const facts = useFacts<Picked>({
    onRecorded: ({ context }, result) => {
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'done');
      const what = nameOf(items.get(context.itemId), context.itemId);
      const effect = context.kind === 'pick' ? `${context.state.inHand} → ${context.state.tote}` : context.kind === 'short' ? 'reported missing' : `back in ${context.state.bin}`;
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', what, effect);
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
      if (context.kind === 'back') tell('attention', 'The order misses it now: tell a supervisor', 'put back');
      setLast(context.kind === 'pick' ? context : undefined);
      if (context.kind === 'short') setMissed(context.task);
      if (context.kind === 'pick') glance.after(context.itemId, context.state.bin);
    },
    onAsked: () => sounds.play('wrong'),
    onRefused: ({ context }, refusal) => {
      sounds.play('wrong');
      hand.set({ ...hand.get(), settled: new Set([...hand.get().settled].filter((key) => !key.startsWith(`${context.task.task_id} `))) });
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : 'This was refused', 'not recorded');
    },
  });
  const step = (event: PickEvent): void => {
    const current = now();
    if (current) hand.set({ ...hand.get(), held: reduce(current.state, event, current.task) });
  };
  function done(context: Picked): void {
    hand.set({ ...settle(hand.get(), context.task), held: { ...context.state, taskId: '', inHand: 0, serial: '' } });
    facts.record(picking(context.task, context.state, context.itemId), context);
  }

  const leaveMissed = useCallback(() => setMissed(undefined), []);
  async function takeInstead(of: Task, place: InsteadPlace): Promise<void> {
    setMissed(undefined);
    const reply = await commands.submit([takingInstead(of, place, newId())]);
    sounds.play(reply.ok ? 'ok' : 'wrong');
    if (!reply.ok) return tell('stop', refusalWords(reply), 'nothing changed');
    return tell('ok', `${place.units} × ${nameOf(items.get(place.itemId), place.itemId)}`, `from ${place.locationId}, on your walk now`);
  }

  useThings({
    screen: 'pick', tell, neighbours: [task?.fulfilment_id ?? fulfilmentId, task?.item_id ?? ''], enabled: facts.question === undefined && missed === undefined,
    expected: state?.step === 'bin' ? `the bin ${task?.location_id ?? ''}` : state?.step === 'item' ? 'the item' : 'the tote',
    location: ({ locationId }) => {
      const current = now();
      if (!current) return false;
      const { task, state } = current;
      if (locationId !== task.location_id && locationId !== state.bin) {
        sounds.play('wrong');
        return setWrong({ what: 'bin', locationId });
      }
      setWrong(undefined);
      sounds.play('ok');
      step({ type: 'bin', locationId });
      setStandsAt(locationId);
      return tell('ok', `Bin ${locationId}`, 'right bin');
    },
    any: (thing, { raw }) => {
      glance.drop();
      if (!hand.get().unnumbered || thing.kind !== 'unknown') return false;
      hand.set({ ...hand.get(), unnumbered: false });
      sounds.play('ok');
      step({ type: 'item', units: 1, lot: '', serial: raw.trim().slice(0, 64) });
      return true;
    },
    item: async (thing) => {
      const card = await items.load(thing.itemId);
      const current = now();
      if (!current) return false;
      const { task, state } = current;
      const units = thing.units * quantity.take();
      if (thing.itemId !== task.item_id) {
        sounds.play('wrong');
        setWrong({ what: 'item', itemId: thing.itemId, units });
        return tell('stop', nameOf(items.get(thing.itemId), thing.itemId), 'not this one');
      }
      setWrong(undefined);
      if (state.step === 'tote') {
        sounds.play('attention');
        return tell('attention', `${state.inHand} in hand is enough`, 'now scan the tote');
      }
      if (state.inHand + units > leftOf(task)) {
        sounds.play('attention');
        return tell('attention', `Only ${leftOf(task)} needed`, `${state.inHand} in hand`);
      }
      if (thing.serial === '' && card?.item.serial_control) {
        sounds.play('attention');
        return hand.set({ ...hand.get(), unnumbered: true });
      }
      hand.set({ ...hand.get(), unnumbered: false });
      sounds.play('ok');
      step({ type: 'item', units, lot: thing.lot, serial: thing.serial });
      return tell('ok', nameOf(items.get(thing.itemId), thing.itemId), `${state.inHand + units} of ${leftOf(task)}`);
    },
    handlingUnit: ({ unitId, fulfilmentId: other }) => {
      const current = now();
      if (!current) return false;
      const { task, state } = current;
      const owner = slots.find((each) => each.tote === unitId);
      if ((other !== null && other !== task.fulfilment_id) || (owner && owner.fulfilmentId !== task.fulfilment_id)) {
        sounds.play('wrong');
        return cart ? tell('stop', owner ? `That is place ${owner.place}` : `Tote ${unitId} belongs to another order`, `this goes into ${placeWords(slot)}`) : tell('stop', `Tote ${unitId} belongs to another order`, 'take an empty one');
      }
      if (state.step !== 'tote') {
        if (cart) return tell('attention', `Tote ${unitId}`, state.step === 'bin' ? 'scan the bin first' : 'scan the item first');
        sounds.play('ok');
        step({ type: 'tote', unitId });
        return tell('ok', `Tote ${unitId}`, 'is yours for this order');
      }
      if (cart && unitId !== state.tote) {
        if (otherTote !== unitId) {
          sounds.play('attention');
          setOtherTote(unitId);
          return tell('attention', `Tote ${unitId} is not on the cart`, `scan ${placeWords(slot)}, or this one again to use it for ${task.order_id}`);
        }
        cart.onTote(task.fulfilment_id, unitId);
      }
      setOtherTote('');
      return done({ kind: 'pick', task, state: { ...state, tote: unitId }, itemId: task.item_id });
    },
  });

  useActions(stopped ? [{ key: 'F8', label: tote === '' ? 'I have nothing of it' : 'I stop, and put it back', run: () => void answer(), primary: true }, { key: 'Escape', label: 'Other order', run: home, atEnd: true }] : [
    ...(task && state ? [
      ...(state.step === 'item' ? quantity.digits : []),
      { key: 'F2', label: 'Quantity', run: quantity.open, ...(state.step === 'item' ? {} : { locked: 'scan the bin first' }) },
      { key: 'F5', label: 'Not all there', run: () => setShort(true) },
      ...(state.inHand > 0 ? [{ key: 'F6', label: 'Put back what is in hand', run: () => step({ type: 'take_back' }) }]
        : last ? [{ key: 'F6', label: 'Undo last pick', run: () => facts.record(puttingBack(last.task, last.state, last.state.inHand), { ...last, kind: 'back' }) }] : []),
    ] : nothingFound ? [] : cart ? [{ key: 'F8', label: 'The cart is done', run: cart.onDone, primary: true }] : [{ key: 'F8', label: 'Pack it', run: () => go({ screen: 'pack', fulfilmentId }), primary: true }]),
    ...(map ? [{ key: 'F9', label: 'Map', run: toggleMap, elsewhere: true }] : []),
    { key: 'Escape', label: cart ? 'Leave the cart' : 'Other order', run: home, atEnd: true },
  ]);
  const looks = card?.lookAlikes.slice(0, 2) ?? [];
  const lookCards = useItems(looks);
  useExpectation(!task || !state ? { right: [], wrong: [] } : {
    right: state.step === 'bin' ? [{ what: `Bin ${task.location_id}`, code: labelFor('LOC', task.location_id) }]
      : state.step === 'item' ? [{ what: name, code: card?.barcodes[0]?.code ?? '' }]
      : [{ what: state.tote === '' ? 'An empty tote' : `Tote ${state.tote}`, code: state.tote === '' ? 'TOTE-010' : state.tote }],
    wrong: state.step === 'bin' ? [{ what: 'The bin beside it', code: labelFor('LOC', neighbour(task.location_id)) }] : looks.map((id) => ({ what: nameOf(lookCards(id), id), code: lookCards(id)?.barcodes[0]?.code ?? '' })),
  });

  const shown = useMemo(() => inWalkingOrder(tasks ?? [], walk.order).map((each): Line => ({
    id: each.task_id, itemId: each.item_id, detail: [each.location_id, slots.length > 0 ? `place ${slotOf(slots, each.fulfilment_id)?.place ?? ''}` : '', each.short > 0 ? `${each.short} missing` : ''].filter(Boolean).join(' · '),
    value: `${each.picked} of ${each.quantity}`, tone: each.short > 0 ? 'attention' : each.picked >= each.quantity ? 'ok' : 'none',
  })).toSorted((a, b) => Number(a.tone === 'none') - Number(b.tone === 'none')), [tasks, walk.order, slots]);

  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) {
    return <FactQuestion question={facts.question} scanned={asked.context.itemId} needed={asked.context.itemId === asked.context.task.item_id ? undefined : asked.context.task.item_id} count={asked.context.state.inHand} wrongItem={facts.question.rejection.type === 'not_this_document'} where="this order" onItIsSo={facts.itIsSo}
      onNotSo={() => { facts.withdraw(); hand.set(EMPTY_HAND); }} log={log} />;
  }
  if (wrong && task && state) {
    return (
      <div className="stack">
        {wrong.what === 'bin'
          ? <Stop title="Wrong bin" places={{ scanned: wrong.locationId, needed: task.location_id }} sentence={<>You are at {wrong.locationId}. Go to <b>{task.location_id}</b> and scan it.</>} options={[<><b>Scan {task.location_id}</b>: work goes on.</>, <><b>Esc</b>: you really take it from {wrong.locationId}. It is written down, nothing is charged to you.</>, <><b>F6</b>: forget this scan.</>]}
              actions={[{ key: 'Escape', label: `I take it from ${wrong.locationId}`, run: () => { setWrong(undefined); step({ type: 'bin', locationId: wrong.locationId }); setStandsAt(wrong.locationId); } }, { key: 'F6', label: 'Forget this scan', run: () => setWrong(undefined) }]} />
          : <Stop title="Wrong item" sentence={<>Put it back into {state.bin}. Scan <b>{name}</b>.</>} scanned={wrong.itemId} needed={task.item_id} neededTitle="This order needs"
              options={[<><b>Scan the right item</b>: work goes on.</>, <><b>F5</b>: the right one is not there.</>, <><b>Esc</b>: put back, go on.</>]}
              actions={[{ key: 'Escape', label: 'It is put back', run: () => setWrong(undefined) }, { key: 'F5', label: 'The right one is not there', run: () => { setWrong(undefined); setShort(true); } }]} />}
        <ScanLog entries={log} most={2} />
      </div>
    );
  }
  if (short && task && state) {
    return <ShortReasons name={name} bin={state.bin} missing={leftOf(task) - state.inHand} onCancel={() => setShort(false)} onReason={(reason) => {
      setShort(false);
      const context: Picked = { kind: 'short', task, state, itemId: task.item_id };
      // What is in hand is picked first, then the rest is reported.
      if (state.inHand > 0 && state.tote !== '') facts.record(picking(task, state), { ...context, kind: 'pick' });
      hand.set({ ...settle(hand.get(), task), held: { ...state, taskId: '', inHand: 0, serial: '' } });
      setStandsAt(state.bin);
      facts.record(shortPick(task, leftOf(task) - (state.tote === '' ? 0 : state.inHand), reason, state.bin), context);
    }} />;
  }
  if (missed && !stopped) {
    return <TakeInstead task={missed} version={(everyTask ?? []).map((each) => `${each.task_id}${each.short}`).join()} onLeave={leaveMissed} onTake={(place) => void takeInstead(missed, place)} />;
  }
  if (stopped && work) {
    return (
      <div className="stack">
        <Instruction tone="ask" title="This order is cancelled" detail={tote === '' ? 'Nothing of it was picked here. F8 says so, and it is over.' : `Stop picking. F8: what is in ${tote} goes back to its bins. Nothing is charged to you.`} />
        <Panel title={`Order ${work.order_id}`} aside={tote} className="fill flush"><LineList label="Lines to pick" lines={shown} /></Panel>
        <ScanLog entries={log} most={2} />
      </div>
    );
  }
  return (
    <div className="stack">
      {task && state && unnumbered ? <Instruction tone="ask" title="Scan its serial number" detail={name} /> : task && state ? <Instruction
          title={state.step === 'bin' ? `Go to ${task.location_id}, scan the bin` : state.step === 'item' ? (leftOf(task) === 1 ? 'Scan the item' : `Scan ${leftOf(task) - state.inHand} more`) : state.tote === '' ? 'Scan a tote for this order' : slot ? `Put it in ${placeWords(slot)}, scan it` : `Put it in ${state.tote}, scan the tote`}
          detail={[`Order ${task.order_id}`, slot ? `place ${placeWords(slot)}` : state.tote === '' ? 'no tote yet' : `tote ${state.tote}`].join(' · ')}
        /> : nothingFound ? <Instruction tone="done" title="Nothing of it was there" detail={`Order ${work.order_id} waits for other stock. Esc: another order.`} /> : !walk.isKnown ? <Instruction title="Finding the walk" detail={cart ? plural(slots.length, 'order') : `Order ${work?.order_id ?? fulfilmentId}`} /> : <Instruction tone="done" title="All picked" detail={cart ? 'Bring the cart to packing. F8: the cart is done.' : `Bring ${tote === '' ? 'it' : tote} to packing. F8 packs it here.`} />}
      {glance.box}
      {quantity.isOpen && <QuantityBox title="How many are in the next scan?" first={quantity.first} onTyping={quantity.set} onDone={(value) => { quantity.set(value); quantity.close(); }} onCancel={() => { quantity.set(1); quantity.close(); }} />}
      <div className={map && mapOpen ? 'two two-walk' : 'two'}>
        <Panel className="fill" label="Next to pick">
          {task && state && (
            <>
              <div className="in-hand">
                <Picture colour={card?.item.colour ?? ''} />
                <div>
                  <h2 className="item-name">{name}</h2>
                  <p className="code">{[card?.item.sku, card?.barcodes[0]?.code].filter(Boolean).join(' · ')}</p>
                  <p className="chips">
                    {task.lot !== '' && <Chip>lot {task.lot}</Chip>}
                    {card?.item.serial_control && <Chip>scan its serial number</Chip>}
                    {(card?.lookAlikes.length ?? 0) > 0 && <Chip tone="attention">! has look-alikes: {[card?.item.colour, card?.item.size].filter(Boolean).join(', ')}</Chip>}
                  </p>
                </div>
              </div>
              <ol className="steps" aria-label="Steps">
                <StepMark on={state.step === 'bin'} done={state.step !== 'bin'} words={state.bin} what="bin" />
                <StepMark on={state.step === 'item'} done={state.step === 'tote'} words={`${state.inHand} of ${leftOf(task)}`} what="in hand" />
                <StepMark on={state.step === 'tote'} done={false} words={state.tote === '' ? 'any empty' : state.tote} what="tote" />
              </ol>
            </>
          )}
          <ScanLog entries={log} />
        </Panel>
        <Panel title={cart ? 'On the cart' : 'This order'} aside={`${shown.filter((line) => line.tone !== 'none').length} of ${shown.length} done`} className="fill flush">
          {cart && <CartSlots slots={slots} tasks={everyTask ?? []} work={all ?? []} at={slot?.place} />}
          {walk.route && <WalkHead route={walk.route} isOpen={mapOpen} onToggle={map ? toggleMap : undefined} />}
          {walk.route && map && mapOpen && <WalkMap route={walk.route} map={map} at={task?.task_id} />}
          <LineList label="Lines to pick" lines={shown} current={task?.task_id} />
        </Panel>
      </div>
    </div>
  );
}

const placeWords = (slot: Slot | undefined): string => (slot ? `${slot.place} · ${slot.tote}` : 'its tote');

function StepMark({ on, done, words, what }: { readonly on: boolean; readonly done: boolean; readonly words: string; readonly what: string }) {
  return <li className={on ? 'step step-on' : done ? 'step step-done' : 'step'} aria-current={on ? 'step' : undefined}><span>{done ? '✓ ' : ''}{what}</span><b>{words}</b></li>;
}

/** The bin one bay further, for trying out a wrong scan. */
function neighbour(locationId: string): string {
  const [aisle = 'A', bay = '01', level = '1'] = locationId.split('-');
  return `${aisle}-${String((Number(bay) % 20) + 1).padStart(2, '0')}-${level}`;
}
