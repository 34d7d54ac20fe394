// Approvals: everything that waits for a signature, by money and age. What is signed is what is shown; a line can be
// taken out, a difference corrected instead, and who may not decide reads whom it waits for.
import { useEffect, useState } from 'react';
import { intent, newLabel } from '#renderer/commands.ts';
import { useCodes } from '#renderer/codes.ts';
import { useCurrency } from '#renderer/currency.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, figure, money, plural, signed, signedMoney } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { usePeople } from '#renderer/people.ts';
import { useNavigation } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { reasonWords } from '#renderer/words.ts';
import { useOpenExceptions, usePendingAdjustments } from '#renderer/working-set/queries.ts';
import type { ApprovalDocument, ApprovalLine, Correction } from '#electron/contract.ts';
import { Document } from './document.tsx';
import { StandIn } from './stand-in.tsx';
import { labelWords, lockWords, type Names } from './words.ts';

const ASK = { about: 'approvals' } as const;
type Decision = 'approve' | 'reject';

export function Approvals() {
  const { go, open: lay } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(30_000);
  const { answer, again } = useAnswer(ASK);
  const pending = usePendingAdjustments();
  const exceptions = useOpenExceptions();
  const reasons = useCodes('adjustment_reason', reasonWords);
  const person = usePeople();
  const currency = useCurrency();
  const [shown, setShown] = useState(false);
  /** Signed here, while the ERP alone decides about it. */
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState('');
  const [lineAt, setLineAt] = useState(0);
  /** Lines that are not to be approved with the rest. */
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const [box, setBox] = useState<'break_glass' | 'stand_in' | undefined>(undefined);
  useEffect(() => again(), [again, pending, exceptions]);
  const documents = answer?.documents ?? [];
  const current = documents.find(({ documentId }) => documentId === chosen) ?? documents[0];
  const line = current?.lines[Math.min(lineAt, current.lines.length - 1)];
  const why = useAnswer(line === undefined ? undefined : { about: 'approval_why', lineId: line.lineId }).answer ?? undefined;
  const cardOf = useItems([...documents.flatMap(({ lines }) => lines.map((each) => each.itemId)), ...(why?.causes.map((cause) => cause.itemId) ?? [])]);
  const names: Names = { item: (itemId) => nameOf(cardOf(itemId), itemId), person };

  const choose = (documentId: string): void => {
    setChosen(documentId);
    setLineAt(0);
    setOut(new Set());
  };
  async function sign(document: ApprovalDocument, decisionOf: (line: ApprovalLine) => Decision, breakGlass = ''): Promise<void> {
    const lines = document.lines.map((each) => ({ lineId: each.lineId, itemId: each.itemId, locationId: each.locationId, serial: each.serial, decision: decisionOf(each), view: each.view, units: each.units, value: each.value, book: each.book }));
    const approved = lines.filter((each) => each.decision === 'approve').length;
    const said = approved === 0 ? (document.kind === 'over_receipt' ? 'goes back' : document.kind === 'taught_code' ? 'withdrawn' : document.kind === 'refund' ? 'no money' : document.kind === 'purchase' ? 'not bought' : 'not approved') : document.lines[0]!.needed > document.lines[0]!.signers.length + 1 ? 'signed; a second person signs too' : approved === lines.length ? 'approved' : `${approved} of ${lines.length} approved`;
    const command = intent('approval.sign', { kind: document.kind, documentId: document.documentId, lines, breakGlass }, [...(breakGlass === '' ? [] : ['break_glass']), 'changed_smaller']);
    const reply = await decide([command], { text: titleOf(document, names), effect: said });
    if (reply.ok && reply.results[0]?.verdict === 'asked') setAsked((before) => new Set([...before, document.documentId]));
    setOut(new Set());
    again();
  }
  async function correct(correction: Correction): Promise<void> {
    const command = intent('correction.submit', { correctionId: newLabel('COR'), reason: correction.reason, replaces: [...correction.replaces], lines: correction.lines.map((each) => ({ ...each })) });
    await decide([command], { text: correction.lines.map((each) => `${signed(each.delta)} in ${each.locationId}`).join(', '), effect: 'corrected' });
    again();
  }
  const toggle = (document: ApprovalDocument, each: ApprovalLine): void => {
    if (document.whole) return tell('attention', 'Its lines sum to zero', 'decided together');
    setOut((before) => new Set(before.has(each.lineId) ? [...before].filter((id) => id !== each.lineId) : [...before, each.lineId]));
  };

  const locked = current === undefined ? 'nothing waits' : asked.has(current.documentId) ? 'asked: the ERP decides' : lockWords(current, person);
  const sheet = (current?.lines.length ?? 0) > 1;
  const correction = locked === undefined ? why?.causes.find((cause) => cause.correction !== null)?.correction : undefined;
  const rejects = current?.kind === 'over_receipt' ? 'Send it back' : current?.kind === 'taught_code' ? 'Withdraw' : current?.kind === 'refund' ? 'No money' : current?.kind === 'purchase' ? 'Do not buy' : current?.label === 'count' ? 'Count again' : 'Turn down';
  const taken = current?.lines.filter((each) => !out.has(each.lineId)) ?? [];
  const approveLabel = !current ? 'Approve' : current.kind === 'purchase' ? `Buy ${sheet ? plural(taken.length, 'item') : figure(current.lines[0]!.units)}` : sheet ? `Approve ${taken.length === current.lines.length ? 'all' : ''} ${taken.length}` : `Approve ${signed(current.lines[0]!.units)}`;
  useThings({ screen: 'approvals', expected: 'nothing to be scanned', tell });
  useActions([
    ...(answer === null ? [] : [
      { key: 'A', label: approveLabel, run: () => current && void sign(current, (each) => (out.has(each.lineId) ? 'reject' : 'approve')), locked, primary: true, elsewhere: current !== undefined },
      { key: 'R', label: sheet ? `${rejects}: all` : rejects, run: () => current && void sign(current, () => 'reject'), locked, elsewhere: current !== undefined },
    ]),
    ...(correction ? [{ key: 'Z', label: 'Correct it', run: () => void correct(correction), elsewhere: true }] : []),
    ...(current && line && sheet ? [
      { key: 'PageDown', label: 'Next line', run: () => setLineAt(Math.min(current.lines.length - 1, lineAt + 1)) },
      { key: 'PageUp', label: 'Line before', run: () => setLineAt(Math.max(0, lineAt - 1)), elsewhere: true },
      ...(current.whole ? [] : [{ key: 'T', label: out.has(line.lineId) ? 'Take it in' : 'Take it out', run: () => toggle(current, line) }]),
    ] : []),
    ...(line && line.bought === null ? [{ key: 'F6', label: `Why ${line.locationId} is so`, run: () => lay({ kind: 'position', itemId: line.itemId, locationId: line.locationId }), small: true }] : []),
    ...(current && current.kind !== 'purchase' ? [{ key: 'W', label: shown ? 'Hide why' : 'Why', run: () => setShown((before) => !before) }] : []),
    ...(current?.yours && !current.mine && (current.above !== null || current.lines.some((each) => each.needed > 1)) ? [{ key: 'B', label: 'It cannot wait', run: () => setBox('break_glass') }] : []),
    ...(answer ? [{ key: 'F5', label: 'I am away', run: () => setBox('stand_in') }] : []),
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ], { enabled: box !== 'stand_in' });

  if (answer === null) return <div className="stack"><Instruction tone="ask" title="Somebody else approves" detail="Changes of stock are approved by a supervisor or by finance." /></div>;
  if (box === 'stand_in') return <StandIn tell={tell} onDone={() => { setBox(undefined); again(); }} log={log} />;
  return (
    <div className="stack">
      {box === 'break_glass' && current && <TextBox title="Why it cannot wait" hint="Everybody sees this, and finance looks at it. Type the reason and press Enter." onCancel={() => setBox(undefined)} onDone={(text) => { setBox(undefined); void sign(current, () => 'approve', text); }} />}
      <div className="two two-even">
        <Panel title="Waiting, by money and age" aside={documents.length} className="fill flush">
          {answer !== undefined && documents.length === 0 && <Nothing>Nothing waits for approval.</Nothing>}
          <Choices label="Waiting for approval" digits={false} chosen={current?.documentId} onMove={choose} onChoose={choose} choices={documents.map((document) => ({
            id: document.documentId, title: titleOf(document, names),
            detail: `${document.label === 'change' || document.label === 'write_off' ? reasons.words(document.reason) : labelWords[document.label]} · ${asked.has(document.documentId) ? 'asked: the ERP decides' : (lockWords(document, person) ?? (document.kind === 'purchase' ? 'by the reorder policy' : `by ${person(document.author)}`))}`,
            aside: <><b className={lossOf(document) < 0 ? 'loss' : undefined}>{document.kind === 'purchase' ? money(document.value / 100, currency) : signedMoney(lossOf(document), currency)}</b><span className="choice-age">{age(now - document.since)}</span></>,
          }))} />
          <ScanLog entries={log} most={3} />
        </Panel>
        <Panel className="fill" label="The change" scrolls>
          {current === undefined || line === undefined ? <Nothing>Choose one on the left.</Nothing> : (
            <Document document={current} line={line} out={out} onLine={(at) => setLineAt(at)} title={titleOf(current, names)} reason={reasons.words(current.reason)} why={why} whyShown={shown} names={names} currency={currency} now={now}
              approve={{ key: 'A', label: approveLabel, run: () => void sign(current, (each) => (out.has(each.lineId) ? 'reject' : 'approve')), primary: true, locked }}
              reject={{ key: 'R', label: sheet ? `${rejects}: all` : rejects, run: () => void sign(current, () => 'reject'), locked }}
              onCorrect={locked === undefined ? (each) => void correct(each) : undefined} />
          )}
        </Panel>
      </div>
    </div>
  );
}

/** What is lost or gained in all. */
const lossOf = (document: ApprovalDocument): number => document.lines.reduce((sum, line) => sum + line.value, 0);
function titleOf({ kind, lines, documentId, reason }: ApprovalDocument, names: Names): string {
  const [first] = lines;
  if (!first) return documentId;
  if (kind === 'purchase') return `${reason} · ${lines.length === 1 ? names.item(first.itemId) : `${lines.length} items`}`;
  const places = [...new Set(lines.map((line) => line.locationId))];
  return lines.length === 1 ? `${first.locationId} · ${names.item(first.itemId)}` : places.length === 1 ? `${places[0]} · ${lines.length} ${kind === 'taught_code' ? 'items' : 'differences'}` : `${places.slice(0, 2).join(' and ')} · ${names.item(first.itemId)}`;
}
