// Packing: an order by its tote, its paper or from the list of what stands ready.
import { useState } from 'react';
import { useCarriers } from '#renderer/carriers.ts';
import { useNow } from '#renderer/now.ts';
import { moment, plural } from '#renderer/numbers.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useFulfilmentsToPack, useFulfilmentsToPick } from '#renderer/working-set/queries.ts';
import { useCarrierLabel } from './use-carrier-label.ts';
import { PackOrder } from './pack-order.tsx';

export function Pack({ fulfilmentId, tote }: { readonly fulfilmentId: string; readonly tote?: string | undefined }) {
  return fulfilmentId === '' ? <ChooseTote /> : <PackOrder fulfilmentId={fulfilmentId} tote={tote} />;
}

function ChooseTote() {
  const { sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const now = useNow(30_000);
  const carriers = useCarriers();
  const picked = useFulfilmentsToPack();
  const toPick = useFulfilmentsToPick();
  /** A tote in hand of which nothing is known here: somebody picked into it, and this station has not heard of it. */
  const [unknown, setUnknown] = useState('');
  const label = useCarrierLabel(undefined, tell);
  const work = unknown === '' ? picked : [...(picked ?? []), ...(toPick ?? [])];
  const begin = (fulfilmentId: string): void => {
    sounds.play('ok');
    go({ screen: 'pack', fulfilmentId, ...(unknown === '' ? {} : { tote: unknown }) });
  };
  useThings({
    screen: 'pack', expected: 'a tote', tell,
    document: (thing) => (thing.document === 'parcel' ? label.print(thing.id) : thing.document === 'fulfilment' ? begin(thing.id) : false),
    handlingUnit: ({ unitId, fulfilmentId }) => {
      if (fulfilmentId !== null) return begin(fulfilmentId);
      sounds.play('attention');
      setUnknown(unitId);
      return tell('attention', `Tote ${unitId}`, 'is empty in the books here');
    },
  });
  useActions([{ key: 'Escape', label: unknown === '' ? 'Home' : 'Another tote', run: () => (unknown === '' ? go({ screen: 'home' }) : setUnknown('')), atEnd: true }]);
  useExpectation({ right: (work ?? []).slice(0, 3).map((row) => ({ what: `Order ${row.order_id}`, code: labelFor('SO', row.order_id) })), wrong: [{ what: 'An empty tote', code: 'TOTE-001' }] });
  return (
    <div className="stack">
      {unknown === '' ? <Instruction title="Scan a tote" detail="or the order it carries" />
        : <Instruction tone="ask" title={`Which order lies in ${unknown}?`} detail="This station has not heard of it. Scan the paper of the order, or choose it." />}
      <Panel title={unknown === '' ? 'Ready to pack' : 'Not packed yet'} aside={work ? plural(work.length, 'order') : ''} className="fill">
        {work?.length === 0 && <Nothing>Nothing stands ready. What is picked appears here by itself.</Nothing>}
        <Choices label="Orders to pack" onChoose={begin} choices={(work ?? []).map((row) => ({
          id: row.fulfilment_id, title: row.order_id, detail: carriers.name(row.carrier_id),
          aside: row.promised_at === null ? '' : row.promised_at < now ? <b className="late">promised {moment(row.promised_at, now)}</b> : `by ${moment(row.promised_at, now)}`,
        }))} />
      </Panel>
      <ScanLog entries={log} most={2} />
    </div>
  );
}
