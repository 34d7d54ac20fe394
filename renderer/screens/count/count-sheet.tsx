// A count sheet: set out with it, and type in what was written on it. The window of its looks runs from one to the other,
// so that whatever moved meanwhile is known; a time noted at a bin makes it a minute.
import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CountSheetAnswer } from '#electron/contract.ts';
import { intent } from '#renderer/commands.ts';
import { download, fromBase64 } from '#renderer/download.ts';
import { nameOf, useItem, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { clock, moment, plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { usePeople } from '#renderer/people.ts';
import { useValue } from '#renderer/readable.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Instruction, Mark, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { problemWords } from '#renderer/words.ts';
import { enteredOf, handingIn, lineKey, nextLine, noted, windowOf, writing, type SheetLine } from './sheet-flow.ts';

export function CountSheet({ sheetId }: { readonly sheetId: string }) {
  const { bridge } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(30_000);
  const me = useValue(useServices().station.person);
  const nameOfPerson = usePeople();
  const { answer: sheet, again } = useAnswer({ about: 'count_sheet', sheetId });
  const back = (): void => go({ screen: 'count', locationId: '', taskId: '' });

  async function print(): Promise<void> {
    const { pdf, problem } = await bridge.request('countSheet', { sheetId });
    if (problem !== '') return tell('stop', problemWords(problem), 'no sheet');
    download(`${sheetId}.pdf`, 'application/pdf', fromBase64(pdf));
    return tell('ok', `Sheet ${sheetId}`, 'print it');
  }
  async function setOut(): Promise<void> {
    const reply = await decide([intent('count.start_sheet', { sheetId })], { text: `Sheet ${sheetId}`, effect: 'you are on your way' });
    if (reply.ok) again();
  }
  const waits = sheet?.state === 'PRINTED';
  const theirs = sheet?.state === 'STARTED' && sheet.startedBy !== me?.id;
  const typing = sheet?.state === 'STARTED' && !theirs;
  useThings({ screen: 'count_sheet', expected: 'the sheet itself', tell, enabled: !typing, document: (thing) => {
    if (thing.document !== 'count_sheet') return false;
    if (thing.id !== sheetId) go({ screen: 'count_sheet', sheetId: thing.id });
    else if (waits) void setOut();
    return true;
  } });
  useActions([
    ...(waits ? [{ key: 'F8', label: 'I set out now', run: () => void setOut(), primary: true }] : []),
    ...(sheet && sheet.state !== 'ENTERED' ? [{ key: 'F6', label: 'Print it', run: () => void print() }] : []),
    { key: 'Escape', label: 'Counts', run: back, atEnd: true },
  ], { enabled: !typing });

  if (sheet === undefined) return null;
  if (sheet === null) return <div className="stack"><Instruction tone="ask" title={`This station does not know the sheet ${sheetId}`} detail="It was printed elsewhere and has not come here yet. What you count is kept either way: scan a bin to count it." /><ScanLog entries={log} /></div>;
  if (typing) return <TypeIn sheet={sheet} again={again} onDone={() => go({ screen: 'count', locationId: '', taskId: '' }, { tone: 'ok', text: `Sheet ${sheetId}`, effect: 'typed in' })} onBack={back} onPrint={() => void print()} />;
  const bins = plural(sheet.bins.filter((bin) => !bin.closed).length, 'bin');
  return (
    <div className="stack">
      {waits && <Instruction title="Scan the sheet once more as you set out" detail={`${bins} · F8 does the same · from then on, what moves there is taken into account`} />}
      {theirs && <Instruction tone="ask" title={`${nameOfPerson(sheet.startedBy ?? '')} set out with this sheet`} detail="Who counted types it in, so that it is known who counted. F10 switches the person." />}
      {sheet.state === 'ENTERED' && <Instruction tone="done" title="This sheet is typed in" detail={sheet.endedBy === null ? '' : `by ${nameOfPerson(sheet.endedBy)}`} />}
      <Panel title={`Sheet ${sheetId}`} aside={`printed ${moment(sheet.printedAt, now)}`} className="fill" scrolls>
        {sheet.unknown > 0 && <p className="notice notice-attention">! {plural(sheet.unknown, 'count')} of it {sheet.unknown === 1 ? 'has' : 'have'} not come to this station yet.</p>}
        {sheet.bins.length === 0 && <Nothing>Nothing of it is known here.</Nothing>}
        <ul className="sheet-bins">{sheet.bins.map((bin) => <li key={bin.taskId}><b>{bin.locationId}</b><span>{bin.closed ? 'counted by now' : `${plural(bin.expected.length, 'item')} to look for`}</span></li>)}</ul>
      </Panel>
      <ScanLog entries={log} most={2} />
    </div>
  );
}

interface TypeInProps {
  readonly sheet: CountSheetAnswer;
  readonly again: () => void;
  readonly onDone: () => void;
  readonly onBack: () => void;
  readonly onPrint: () => void;
}
interface Written {
  readonly line: SheetLine;
  readonly quantity: number;
  readonly serial: string;
}

function TypeIn({ sheet, again, onDone, onBack, onPrint }: TypeInProps) {
  const { sounds, items, now } = useServices();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  /** Lines about which nothing was written. */
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const [times, setTimes] = useState<Readonly<Record<string, number>>>({});
  const [timing, setTiming] = useState(false);
  const [at, setAt] = useState<string | undefined>(undefined);
  /** What was on the paper without having been printed there. */
  const [also, setAlso] = useState<SheetLine | undefined>(undefined);
  const [lot, setLot] = useState<SheetLine | undefined>(undefined);
  const [last, setLast] = useState<Written | undefined>(undefined);
  const startedAt = sheet.startedAt ?? now();
  const line = also ?? nextLine(sheet, passed, at);
  const bin = sheet.bins.find((each) => each.taskId === line?.taskId);
  const card = useItem(line?.itemId);
  const cardOf = useItems([...new Set(sheet.bins.flatMap((each) => [...each.expected, ...each.entered].map(({ itemId }) => itemId)))]);
  const name = nameOf(card, line?.itemId ?? '');

  async function write(of: SheetLine, quantity: number, serial = ''): Promise<void> {
    const reply = await decide([writing(sheet.sheetId, of, quantity, windowOf(startedAt, now(), times[of.taskId]), serial)], { text: `${of.locationId} · ${nameOf(items.get(of.itemId), of.itemId)}`, effect: quantity < 0 ? 'taken back' : quantity === 0 ? 'none there' : `${quantity} written` });
    if (!reply.ok) return;
    setLast(quantity > 0 ? { line: of, quantity, serial } : undefined);
    if (serial === '') setAlso(undefined);
    again();
  }
  const pass = (of: SheetLine): void => {
    setAlso(undefined);
    setPassed((before) => new Set([...before, lineKey(of)]));
  };
  async function takeBack({ line: of, quantity, serial }: Written): Promise<void> {
    await write(of, -quantity, serial);
    setPassed((before) => new Set([...before].filter((key) => key !== lineKey(of))));
  }
  async function handIn(): Promise<void> {
    const reply = await decide(handingIn(sheet), { text: `Sheet ${sheet.sheetId}`, effect: 'handed in' });
    if (reply.ok) onDone();
  }
  useThings({
    screen: 'count_sheet', expected: 'a bin of this sheet, or an item that was written without being printed', tell, enabled: !timing,
    location: ({ locationId }) => {
      const found = sheet.bins.find((each) => each.locationId === locationId && !each.closed);
      if (!found) return false;
      sounds.play('ok');
      setAt(found.taskId);
      return tell('ok', `Bin ${locationId}`, 'goes on here');
    },
    item: async (thing) => {
      const here = sheet.bins.find((each) => each.taskId === at) ?? bin ?? sheet.bins.find((each) => !each.closed);
      if (!here) return false;
      const known = await items.load(thing.itemId);
      sounds.play('ok');
      const found = { taskId: here.taskId, locationId: here.locationId, itemId: thing.itemId, lot: thing.lot };
      if (known?.item.lot_control && thing.lot === '') setLot(found);
      else setAlso(found);
      return undefined;
    },
    document: (thing) => {
      if (thing.document !== 'count_sheet' || thing.id !== sheet.sheetId) return false;
      tell('ok', `Sheet ${sheet.sheetId}`, 'already open');
      return true;
    },
  });
  useActions([
    ...(line === undefined ? [{ key: 'F8', label: 'Hand the sheet in', run: () => void handIn(), primary: true }] : [
      { key: 'F9', label: 'Nothing written', run: () => pass(line) },
      { key: 'F2', label: times[line.taskId] === undefined ? 'Time at this bin' : `Counted at ${clock(times[line.taskId]!)}`, run: () => setTiming(true) },
    ]),
    ...(last ? [{ key: 'F6', label: 'Take the last back', run: () => void takeBack(last) }] : [{ key: 'F6', label: 'Print it again', run: onPrint }]),
    { key: 'Escape', label: 'Go on later', run: onBack, atEnd: true },
  ]);

  const entered = sheet.bins.flatMap((each) => each.entered.map((row) => ({ ...row, bin: each })));
  return (
    <div className="stack">
      {line === undefined ? <Instruction tone="done" title="The whole sheet is typed in" detail="F8 hands it in. What nobody wrote stays uncounted; it is never taken for zero." />
        : <Instruction title={`${line.locationId} · ${name}`} detail={[card?.item.sku, line.lot && `lot ${line.lot}`, card?.item.serial_control ? 'each serial number, then F9' : 'the number on the paper, then Enter', times[line.taskId] === undefined ? '' : `counted at ${clock(times[line.taskId]!)}`].filter(Boolean).join(' · ')} />}
      {timing && line && <TextBox title={`When was ${line.locationId} counted?`} hint="As it stands on the sheet, such as 10:15." onCancel={() => setTiming(false)} onDone={(text) => {
        const time = noted(text, startedAt, now());
        setTiming(false);
        if (time === undefined) return tell('stop', `“${text}”`, `no time between ${clock(startedAt)} and now`);
        return setTimes((before) => ({ ...before, [line.taskId]: time }));
      }} />}
      {lot && <TextBox title={`Lot of ${nameOf(items.get(lot.itemId), lot.itemId)}`} onCancel={() => setLot(undefined)} onDone={(text) => { setLot(undefined); setAlso({ ...lot, lot: text }); }} />}
      <div className="two two-even">
      <Panel label="The next line" className="fill">
        {line && !timing && !lot && (card?.item.serial_control
        ? <TextBox key={lineKey(line)} title={`Serial number of ${name}`} hint="One at a time; F9 when there are no more." onDone={(serial) => void write(line, 1, serial)} onCancel={() => pass(line)} />
        : <NumberBox key={lineKey(line)} title={`${line.locationId} · ${name}`} onDone={(quantity) => void write(line, quantity)} />)}
        {line === undefined && <Nothing>Nothing is left to type.</Nothing>}
        <ScanLog entries={log} most={3} />
      </Panel>
      <Panel title="Typed in" aside={`${entered.length} of ${sheet.bins.reduce((sum, each) => sum + each.expected.length, 0)}`} className="fill" scrolls>
        {entered.length === 0 && <Nothing>Nothing yet.</Nothing>}
        <ul className="sheet-bins">{entered.toReversed().map((row) => <li key={`${lineKey({ taskId: row.bin.taskId, itemId: row.itemId, lot: row.lot })}${row.serial}`}><Mark tone="ok" /><b>{row.bin.locationId}</b><span>{nameOf(cardOf(row.itemId), row.itemId)}{row.lot === '' ? '' : `, lot ${row.lot}`}{row.serial === '' ? '' : `, ${row.serial}`}</span><b>{row.serial === '' ? enteredOf(row.bin, row) : '✓'}</b></li>)}</ul>
      </Panel>
      </div>
    </div>
  );
}

/** Nought is a number here: somebody wrote that none is there. */
function NumberBox({ title, onDone }: { readonly title: string; readonly onDone: (quantity: number) => void }) {
  const [text, setText] = useState('');
  const value = /^\d{1,6}$/.test(text) ? Number(text) : undefined;
  const [field, setField] = useState<HTMLInputElement | null>(null);
  useEffect(() => field?.focus(), [field]);
  return (
    <form className="box box-in" aria-label={title} onSubmit={(event) => { event.preventDefault(); if (value !== undefined) onDone(value); }}>
      <TextInput classNames={{ input: 'quantity-input', label: 'box-label' }} label="Pieces on the paper" inputMode="numeric" autoComplete="off" value={text} ref={setField} onChange={(event) => setText(event.currentTarget.value.replace(/\D/g, ''))} />
      <p className="box-hint">Nought where nought is written. F9 where nothing is written.</p>
    </form>
  );
}
