// Returns: a parcel by its label, its carrier's number, its announcement, or any item out of it.
import { useEffect, useEffectEvent, useState } from 'react';
import { useCodes } from '#renderer/codes.ts';
import { ask } from '#renderer/bridge.ts';
import { newId, newLabel } from '#renderer/commands.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useWorkPlace } from '#renderer/places.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { reasonWords, stateWords } from '#renderer/words.ts';
import { useReturnParcels, useUnitsToInspect } from '#renderer/working-set/queries.ts';
import { arriving, lineFor, receivingUnit, type ItemThing } from './flow.ts';
import type { PossibleOrder } from '#electron/contract.ts';
import { ReturnParcel } from './return-parcel.tsx';
import { WhichOrder } from './which-order.tsx';

export function Returns({ parcelId, tracking, unitId }: { readonly parcelId: string; readonly tracking: string; readonly unitId: string }) {
  if (parcelId !== '') return <ReturnParcel parcelId={parcelId} startUnit={unitId} />;
  return unitId === '' ? <ChooseParcel announced={tracking} /> : <ByUnit unitId={unitId} />;
}

/** The parcel of a scanned unit, held on to while the unit is decided and leaves the list of what waits. */
function ByUnit({ unitId }: { readonly unitId: string }) {
  const found = useUnitsToInspect()?.find((row) => row.unit_id === unitId)?.parcel_id;
  const [held, setHeld] = useState(found);
  if (held === undefined && found !== undefined) setHeld(found);
  const parcelId = held ?? found;
  return parcelId === undefined ? <ChooseParcel announced="" /> : <ReturnParcel parcelId={parcelId} startUnit={unitId} />;
}

function ChooseParcel({ announced }: { readonly announced: string }) {
  const { bridge, items, sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(30_000);
  const place = useWorkPlace('returns');
  const reasons = useCodes('return_reason', reasonWords);
  const parcels = useReturnParcels();
  const units = useUnitsToInspect();
  const waiting = (units ?? []).slice(0, 200);
  const cardOf = useItems(waiting.map((unit) => unit.item_id));
  const open = (parcelId: string, unitId = ''): void => go({ screen: 'returns', parcelId, tracking: '', unitId });

  /** A parcel nobody knows is one that just arrived. */
  async function arrive(tracking: string, rmaId: string | undefined, orders: readonly PossibleOrder[]): Promise<void> {
    const parcelId = newLabel('PC');
    const reply = await decide([arriving({ parcelId, tracking, rmaId, locationId: place.locationId }, orders.map((order) => order.orderId))], { text: `Parcel ${rmaId ?? tracking}`, effect: 'arrived' });
    if (reply.ok) go({ screen: 'returns', parcelId, tracking: '', unitId: '' }, { tone: 'ok', text: `Parcel ${rmaId ?? tracking}`, effect: 'arrived' });
  }
  const [choosing, setChoosing] = useState<{ readonly thing: ItemThing; readonly orders: readonly PossibleOrder[] } | undefined>(undefined);
  /** A parcel without papers begins with what was taken out of it first. */
  async function begun(thing: ItemThing, order: PossibleOrder | undefined): Promise<void> {
    setChoosing(undefined);
    const parcel = { parcelId: newLabel('PC'), tracking: '', rmaId: undefined, locationId: place.locationId };
    const bought = order === undefined ? [] : (await ask(bridge, { about: 'return_of', orderId: order.orderId })).lines;
    const { unitId, command } = receivingUnit(parcel, thing, lineFor(bought, thing.itemId));
    const reply = await decide([command], { text: 'A return without papers', effect: order ? `received, bought on ${order.orderId}` : 'received' });
    if (!reply.ok) return;
    void bridge.request('print', { jobId: newId(), of: 'unit', id: unitId });
    open(parcel.parcelId, unitId);
  }
  const ready = place.locationId !== '';
  const begin = useEffectEvent(() => {
    if (announced !== '') void arrive('', announced, []);
  });
  useEffect(() => {
    if (ready) begin();
  }, [ready, announced]);

  useThings({
    screen: 'returns', expected: 'a parcel, an announcement or an item', tell, enabled: ready && choosing === undefined,
    any: async (thing, { raw }) => {
      // What we sent comes back unopened, with our own label or the carrier's number; an order is scanned from its invoice.
      const read = thing.kind === 'unknown' ? thing.text.trim() : thing.kind === 'document' && (thing.document === 'parcel' || thing.document === 'fulfilment') ? thing.id : '';
      if (read === '') return false;
      const orders = await ask(bridge, { about: 'possible_orders', text: raw.trim() });
      // A carrier's number nobody announced is still a parcel.
      if (orders.length === 0 && !/^[A-Z0-9 -]{8,40}$/i.test(read)) return false;
      await arrive(orders.some((order) => order.by === 'order') ? '' : raw.trim(), undefined, orders);
      return true;
    },
    document: async (thing) => {
      sounds.play('ok');
      if (thing.document === 'return_parcel') return open(thing.id);
      if (thing.document === 'return_unit') return open(units?.find((unit) => unit.unit_id === thing.id)?.parcel_id ?? '', thing.id);
      if (thing.document === 'rma') return arrive('', thing.id, []);
      return false;
    },
    item: async (thing) => {
      const orders = await ask(bridge, { about: 'possible_orders', itemId: thing.itemId, serial: thing.serial });
      const [first] = orders;
      if (!first || first.by === 'serial') return begun(thing, first);
      sounds.play('attention');
      await items.load(thing.itemId);
      setChoosing({ thing, orders });
    },
    location: ({ locationId }) => place.use(locationId),
  });
  useActions([{ key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true }]);
  const closed = parcels?.filter((row) => row.state === 'ARRIVED') ?? [];
  useExpectation({
    right: [...closed.slice(0, 2).map((row) => ({ what: `Parcel ${row.parcel_id}`, code: labelFor('PC', row.parcel_id) })), ...waiting.slice(0, 2).map((unit) => ({ what: nameOf(cardOf(unit.item_id), unit.item_id), code: labelFor('RU', unit.unit_id) }))],
    wrong: [{ what: 'A bin', code: 'TOTE-001' }],
  });
  if (choosing) return <WhichOrder itemId={choosing.thing.itemId} orders={choosing.orders} onChoose={(order) => void begun(choosing.thing, order)} onNone={() => void begun(choosing.thing, undefined)} />;
  return (
    <div className="stack">
      <Instruction title="Scan the parcel" detail="its label, the carrier’s number, the announcement, the order, or any item out of it" />
      <div className="two">
        <Panel title="Waiting for inspection" aside={plural(waiting.length, 'unit')} className="fill">
          {waiting.length === 0 && <Nothing>No unit waits. Scan a parcel to open it.</Nothing>}
          <Choices label="Units" onChoose={(id) => open(units?.find((unit) => unit.unit_id === id)?.parcel_id ?? '', id)} choices={waiting.map((unit) => ({
            id: unit.unit_id, title: nameOf(cardOf(unit.item_id), unit.item_id), detail: [unit.unit_id, reasons.words(unit.reason), unit.state === 'GRADED' ? stateWords('GRADED') : ''].filter(Boolean).join(' · '), aside: age(now - unit.received_at),
          }))} />
        </Panel>
        <Panel title="Parcels not opened yet" aside={closed.length} className="fill">
          {closed.length === 0 && <Nothing>Every parcel is opened.</Nothing>}
          <Choices label="Parcels" digits={false} keys={false} onChoose={(id) => open(id)} choices={closed.map((row) => ({ id: row.parcel_id, title: row.tracking === '' ? row.parcel_id : row.tracking, detail: row.rma_id === null ? 'not announced' : `announced as ${row.rma_id}`, aside: age(now - row.arrived_at) }))} />
        </Panel>
      </div>
      <ScanLog entries={log} most={2} />
    </div>
  );
}
