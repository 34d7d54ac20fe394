// The floor of one delivery: the running number, the lines, the last scans, and the questions a scan may raise.
import { useEffect, useMemo, useState } from 'react';
import { mayDo } from '#domain/duties.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { confirming, intent, type AnyIntent } from '#renderer/commands.ts';
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
import { aside, detailOf, isPaperless, lineIn, missing, packWords, receiving, refusing, resized, sizeKey, standingOf, takingBack, toneOf, unitsOf, type FoundSizes, type Handled, type ItemThing } from './flow.ts';
import { RefusalReasons } from './refusal-reasons.tsx';

const MOST_TAKEN_BACK = 50;

interface Current {
  readonly itemId: string;
  readonly received: number | undefined;
  readonly expected: number | undefined;
}
type Sent = Pick<Handled, 'thing' | 'times' | 'damaged' | 'listed'>;
interface Pending extends Pick<Handled, 'thing' | 'times' | 'damaged' | 'listed'> {
  readonly needs: 'serial' | 'lot';
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
  const [pending, setPending] = useState<Pending | undefined>(undefined);
  /** What the next scan is, if not good. */
  const [next, setNext] = useState<'good' | 'damaged' | 'refused'>('good');
  const damaged = next === 'damaged';
  /** Goods that are sent away; why is still to be said. */
  const [sending, setSending] = useState<Sent | undefined>(undefined);
  /** The code nobody knew a moment ago: its goods may come in under it and get their name later. */
  const [nameless, setNameless] = useState('');
  const [finishing, setFinishing] = useState(false);
  /** Receipts of this visit that can be taken back, the last one first. */
  const [done, setDone] = useState<readonly Handled[]>([]);
  const last = done.at(-1);
  const [found, setFound] = useState<FoundSizes>({});
  /** The pack that holds another number, and whether it is received already. */
  const [resizing, setResizing] = useState<{ readonly of: Handled; readonly received: boolean } | undefined>(undefined);
  const person = useValue(station.person);
  const mayFinishForAll = mayDo(person?.roles ?? [], 'delivery.finish_for_all');
  const photos = useOwnPhotos(damaged ? 'the damaged item' : next === 'refused' ? 'what is sent away' : 'the next item', { enabled: !finishing && pending === undefined && sending === undefined });
  const quantity = useTypedQuantity();
  const home = (): void => go({ screen: 'home' });

  const facts = useFacts<Handled>({
    onRecorded: ({ context }, result, changes, behind) => {
      const line = lineIn(changes, context.thing.itemId);
      const received = line && line.received - behind.reduce((sum, fact) => sum + (fact.context.thing.itemId === context.thing.itemId ? unitsOf(fact.context) : 0), 0);
      const name = nameOf(items.get(context.thing.itemId), context.thing.itemId);
      setCurrent({ itemId: context.thing.itemId, received, expected: line === undefined || line.expected === 0 || blind ? undefined : line.expected });
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'ok');
      if (!context.undone) setDone((before) => [...before, context].slice(-MOST_TAKEN_BACK));
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

  function record(handled: Pick<Handled, 'thing' | 'times' | 'damaged' | 'listed'>): void {
    // A wrong item that is put back and followed by a right one was never received.
    if (facts.question?.rejection.type === 'not_this_document' && facts.question.facts[0]?.context.thing.itemId !== handled.thing.itemId) {
      facts.withdraw();
      tell('stop', 'The scan before', 'put back, not received');
    }
    const whole = { ...handled, ...(photos.hashes.length === 0 ? {} : { evidence: photos.hashes }), deliveryId, purchaseOrderId: delivery?.purchase_order_id ?? null, locationId: place.locationId };
    photos.clear();
    facts.record(asked(receiving(whole)), whole);
  }
  /** What whoever receives here is not asked about: that there is no paper, and, counting blind, whether it is too much. */
  function asked(told: AnyIntent): AnyIntent {
    const known = [...(isPaperless(deliveryId) ? ['unknown_document'] : []), ...(blind ? ['over_expected'] : [])];
    return known.reduce(confirming, told);
  }
  function sendAway(goods: Sent, reason: string): void {
    setSending(undefined);
    const whole = { ...goods, ...(photos.hashes.length === 0 ? {} : { evidence: photos.hashes }), refused: reason, deliveryId, purchaseOrderId: null, locationId: place.locationId };
    photos.clear();
    facts.record(refusing(whole), whole);
  }
  function takeBack(handled: Handled): void {
    setDone((before) => before.filter((each) => each !== handled));
    const undone = { ...handled, undone: true } as const;
    facts.record(handled.refused === undefined ? takingBack(handled) : refusing(undone), undone);
  }
  /** Counted by what it holds; the list of items is the ERP's, which hears of it. */
  function holds({ of: handled, received }: { readonly of: Handled; readonly received: boolean }, units: number): void {
    setResizing(undefined);
    const listed = handled.listed ?? handled.thing.units;
    const sizes = { ...found, [sizeKey(handled.thing.itemId, listed)]: units };
    setFound(sizes);
    if (received) takeBack(handled);
    const again = resized(handled, sizes);
    facts.record(asked(receiving(again)), again);
    if (units !== listed) void commands.submit([intent('pack.propose', { itemId: handled.thing.itemId, listed, found: units, deliveryId })]);
  }
  async function takeItem(thing: ItemThing): Promise<boolean | void> {
    setNameless('');
    if (place.locationId === '' && next !== 'refused') return tell('stop', 'Where does it stand?', 'scan the label of the dock first');
    const card = await items.load(thing.itemId);
    const handled = resized({ thing, times: quantity.take(), damaged }, found);
    setNext('good');
    if (next === 'refused') {
      sounds.play('attention');
      return setSending(handled);
    }
    const needs = missing(card, thing);
    if (needs === undefined) return record(handled);
    sounds.play('attention');
    setPending({ ...handled, needs });
  }
  function complete(value: string): void {
    if (!pending) return;
    const thing = { ...pending.thing, [pending.needs]: value };
    setPending(undefined);
    const next = missing(items.get(thing.itemId), thing);
    if (next === undefined) record({ ...pending, thing });
    else setPending({ ...pending, thing, needs: next });
  }

  useThings({
    screen: 'receive', expected: 'an item of this delivery', tell, unmatched: (code) => setNameless(code.replaceAll(/\p{Cc}/gu, '').trim().slice(0, 128)), neighbours: [deliveryId, current?.itemId ?? ''],
    any: (thing, { raw }) => {
      if (!pending) return false;
      const scanned = thing.kind === 'item' ? thing[pending.needs] : thing.kind === 'unknown' ? raw.trim() : '';
      if (scanned === '') return false;
      complete(scanned.slice(0, 64));
      return true;
    },
    item: takeItem,
    location: ({ locationId }) => {
      place.use(locationId);
      sounds.play('ok');
      tell('ok', `Goods now stand at ${locationId}`, 'place changed');
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
    if (reply.ok) go({ screen: 'receive', deliveryId: '' }, { tone: 'ok', text: `Delivery ${deliveryId}`, effect: forAll ? 'finished for every station' : 'this station is done with it' });
    else tell('stop', reply.why === 'problem' ? reply.problem : 'This was finished before', 'nothing changed');
  }
  const standing = standingOf(lines ?? []);
  useActions([
    ...quantity.digits,
    { key: 'F2', label: quantity.value === 1 ? 'Quantity' : `Quantity: ${quantity.value} ×`, run: quantity.open },
    ...(nameless === '' ? [] : [{ key: 'F5', label: `Take in “${nameless.slice(0, 16)}” without a name`, run: () => void takeItem({ kind: 'item', itemId: nameless, units: 1, lot: '', expiresOn: null, serial: '' }) }]),
    // Once: damaged; twice: the driver takes it along; three times: neither.
    { key: 'F3', label: damaged ? 'Damaged ✓' : next === 'refused' ? 'Sent away ✓' : 'Damaged', run: () => setNext((before) => (before === 'good' ? 'damaged' : before === 'damaged' ? 'refused' : 'good')) },
    { key: 'F4', label: 'Put away', run: () => go({ screen: 'put_away', deliveryId, ...(place.locationId === '' ? {} : { fromLocation: place.locationId }) }) },
    ...(nameless === '' && last && last.thing.units > 1 && last.refused === undefined ? [{ key: 'F5', label: 'Another number in it', run: () => setResizing({ of: last, received: true }) }] : []),
    ...(last ? [{ key: 'F6', label: last.refused === undefined ? `Undo last: ${signed(-unitsOf(last))}` : 'Undo: not sent away', run: () => takeBack(last) }] : []),
    { key: 'F9', label: 'What happened', run: () => lay({ kind: 'document', id: deliveryId }), small: true },
    { key: 'F8', label: 'This station is done', run: () => (standing.differing.length === 0 && !mayFinishForAll ? void finish() : setFinishing(true)) },
    { key: 'Escape', label: 'Home', run: home, atEnd: true },
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
  if (sending) return <RefusalReasons name={nameOf(items.get(sending.thing.itemId), sending.thing.itemId)} units={sending.thing.units * sending.times} onReason={(reason) => sendAway(sending, reason)} onCancel={() => setSending(undefined)} />;
  if (facts.question && first) {
    return (
      <FactQuestion
        question={facts.question} scanned={first.context.thing.itemId} needed={facts.question.rejection.type === 'not_this_document' ? alike(first.context.thing.itemId) : undefined} neededTitle="This delivery has" count={facts.question.facts.reduce((sum, fact) => sum + fact.context.thing.units * fact.context.times, 0)}
        wrongItem={facts.question.rejection.type === 'not_this_document'} where={`delivery ${deliveryId}`} onItIsSo={facts.itIsSo}
        onOtherNumber={first.context.thing.units > 1 && facts.question.facts.length === 1 ? () => { facts.withdraw(); setResizing({ of: first.context, received: false }); } : undefined}
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
            title={pending ? `Scan the ${pending.needs === 'serial' ? 'serial number' : 'lot'}` : quantity.value > 1 ? `Scan once for ${quantity.value} ×` : damaged ? 'Scan the damaged item' : next === 'refused' ? 'Scan what is sent away' : 'Scan the next item'}
            detail={[`Delivery ${deliveryId}`, supplier, place.locationId === '' ? 'scan the dock first' : `standing at ${place.locationId}`, damaged ? 'F3 again: the driver takes it along' : '', blind ? 'count what is there: what is announced is not shown' : '', atIt(receipt?.others ?? [])].filter(Boolean).join(' · ')}
          />}
      {quantity.isOpen && <QuantityBox title="How many are in the next scan?" first={quantity.first} onTyping={quantity.set} onDone={(value) => { quantity.set(value); quantity.close(); }} onCancel={() => { quantity.set(1); quantity.close(); }} />}
      {resizing && <QuantityBox title={`How many does one ${items.get(resizing.of.thing.itemId)?.packs.find((pack) => pack.units === (resizing.of.listed ?? resizing.of.thing.units))?.label.toLowerCase() ?? 'pack'} hold?`} hint="Counted so from now on, on this delivery. The buyer is told; the item list stays as it is." onDone={(units) => holds(resizing, units)} onCancel={() => setResizing(undefined)} />}
      {pending && <TextBox title={`${pending.needs === 'serial' ? 'Serial number' : 'Lot'} of ${nameOf(items.get(pending.thing.itemId), pending.thing.itemId)}`} onDone={complete} onCancel={() => setPending(undefined)} />}
      <div className="two">
        <Panel className="fill" label="In hand">
          {current === undefined ? <>
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
                    {suggestion.answer && <Chip>to {suggestion.answer.locationId}: {suggestion.answer.why === 'same_item' ? 'same item there' : 'empty bin'}</Chip>}
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
