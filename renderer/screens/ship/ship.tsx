// Handing over: every parcel is scanned as the carrier takes it.
import { useCarriers } from '#renderer/carriers.ts';
import { intent } from '#renderer/commands.ts';
import { useNow } from '#renderer/now.ts';
import { age, plural } from '#renderer/numbers.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { problemWords } from '#renderer/words.ts';
import { useParcelsToUnpack, usePackedParcels } from '#renderer/working-set/queries.ts';

export function Ship() {
  const { sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const now = useNow(30_000);
  const parcels = usePackedParcels();
  const nameOfCarrier = useCarriers().name;
  const cancelled = useParcelsToUnpack();

  const facts = useFacts<{ readonly parcelId: string; readonly carrierId: string }>({
    onRecorded: ({ context }, result) => {
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'done');
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', `Parcel ${context.parcelId}`, result.verdict === 'merged' ? 'was handed over before' : `handed to ${nameOfCarrier(context.carrierId)}`);
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
    },
    onAsked: () => sounds.play('wrong'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : 'This was refused', 'not handed over');
    },
  });
  function handOver(parcelId: string): void {
    const parcel = parcels?.find((row) => row.parcel_id === parcelId);
    if (!parcel) {
      sounds.play('ok');
      return tell('ok', `Parcel ${parcelId}`, 'already handed over');
    }
    const { fulfilment_id, order_id, carrier_id, tracking } = parcel;
    return facts.record(intent('parcel.ship', { parcelId, fulfilmentId: fulfilment_id, orderId: order_id, carrierId: carrier_id, tracking }), { parcelId, carrierId: carrier_id });
  }
  useThings({ screen: 'ship', expected: 'a parcel label', tell, document: (thing) => (thing.document === 'parcel' ? handOver(thing.id) : false) });
  useActions([{ key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true }]);
  useExpectation({ right: (parcels ?? []).slice(0, 3).map((row) => ({ what: `Parcel ${row.parcel_id}`, code: labelFor('PC', row.parcel_id) })), wrong: [{ what: 'A tote', code: 'TOTE-001' }] });

  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) return <FactQuestion question={facts.question} count={1} wrongItem where="this parcel" onItIsSo={facts.itIsSo} onNotSo={() => facts.withdraw()} log={log} />;
  return (
    <div className="stack">
      <Instruction title="Scan each parcel the carrier takes" detail="one scan, one parcel gone" />
      <div className="two">
        <Panel title="Packed, waiting for the carrier" aside={parcels ? plural(parcels.length, 'parcel') : ''} className="fill">
          {parcels?.length === 0 && <Nothing>Every packed parcel is gone.</Nothing>}
          <Choices label="Parcels" onChoose={handOver} choices={(parcels ?? []).map((row) => ({ id: row.parcel_id, title: row.parcel_id, detail: `order ${row.order_id} · ${nameOfCarrier(row.carrier_id)}`, locked: cancelled.has(row.parcel_id) ? `order ${row.order_id} is cancelled: keep it here, unpack it` : undefined, aside: `packed ${age(now - row.packed_at)} ago` }))} />
        </Panel>
        <Panel title="Just now" className="fill"><ScanLog entries={log} most={12} /></Panel>
      </div>
    </div>
  );
}
