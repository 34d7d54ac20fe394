// Approvals: the change itself, in units and money, with its history; then yes, or count again.
import { useEffect, useState, type ReactNode } from 'react';
import { intent, newLabel } from '#renderer/commands.ts';
import { useCodes } from '#renderer/codes.ts';
import { useCurrency } from '#renderer/currency.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, figure, moment, signed, signedMoney } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { usePeople } from '#renderer/people.ts';
import { useNavigation } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { ActionKey } from '#renderer/ui/key-bar.tsx';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { movementWords, reasonWords } from '#renderer/words.ts';
import { usePendingAdjustments } from '#renderer/working-set/queries.ts';
import type { Approval, Cause } from '#electron/contract.ts';
import { causeWords, movementOf, type Names } from './causes.ts';

const ASK = { about: 'approvals' } as const;

export function Approvals() {
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(30_000);
  const { answer, again } = useAnswer(ASK);
  const pending = usePendingAdjustments();
  const reasons = useCodes('adjustment_reason', reasonWords);
  const nameOfPerson = usePeople();
  const currency = useCurrency();
  const [shown, setShown] = useState(false);
  /** Approved here, while the ERP alone decides about it. */
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState('');
  useEffect(() => again(), [again, pending]);
  const approvals = answer ?? [];
  const cardOf = useItems(approvals.flatMap(({ adjustment, causes }) => [adjustment.item_id, ...causes.map((cause) => cause.itemId)]));
  const current = approvals.find(({ adjustment }) => adjustment.adjustment_id === chosen) ?? approvals[0];
  /** The other half of a mix-up, where both together come to nothing and this person may decide both. */
  const twin = current?.causes.filter((cause) => cause.units === -current.adjustment.delta).map((cause) => approvals.find(({ adjustment, mine }) => !mine && adjustment.adjustment_id === cause.adjustmentId)).find((found) => found !== undefined);
  const names: Names = { item: (itemId) => nameOf(cardOf(itemId), itemId), person: nameOfPerson };

  async function approve(...these: readonly Approval[]): Promise<void> {
    const commands = these.map(({ adjustment: row, view }) => intent('adjustment.approve', { adjustmentId: row.adjustment_id, locationId: row.location_id, itemId: row.item_id, view }));
    const reply = await decide(commands, { text: these.map(({ adjustment: row }) => `${signed(row.delta)} in ${row.location_id}`).join(', '), effect: 'approved' });
    if (reply.ok) setAsked((before) => new Set([...before, ...these.flatMap(({ adjustment: row }, index) => (reply.results[index]?.verdict === 'asked' ? [row.adjustment_id] : []))]));
    again();
  }
  async function countAgain({ adjustment }: Approval): Promise<void> {
    const { adjustment_id: adjustmentId, location_id: locationId, item_id: itemId } = adjustment;
    const recount = intent('count.open', { taskId: newLabel('CT'), locationId, itemId, trigger: 'RECOUNT' });
    await decide([intent('adjustment.reject', { adjustmentId, locationId, itemId, note: 'count again' }), recount], { text: locationId, effect: 'to be counted again' });
    again();
  }
  const locked = current === undefined ? 'nothing waits' : current.mine ? 'you counted or proposed it' : asked.has(current.adjustment.adjustment_id) ? 'asked: the ERP decides' : undefined;
  useThings({ screen: 'approvals', expected: 'nothing to be scanned', tell });
  useActions([
    ...(answer === null ? [] : [{ key: 'A', label: current ? `Approve ${signed(current.adjustment.delta)}` : 'Approve', run: () => current && void approve(current), locked, primary: true, elsewhere: current !== undefined },
    { key: 'R', label: 'Count again', run: () => current && void countAgain(current), locked, elsewhere: current !== undefined }]),
    ...(twin && locked === undefined ? [{ key: 'Z', label: 'Approve both', run: () => current && void approve(current, twin), elsewhere: true }] : []),
    ...(current ? [{ key: 'W', label: shown ? 'Hide why' : 'Why', run: () => setShown((before) => !before) }] : []),
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ]);

  if (answer === null) return <div className="stack"><Instruction tone="ask" title="Somebody else approves" detail="Changes of stock are approved by a supervisor or by finance." /></div>;
  return (
    <div className="two two-even">
      <Panel title="Waiting, by money and age" aside={approvals.length} className="fill flush">
        {answer !== undefined && approvals.length === 0 && <Nothing>Nothing waits for approval.</Nothing>}
        <Choices label="Waiting for approval" digits={false} chosen={current?.adjustment.adjustment_id} onMove={setChosen} onChoose={setChosen} choices={approvals.map(({ adjustment, mine }) => ({
          id: adjustment.adjustment_id, title: `${adjustment.location_id} · ${nameOf(cardOf(adjustment.item_id), adjustment.item_id)}`,
          detail: `${adjustment.source === 'count' ? 'Counted' : reasons.words(adjustment.reason)} · ${asked.has(adjustment.adjustment_id) ? 'asked: the ERP decides' : mine ? 'yours, so a second person decides' : `by ${nameOfPerson(adjustment.author)}`}`,
          aside: <><b className={adjustment.value < 0 ? 'loss' : undefined}>{signedMoney(adjustment.value, currency)}</b><span className="choice-age">{age(now - adjustment.submitted_at)}</span></>,
        }))} />
        <ScanLog entries={log} most={3} />
      </Panel>
      <Panel className="fill" label="The change" scrolls>
        {current === undefined ? <Nothing>Choose one on the left.</Nothing> : <Change approval={current} locked={locked} onApprove={() => void approve(current)} onCountAgain={() => void countAgain(current)} reason={reasons.words(current.adjustment.reason)} names={names} currency={currency} now={now}
          causes={<Causes causes={current.causes} delta={current.adjustment.delta} names={names} now={now} why={shown} onBoth={twin && locked === undefined ? { words: bothWords(current.adjustment.value + twin.adjustment.value, currency), adjustmentId: twin.adjustment.adjustment_id, approve: () => void approve(current, twin) } : undefined} />} />}
      </Panel>
    </div>
  );
}

interface ChangeProps {
  readonly approval: Approval;
  /** Why neither can be done now. */
  readonly locked: string | undefined;
  readonly onApprove: () => void;
  readonly onCountAgain: () => void;
  readonly reason: string;
  readonly names: Names;
  readonly currency: string;
  readonly causes: ReactNode;
  readonly now: number;
}

function Change({ approval, locked, onApprove, onCountAgain, reason, names, currency, causes, now }: ChangeProps) {
  const { adjustment: row, history, mine } = approval;
  const counters = (row.counters as readonly string[]).map(names.person);
  return (
    <>
      <h1 className="item-name">{row.location_id} · {names.item(row.item_id)}</h1>
      <p className="muted">{[row.lot && `lot ${row.lot}`, row.source === 'count' ? `counted by ${counters.join(' and ')}` : `${reason}, by ${names.person(row.author)}`, row.note && `“${row.note}”`].filter(Boolean).join(' · ')}</p>
      <dl className="figures">
        <div><dt>Book at {moment(row.effective_at, now)}</dt><dd>{figure(row.book)}</dd></div>
        <div><dt>{row.source === 'count' ? (counters.length > 1 ? 'Counted, twice' : 'Counted') : 'Will be'}</dt><dd>{figure(row.counted ?? row.book + row.delta)}</dd></div>
        <div className={row.delta < 0 ? 'figures-loss' : 'figures-gain'}><dt>Will post</dt><dd>{signed(row.delta)}</dd></div>
        <div><dt>Value</dt><dd>{signedMoney(row.value, currency)}</dd></div>
      </dl>
      {mine && <p className="notice notice-attention">! You counted or proposed this yourself, so somebody else approves it.</p>}
      {causes}
      <h2 className="sub">History of this bin</h2>
      {history.length === 0 && <Nothing>No movement in the last weeks.</Nothing>}
      <ol className="history">
        {history.slice(0, 8).map((move) => (
          <li key={move.movement_id}>
            <time>{moment(move.effective_at, now)}</time>
            <span>{movementWords(move.type)} {figure(move.quantity)}{move.document_id !== '' && !/^[0-9a-f]{32}$/.test(move.document_id) ? `, ${move.document_id}` : ''}</span>
            <span className="muted">{names.person(move.person_id)}</span>
          </li>
        ))}
      </ol>
      <div className="decide">
        <ActionKey action={{ key: 'A', label: `Approve ${signed(row.delta)}`, run: onApprove, primary: true, locked }} />
        <ActionKey action={{ key: 'R', label: 'Count again', run: onCountAgain, locked }} />
      </div>
    </>
  );
}

const bothWords = (value: number, currency: string): string => `Approve both: ${value === 0 ? 'nothing is lost' : `${signedMoney(value, currency)} in all`}`;

interface CausesProps {
  readonly causes: readonly Cause[];
  readonly delta: number;
  readonly names: Names;
  readonly now: number;
  /** Shows the movements behind each. */
  readonly why: boolean;
  readonly onBoth: { readonly words: string; readonly adjustmentId: string; readonly approve: () => void } | undefined;
}

function Causes({ causes, delta, names, now, why, onBoth }: CausesProps) {
  return (
    <>
      <h2 className="sub">Likely causes</h2>
      {causes.length === 0 && <p className="muted">Nothing in the books of this warehouse explains it.</p>}
      <ol className="causes">
        {causes.map((cause, index) => {
          const words = causeWords(cause, delta, names, now);
          return (
            <li key={`${cause.kind} ${cause.locationId} ${cause.itemId}`}>
              <span className="cause-rank">{index + 1}</span>
              <div>
                <b>{words.sentence}</b>
                <p className="muted">{words.why}</p>
                {why && cause.movements.length > 0 && <ul className="cause-moves">{cause.movements.map((move) => <li key={move.movement_id}>{movementOf(move, names, now)}</li>)}</ul>}
              </div>
              {onBoth && cause.adjustmentId === onBoth.adjustmentId && <ActionKey action={{ key: 'Z', label: onBoth.words, run: onBoth.approve }} />}
            </li>
          );
        })}
      </ol>
    </>
  );
}
