// Picking: an order by its paper, its tote or from the list: what is dealt to this station first, then by promise. What
// another station has is shown and locked; its paper or tote in hand opens it all the same. Whoever looks at this list
// wants work, so the station asks to be dealt some, until it is done for today.
import { useEffect, useRef } from 'react';
import { useCarriers } from '#renderer/carriers.ts';
import { intent } from '#renderer/commands.ts';
import { refusalWords } from '#renderer/outcome.ts';
import { useStations } from '#renderer/stations.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { useNow } from '#renderer/now.ts';
import { moment, plural } from '#renderer/numbers.ts';
import { useValue } from '#renderer/readable.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { stateWords } from '#renderer/words.ts';
import { useFulfilmentsToPick } from '#renderer/working-set/queries.ts';
import { keptCart } from './cart.ts';
import { PickCart } from './pick-cart.tsx';
import { PickWalk } from './pick-walk.tsx';

export function Pick({ fulfilmentId, cart }: { readonly fulfilmentId: string; readonly cart?: true | undefined }) {
  if (cart) return <PickCart />;
  return fulfilmentId === '' ? <ChooseOrder /> : <PickWalk fulfilmentIds={[fulfilmentId]} />;
}

function ChooseOrder() {
  const { sounds, station, commands } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const now = useNow(30_000);
  const carriers = useCarriers();
  const device = useValue(station.hello)?.device.id;
  const stations = useStations();
  const online = useValue(station.status)?.online ?? false;
  const work = inTurn(useFulfilmentsToPick(), device);
  const own = stations.list?.find((each) => each.deviceId === device);
  const wants = own?.wants ?? (stations.list === undefined ? undefined : false);
  const asked = useRef(false);
  useEffect(() => {
    if (wants !== false || asked.current) return;
    asked.current = true;
    void commands.submit([intent('work.ask', { kind: 'fulfilment' })]);
  }, [commands, wants]);
  const begin = (fulfilmentId: string): void => {
    sounds.play('ok');
    if (online && work?.some((row) => row.fulfilment_id === fulfilmentId && row.dealt_to === null)) void commands.submit([intent('work.claim', { kind: 'fulfilment', id: fulfilmentId })]);
    go({ screen: 'pick', fulfilmentId });
  };
  const locked = (row: WorkingRow<'fulfilment'>): string | undefined => {
    if (row.dealt_to === device) return undefined;
    if (row.dealt_to !== null) return `${stations.nameOf(row.dealt_to)} has it${row.dealt_at === null ? '' : ` since ${moment(row.dealt_at, now)}`} · opens by its tote or paper`;
    return online ? undefined : 'nobody has it yet · without network only what was dealt here, or what you hold the paper of';
  };
  async function done(): Promise<void> {
    asked.current = true;
    const mine = (work ?? []).filter((row) => row.dealt_to === device && row.state === 'OPEN');
    const reply = await commands.submit([intent('work.hand_back', { work: mine.map((row) => ({ kind: 'fulfilment' as const, id: row.fulfilment_id })) })]);
    sounds.play(reply.ok ? 'done' : 'wrong');
    go({ screen: 'home' }, { tone: reply.ok ? 'ok' : 'stop', text: reply.ok ? `${plural(mine.length, 'order')} given back` : refusalWords(reply), effect: reply.ok ? 'others may pick them' : 'nothing changed' });
  }
  useThings({
    screen: 'pick', expected: 'an order, or a tote with an order in it', tell,
    document: (thing) => (thing.document === 'fulfilment' ? begin(thing.id) : false),
    handlingUnit: ({ fulfilmentId, unitId }) => {
      const mine = fulfilmentId ?? work?.find((row) => row.state !== 'CANCEL_REQUESTED' && locked(row) === undefined)?.fulfilment_id;
      if (mine === undefined) return tell('attention', `Tote ${unitId}`, 'no order waits for it');
      return begin(mine);
    },
  });
  const onCart = keptCart().length;
  useActions([
    { key: 'F2', label: onCart > 0 ? `Back to the cart (${plural(onCart, 'order')})` : 'Several with a cart', run: () => go({ screen: 'pick', fulfilmentId: '', cart: true }) },
    { key: 'F8', label: 'Done for today', run: () => void done() },
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ]);
  useExpectation({ right: (work ?? []).slice(0, 3).map((row) => ({ what: `Order ${row.order_id}`, code: labelFor('SO', row.order_id) })), wrong: [{ what: 'A bin', code: 'LOC-A-01-1' }] });
  return (
    <div className="stack">
      <Instruction title="Scan an empty tote, or an order" detail={online ? 'an empty tote takes the most urgent order' : 'an empty tote takes the most urgent order that was dealt here'} />
      <Panel title="To pick" aside={work ? `${plural(work.filter((row) => row.dealt_to === device).length, 'order')} of ${work.length} dealt here` : ''} className="fill">
        {work?.length === 0 && <Nothing>Nothing to pick. New orders come by themselves while online.</Nothing>}
        <Choices label="Orders to pick" onChoose={begin} choices={(work ?? []).map((row) => ({
          id: row.fulfilment_id, title: row.order_id, detail: [row.dealt_to === device ? 'dealt to this station' : 'free', carriers.name(row.carrier_id), stateWords(row.state)].filter(Boolean).join(' · '), locked: locked(row),
          aside: row.promised_at === null ? '' : row.promised_at < now ? <b className="late">promised {moment(row.promised_at, now)}</b> : `by ${moment(row.promised_at, now)}`,
        }))} />
      </Panel>
      <ScanLog entries={log} most={2} />
    </div>
  );
}

/** What is dealt here, then what is free, then what others have; each most urgent first. */
function inTurn(rows: readonly WorkingRow<'fulfilment'>[] | undefined, device: string | undefined): readonly WorkingRow<'fulfilment'>[] | undefined {
  const turn = (row: WorkingRow<'fulfilment'>): number => (row.dealt_to === device ? 0 : row.dealt_to === null ? 1 : 2);
  return rows?.toSorted((a, b) => turn(a) - turn(b));
}
