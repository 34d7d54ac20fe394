// Picking: an order by its paper, its tote or from the list, most urgent first. Work dealt to another station is shown
// and locked.
import { useCarriers } from '#renderer/carriers.ts';
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
import { PickOrder } from './pick-order.tsx';

export function Pick({ fulfilmentId }: { readonly fulfilmentId: string }) {
  return fulfilmentId === '' ? <ChooseOrder /> : <PickOrder fulfilmentId={fulfilmentId} />;
}

function ChooseOrder() {
  const { sounds, station } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const now = useNow(30_000);
  const carriers = useCarriers();
  const device = useValue(station.hello)?.device.id;
  const work = useFulfilmentsToPick();
  const begin = (fulfilmentId: string): void => {
    sounds.play('ok');
    go({ screen: 'pick', fulfilmentId });
  };
  const locked = (dealtTo: string | null): string | undefined => (dealtTo === null || dealtTo === device ? undefined : 'another station has it');
  useThings({
    screen: 'pick', expected: 'an order, or a tote with an order in it', tell,
    document: (thing) => (thing.document === 'fulfilment' ? begin(thing.id) : false),
    handlingUnit: ({ fulfilmentId, unitId }) => {
      const mine = fulfilmentId ?? work?.find((row) => locked(row.dealt_to) === undefined)?.fulfilment_id;
      if (mine === undefined) return tell('attention', `Tote ${unitId}`, 'no order waits for it');
      return begin(mine);
    },
  });
  useActions([{ key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true }]);
  useExpectation({ right: (work ?? []).slice(0, 3).map((row) => ({ what: `Order ${row.order_id}`, code: labelFor('SO', row.order_id) })), wrong: [{ what: 'A bin', code: 'LOC-A-01-1' }] });
  return (
    <div className="stack">
      <Instruction title="Scan an empty tote, or an order" detail="an empty tote takes the most urgent order" />
      <Panel title="To pick" aside={work ? plural(work.length, 'order') : ''} className="fill">
        {work?.length === 0 && <Nothing>Nothing to pick. New orders come by themselves while online.</Nothing>}
        <Choices label="Orders to pick" onChoose={begin} choices={(work ?? []).map((row) => ({
          id: row.fulfilment_id, title: row.order_id, detail: [carriers.name(row.carrier_id), stateWords(row.state)].filter(Boolean).join(' · '), locked: locked(row.dealt_to),
          aside: row.promised_at === null ? '' : row.promised_at < now ? <b className="late">promised {moment(row.promised_at, now)}</b> : `by ${moment(row.promised_at, now)}`,
        }))} />
      </Panel>
      <ScanLog entries={log} most={2} />
    </div>
  );
}
