// One parcel on the bench: what was in it, and the unit that is being inspected.
import { useState } from 'react';
import { ask } from '#renderer/bridge.ts';
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
import { lineFor, receivingUnit, type ItemThing } from './flow.ts';
import { Inspect, type Verdict } from './inspect.tsx';

type Unit = WorkingRow<'return_unit'>;
interface Said {
  readonly unitId: string;
  readonly itemId: string;
  readonly text: string;
  readonly effect: string;
  readonly finished: boolean;
  /** All that was done to the unit, once it is finished. */
  readonly whole?: string;
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
  const cardOf = useItems((units ?? []).map((unit) => unit.item_id));
  const unit = units?.find((row) => row.unit_id === chosen) ?? units?.find((row) => !isOver(row));
  const out = (): void => go({ screen: 'returns', parcelId: '', tracking: '', unitId: '' });

  const facts = useFacts<Said>({
    onRecorded: ({ context }, result) => {
      sounds.play(result.verdict === 'flagged' ? 'attention' : context.finished ? 'done' : 'ok');
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', context.text, context.effect);
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
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

  async function receive(thing: ItemThing): Promise<void> {
    // Asked each time, because what came back a moment ago already counts.
    const { lines } = await ask(bridge, { about: 'return_of', parcelId });
    const line = lineFor(lines, thing.itemId);
    const { unitId, command } = receivingUnit({ parcelId, tracking: parcel?.tracking ?? '', rmaId: parcel?.rma_id ?? undefined, locationId: place.locationId }, thing, line);
    const name = nameOf(items.get(thing.itemId), thing.itemId);
    facts.record(command, { unitId, itemId: thing.itemId, text: name, effect: line ? `received, bought on ${line.orderId}` : lines.length > 0 ? 'received, not in that order' : 'received', finished: false });
  }
  function finish({ intents, words }: Verdict, of: Unit): void {
    const name = nameOf(cardOf(of.item_id), of.item_id);
    intents.forEach((command, index) => facts.record(command, { unitId: of.unit_id, itemId: of.item_id, text: name, effect: words[index] ?? '', finished: index === intents.length - 1, whole: words.join(' · ') }));
  }

  useThings({
    screen: 'returns', expected: 'an item out of this parcel', tell, neighbours: [parcelId], enabled: facts.question === undefined,
    any: async (thing, { raw }) => {
      if (!missing || thing.kind !== 'unknown') return false;
      setMissing(undefined);
      await receive({ ...missing, serial: raw.trim().slice(0, 64) });
      return true;
    },
    item: async (thing) => {
      const card = await items.load(thing.itemId);
      if (card?.item.serial_control && thing.serial === '') {
        sounds.play('attention');
        return setMissing(thing);
      }
      setMissing(undefined);
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
    { key: 'F5', label: 'What happened', run: () => lay({ kind: 'document', id: parcelId }), small: true },
    { key: 'F8', label: 'Parcel is done', run: out, elsewhere: true },
    { key: 'Escape', label: 'Parcel is done', run: out, atEnd: true },
  ]);
  useExpectation({ right: (units ?? []).filter((row) => !isOver(row)).slice(0, 3).map((row) => ({ what: nameOf(cardOf(row.item_id), row.item_id), code: row.state === 'RECEIVED' ? labelFor('RU', row.unit_id) : (items.get(row.item_id)?.barcodes[0]?.code ?? '') })), wrong: [{ what: 'A tote', code: 'TOTE-001' }] });

  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) return <FactQuestion question={facts.question} scanned={asked.context.itemId} count={1} wrongItem={false} where="this return" onItIsSo={facts.itIsSo} onNotSo={() => facts.withdraw()} log={log} />;
  return (
    <div className="inspect">
      <div className="inspect-side">
        <Panel title="Parcel" aside={parcel ? `opened ${clock(parcel.arrived_at)}` : ''}>
          <p className="code">{parcel?.tracking || parcelId}</p>
          <p className="muted">{parcel?.rma_id ? `announced as ${parcel.rma_id}` : 'not announced'}{parcel ? ` · ${stateWords(parcel.state)}` : ''}</p>
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
          {units?.length === 0 && <Nothing>Scan what is in it.</Nothing>}
        </Panel>
        <Panel title="Last scans" className="fill"><ScanLog entries={log} /></Panel>
      </div>
      {missing ? <Instruction tone="ask" title="Scan its serial number" detail={`${nameOf(items.get(missing.itemId), missing.itemId)} carries one; F9 if it does not`} />
        : unit && !isOver(unit) ? <Inspect key={unit.unit_id} unit={unit} card={cardOf(unit.item_id)} onFinish={(verdict) => finish(verdict, unit)} />
        : <Instruction tone={units && units.length > 0 ? 'done' : 'go'} title={units && units.length > 0 ? 'All decided. Scan the next item, or press Esc' : 'Scan each item out of the parcel'} detail="each becomes a unit with its own label" />}
    </div>
  );
}
