// One parcel on the bench: what was in it, and the unit that is being inspected.
import { useState } from 'react';
import { ask } from '#renderer/bridge.ts';
import { intent, newId, newLabel } from '#renderer/commands.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { clock } from '#renderer/numbers.ts';
import { useWorkPlace } from '#renderer/places.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { Instruction, Mark, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { dispositionWords, gradeWords, problemWords, stateWords } from '#renderer/words.ts';
import { useReturnParcels, useReturnUnits } from '#renderer/working-set/queries.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import type { BoughtLine, PossibleOrder } from '#electron/contract.ts';
import { arriving, emptyBox, lineFor, receivingUnit, stranger, type ItemThing, type Parcel } from './flow.ts';
import { Inspect, type Verdict } from './inspect.tsx';
import { WhichOrder } from './which-order.tsx';

type Unit = WorkingRow<'return_unit'>;
interface Said {
  readonly unitId: string;
  readonly itemId: string;
  readonly text: string;
  readonly effect: string;
  readonly finished: boolean;
  /** All that was done to the unit, once it is finished. */
  readonly whole?: string;
  /** Its label is printed once it is recorded. */
  readonly prints?: string;
}

/** Nothing more to do with it here: decided, or waiting for the second person. */
const isOver = (unit: Pick<Unit, 'state'>): boolean => unit.state === 'EXECUTED' || unit.state === 'TO_DESTROY';
const detailOf = (unit: Unit): string => (unit.state === 'TO_DESTROY' ? `${gradeWords(unit.grade)} · ${stateWords(unit.state)}` : unit.state === 'EXECUTED' ? `${gradeWords(unit.grade)} · ${dispositionWords[unit.disposition]?.words.toLowerCase() ?? unit.disposition}` : unit.state === 'GRADED' ? `${gradeWords(unit.grade)} · waits for a decision` : 'to inspect');

export function ReturnParcel({ parcelId, startUnit }: { readonly parcelId: string; readonly startUnit: string }) {
  const { bridge, items, sounds } = useServices();
  const { go, open: lay } = useNavigation();
  const [log, tell] = useScanLog();
  const place = useWorkPlace('returns');
  const parcel = useReturnParcels()?.find((row) => row.parcel_id === parcelId);
  const units = useReturnUnits(parcelId);
  const [chosen, setChosen] = useState(startUnit);
  const [missing, setMissing] = useState<ItemThing | undefined>(undefined);
  const [choosing, setChoosing] = useState<{ readonly thing: ItemThing; readonly orders: readonly PossibleOrder[] } | undefined>(undefined);
  const [unknown, setUnknown] = useState('');
  const cardOf = useItems((units ?? []).map((unit) => unit.item_id));
  const unit = units?.find((row) => row.unit_id === chosen) ?? units?.find((row) => !isOver(row));
  const out = (): void => go({ screen: 'returns', parcelId: '', tracking: '', unitId: '' });

  const facts = useFacts<Said>({
    onRecorded: ({ context }, result) => {
      sounds.play(result.verdict === 'flagged' ? 'attention' : context.finished ? 'done' : 'ok');
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', context.text, context.effect);
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
      if (context.prints !== undefined) void bridge.request('print', { jobId: newId(), of: 'unit', id: context.prints });
      setChosen(context.finished ? '' : context.unitId);
      // Whoever scanned one unit wants the next one, unless more of its parcel waits.
      if (context.finished && startUnit !== '' && !units?.some((row) => row.unit_id !== context.unitId && !isOver(row))) {
        go({ screen: 'returns', parcelId: '', tracking: '', unitId: '' }, { tone: result.verdict === 'flagged' ? 'attention' : 'ok', text: context.text, effect: context.whole ?? context.effect });
      }
    },
    onAsked: () => sounds.play('attention'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : (ruleSays(refusal.rule) ?? 'This was refused'), 'not recorded');
    },
  });

  const here: Parcel = { parcelId, tracking: parcel?.tracking ?? '', rmaId: parcel?.rma_id ?? undefined, locationId: place.locationId };
  async function receive(thing: ItemThing): Promise<void> {
    // Asked each time, because what came back a moment ago already counts.
    const { lines } = await ask(bridge, { about: 'return_of', parcelId });
    const line = lineFor(lines, thing.itemId);
    // A serial number knows its order; an item that is in none of the parcel's orders may be from another one.
    const orders = line && thing.serial === '' ? [] : await ask(bridge, { about: 'possible_orders', itemId: thing.itemId, serial: thing.serial });
    const bySerial = orders.find((order) => order.by === 'serial');
    if (line && (bySerial === undefined || lines.some((each) => each.orderId === bySerial.orderId) || parcel?.rma_id !== null)) return received(thing, line, lines.length > 0);
    if (bySerial) return receivedOn(thing, bySerial);
    if (line || orders.length === 0) return received(thing, line, lines.length > 0);
    sounds.play('attention');
    setChoosing({ thing, orders });
  }
  async function receivedOn(thing: ItemThing, { orderId }: PossibleOrder): Promise<void> {
    setChoosing(undefined);
    const { lines } = await ask(bridge, { about: 'return_of', orderId });
    received(thing, lineFor(lines, thing.itemId), true);
  }
  function received(thing: ItemThing, line: BoughtLine | undefined, hasOrder: boolean): void {
    const { unitId, command } = receivingUnit(here, thing, line);
    const name = nameOf(items.get(thing.itemId), thing.itemId);
    facts.record(command, { unitId, itemId: thing.itemId, text: name, effect: line ? `received, bought on ${line.orderId}` : hasOrder ? 'received, not in that order' : 'received', finished: false, prints: unitId });
  }
  /** A further paper in the parcel: one more order that it may be of. */
  async function further(read: string): Promise<boolean> {
    const orders = await ask(bridge, { about: 'possible_orders', text: read });
    if (orders.length === 0) return false;
    facts.record(arriving({ ...here, rmaId: undefined }, orders.map((order) => order.orderId)), { unitId: '', itemId: '', text: read, effect: `may be of ${orders.map((order) => order.number || order.orderId).join(', ')}`, finished: false });
    return true;
  }
  function keepAside(): void {
    const { label, command } = stranger(here, unknown);
    setUnknown('');
    facts.record(command, { unitId: '', itemId: '', text: unknown, effect: `kept aside under ${label}`, finished: false, prints: label });
  }
  function isEmpty(): void {
    facts.record(emptyBox(here), { unitId: '', itemId: '', text: here.tracking || parcelId, effect: 'empty box; somebody looks at it', finished: true });
    out();
  }
  function finish({ intents, words }: Verdict, of: Unit): void {
    const name = nameOf(cardOf(of.item_id), of.item_id);
    intents.forEach((command, index) => facts.record(command, { unitId: of.unit_id, itemId: of.item_id, text: name, effect: words[index] ?? '', finished: index === intents.length - 1, whole: words.join(' · ') }));
  }

  /** So many of several alike, for which something else is decided: the label in hand stays with the rest. */
  function split(of: Unit, quantity: number): void {
    const newUnitId = newLabel('RU');
    facts.record(intent('return.split', { unitId: of.unit_id, itemId: of.item_id, locationId: of.location_id, newUnitId, quantity }), { unitId: of.unit_id, itemId: of.item_id, text: nameOf(cardOf(of.item_id), of.item_id), effect: `${quantity} split off under ${newUnitId}`, finished: false, prints: newUnitId });
  }

  useThings({
    screen: 'returns', expected: 'an item out of this parcel', tell, neighbours: [parcelId], enabled: facts.question === undefined && choosing === undefined,
    any: async (thing, { raw }) => {
      if (missing && thing.kind === 'unknown') {
        setMissing(undefined);
        await receive({ ...missing, serial: raw.trim().slice(0, 64) });
        return true;
      }
      if (missing) return false;
      const paper = thing.kind === 'unknown' ? thing.text : thing.kind === 'document' && (thing.document === 'rma' || thing.document === 'parcel' || thing.document === 'fulfilment') ? raw.trim() : '';
      if (paper === '') return false;
      return further(paper);
    },
    unmatched: (text) => setUnknown(text),
    item: async (thing) => {
      const card = await items.load(thing.itemId);
      if (card?.item.serial_control && thing.serial === '') {
        sounds.play('attention');
        return setMissing(thing);
      }
      setMissing(undefined);
      setUnknown('');
      return receive(thing);
    },
    document: (thing) => {
      if (thing.document === 'return_unit') {
        if (!units?.some((row) => row.unit_id === thing.id)) return go({ screen: 'returns', parcelId: '', tracking: '', unitId: thing.id });
        sounds.play('ok');
        return setChosen(thing.id);
      }
      return thing.document === 'return_parcel' ? go({ screen: 'returns', parcelId: thing.id, tracking: '', unitId: '' }) : false;
    },
    location: ({ locationId }) => {
      place.use(locationId);
      return tell('ok', `Returns now stand at ${locationId}`, 'place changed');
    },
  });
  useActions([
    ...(missing ? [{ key: 'F9', label: 'It carries no serial number', run: () => { setMissing(undefined); void receive(missing); } }] : []),
    ...(unknown === '' ? [] : [{ key: 'F9', label: 'Keep it aside with a label', run: keepAside }]),
    ...(parcel && units?.length === 0 && parcel.state === 'ARRIVED' ? [{ key: 'F7', label: 'The box is empty', run: isEmpty }] : []),
    { key: 'F5', label: 'What happened', run: () => lay({ kind: 'document', id: parcelId }), small: true },
    { key: 'F8', label: 'Parcel is done', run: out, elsewhere: true },
    { key: 'Escape', label: 'Parcel is done', run: out, atEnd: true },
  ]);
  useExpectation({ right: (units ?? []).filter((row) => !isOver(row)).slice(0, 3).map((row) => ({ what: nameOf(cardOf(row.item_id), row.item_id), code: row.state === 'RECEIVED' ? labelFor('RU', row.unit_id) : (items.get(row.item_id)?.barcodes[0]?.code ?? '') })), wrong: [{ what: 'A tote', code: 'TOTE-001' }] });

  if (choosing) return <WhichOrder itemId={choosing.thing.itemId} orders={choosing.orders} onChoose={(order) => void receivedOn(choosing.thing, order)} onNone={() => { setChoosing(undefined); received(choosing.thing, undefined, false); }} />;
  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) return <FactQuestion question={facts.question} scanned={asked.context.itemId} count={1} wrongItem={false} where="this return" onItIsSo={facts.itIsSo} onNotSo={() => facts.withdraw()} log={log} />;
  return (
    <div className="inspect">
      <div className="inspect-side">
        <Panel title="Parcel" aside={parcel ? `opened ${clock(parcel.arrived_at)}` : ''}>
          <p className="code">{parcel?.tracking || parcelId}</p>
          <p className="muted">{parcel?.rma_id ? `announced as ${parcel.rma_id}` : 'not announced'}{((parcel?.orders ?? []) as readonly string[]).length > 0 ? ` · may be of ${((parcel?.orders ?? []) as readonly string[]).join(', ')}` : ''}{parcel?.outcome === 'EMPTY_BOX' ? ' · empty box' : ''}{parcel ? ` · ${stateWords(parcel.state)}` : ''}</p>
          <ul className="unit-list">
            {(units ?? []).map((row) => (
              <li key={row.unit_id}>
                <button type="button" className={row.unit_id === unit?.unit_id ? 'choice choice-on' : 'choice'} aria-current={row.unit_id === unit?.unit_id} onClick={() => setChosen(row.unit_id)}>
                  <Mark tone={isOver(row) ? 'ok' : 'none'} />
                  <span className="choice-words"><span className="choice-title">{nameOf(cardOf(row.item_id), row.item_id)}</span><span className="choice-detail">{row.quantity > 1 ? `${row.quantity} × · ` : ''}{detailOf(row)}</span></span>
                </button>
              </li>
            ))}
          </ul>
          {((parcel?.found ?? []) as readonly { readonly label: string; readonly code: string }[]).map(({ label, code }) => <p key={label} className="notice">Nobody knows “{code}”: it lies aside under {label}</p>)}
          {units?.length === 0 && <Nothing>Scan what is in it.</Nothing>}
        </Panel>
        <Panel title="Last scans" className="fill"><ScanLog entries={log} /></Panel>
      </div>
      {missing ? <Instruction tone="ask" title="Scan its serial number" detail={`${nameOf(items.get(missing.itemId), missing.itemId)} carries one; F9 if it does not`} />
        : unknown !== '' ? <Instruction tone="ask" title="Nobody knows this code" detail={`${unknown}: scan the item itself, or F9 keeps it aside under a label of its own`} />
        : unit && !isOver(unit) ? <Inspect key={unit.unit_id} unit={unit} card={cardOf(unit.item_id)} onFinish={(verdict) => finish(verdict, unit)} onSplit={(quantity) => split(unit, quantity)} />
        : <Instruction tone={units && units.length > 0 ? 'done' : 'go'} title={units && units.length > 0 ? 'All decided. Scan the next item, or press Esc' : 'Scan each item out of the parcel'} detail="each becomes a unit with its own label" />}
    </div>
  );
}
