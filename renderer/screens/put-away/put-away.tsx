// Put away and move: scan the item (again for one more), then the bin it goes into. Scanning a bin first takes the
// goods out of that bin.
import { useEffect, useEffectEvent, useState } from 'react';
import { overrideReasons, type OverrideReason } from '#domain/put-away.ts';
import { ask } from '#renderer/bridge.ts';
import { intent, newId } from '#renderer/commands.ts';
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
import { overrideWords, whyWords } from './words.ts';

/** Put elsewhere than suggested: why may be said, and work goes on all the same. */
interface Instead {
  readonly itemId: string;
  readonly suggested: string;
  readonly taken: string;
}

export function PutAway({ itemId, fromLocation, deliveryId }: { readonly itemId?: string | undefined; readonly fromLocation?: string | undefined; readonly deliveryId?: string | undefined }) {
  const { bridge, items, sounds, commands } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const dock = useWorkPlace('dock');
  const quantity = useTypedQuantity();
  const [instead, setInstead] = useState<Instead | undefined>(undefined);

  const glance = useGlance(tell);
  const flow = useFlow(putAwayFlow, {
    document: '', tell, from: { from: fromLocation },
    knows: (state, thing): PutAwayKnows | Promise<PutAwayKnows> => {
      if (thing?.kind !== 'item') return { stock: [], dock: dock.locationId, quantity: 1, suggested: suggestion?.locationId };
      const units = quantity.take();
      const more = state.goods?.itemId === thing.itemId && (thing.lot === '' || thing.lot === state.goods.lot) && thing.serial === '';
      return Promise.all([more ? null : ask(bridge, { about: 'stock', itemId: thing.itemId }), items.load(thing.itemId)]).then(([stock]) => ({ stock: stock ?? [], dock: dock.locationId, quantity: units }));
    },
    record: ({ intent: told, context }) => {
      setInstead(insteadOf(context));
      facts.record(told, context);
    },
  });
  const { goods, from, last } = flow.state;
  const card = useItem(goods?.itemId);
  const places = (useAnswer(goods ? { about: 'put_away', itemId: goods.itemId, units: goods.quantity, lot: goods.lot } : undefined).answer ?? []).filter((each) => each.locationId !== goods?.fromLocation);
  const suggestion = places[0];
  const insteadOf = ({ goods: moved, to, undo }: Moved): Instead | undefined =>
    suggestion && !undo && !moved.fromShelf && !places.some((each) => each.locationId === to) ? { itemId: moved.itemId, suggested: suggestion.locationId, taken: to } : undefined;
  async function explain({ suggested, taken, itemId: put }: Instead, reason: OverrideReason): Promise<void> {
    setInstead(undefined);
    const reply = await commands.submit([intent('put_away.explain', { overrideId: newId(), itemId: put, suggested, taken, reason })]);
    if (reply.ok) tell('ok', `Not in ${suggested}: ${overrideWords[reason].toLowerCase()}`, reason === 'FULL' || reason === 'BLOCKED' ? 'nobody is sent there today' : 'thank you');
  }
  const facts = useFacts<Moved>({
    onRecorded: ({ context }, result) => {
      const { goods: moved, to, undo } = context;
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'done');
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', `${moved.quantity} × ${nameOf(items.get(moved.itemId), moved.itemId)}`, undo ? `back in ${to}` : `${moved.fromLocation} → ${to}`);
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
      flow.recorded(context);
      if (!undo && instead === undefined) glance.after(moved.itemId, moved.fromShelf ? moved.fromLocation : to);
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
      setInstead(undefined);
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
    ...(instead ? overrideReasons.map((reason, at) => ({ key: String(at + 1), label: overrideWords[reason], run: () => void explain(instead, reason), elsewhere: true })) : []),
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
        detail={goods ? (suggestion ? [whyWords(suggestion), places.length > 1 ? `or ${places.slice(1).map((each) => each.locationId).join(', ')}` : '', 'any other bin is fine too'].filter(Boolean).join(' · ') : 'any bin') : 'each scan of the item is one more in hand'}
      />
      {instead ? <WhyElsewhere instead={instead} onReason={(reason) => void explain(instead, reason)} /> : glance.box}
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
                <li className="step step-on"><span>{suggestion ? `to, ${whyWords(suggestion)}` : 'to'}</span><b>{suggestion?.locationId ?? 'any bin'}</b></li>
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

function WhyElsewhere({ instead, onReason }: { readonly instead: Instead; readonly onReason: (reason: OverrideReason) => void }) {
  return (
    <section className="box" aria-label={`Why not ${instead.suggested}?`}>
      <p className="box-label">Why not {instead.suggested}?</p>
      <p className="chips">{overrideReasons.map((reason, at) => <button key={reason} type="button" className="plain-button" onClick={() => onReason(reason)}><kbd>{at + 1}</kbd> {overrideWords[reason]}</button>)}</p>
      <p className="box-hint">One digit says it; or just scan on.</p>
    </section>
  );
}
