// Receiving a delivery: choose it by scan or from the list, then every scan is one more unit on the floor.
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useNow } from '#renderer/now.ts';
import { moment, age } from '#renderer/numbers.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useSuppliers } from '#renderer/suppliers.ts';
import { stateWords } from '#renderer/words.ts';
import { useOpenDeliveries } from '#renderer/working-set/queries.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { newLabel } from '#renderer/commands.ts';
import { paperlessId } from './flow.ts';
import { ReceiveDelivery } from './receive-delivery.tsx';

const DAY = 86_400_000;

export function Receive({ deliveryId }: { readonly deliveryId: string }) {
  return deliveryId === '' ? <ChooseDelivery /> : <ReceiveDelivery deliveryId={deliveryId} />;
}

function ChooseDelivery() {
  const { sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const now = useNow(30_000);
  const deliveries = useOpenDeliveries();
  const nameOfSupplier = useSuppliers();
  const begin = (deliveryId: string): void => {
    sounds.play('ok');
    go({ screen: 'receive', deliveryId });
  };
  useThings({
    screen: 'receive', expected: 'a delivery note', tell,
    document: (thing) => (thing.document === 'delivery' ? begin(thing.id) : false),
    pallet: ({ deliveryId }) => begin(deliveryId),
  });
  useActions([{ key: 'F2', label: 'No paper at all', run: () => begin(paperlessId(now, newLabel('RU').slice(-6))) }, { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true }]);
  useExpectation({ right: (deliveries ?? []).slice(0, 3).map((row) => ({ what: `Delivery ${row.delivery_id}`, code: labelFor('DN', row.delivery_id) })), wrong: [{ what: 'A tote', code: 'TOTE-0' }] });
  return (
    <div className="stack">
      <Instruction title="Scan the delivery note" detail="or choose the delivery below" />
      <Panel title="At the dock and on the way" aside={deliveries?.length} className="fill">
        {deliveries?.length === 0 && <Nothing>No delivery is open. What nobody announced: scan its delivery note all the same. What has no paper at all: F2.</Nothing>}
        <Choices label="Deliveries" onChoose={begin} choices={(deliveries ?? []).map((row) => ({
          id: row.delivery_id, title: row.delivery_id, detail: [nameOfSupplier(row.supplier_id), row.purchase_order_id].filter(Boolean).join(' · '),
          aside: <Standing row={row} now={now} />,
        }))} />
      </Panel>
      <ScanLog entries={log} most={2} />
    </div>
  );
}

/** Being received; at the dock for how long, because that is what waits for hands; or when it is due. */
function Standing({ row, now }: { readonly row: WorkingRow<'delivery'>; readonly now: number }) {
  if (row.state === 'RECEIVING') return <>being received</>;
  if (row.state === 'ARRIVED') {
    const waits = row.arrived_at === null ? '' : ` for ${age(now - row.arrived_at)}`;
    return row.expected_at !== null && row.arrived_at !== null && row.arrived_at - row.expected_at > DAY ? <><b className="late">at the dock{waits}</b><span className="choice-age">was due {moment(row.expected_at, now)}</span></> : <>at the dock{waits}</>;
  }
  if (row.expected_at === null) return <>{stateWords(row.state)}</>;
  return row.expected_at < now ? <b className="late">late: was due {moment(row.expected_at, now)}</b> : <>due {moment(row.expected_at, now)}</>;
}
