// Holds and recalls for a supervisor: what is held and where it lies now, what left the house before that and to whom, a
// new hold by scanning an item, a lot or a bin, and lifting one.
import { useEffect, useState } from 'react';
import type { Received } from '#domain/recall.ts';
import type { HeldAt, HoldLine, ReceivedAnswer } from '#electron/contract.ts';
import { intent, newLabel } from '#renderer/commands.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { clock, figure, moment, plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { usePeople } from '#renderer/people.ts';
import { useNavigation } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Chip, Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { holdWords } from '#renderer/words.ts';
import { useOpenExceptions } from '#renderer/working-set/queries.ts';
import { receivedCsv } from './csv.ts';
import { PlaceHold, type Target, type Wanted } from './place-hold.tsx';

const ASK = { about: 'holds' } as const;
const unitsOf = (held: readonly HeldAt[]): number => held.reduce((sum, each) => sum + each.quantity, 0);

export function Holds() {
  const { go, open: lay } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(30_000);
  const nameOfPerson = usePeople();
  const { answer, again } = useAnswer(ASK);
  const live = useOpenExceptions();
  useEffect(() => again(), [again, live]);
  const [chosen, setChosen] = useState('');
  const [target, setTarget] = useState<Target | undefined>(undefined);
  const [lifting, setLifting] = useState(false);
  const lines = answer ?? [];
  const cardOf = useItems([...new Set(lines.flatMap(({ hold, held }) => [hold.item_id, ...held.map((each) => each.itemId)]).filter((itemId) => itemId !== ''))]);
  const nameOfItem = (itemId: string): string => nameOf(cardOf(itemId), itemId);
  const current = lines.find((line) => line.hold.hold_id === chosen) ?? lines[0];
  const asked = current && current.hold.item_id !== '' ? { about: 'received_by', itemId: current.hold.item_id, lot: current.hold.lot } as const : undefined;
  const { answer: received } = useAnswer(asked);
  const titleOf = ({ hold }: HoldLine): string => [hold.item_id === '' ? 'Everything' : nameOfItem(hold.item_id), hold.lot && `lot ${hold.lot}`, hold.serial && `no. ${hold.serial}`, hold.location_id && `in ${hold.location_id}`].filter(Boolean).join(' · ');

  async function place(wanted: Wanted): Promise<void> {
    setTarget(undefined);
    const holdId = newLabel('HOLD');
    const { itemId, lot, serial, locationId, code, note } = wanted;
    const reply = await decide([intent('hold.place', { holdId, itemId, lot, serial, locationId, code, note })], { text: wanted.words, effect: 'held, wherever it is' });
    if (reply.ok) setChosen(holdId);
    again();
  }
  async function lift({ hold, held }: HoldLine): Promise<void> {
    setLifting(false);
    await decide([intent('hold.release', { holdId: hold.hold_id, itemId: hold.item_id, locationId: hold.location_id, itemIds: hold.item_id === '' ? [...new Set(held.map((each) => each.itemId))] : [] })], { text: holdWords(hold.code), effect: `${plural(unitsOf(held), 'unit')} free again` });
    again();
  }
  const scanned = (found: Partial<Target> & Pick<Target, 'words'>): void => setTarget({ itemId: '', lot: '', serial: '', locationId: '', ...found });
  useThings({
    screen: 'holds', expected: 'an item, a bin or a tote to hold', tell, enabled: answer !== null && target === undefined && !lifting,
    item: ({ itemId, lot, serial }) => scanned({ itemId, lot, serial, words: itemId }),
    location: ({ locationId }) => scanned({ locationId, words: `everything in ${locationId}` }),
    handlingUnit: ({ unitId }) => scanned({ locationId: unitId, words: `everything in ${unitId}` }),
  });
  useActions(lifting && current ? [
    { key: 'Enter', label: 'Lift it', run: () => void lift(current), primary: true },
    { key: 'Escape', label: 'Leave it', run: () => setLifting(false), atEnd: true },
  ] : [
    ...(current ? [{ key: 'F3', label: 'Lift it', run: () => setLifting(true) }, { key: 'F4', label: 'Save who has it', run: () => save(current, received), locked: received && received.trace.received.length > 0 ? undefined : 'nobody has it' }, { key: 'F5', label: 'Why', run: () => lay({ kind: 'document', id: current.hold.hold_id }) }] : []),
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ], { enabled: target === undefined });

  if (answer === null) return <div className="stack"><Instruction tone="ask" title="A supervisor holds goods and lifts holds" detail="Press Esc to go back." /></div>;
  if (target) return <PlaceHold target={target} onDone={(wanted) => void place(wanted)} onCancel={() => setTarget(undefined)} />;
  return (
    <div className="stack">
      {lifting && current ? <Instruction tone="ask" title={`Lift the hold on ${titleOf(current)}?`} detail={`${plural(unitsOf(current.held), 'unit')} may be sold again. Enter lifts it, Esc leaves it.`} /> : <Instruction title="Scan an item, a lot label, a bin or a tote to hold it" detail="a recall holds it in all warehouses, and tells who received the rest" />}
      <div className="two two-even">
        <Panel title="Held now" aside={plural(lines.length, 'hold')} className="fill flush">
          {answer !== undefined && lines.length === 0 && <Nothing>Nothing is held.</Nothing>}
          <Choices label="Holds, newest first" digits={false} chosen={current?.hold.hold_id} onMove={setChosen} onChoose={setChosen} choices={lines.map((line) => ({
            id: line.hold.hold_id, title: titleOf(line), detail: [holdWords(line.hold.code), line.hold.note].filter(Boolean).join(' · '), aside: <><b>{figure(unitsOf(line.held))}</b><span className="choice-age">{moment(line.hold.placed_at, now)}</span></>,
          }))} />
          <ScanLog entries={log} most={3} />
        </Panel>
        <Panel className="fill" label="What it caught" scrolls>
          {current === undefined ? <Nothing>Choose one on the left.</Nothing> : (
            <>
              <h1 className="item-name">{titleOf(current)}</h1>
              <p className="chips"><Chip tone="attention">{holdWords(current.hold.code)}</Chip><Chip>{nameOfPerson(current.hold.placed_by)}, {moment(current.hold.placed_at, now)}</Chip>{current.hold.note !== '' && <Chip>{current.hold.note}</Chip>}</p>
              <h2 className="sub">Here, held: {plural(unitsOf(current.held), 'unit')}</h2>
              {current.held.length === 0 ? <Nothing>None of it is here.</Nothing> : <Places held={current.held} nameOfItem={nameOfItem} isAll={current.hold.item_id === ''} />}
              {asked && <Left answer={received} now={now} hold={current.hold} />}
            </>
          )}
        </Panel>
      </div>
    </div>
  );
}

const kinds: Readonly<Record<HeldAt['kind'], string>> = { place: '', tote: 'tote ', parcel: 'parcel ' };

function Places({ held, nameOfItem, isAll }: { readonly held: readonly HeldAt[]; readonly nameOfItem: (itemId: string) => string; readonly isAll: boolean }) {
  return (
    <table className="by-person">
      <thead><tr><th scope="col">Where</th><th scope="col">Lot</th><th scope="col">For order</th><th scope="col">Units</th></tr></thead>
      <tbody>{held.map((each) => <tr key={[each.locationId, each.itemId, each.lot, each.serial].join()}><th scope="row">{kinds[each.kind]}{each.locationId}{isAll ? ` · ${nameOfItem(each.itemId)}` : ''}</th><td>{each.lot || '–'}</td><td>{each.orderId || '–'}</td><td>{figure(each.quantity)}</td></tr>)}</tbody>
    </table>
  );
}

function Left({ answer, now, hold }: { readonly answer: ReceivedAnswer | null | undefined; readonly now: number; readonly hold: HoldLine['hold'] }) {
  if (!answer) return <Nothing>Asking who received the rest …</Nothing>;
  const { received } = answer.trace;
  // What is here was listed above, as this station knows it now.
  const still = answer.trace.still.filter((each) => each.warehouse !== hold.warehouse_id);
  const source = answer.from === 'erp' ? `as of ${clock(answer.at ?? now)}, from the ERP` : answer.at === null ? 'from this station, which was never level with the ERP' : `offline: as of ${moment(answer.at, now)}, what this station knows`;
  const unsure = hold.lot === '' ? 0 : received.filter((row) => row.lot === '').length;
  return (
    <>
      <h2 className="sub">Left the house: {plural(received.reduce((sum, row) => sum + row.quantity, 0), 'unit')} in {plural(new Set(received.map((row) => row.parcelId)).size, 'parcel')} <span className="muted">{source}</span></h2>
      {received.length === 0 && <Nothing>None of it has left.</Nothing>}
      {unsure > 0 && <p className="muted">Where no lot is shown nobody wrote it down: it may be another.</p>}
      {received.length > 0 && (
        <table className="by-person">
          <thead><tr><th scope="col">Customer</th><th scope="col">Order</th><th scope="col">Parcel</th><th scope="col">Lot</th><th scope="col">Left</th><th scope="col">Units</th></tr></thead>
          <tbody>{received.slice(0, MOST).map((row) => <tr key={keyOf(row)}><th scope="row">{row.customer || row.customerId || 'not known'}</th><td>{row.orderId}</td><td>{row.parcelId}</td><td>{row.lot || '–'}</td><td>{moment(row.shippedAt, now)}</td><td>{figure(row.quantity)}</td></tr>)}</tbody>
        </table>
      )}
      {received.length > MOST && <p className="muted">{plural(received.length - MOST, 'more line')}: F4 saves all of them.</p>}
      {still.length > 0 && <p className="muted">Still in other warehouses: {still.map((each) => `${each.warehouse}: ${figure(each.quantity)}${each.free > 0 ? `, ${figure(each.free)} of them not held` : ''}`).join(' · ')}.</p>}
    </>
  );
}
const MOST = 100;
const keyOf = (row: Received): string => [row.warehouse, row.parcelId, row.lot, row.serial, row.quantity].join();

function save({ hold }: HoldLine, answer: ReceivedAnswer | null | undefined): void {
  if (!answer) return;
  const address = URL.createObjectURL(new Blob([receivedCsv(answer.trace.received)], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `received-${[hold.item_id, hold.lot].filter(Boolean).join('-')}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
