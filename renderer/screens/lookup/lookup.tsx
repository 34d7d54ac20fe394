// Stock lookup over whatever is open: scan or type, and see where an item lies or what lies in a bin, each with its
// state in words and how old the figures are.
import { TextInput } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { nameOf, useItem, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, clock, figure, isOld, moment, signed } from '#renderer/numbers.ts';
import { usePeople } from '#renderer/people.ts';
import { useValue } from '#renderer/readable.ts';
import { useNavigation, type WhySubject } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions, useActionStack } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Chip, Instruction, Nothing, Panel, Picture, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { Why } from '#renderer/screens/why/why.tsx';
import { gradeWords, holdWords, movementWords, placeWords, statusWords } from '#renderer/words.ts';
import { reportScan, type ScanReport } from '#domain/barcode/scan-report.ts';
import { statuses } from '#domain/status.ts';
import type { Tell } from '#renderer/ui/scan-log.ts';
import { Doings } from './doings.tsx';
import { OfScan } from './of-scan.tsx';
import { usePrint } from '#renderer/use-print.ts';
import type { StockLine } from '#electron/contract.ts';

const binOf = (suspense: string): string => suspense.replace('~suspense:', '');
const focusIt = (field: HTMLInputElement | null): void => field?.focus();

type About = { readonly itemId: string } | { readonly locationId: string; readonly unit?: boolean } | { readonly scan: ScanReport; readonly reason: string } | undefined;
type OnWhy = (subject: WhySubject) => void;

/** Lays the history over the lookup, which is still there behind it. */
export function Lookup({ onClose }: { readonly onClose: () => void }) {
  const [why, setWhy] = useState<WhySubject | undefined>(undefined);
  return (
    <>
      <div className={why ? 'screen-under' : 'look'} inert={why !== undefined}><Look onClose={onClose} onWhy={setWhy} enabled={why === undefined} /></div>
      {why && <Why subject={why} onClose={() => setWhy(undefined)} />}
    </>
  );
}

function Look({ onClose, onWhy, enabled }: { readonly onClose: () => void; readonly onWhy: OnWhy; readonly enabled: boolean }) {
  const { sounds } = useServices();
  const [log, tell] = useScanLog();
  const [text, setText] = useState('');
  const [about, setAbout] = useState<About>(undefined);
  const stack = useActionStack();
  const wanted = useDeferredValue(text.trim());
  const found = useAnswer(wanted.length < 2 ? undefined : { about: 'search', text: wanted }).answer;
  const show = (next: About): void => {
    sounds.play('ok');
    setAbout(next);
    setText('');
  };
  useThings({
    screen: 'lookup', expected: 'an item, a bin, a tote or a paper', tell, enabled,
    item: ({ itemId }) => show({ itemId }),
    location: ({ locationId }) => show({ locationId }),
    handlingUnit: ({ unitId }) => show({ locationId: unitId, unit: true }),
    // A question about a code is no work: what nobody knows is explained as far as its form says, and opens nothing.
    any: (thing, { raw, at }) => {
      if (thing.kind !== 'unknown' && thing.kind !== 'damaged') return false;
      show({ scan: reportScan(raw, { year: new Date(at).getUTCFullYear(), lenient: true }), reason: thing.kind === 'damaged' ? thing.reason : '' });
      return true;
    },
    pallet: ({ deliveryId }) => onWhy({ kind: 'document', id: deliveryId }),
    document: ({ id }) => onWhy({ kind: 'document', id }),
  });
  useActions([
    { key: 'Escape', label: about || text !== '' ? 'Look up another' : 'Back to work', run: () => { if (about || text !== '') { setAbout(undefined); setText(''); } else onClose(); }, atEnd: true },
    { key: 'F7', label: 'Back to work', run: onClose },
  ], { modal: true });
  return (
    <div className="stack">
      {about === undefined && <Instruction title="Scan an item, a bin or a tote" detail="or type a part of its name or number; a paper shows what happened with it" />}
      <TextInput classNames={{ input: 'text-input', label: 'sr-only' }} label="Name or number" placeholder="Name or number" autoComplete="off" ref={focusIt} value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Enter') stack.find('Enter')?.run(); }} />
      {wanted.length >= 2 && text !== '' ? (
        <Panel title="Found" aside={found?.length} className="fill flush">
          {found?.length === 0 && <Nothing>No item has this in its name or number.</Nothing>}
          <Choices label="Found items" digits={false} onChoose={(itemId) => show({ itemId })} choices={(found ?? []).map((item) => ({ id: item.item_id, title: item.name, detail: [item.sku, item.colour, item.size].filter(Boolean).join(' · ') }))} />
        </Panel>
      ) : about === undefined ? <ScanLog entries={log} /> : 'scan' in about ? <OfScan report={about.scan} reason={about.reason} /> : 'itemId' in about ? <OfItem itemId={about.itemId} tell={tell} onWhy={onWhy} /> : <OfBin locationId={about.locationId} unit={about.unit === true} tell={tell} onWhy={onWhy} />}
      {about !== undefined && log.length > 0 && <ScanLog entries={log} most={1} />}
    </div>
  );
}

function AsOf() {
  const { station } = useServices();
  const status = useValue(station.status);
  const now = useNow();
  const at = status?.stockAsOf;
  if (!at) return <>never level with the ERP yet</>;
  return isOld(at, now) ? <b className="late">as of {clock(at)}, {age(now - at)} old</b> : <>as of {clock(at)}</>;
}

function OfItem({ itemId, tell, onWhy }: { readonly itemId: string; readonly tell: Tell; readonly onWhy: OnWhy }) {
  const print = usePrint(tell);
  const card = useItem(itemId);
  const { go } = useNavigation();
  const stock = useAnswer({ about: 'stock', itemId }).answer;
  const moves = useAnswer({ about: 'movements', itemId }).answer;
  const nameOfPerson = usePeople();
  const now = useNow(30_000);
  const sum = (keep: (line: StockLine) => boolean): number => (stock ?? []).filter(keep).reduce((total, line) => total + line.quantity, 0);
  useActions([{ key: 'F2', label: 'Put away or move it', run: () => go({ screen: 'put_away', itemId }) }, { key: 'F4', label: 'Print its label', run: () => void print('item', itemId) }]);
  return (
    <div className="two two-even">
      <Panel className="fill" label="Item" scrolls>
        <div className="in-hand">
          <Picture colour={card?.item.colour ?? ''} />
          <div>
            <h1 className="item-name">{nameOf(card, itemId)}</h1>
            <p className="code">{[card?.item.sku, ...(card?.barcodes.slice(0, 2).map((each) => each.code) ?? [])].filter(Boolean).join(' · ')}</p>
            <p className="chips">{[card?.item.colour, card?.item.size, card?.item.category].filter(Boolean).map((each) => <Chip key={each}>{each}</Chip>)}</p>
          </div>
        </div>
        {stock && (
          <dl className="figures">
            <div><dt>On hand</dt><dd>{figure(sum((line) => statuses[line.status].onHand))}</dd></div>
            <div className="figures-gain"><dt>For sale</dt><dd>{figure(sum((line) => statuses[line.status].sellable))}</dd></div>
            <div><dt>In other states</dt><dd>{figure(sum((line) => statuses[line.status].onHand && !statuses[line.status].sellable))}</dd></div>
          </dl>
        )}
        <Doings of={{ itemId }} />
        <h2 className="sub">Last movements</h2>
        <ol className="history">
          {(moves ?? []).slice(0, 8).map((move) => (
            <li key={move.movement_id}><time>{moment(move.effective_at, now)}</time><span>{movementWords(move.type)} {figure(move.quantity)}: {placeWords(move.from_location)} → {placeWords(move.to_location)}</span><span className="muted">{nameOfPerson(move.person_id)}</span></li>
          ))}
        </ol>
      </Panel>
      <Panel title="Where it lies" aside={<AsOf />} className="fill flush"><StockLines stock={stock} by="location" onWhy={onWhy} /></Panel>
    </div>
  );
}

function OfBin({ locationId, unit, tell, onWhy }: { readonly locationId: string; readonly unit: boolean; readonly tell: Tell; readonly onWhy: OnWhy }) {
  const print = usePrint(tell);
  const { go } = useNavigation();
  const stock = useAnswer({ about: 'stock', locationId }).answer;
  useActions([{ key: 'F2', label: 'Move something out', run: () => go({ screen: 'put_away', fromLocation: locationId }) }, { key: 'F3', label: 'Count it', run: () => go({ screen: 'count', locationId, taskId: '' }) }, { key: 'F4', label: 'Print its label', run: () => void print(unit ? 'unit' : 'place', locationId) }]);
  return (
    <div className="two two-even">
      <Panel className="fill" label="Place" scrolls><h1 className="item-name">{locationId}</h1><Doings of={{ locationId }} /></Panel>
      <Panel title={`In ${locationId}`} aside={<AsOf />} className="fill flush"><StockLines stock={stock} by="item" onWhy={onWhy} /></Panel>
    </div>
  );
}

function StockLines({ stock, by, onWhy }: { readonly stock: readonly StockLine[] | null | undefined; readonly by: 'item' | 'location'; readonly onWhy: OnWhy }) {
  const lines = stock ?? [];
  const cardOf = useItems(by === 'item' ? lines.map((line) => line.itemId) : []);
  const [chosen, setChosen] = useState('');
  const keyOf = (line: StockLine): string => [line.locationId, line.itemId, line.lot, line.serial, line.condition, line.hold].join(' ');
  const why = (id: string): void => {
    const line = lines.find((each) => keyOf(each) === id) ?? lines[0];
    if (line) onWhy({ kind: 'position', itemId: line.itemId, locationId: line.locationId });
  };
  useActions([{ key: 'F5', label: 'Why this number?', run: () => why(chosen), elsewhere: true }], { enabled: lines.length > 0 });
  if (stock === null) return <Nothing>Who only counts is not shown what the books have.</Nothing>;
  if (stock !== undefined && lines.length === 0) return <Nothing>Nothing here, according to the books.</Nothing>;
  return (
    <Choices label="What lies where" verb="Why this number?" digits={false} rowHeight={64} onMove={setChosen} onChoose={why} choices={lines.map((line) => ({
      id: keyOf(line), title: by === 'item' ? nameOf(cardOf(line.itemId), line.itemId) : line.status === 'suspense' ? binOf(line.locationId) : placeWords(line.locationId),
      detail: [line.status === 'suspense' ? `${figure(Math.abs(line.quantity))} taken that the books did not have` : statusWords(line.status), line.hold === '' || line.status === 'returned_pending_inspection' ? '' : holdWords(line.hold), line.condition === 'N' || line.condition === 'U' ? '' : gradeWords(line.condition), line.lot && `lot ${line.lot}`, line.expiresOn && `until ${line.expiresOn}`, line.serial && `serial ${line.serial}`].filter(Boolean).join(' · '),
      aside: line.hidden ? <b>being counted</b> : <b className={line.quantity < 0 ? 'loss' : undefined}>{line.quantity < 0 ? signed(line.quantity) : figure(line.quantity)}</b>,
    }))} />
  );
}
