// The floor of one delivery: the running number, the lines, the last scans, and the questions a scan may raise.
import { useEffect, useMemo, useState } from 'react';
import { mayDo } from '#domain/duties.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { intent } from '#renderer/commands.ts';
import { useFlow } from '#renderer/flow/use-flow.ts';
import { nameOf, useItem, useItems } from '#renderer/items.ts';
import { plural } from '#renderer/numbers.ts';
import { useWorkPlace } from '#renderer/places.ts';
import { useOwnPhotos } from '#renderer/photos/use-photos.tsx';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useExpectation } from '#renderer/tray/expectations.ts';
import { signed } from '#renderer/numbers.ts';
import { useValue } from '#renderer/readable.ts';
import { useThings } from '#renderer/use-things.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { LineList } from '#renderer/ui/line-list.tsx';
import { Chip, Instruction, Nothing, Panel, Picture, RunningNumber, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useSuppliers } from '#renderer/suppliers.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { useTypedQuantity } from '#renderer/ui/typed-quantity.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { useDelivery, useDeliveryLines } from '#renderer/working-set/queries.ts';
import { whyWords } from '#renderer/screens/put-away/words.ts';
import { aside, detailOf, lineIn, packWords, receiveFlow, standingOf, toneOf, unitsOf, type Handled, type PalletThing } from './flow.ts';
import { RefusalReasons } from './refusal-reasons.tsx';

interface Current {
  readonly itemId: string;
  readonly received: number | undefined;
  readonly expected: number | undefined;
}

export function ReceiveDelivery({ deliveryId }: { readonly deliveryId: string }) {
  const { sounds, items, commands, station } = useServices();
  const { go, open: lay } = useNavigation();
  const [log, tell] = useScanLog();
  const place = useWorkPlace('dock');
  const delivery = useDelivery(deliveryId);
  const supplier = useSuppliers()(delivery?.supplier_id ?? null);
  const lines = useDeliveryLines(deliveryId);
  const { answer: receipt, again: askReceipt } = useAnswer({ about: 'receipt', deliveryId });
  useEffect(() => askReceipt(), [askReceipt, delivery, lines]);
  const blind = receipt?.blind ?? false;
  const [current, setCurrent] = useState<Current | undefined>(undefined);
  const [finishing, setFinishing] = useState(false);
  const person = useValue(station.person);
  const mayFinishForAll = mayDo(person?.roles ?? [], 'delivery.finish_for_all');
  const quantity = useTypedQuantity();
  const flow = useFlow(receiveFlow, {
    document: deliveryId, tell,
    knows: (state, thing) => {
      const itemId = thing?.kind === 'item' ? thing.itemId : state.pending?.thing.itemId;
      const counts = thing?.kind === 'item' && state.pending === undefined;
      const here = { deliveryId, purchaseOrderId: delivery?.purchase_order_id ?? null, place: place.locationId, card: undefined, quantity: counts ? quantity.take() : 1, photos: photos.hashes, blind };
      return itemId === undefined ? here : items.load(itemId).then((card) => ({ ...here, card }));
    },
    record: ({ intent: told, context }) => {
      if (told.type === 'pack.propose') return void commands.submit([told]);
      photos.clear();
      // A wrong item that is put back and followed by a right one was never received.
      if (told.type === 'delivery.receive' && facts.question?.rejection.type === 'not_this_document' && facts.question.facts[0]?.context.thing.itemId !== context.thing.itemId) {
        facts.withdraw();
        tell('stop', 'The scan before', 'put back, not received');
      }
      facts.record(told, context);
    },
  });
  const { next, pending, sending, nameless, done, resizing, pallet } = flow.state;
  const damaged = next === 'damaged';
  const last = done.at(-1);
  const photos = useOwnPhotos(damaged ? 'the damaged item' : next === 'refused' ? 'what is sent away' : 'the next item', { enabled: !finishing && pending === undefined && sending === undefined });
  const home = (): void => go({ screen: 'home' });

  const facts = useFacts<Handled>({
    onRecorded: ({ context }, result, changes, behind) => {
      const line = lineIn(changes, context.thing.itemId);
      const received = line && line.received - behind.reduce((sum, fact) => sum + (fact.context.thing.itemId === context.thing.itemId ? unitsOf(fact.context) : 0), 0);
      const name = nameOf(items.get(context.thing.itemId), context.thing.itemId);
      setCurrent({ itemId: context.thing.itemId, received, expected: line === undefined || line.expected === 0 || blind ? undefined : line.expected });
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'ok');
      flow.recorded(context);
      if (context.refused !== undefined) return tell('ok', name, context.undone ? 'not sent away after all' : `${Math.abs(unitsOf(context))} sent away`);
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', context.damaged ? `${name} · damaged` : name, `${context.undone ? `taken back, ${signed(unitsOf(context))}` : packWords(items.get(context.thing.itemId), context) || signed(unitsOf(context))}${received === undefined ? '' : ` → ${received}`}`);
      const looked = received === undefined || receipt === undefined ? 0 : aside(receipt.sampling, receipt.supplierId, context, received);
      if (looked > 0) {
        sounds.play('attention');
        tell('attention', `Set ${looked} aside for the inspector`, 'looked at before use');
      }
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
    },
    onAsked: ({ rejection }) => sounds.play(rejection.type === 'over_expected' ? 'attention' : 'wrong'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? refusal.problem : 'This was refused', 'not recorded');
    },
  });

  useThings({
    screen: 'receive', expected: 'an item of this delivery', tell, unmatched: (code) => void flow.act(`unknown ${code.replaceAll(/\p{Cc}/gu, '').trim().slice(0, 128)}`), neighbours: [deliveryId, current?.itemId ?? ''],
    // A number that nobody knows is what was asked for.
    any: (thing, { raw }) => thing.kind === 'unknown' && flow.now().pending !== undefined && raw.trim() !== '' ? flow.take({ kind: 'unknown', text: raw.trim() }) : false,
    item: flow.take,
    pallet: (thing) => thing.deliveryId === deliveryId ? flow.take(thing) : (go({ screen: 'receive', deliveryId: thing.deliveryId }), true),
    location: (thing) => {
      place.use(thing.locationId);
      return flow.take(thing);
    },
    document: (thing) => {
      if (thing.document !== 'delivery') return false;
      if (thing.id === deliveryId) tell('ok', `Delivery ${deliveryId}`, 'already open');
      else go({ screen: 'receive', deliveryId: thing.id });
      return true;
    },
  });

  async function finish(forAll = false): Promise<void> {
    setFinishing(false);
    const reply = await commands.submit([forAll ? intent('delivery.finish_for_all', { deliveryId }) : intent('delivery.finish', { deliveryId })]);
    sounds.play(reply.ok ? 'done' : 'wrong');
    if (reply.ok) flow.set(receiveFlow.start);
    if (reply.ok) go({ screen: 'receive', deliveryId: '' }, { tone: 'ok', text: `Delivery ${deliveryId}`, effect: forAll ? 'finished for every station' : 'this station is done with it' });
    else tell('stop', reply.why === 'problem' ? reply.problem : 'This was finished before', 'nothing changed');
  }
  const standing = standingOf(lines ?? []);
  useActions([
    ...quantity.digits,
    { key: 'F2', label: quantity.value === 1 ? 'Quantity' : `Quantity: ${quantity.value} ×`, run: quantity.open },
    ...(nameless === '' ? [] : [{ key: 'F5', label: `Take in “${nameless.slice(0, 16)}” without a name`, run: () => void flow.act('nameless') }]),
    { key: 'F3', label: damaged ? 'Damaged ✓' : next === 'refused' ? 'Sent away ✓' : 'Damaged', run: () => void flow.act('next') },
    { key: 'F4', label: 'Put away', run: () => go({ screen: 'put_away', deliveryId, ...(place.locationId === '' ? {} : { fromLocation: place.locationId }) }) },
    ...(nameless === '' && last && last.thing.units > 1 && last.refused === undefined ? [{ key: 'F5', label: 'Another number in it', run: () => void flow.act('resize') }] : []),
    ...(last ? [{ key: 'F6', label: last.refused === undefined ? `Undo last: ${signed(-unitsOf(last))}` : 'Undo: not sent away', run: () => void flow.act('undo') }] : []),
    ...(flow.left ? [{ key: 'G', label: `Go on for ${flow.left.who}: ${flow.left.what}`, run: flow.left.takeOver }] : []),
    { key: 'F9', label: 'What happened', run: () => lay({ kind: 'document', id: deliveryId }), small: true },
    { key: 'F8', label: 'This station is done', run: () => (standing.differing.length === 0 && !mayFinishForAll ? void finish() : setFinishing(true)) },
    pallet ? { key: 'Escape', label: 'Not this pallet', run: () => void flow.act('cancel'), atEnd: true } : { key: 'Escape', label: 'Home', run: home, atEnd: true },
  ]);

  const card = useItem(current?.itemId);
  const open = lines?.filter((line) => line.received + line.refused < line.expected) ?? [];
  const cardOf = useItems(open.slice(0, 3).map((line) => line.item_id));
  const codeOf = (itemId: string): string => items.get(itemId)?.barcodes[0]?.code ?? '';
  const looks = current ? (card?.lookAlikes ?? []) : (cardOf(open[0]?.item_id ?? '')?.lookAlikes ?? []);
  const lookCards = useItems(looks.slice(0, 3));
  useExpectation({
    right: open.slice(0, 3).map((line) => ({ what: nameOf(cardOf(line.item_id), line.item_id), code: codeOf(line.item_id) })).filter(({ code }) => code !== ''),
    wrong: looks.slice(0, 2).map((id) => ({ what: nameOf(lookCards(id), id), code: codeOf(id) })).filter(({ code }) => code !== ''),
  });
  const suggestion = useAnswer(current ? { about: 'put_away', itemId: current.itemId } : undefined);
  const shown = useMemo(() => (lines ?? []).map((line) => ({ id: line.line_id, itemId: line.item_id, detail: detailOf(line, blind), value: line.received === 0 ? '–' : String(line.received), tone: toneOf(line, blind) })), [lines, blind]);

  /** What was most likely meant: a line of this delivery that looks like it. */
  const alike = (itemId: string): string | undefined => lines?.find((line) => line.expected > 0 && items.get(itemId)?.lookAlikes.includes(line.item_id))?.item_id;
  const [first] = facts.question?.facts ?? [];
  if (sending) return <RefusalReasons name={nameOf(items.get(sending.thing.itemId), sending.thing.itemId)} units={sending.thing.units * sending.times} onReason={(reason) => void flow.act(`because ${reason}`)} onCancel={() => void flow.act('cancel')} />;
  if (facts.question && first) {
    return (
      <FactQuestion
        question={facts.question} scanned={first.context.thing.itemId} needed={facts.question.rejection.type === 'not_this_document' ? alike(first.context.thing.itemId) : undefined} neededTitle="This delivery has" count={facts.question.facts.reduce((sum, fact) => sum + fact.context.thing.units * fact.context.times, 0)}
        wrongItem={facts.question.rejection.type === 'not_this_document'} where={`delivery ${deliveryId}`} onItIsSo={facts.itIsSo}
        onOtherNumber={first.context.thing.units > 1 && facts.question.facts.length === 1 ? () => { facts.withdraw(); flow.set({ ...flow.now(), resizing: { of: first.context, received: false } }); } : undefined}
        onNotSo={() => { facts.withdraw(); tell('stop', nameOf(items.get(first.context.thing.itemId), first.context.thing.itemId), 'taken back, not received'); }} log={log}
      />
    );
  }
  return (
    <div className="stack">
      {photos.cover}
      {photos.row}
      {finishing
        ? <Finish differing={standing.differing.length} all={standing.all} onFinish={() => void finish()} onFinishForAll={mayFinishForAll ? () => void finish(true) : undefined} onCancel={() => setFinishing(false)} />
        : <Instruction
            title={!pending && next === 'good' && quantity.value > 1 ? `Scan once for ${quantity.value} ×` : flow.asks}
            detail={[`Delivery ${deliveryId}`, supplier, place.locationId === '' ? 'scan the dock first' : `standing at ${place.locationId}`, damaged ? 'F3 again: the driver takes it along' : '', blind ? 'count what is there: what is announced is not shown' : '', atIt(receipt?.others ?? [])].filter(Boolean).join(' · ')}
          />}
      {quantity.isOpen && <QuantityBox title="How many are in the next scan?" first={quantity.first} onTyping={quantity.set} onDone={(value) => { quantity.set(value); quantity.close(); }} onCancel={() => { quantity.set(1); quantity.close(); }} />}
      {resizing && <QuantityBox title={`How many does one ${items.get(resizing.of.thing.itemId)?.packs.find((pack) => pack.units === (resizing.of.listed ?? resizing.of.thing.units))?.label.toLowerCase() ?? 'pack'} hold?`} hint="Counted so from now on, on this delivery. The buyer is told; the item list stays as it is." onDone={(units) => void flow.act(`holds ${units}`)} onCancel={() => void flow.act('cancel')} />}
      {pending && <TextBox title={`${pending.needs === 'serial' ? 'Serial number' : 'Lot'} of ${nameOf(items.get(pending.thing.itemId), pending.thing.itemId)}`} onDone={(value) => void flow.act(`says ${value}`)} onCancel={() => void flow.act('cancel')} />}
      <div className="two">
        <Panel className="fill" label="In hand">
          {pallet ? <OnPallet pallet={pallet} /> : current === undefined ? <>
              <RunningNumber value={standing.units} of={blind ? undefined : standing.expected} label="units received" />
              <Nothing>{standing.units === 0 ? 'Scan the first item. Received starts empty: what nobody scans is not here.' : 'Scan the next item. What nobody scans is not here.'}</Nothing>
            </> : (
            <>
              <div className="in-hand">
                <Picture colour={card?.item.colour ?? ''} />
                <div>
                  <h2 className="item-name">{nameOf(card, current.itemId)}</h2>
                  <p className="code">{[card?.item.sku, card?.barcodes[0]?.code].filter(Boolean).join(' · ')}</p>
                  <p className="chips">
                    {card?.packs.filter((pack) => pack.units > 1).map((pack) => <Chip key={pack.label}>1 {pack.label.toLowerCase()} = {pack.units}</Chip>)}
                    {suggestion.answer?.[0] && <Chip {...(suggestion.answer[0].why === 'awaited' ? { tone: 'attention' as const } : {})}>to {suggestion.answer[0].locationId}: {whyWords(suggestion.answer[0])}</Chip>}
                    {(card?.lookAlikes.length ?? 0) > 0 && <Chip tone="attention">! has look-alikes: check colour and size</Chip>}
                  </p>
                </div>
              </div>
              <RunningNumber value={current.received} of={current.expected} label={current.expected === undefined && !blind ? 'not announced' : 'received'} />
            </>
          )}
          <ScanLog entries={log} />
        </Panel>
        <Panel title="Lines" aside={!lines ? '' : blind ? `${lines.filter((line) => line.received > 0).length} counted` : `${standing.done} of ${standing.all} done`} className="fill flush">
          <LineList label="Lines of this delivery" lines={shown} current={lines?.find((line) => line.item_id === current?.itemId)?.line_id} />
        </Panel>
      </div>
    </div>
  );
}

function OnPallet({ pallet }: { readonly pallet: PalletThing }) {
  const cardOf = useItems(pallet.lines.map((line) => line.itemId));
  const lines = pallet.lines.map((line, n) => ({ id: String(n), itemId: line.itemId, detail: [cardOf(line.itemId)?.item.sku, line.lot && `lot ${line.lot}`, line.expiresOn && `best before ${line.expiresOn}`, line.received > 0 && `${line.received} received before`].filter(Boolean).join(' · '), value: String(line.quantity - line.received), tone: 'plain' as const }));
  return <><h2 className="item-name">On pallet {pallet.sscc}</h2><p className="muted">as the supplier says. If something else is on it, scan what is there instead.</p><LineList label="On the pallet" lines={lines} /></>;
}

/** "also here: Pack 3; done: Pack 4". */
function atIt(others: readonly { readonly name: string; readonly finished: boolean }[]): string {
  const named = (finished: boolean): string => others.filter((other) => other.finished === finished).map((other) => other.name).join(', ');
  return [named(false) === '' ? '' : `also here: ${named(false)}`, named(true) === '' ? '' : `done: ${named(true)}`].filter(Boolean).join('; ');
}

function Finish({ differing, all, onFinish, onFinishForAll, onCancel }: { readonly differing: number; readonly all: number; readonly onFinish: () => void; readonly onFinishForAll: (() => void) | undefined; readonly onCancel: () => void }) {
  useActions([
    { key: 'F8', label: 'Yes, this station is done', run: onFinish, primary: true },
    ...(onFinishForAll ? [{ key: 'F9', label: 'Every station is done', run: onFinishForAll }] : []),
    { key: 'Escape', label: 'Go on receiving', run: onCancel, atEnd: true },
  ], { modal: true });
  return <Instruction tone="ask" title="Is this station done?" detail={`${all === 1 ? 'What came differs' : `${differing} of ${plural(all, 'line')} ${differing === 1 ? 'differs' : 'differ'}`} from the paper. The buyer sees that once every station is done; nothing is charged to you.`} />;
}
