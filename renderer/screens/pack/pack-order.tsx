// One order at the bench: every unit is scanned once more, then the carrier's label comes free.
import { useMemo, useRef, useState } from 'react';
import { useCarriers } from '#renderer/carriers.ts';
import type { Thing } from '#electron/contract.ts';
import { intent } from '#renderer/commands.ts';
import { nameOf, useItem, useItems } from '#renderer/items.ts';
import { refusalWords } from '#renderer/outcome.ts';
import { useNavigation } from '#renderer/route.ts';
import { useValue } from '#renderer/readable.ts';
import { useServices } from '#renderer/services.ts';
import { useExpectation } from '#renderer/tray/expectations.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { LineList, type Line } from '#renderer/ui/line-list.tsx';
import { Chip, Instruction, Nothing, Panel, Picture, RunningNumber, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { Stop } from '#renderer/ui/stop.tsx';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { problemWords } from '#renderer/words.ts';
import { isCancelledWork, useFulfilment, usePickTasks } from '#renderer/working-set/queries.ts';
import { useCarrierLabel } from './use-carrier-label.ts';
import { CartonView } from './carton-view.tsx';
import { asOrdered, isComplete, missingUnits, packing, see, seenOf, taskFor, toPackOf, type Seen } from './flow.ts';
import { useCartons } from './use-cartons.ts';

type ItemThing = Extract<Thing, { kind: 'item' }>;
interface Packed {
  readonly parcelId: string;
  readonly carrierId: string;
}

export function PackOrder({ fulfilmentId, tote = '' }: { readonly fulfilmentId: string; readonly tote?: string | undefined }) {
  const { items, sounds, commands, station } = useServices();
  const { go, open: lay } = useNavigation();
  const [log, tell] = useScanLog();
  const work = useFulfilment(fulfilmentId);
  const heard = usePickTasks([fulfilmentId]);
  const online = useValue(station.status)?.online ?? false;
  /** Picked as far as this station has heard; offline it may lie on the bench all the same. */
  const unheard = !online && (work?.state === 'OPEN' || work?.state === 'PICKING');
  const [bench, setBench] = useState(tote);
  const tasks = useMemo(() => (unheard && heard ? asOrdered(heard, bench) : heard), [unheard, heard, bench]);
  const noTote = unheard && bench === '' && (heard?.some((task) => task.tote === '') ?? false);
  const carriers = useCarriers();
  const [seen, setSeen] = useState<Seen>({});
  // The next scan may come before React has drawn the last one.
  const truth = useRef<Seen>(seen);
  const [currentTask, setCurrentTask] = useState('');
  const [wrong, setWrong] = useState<{ readonly itemId: string; readonly raw: string } | undefined>(undefined);
  /** An item whose serial number is scanned next. */
  const [unnumbered, setUnnumbered] = useState<ItemThing | undefined>(undefined);
  const [carrier, setCarrier] = useState('');
  const [choosing, setChoosing] = useState(false);
  const [parcel, setParcel] = useState<Packed | undefined>(undefined);
  // Once packed, the screen keeps showing what was in the box.
  const [boxed, setBoxed] = useState<typeof tasks>(undefined);
  const list = boxed ?? tasks ?? [];
  const chosenCarrier = carrier === '' ? (work?.carrier_id ?? '') : carrier;
  const [isAll, setIsAll] = useState(false);
  const complete = isComplete(list, seen) || (isAll && Object.keys(seen).length > 0);
  const left = missingUnits(list, seen);
  const cartons = useCartons(fulfilmentId, tasks && list.reduce((sum, task) => sum + toPackOf(task), 0));

  const facts = useFacts<Packed>({
    onRecorded: ({ context }, result) => {
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'done');
      setParcel(context);
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', `Parcel ${context.parcelId}`, 'packed, label is free');
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
    },
    onAsked: () => sounds.play('wrong'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : refusalWords(refusal), 'not packed');
    },
  });

  const label = useCarrierLabel(parcel?.parcelId, tell);
  async function take(thing: ItemThing, raw: string): Promise<void> {
    const task = taskFor(list, truth.current, thing.itemId, thing.lot);
    setIsAll(false);
    if (!task) {
      await items.load(thing.itemId);
      sounds.play('wrong');
      setWrong({ itemId: thing.itemId, raw });
      return tell('stop', nameOf(items.get(thing.itemId), thing.itemId), list.some((each) => each.item_id === thing.itemId) ? 'more than this order has' : 'not in this order');
    }
    setWrong(undefined);
    truth.current = see(truth.current, task, thing.units, thing.serial);
    setSeen(truth.current);
    setCurrentTask(task.task_id);
    sounds.play(isComplete(list, truth.current) ? 'done' : 'ok');
    return tell('ok', nameOf(items.get(thing.itemId), thing.itemId), `${seenOf(truth.current, task)} of ${toPackOf(task)}`);
  }

  useThings({
    screen: 'pack', tell, neighbours: [fulfilmentId], enabled: facts.question === undefined, expected: parcel ? 'the next tote' : 'an item of this tote',
    any: async (thing, read) => {
      if (!unnumbered || thing.kind !== 'unknown') return false;
      setUnnumbered(undefined);
      await take({ ...unnumbered, serial: read.raw.trim().slice(0, 64) }, read.raw);
      return true;
    },
    item: async (thing, read) => {
      if (parcel) return false;
      const known = await items.load(thing.itemId);
      if (known?.item.serial_control && thing.serial === '' && taskFor(list, truth.current, thing.itemId, thing.lot)) {
        sounds.play('attention');
        return setUnnumbered(thing);
      }
      setUnnumbered(undefined);
      if (noTote) {
        sounds.play('attention');
        return tell('attention', 'Out of which tote?', 'scan it first');
      }
      return take(thing, read.raw);
    },
    handlingUnit: (thing) => {
      if (noTote && (thing.fulfilmentId === null || thing.fulfilmentId === fulfilmentId)) {
        sounds.play('ok');
        setBench(thing.unitId);
        return tell('ok', `Tote ${thing.unitId}`, 'packed out of it');
      }
      if (thing.fulfilmentId === fulfilmentId) return tell('ok', `Tote ${thing.unitId}`, 'already open');
      if (thing.fulfilmentId === null) return false;
      return go({ screen: 'pack', fulfilmentId: thing.fulfilmentId });
    },
    document: (thing) => {
      if (thing.document === 'parcel') return label.print(thing.id);
      return thing.document === 'fulfilment' && thing.id !== fulfilmentId ? go({ screen: 'pack', fulfilmentId: thing.id }) : false;
    },
  });

  function pack(): void {
    if (!work || !complete) return;
    const { parcelId, command } = packing(work, list, seen, chosenCarrier, unheard);
    setBoxed(list);
    facts.record(command, { parcelId, carrierId: chosenCarrier });
  }
  async function keepWrong(): Promise<void> {
    if (!wrong) return;
    const reply = await commands.submit([intent('scan.keep', { raw: wrong.raw, screen: 'pack', neighbours: [fulfilmentId, ...list.slice(0, 2).map((task) => task.tote)].filter(Boolean), why: `the tote holds ${wrong.itemId}, which this order does not need` })]);
    setWrong(undefined);
    tell('attention', nameOf(items.get(wrong.itemId), wrong.itemId), reply.ok ? 'written down, put it aside' : refusalWords(reply));
  }
  const stopped = parcel === undefined && work !== undefined && isCancelledWork(work);
  const totes = [...new Set(list.filter((task) => toPackOf(task) > 0).map((task) => task.tote))];
  const locked = complete ? (chosenCarrier === '' ? 'choose a carrier' : undefined) : `${left} not scanned yet`;
  useActions(stopped ? [
    { key: 'F8', label: 'Put it back', run: () => go({ screen: 'put_back', placeId: totes[0] ?? '' }), primary: true },
    { key: 'F3', label: 'Ship or unpack', run: () => go({ screen: 'ship' }) },
    { key: 'Escape', label: 'Other tote', run: () => go({ screen: 'pack', fulfilmentId: '' }), atEnd: true },
  ] : parcel ? [
    { key: 'F8', label: 'Hand parcels over', run: () => go({ screen: 'ship' }) },
    { key: 'Enter', label: 'Next tote', run: () => go({ screen: 'pack', fulfilmentId: '' }), primary: true },
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ] : [
    ...(unheard && !complete && Object.keys(seen).length > 0 ? [{ key: 'F8', label: 'That is all in the tote', run: () => setIsAll(true) }] : [{ key: 'F8', label: 'Close the parcel, print its label', run: pack, primary: true, locked }]),
    { key: 'F4', label: 'Carrier', run: () => setChoosing(true) },
    { key: 'F5', label: 'What happened', run: () => lay({ kind: 'document', id: fulfilmentId }), small: true },
    { key: 'Escape', label: 'Other tote', run: () => go({ screen: 'pack', fulfilmentId: '' }), atEnd: true },
  ]);

  const cardOf = useItems(useMemo(() => (tasks ?? []).map((task) => task.item_id), [tasks]));
  const current = list.find((task) => task.task_id === currentTask);
  const card = useItem(current?.item_id);
  const next = list.find((task) => seenOf(seen, task) < toPackOf(task));
  const looks = cardOf(next?.item_id ?? '')?.lookAlikes.slice(0, 2) ?? [];
  const lookCards = useItems(looks);
  useExpectation({
    right: next && !parcel ? [{ what: nameOf(cardOf(next.item_id), next.item_id), code: cardOf(next.item_id)?.barcodes[0]?.code ?? '' }] : [],
    wrong: looks.map((id) => ({ what: nameOf(lookCards(id), id), code: lookCards(id)?.barcodes[0]?.code ?? '' })),
  });
  const shown = list.map((task): Line => ({
    id: task.task_id, itemId: task.item_id, numbered: true, detail: [task.tote, task.short > 0 ? `${task.short} missing` : ''].filter(Boolean).join(' · '),
    value: `${seenOf(seen, task)} of ${toPackOf(task)}`, tone: toPackOf(task) > 0 && seenOf(seen, task) === toPackOf(task) ? 'ok' : 'none',
  }));
  const carrierName = carriers.name(chosenCarrier);

  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) {
    return <FactQuestion question={facts.question} count={1} wrongItem={facts.question.rejection.type === 'order_cancelled'} where="this order" onItIsSo={facts.itIsSo} onNotSo={() => { facts.withdraw(); setBoxed(undefined); }} log={log} />;
  }
  if (wrong) {
    return (
      <div className="stack">
        <Stop title="Wrong item" sentence={next ? <>Put it back in the tote. Scan <b>{nameOf(cardOf(next.item_id), next.item_id)}</b>, or press Esc to report what is in the tote.</> : 'Everything of this order is scanned already. Put it aside, or press Esc to report it.'} scanned={wrong.itemId} needed={next?.item_id} neededTitle="This order needs"
          options={[<><b>Scan the right item</b>: work goes on.</>, <><b>Esc</b>: the tote really holds this item. It is written down, nothing is charged to you.</>, <><b>F6</b>: forget this scan.</>, <span key="l" className="muted">The label stays locked until packed equals picked.</span>]}
          actions={[{ key: 'Escape', label: 'It is in the tote', run: () => void keepWrong() }, { key: 'F6', label: 'Forget this scan', run: () => setWrong(undefined) }]} />
        <ScanLog entries={log} most={2} />
      </div>
    );
  }
  if (stopped) {
    return (
      <div className="stack">
        <Instruction tone="ask" title="This order is cancelled" detail={totes.length === 0 ? 'Nothing of it is in a tote. A parcel of it is unpacked at “Ship”.' : `Do not pack it. F8: what is in ${totes.join(', ')} goes back to its bins.`} />
        <Panel title={`Order ${work.order_id}`} className="fill flush"><LineList label="Lines" lines={shown} /></Panel>
        <ScanLog entries={log} most={2} />
      </div>
    );
  }
  if (choosing) return <ChooseCarrier carriers={carriers.list} onChoose={(id) => { setCarrier(id); setChoosing(false); }} onCancel={() => setChoosing(false)} />;
  return (
    <div className="stack">
      {parcel ? <Instruction tone="done" title={`Parcel ${parcel.parcelId}`} detail={label.tracking === '' ? `Stick our label on and put it to ${carrierName}. Once the carrier has given its number, a scan of it here prints that label.` : `${carrierName} · ${label.tracking}. Stick its label on. Scan the next tote.`} />
        : unnumbered ? <Instruction tone="ask" title="Scan its serial number" detail={`${nameOf(items.get(unnumbered.itemId), unnumbered.itemId)} carries one`} />
        : complete ? <Instruction tone="done" title={left > 0 ? 'That is all. Close the parcel' : 'Everything is in. Close the parcel'} detail={left > 0 ? `${left} of what was ordered were not in the tote · F8 closes it · ${carrierName}` : `F8 closes it and frees the label · ${carrierName}`} />
        : noTote ? <Instruction tone="ask" title="Scan the tote it lies in" detail={`Order ${work?.order_id ?? fulfilmentId} · this station has not heard yet that it is picked`} />
        : <Instruction title="Scan each item into the box" detail={`Order ${work?.order_id ?? fulfilmentId} · ${carrierName} · ${unheard ? 'not heard yet that it is picked: scan what is in the tote' : 'label locked until all is scanned'}`} />}
      <div className="two two-even">
        <Panel className="fill" label="In hand">
          {current === undefined ? <Nothing>{left === 0 ? 'Nothing of this order is in a tote.' : 'Nothing scanned yet.'}</Nothing> : (
            <>
              <div className="in-hand">
                <Picture colour={card?.item.colour ?? ''} />
                <div>
                  <h2 className="item-name">{nameOf(card, current.item_id)}</h2>
                  <p className="code">{[card?.item.sku, card?.barcodes[0]?.code].filter(Boolean).join(' · ')}</p>
                  <p className="chips">
                    {card?.item.battery && <Chip tone="attention">! battery label on the box</Chip>}
                    {card?.item.oversize && <Chip tone="attention">! oversize box</Chip>}
                  </p>
                </div>
              </div>
              <RunningNumber value={seenOf(seen, current)} of={toPackOf(current)} label="in the box" />
            </>
          )}
          <ScanLog entries={log} />
        </Panel>
        <Panel title="This order" aside={left === 0 ? 'all scanned' : `${left} to scan`} className="fill flush">
          {list.length > 0 && <CartonView cartons={cartons} lastItem={current?.item_id} nameOf={(itemId) => nameOf(cardOf(itemId), itemId)} scanned={(itemId) => list.reduce((sum, task) => (task.item_id === itemId ? sum + seenOf(seen, task) : sum), 0)} />}
          <LineList label="Lines to pack" lines={shown} current={currentTask} />
        </Panel>
      </div>
    </div>
  );
}

function ChooseCarrier({ carriers, onChoose, onCancel }: { readonly carriers: readonly { readonly carrier_id: string; readonly name: string; readonly cutoff_minute: number }[]; readonly onChoose: (carrierId: string) => void; readonly onCancel: () => void }) {
  useActions([{ key: 'Escape', label: 'Keep it as it is', run: onCancel, atEnd: true }], { modal: true });
  const at = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return (
    <div className="stack">
      <Instruction tone="ask" title="Which carrier takes it?" />
      <Panel className="fill" label="Carriers"><Choices label="Carriers" onChoose={onChoose} choices={carriers.map((row) => ({ id: row.carrier_id, title: row.name, aside: `picks up at ${at(row.cutoff_minute)}` }))} /></Panel>
    </div>
  );
}
