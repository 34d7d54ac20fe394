// Pallets made here: F2 makes one and prints its label, each scan puts goods onto it, a place is where it is brought.
import { useEffect, useState } from 'react';
import { ENOUGH } from '#domain/unit-numbers.ts';
import { ask } from '#renderer/bridge.ts';
import { intent } from '#renderer/commands.ts';
import { useFlow } from '#renderer/flow/use-flow.ts';
import { nameOf } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { figure } from '#renderer/numbers.ts';
import { useWorkPlace } from '#renderer/places.ts';
import { useNavigation } from '#renderer/route.ts';
import { BinContents } from '#renderer/screens/put-away/bin-contents.tsx';
import { usePrint } from '#renderer/use-print.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { Chip, Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useTypedQuantity } from '#renderer/ui/typed-quantity.ts';
import { problemWords } from '#renderer/words.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { palletFlow, type PalletDone, type PalletKnows } from './flow.ts';

export function Pallets({ unitId: begun }: { readonly unitId: string }) {
  const { bridge, items, sounds, commands } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const dock = useWorkPlace('dock');
  const print = usePrint(tell);
  const quantity = useTypedQuantity();
  const [changed, setChanged] = useState(0);
  const facts = useFacts<PalletDone>({
    onRecorded: ({ context }, result) => {
      const flagged = result.verdict === 'flagged';
      sounds.play(flagged ? 'attention' : context.what === 'built' ? 'done' : 'ok');
      flow.recorded(context);
      const [what, effect] = 'goods' in context
        ? [`${context.goods.quantity} × ${nameOf(items.get(context.goods.itemId), context.goods.itemId)}`, context.what === 'on' ? `${context.goods.fromLocation} → pallet` : `back in ${context.goods.fromLocation}`]
        : [`Pallet ${context.unitId}`, context.what === 'built' ? `made at ${context.place}` : `now at ${context.place}`];
      tell(flagged ? 'attention' : 'ok', what, effect);
      if (flagged) tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
      if (context.what === 'built') void print('unit', context.unitId);
      setChanged((before) => before + 1);
    },
    onAsked: () => sounds.play('attention'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : 'This was refused', 'not recorded');
    },
  });
  const flow = useFlow(palletFlow, {
    document: '', tell, from: { unitId: begun },
    knows: (state, thing): PalletKnows | Promise<PalletKnows> => {
      if (thing?.kind !== 'item') {
        const none = { stock: [], dock: dock.locationId, quantity: 1, next: '' };
        // Asked anew where a pallet may be made: what the screen shows can be the number of the one before, or not there yet.
        return thing !== undefined || state.unitId !== '' ? none : ask(bridge, { about: 'unit_numbers', unitId: '' }).then(({ next }) => ({ ...none, next }));
      }
      const units = quantity.take();
      return Promise.all([ask(bridge, { about: 'stock', itemId: thing.itemId }), items.load(thing.itemId)]).then(([stock]) => ({ stock: stock ?? [], dock: dock.locationId, quantity: units, next: '' }));
    },
    record: ({ intent: told, context }) => facts.record(told, context),
  });
  const { unitId, last } = flow.state;
  const { answer: numbers, again } = useAnswer({ about: 'unit_numbers', unitId });
  useEffect(() => again(), [again, changed]);
  const few = numbers !== undefined && numbers.left < ENOUGH;
  // They come with the feed, of which no row of this window tells.
  const moment = useNow(2000);
  useEffect(() => {
    if (few) again();
  }, [few, again, moment]);
  // Before they are used up, so that there are some when the network is gone.
  useEffect(() => {
    if (few) void commands.submit([intent('unit.draw_numbers', { left: numbers.left })]).then(again);
    // oxlint-disable-next-line react/exhaustive-deps -- asked once each time they become few
  }, [few]);

  useThings({
    screen: 'pallets', expected: unitId === '' ? 'a pallet' : 'an item, or a place', tell, neighbours: [unitId],
    item: flow.take, location: flow.take, handlingUnit: flow.take,
  });
  useActions([
    ...(unitId === '' ? [{ key: 'F2', label: 'New pallet', run: () => void flow.act('build'), primary: true }] : [
      ...quantity.digits,
      { key: 'F2', label: quantity.value === 1 ? 'Quantity' : `Quantity: ${quantity.value} ×`, run: quantity.open },
      { key: 'F4', label: 'Print its label', run: () => void print('unit', unitId) },
    ]),
    ...(last ? [{ key: 'F6', label: 'Take the last off', run: () => void flow.act('undo') }] : []),
    ...(flow.left ? [{ key: 'G', label: `Go on for ${flow.left.who}: ${flow.left.what}`, run: flow.left.takeOver }] : []),
    { key: 'Escape', label: unitId === '' ? 'Home' : 'Another pallet', run: () => (unitId === '' ? go({ screen: 'home' }) : void flow.act('back')), atEnd: true },
  ]);
  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) {
    const { context } = asked;
    return <FactQuestion question={facts.question} scanned={'goods' in context ? context.goods.itemId : undefined} count={'goods' in context ? context.goods.quantity : 1} wrongItem={false} where={`pallet ${context.unitId}`} onItIsSo={facts.itIsSo} onNotSo={() => facts.withdraw()} log={log} />;
  }
  return (
    <div className="stack">
      <Instruction title={unitId !== '' && quantity.value > 1 ? `Scan once for ${quantity.value} ×` : flow.asks} detail={unitId === '' ? `a new one stands at ${dock.locationId} · ${figure(numbers?.left ?? 0)} numbers left here, also without a network` : 'each scan of an item is one more on it'} />
      {quantity.isOpen && <QuantityBox title="How many are in the next scan?" first={quantity.first} onTyping={quantity.set} onDone={(value) => { quantity.set(value); quantity.close(); }} onCancel={() => { quantity.set(1); quantity.close(); }} />}
      <div className="two">
        <Panel className="fill" label="Pallet at hand">
          {unitId === '' ? <Nothing>No pallet at hand.</Nothing> : <><h2 className="item-name">Pallet {unitId}</h2><p className="chips">{numbers?.at !== undefined && <Chip>at {numbers.at}</Chip>}</p></>}
          <ScanLog entries={log} />
        </Panel>
        <BinContents locationId={unitId === '' ? undefined : unitId} onTake={(itemId) => go({ screen: 'put_away', fromLocation: unitId, itemId })} refreshed={changed} />
      </div>
    </div>
  );
}
