// Handing over: every parcel is scanned as the carrier takes it. One of a cancelled order stays and is unpacked into a
// tote; one that was to be stopped at the carrier and is here again is caught by the same scan.
import { useState } from 'react';
import { useCarriers } from '#renderer/carriers.ts';
import { intent } from '#renderer/commands.ts';
import { useNow } from '#renderer/now.ts';
import { age, plural } from '#renderer/numbers.ts';
import { refusalWords } from '#renderer/outcome.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { Stop } from '#renderer/ui/stop.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { problemWords } from '#renderer/words.ts';
import { useOpenExceptions, useParcelsToUnpack, usePackedParcels } from '#renderer/working-set/queries.ts';

/** A parcel that must not leave, or is here again. */
interface Held {
  readonly parcelId: string;
  readonly fulfilmentId: string;
  readonly orderId: string;
  readonly isBack: boolean;
}

export function Ship() {
  const { sounds, commands } = useServices();
  const [held, setHeld] = useState<Held | undefined>(undefined);
  const open = useOpenExceptions();
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
  function scanned(parcelId: string): void {
    const parcel = parcels?.find((row) => row.parcel_id === parcelId);
    const stopped = parcel ? undefined : open?.find((row) => row.kind === 'INTERCEPT' && row.subject_id === parcelId);
    if (parcel && cancelled.has(parcelId)) {
      sounds.play('wrong');
      return setHeld({ parcelId, fulfilmentId: parcel.fulfilment_id, orderId: parcel.order_id, isBack: false });
    }
    if (stopped) {
      sounds.play('attention');
      return setHeld({ parcelId, ...namedIn(stopped.did), isBack: true });
    }
    return handOver(parcelId);
  }
  async function unpackInto(tote: string): Promise<void> {
    if (!held) return;
    const { isBack, ...named } = held;
    const reply = await commands.submit([...(isBack ? [intent('parcel.caught', named)] : []), intent('parcel.unpack', { ...named, tote })]);
    sounds.play(reply.ok ? 'done' : 'wrong');
    if (!reply.ok) return tell('stop', refusalWords(reply), 'not unpacked');
    return go({ screen: 'put_back', placeId: tote }, { tone: 'ok', text: `Parcel ${named.parcelId}`, effect: `unpacked into ${tote}` });
  }
  function handOver(parcelId: string): void {
    const parcel = parcels?.find((row) => row.parcel_id === parcelId);
    if (!parcel) {
      sounds.play('ok');
      return tell('ok', `Parcel ${parcelId}`, 'already handed over');
    }
    const { fulfilment_id, order_id, carrier_id, tracking } = parcel;
    return facts.record(intent('parcel.ship', { parcelId, fulfilmentId: fulfilment_id, orderId: order_id, carrierId: carrier_id, tracking }), { parcelId, carrierId: carrier_id });
  }
  useThings({
    screen: 'ship', expected: held ? 'an empty tote' : 'a parcel label', tell, enabled: facts.question === undefined,
    document: (thing) => (thing.document === 'parcel' ? scanned(thing.id) : false),
    handlingUnit: ({ unitId, fulfilmentId }) => {
      if (!held) return false;
      if (fulfilmentId === null || fulfilmentId === held.fulfilmentId) return unpackInto(unitId);
      sounds.play('wrong');
      return tell('stop', `Tote ${unitId} belongs to another order`, 'take an empty one');
    },
  });
  useActions(held ? [] : [{ key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true }]);
  useExpectation(held ? { right: [{ what: 'An empty tote', code: 'TOTE-010' }], wrong: [] } : { right: (parcels ?? []).slice(0, 3).map((row) => ({ what: `Parcel ${row.parcel_id}`, code: labelFor('PC', row.parcel_id) })), wrong: [{ what: 'A tote', code: 'TOTE-001' }] });

  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) return <FactQuestion question={facts.question} count={1} wrongItem where="this parcel" onItIsSo={facts.itIsSo} onNotSo={() => facts.withdraw()} log={log} />;
  if (held) {
    return (
      <div className="stack">
        <Stop title={held.isBack ? 'Caught at the carrier' : 'Order cancelled'} sentence={<>Keep parcel {held.parcelId} here. Tear off its label, put the goods into an empty tote and <b>scan the tote</b>.</>}
          options={[<><b>Scan an empty tote</b>: the label is void, and the goods are put back from there.</>, ...(held.isBack ? [] : [<span key="g"><b>F4</b>: the carrier has it already. It is written down, and stopped there if that still works.</span>]), <span key="e"><b>Esc</b>: leave it for now; the supervisor sees it.</span>]}
          actions={[
            ...(held.isBack ? [] : [{ key: 'F4', label: 'The carrier has it already', run: () => { setHeld(undefined); handOver(held.parcelId); } }]),
            { key: 'Escape', label: 'Leave it for now', run: () => setHeld(undefined), atEnd: true },
          ]} />
        <ScanLog entries={log} most={2} />
      </div>
    );
  }
  return (
    <div className="stack">
      <Instruction title="Scan each parcel the carrier takes" detail="one scan, one parcel gone" />
      <div className="two">
        <Panel title="Packed, waiting for the carrier" aside={parcels ? plural(parcels.length, 'parcel') : ''} className="fill">
          {parcels?.length === 0 && <Nothing>Every packed parcel is gone.</Nothing>}
          <Choices label="Parcels" onChoose={scanned} choices={(parcels ?? []).map((row) => ({ id: row.parcel_id, title: row.parcel_id, detail: cancelled.has(row.parcel_id) ? `! order ${row.order_id} is cancelled: keep it here, unpack it` : [`order ${row.order_id}`, nameOfCarrier(row.carrier_id), row.tracking || 'no number of the carrier yet'].join(' · '), aside: `packed ${age(now - row.packed_at)} ago` }))} />
        </Panel>
        <Panel title="Just now" className="fill"><ScanLog entries={log} most={12} /></Panel>
      </div>
    </div>
  );
}

function namedIn(did: unknown): { readonly fulfilmentId: string; readonly orderId: string } {
  const fields = (typeof did === 'object' && did !== null ? did : {}) as Readonly<Record<string, unknown>>;
  const text = (key: string): string => (typeof fields[key] === 'string' ? fields[key] : '');
  return { fulfilmentId: text('fulfilmentId'), orderId: text('orderId') };
}
