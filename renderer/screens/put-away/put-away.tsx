// Put away and move: scan the item (again for one more), then the bin it goes into. Scanning a bin first takes the
// goods out of that bin.
import { useEffect, useEffectEvent } from 'react';
import { ask } from '#renderer/bridge.ts';
import { nameOf, useItem } from '#renderer/items.ts';
import { useWorkPlace } from '#renderer/places.ts';
import { useFlow } from '#renderer/flow/use-flow.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useGlance } from '#renderer/use-glance.tsx';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { Chip, Instruction, Nothing, Panel, Picture, RunningNumber, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useTypedQuantity } from '#renderer/ui/typed-quantity.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { gradeWords, holdWords, problemWords } from '#renderer/words.ts';
import { BinContents } from './bin-contents.tsx';
import { putAwayFlow, type Moved, type PutAwayKnows } from './flow.ts';

export function PutAway({ itemId, fromLocation, deliveryId }: { readonly itemId?: string | undefined; readonly fromLocation?: string | undefined; readonly deliveryId?: string | undefined }) {
  const { bridge, items, sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const dock = useWorkPlace('dock');
  const quantity = useTypedQuantity();

  const glance = useGlance(tell);
  const flow = useFlow(putAwayFlow, {
    document: '', tell, from: { from: fromLocation },
    knows: async (state, thing): Promise<PutAwayKnows> => {
      if (thing?.kind !== 'item') return { stock: [], dock: dock.locationId, quantity: 1, suggested: suggestion?.locationId };
      const units = quantity.take();
      const more = state.goods?.itemId === thing.itemId && (thing.lot === '' || thing.lot === state.goods.lot) && thing.serial === '';
      const stock = more ? null : await ask(bridge, { about: 'stock', itemId: thing.itemId });
      await items.load(thing.itemId);
      return { stock: stock ?? [], dock: dock.locationId, quantity: units };
    },
    record: ({ intent, context }) => facts.record(intent, context),
  });
  const { goods, from, last } = flow.state;
  const card = useItem(goods?.itemId);
  const suggestion = useAnswer(goods ? { about: 'put_away', itemId: goods.itemId } : undefined).answer ?? undefined;
  const facts = useFacts<Moved>({
    onRecorded: ({ context }, result) => {
      const { goods: moved, to, undo } = context;
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'done');
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', `${moved.quantity} × ${nameOf(items.get(moved.itemId), moved.itemId)}`, undo ? `back in ${to}` : `${moved.fromLocation} → ${to}`);
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
      flow.recorded(context);
      if (!undo) glance.after(moved.itemId, moved.fromShelf ? moved.fromLocation : to);
    },
    onAsked: () => sounds.play('attention'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : 'This was refused', 'not recorded');
    },
  });

  const begin = useEffectEvent(() => {
    if (itemId !== undefined) void flow.take({ kind: 'item', itemId, units: 1, lot: '', expiresOn: null, serial: '' });
  });
  // oxlint-disable-next-line react/set-state-in-effect -- the scan that opened this screen is taken as its first
  useEffect(() => begin(), [itemId]);

  useThings({
    screen: 'put_away', expected: goods ? 'a bin' : 'an item or a bin', tell, neighbours: [goods?.itemId ?? '', from ?? ''],
    item: (thing) => {
      glance.drop();
      return flow.take(thing);
    },
    location: (thing) => {
      glance.drop();
      return flow.take(thing);
    },
    handlingUnit: flow.take,
  });
  function leave(): void {
    if (!goods && deliveryId !== undefined) go({ screen: 'receive', deliveryId });
    else if (!goods && from === undefined) go({ screen: 'home' });
    else void flow.act('back');
  }
  useActions([
    ...(goods ? [{ key: 'F2', label: `Quantity: ${goods.quantity}`, run: quantity.open }] : []),
    ...(goods && suggestion ? [{ key: 'F8', label: `It lies in ${suggestion.locationId} now`, run: () => void flow.act('as_suggested') }] : []),
    ...(last ? [{ key: 'F6', label: 'Undo last', run: () => void flow.act('undo') }] : []),
    ...(flow.left ? [{ key: 'G', label: `Go on for ${flow.left.who}: ${flow.left.what}`, run: flow.left.takeOver }] : []),
    { key: 'Escape', label: goods ? 'Put it back' : deliveryId !== undefined ? `Back to ${deliveryId}` : from ? 'Other bin' : 'Home', run: leave, atEnd: true },
  ]);
  useExpectation({
    right: goods ? (suggestion ? [{ what: `Bin ${suggestion.locationId}`, code: labelFor('LOC', suggestion.locationId) }] : []) : [],
    wrong: goods ? [{ what: `The place it comes from`, code: labelFor('LOC', goods.fromLocation) }] : [],
  });

  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) {
    return <FactQuestion question={facts.question} scanned={asked.context.goods.itemId} count={asked.context.goods.quantity} wrongItem={false} where={asked.context.to} onItIsSo={facts.itIsSo} onNotSo={() => { facts.withdraw(); flow.withdrawn(asked.context); }} log={log} />;
  }
  return (
    <div className="stack">
      <Instruction
        title={goods && suggestion ? `Bring it to ${suggestion.locationId}, scan the bin` : flow.asks}
        detail={goods ? (suggestion ? `${suggestion.why === 'same_item' ? 'the same item lies there' : 'the nearest empty bin'} · any other bin is fine too` : 'any bin') : 'each scan of the item is one more in hand'}
      />
      {glance.box}
      {quantity.isOpen && goods && <QuantityBox title="How many do you carry?" start={goods.quantity} onDone={(value) => { flow.set({ ...flow.now(), goods: { ...goods, quantity: value } }); quantity.close(); }} onCancel={quantity.close} />}
      <div className="two">
        <Panel className="fill" label="In hand">
          {goods === undefined ? <Nothing>Your hands are free.</Nothing> : (
            <>
              <div className="in-hand">
                <Picture colour={card?.item.colour ?? ''} />
                <div>
                  <h2 className="item-name">{nameOf(card, goods.itemId)}</h2>
                  <p className="code">{card?.item.sku}</p>
                  <p className="chips">
                    {goods.lot !== '' && <Chip>lot {goods.lot}</Chip>}
                    {goods.condition !== 'N' && <Chip tone="attention">! {gradeWords(goods.condition)}</Chip>}
                    {goods.hold !== '' && <Chip tone="attention">! {holdWords(goods.hold)}</Chip>}
                    {card?.item.oversize && <Chip tone="attention">! oversize</Chip>}
                    {card?.item.battery && <Chip tone="attention">! battery</Chip>}
                  </p>
                </div>
              </div>
              <RunningNumber value={goods.quantity} label="in hand" />
              <ol className="steps steps-two" aria-label="From and to">
                <li className="step step-done"><span>from</span><b>{goods.fromLocation}</b></li>
                <li className="step step-on"><span>{suggestion?.why === 'same_item' ? 'to, the same item is there' : 'to'}</span><b>{suggestion?.locationId ?? 'any bin'}</b></li>
              </ol>
            </>
          )}
          <ScanLog entries={log} />
        </Panel>
        <BinContents locationId={from ?? (dock.locationId === '' ? undefined : dock.locationId)} onTake={(id) => void flow.take({ kind: 'item', itemId: id, units: 1, lot: '', expiresOn: null, serial: '' })} refreshed={last} />
      </div>
    </div>
  );
}
