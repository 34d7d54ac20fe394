// Sets are made up from their parts, or opened into them, in one place: scan the set, the place, and the place again.
import { ask } from '#renderer/bridge.ts';
import { useFlow } from '#renderer/flow/use-flow.ts';
import { nameOf, useItem, useItems } from '#renderer/items.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { LineList } from '#renderer/ui/line-list.tsx';
import { Instruction, Nothing, Panel, Picture, RunningNumber, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useTypedQuantity } from '#renderer/ui/typed-quantity.ts';
import { problemWords } from '#renderer/words.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { setsFlow, type Made } from './flow.ts';

export function Sets() {
  const { bridge, items, sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const quantity = useTypedQuantity();
  const facts = useFacts<Made>({
    onRecorded: ({ context }, result) => {
      const flagged = result.verdict === 'flagged';
      sounds.play(flagged ? 'attention' : 'done');
      flow.recorded(context);
      tell(flagged ? 'attention' : 'ok', `${context.quantity} × ${nameOf(items.get(context.itemId), context.itemId)}`, context.undo ? 'undone' : `${context.what === 'assemble' ? 'made up' : 'opened'} in ${context.place}`);
      if (flagged) tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
    },
    onAsked: () => sounds.play('attention'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : 'This was refused', 'not recorded');
    },
  });
  const flow = useFlow(setsFlow, {
    document: '', tell,
    knows: (_state, thing) => {
      if (thing?.kind !== 'item') return { parts: [], quantity: 1 };
      const units = quantity.take();
      return Promise.all([ask(bridge, { about: 'set', itemId: thing.itemId }), items.load(thing.itemId)]).then(([parts]) => ({ parts, quantity: units }));
    },
    record: ({ intent, context }) => facts.record(intent, context),
  });
  const { what, itemId, parts, place, last } = flow.state;
  const card = useItem(itemId === '' ? undefined : itemId);
  const cardOf = useItems(parts.map((part) => part.itemId));
  useThings({
    screen: 'sets', expected: itemId === '' ? 'a set' : 'the place', tell, neighbours: [itemId, place],
    item: flow.take, location: flow.take, handlingUnit: flow.take,
  });
  useActions([
    ...(itemId === '' ? quantity.digits : []),
    { key: 'F2', label: itemId === '' ? (quantity.value === 1 ? 'Quantity' : `Quantity: ${quantity.value} ×`) : `Quantity: ${flow.state.quantity}`, run: quantity.open },
    { key: 'F3', label: what === 'assemble' ? 'Open sets instead' : 'Make up sets instead', run: () => void flow.act('turn') },
    ...(itemId !== '' && place !== '' ? [{ key: 'F8', label: what === 'assemble' ? 'They are made up' : 'They are open', run: () => void flow.act('done'), primary: true }] : []),
    ...(last ? [{ key: 'F6', label: 'Undo last', run: () => void flow.act('undo') }] : []),
    ...(flow.left ? [{ key: 'G', label: `Go on for ${flow.left.who}: ${flow.left.what}`, run: flow.left.takeOver }] : []),
    { key: 'Escape', label: itemId === '' ? 'Home' : 'Another set', run: () => (itemId === '' ? go({ screen: 'home' }) : void flow.act('back')), atEnd: true },
  ]);
  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) {
    return <FactQuestion question={facts.question} scanned={asked.context.itemId} count={asked.context.quantity} wrongItem={false} where={asked.context.place} onItIsSo={facts.itIsSo} onNotSo={() => facts.withdraw()} log={log} />;
  }
  const units = flow.state.quantity;
  return (
    <div className="stack">
      <Instruction title={itemId === '' && quantity.value > 1 ? `Scan once for ${quantity.value} ×` : flow.asks} detail={[place === '' ? '' : `at ${place}`, 'its parts and the set lie in the same place; what it is worth stays the same'].filter(Boolean).join(' · ')} />
      {quantity.isOpen && <QuantityBox title={itemId === '' ? 'How many are in the next scan?' : 'How many sets?'} first={quantity.first} {...(itemId === '' ? {} : { start: units })} onDone={(value) => { if (itemId === '') quantity.set(value); else void flow.act(`quantity ${value}`); quantity.close(); }} onCancel={() => { quantity.set(1); quantity.close(); }} />}
      <div className="two">
        <Panel className="fill" label="In hand">
          {itemId === '' ? <Nothing>No set yet.</Nothing> : (
            <>
              <div className="in-hand"><Picture colour={card?.item.colour ?? ''} /><div><h2 className="item-name">{nameOf(card, itemId)}</h2><p className="code">{card?.item.sku}</p></div></div>
              <RunningNumber value={units} label={what === 'assemble' ? 'to be made up' : 'to be opened'} />
            </>
          )}
          <ScanLog entries={log} />
        </Panel>
        <Panel title={what === 'assemble' ? 'Goes in' : 'Comes out'} aside={parts.length === 0 ? '' : parts.length} className="fill flush">
          {parts.length === 0 && <Nothing>Scan a set to see its parts.</Nothing>}
          <LineList label="Parts" lines={parts.map((part) => ({ id: part.itemId, itemId: part.itemId, detail: [cardOf(part.itemId)?.item.sku, `${part.quantity} in each`].filter(Boolean).join(' · '), value: String(part.quantity * units), tone: 'plain' as const }))} />
        </Panel>
      </div>
    </div>
  );
}
