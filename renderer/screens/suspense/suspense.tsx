// Suspense on the supervisor's screen: what was taken although the books did not have it there, dearest first; who drew
// it and what has covered a part of it. It closes by itself when the goods turn up; what a person can do is have it counted.
import { useEffect, useState } from 'react';
import { intent, newLabel } from '#renderer/commands.ts';
import { useCurrency } from '#renderer/currency.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, figure, moment, plural, signedMoney } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { usePeople } from '#renderer/people.ts';
import { useNavigation } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Chip, Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { movementWords } from '#renderer/words.ts';
import { useOpenExceptions } from '#renderer/working-set/queries.ts';
import type { SuspenseLine, SuspenseMove } from '#electron/contract.ts';

const ASK = { about: 'suspense' } as const;

export function Suspense() {
  const { go, open: lay } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(30_000);
  const currency = useCurrency();
  const nameOfPerson = usePeople();
  const { answer, again } = useAnswer(ASK);
  const live = useOpenExceptions();
  useEffect(() => again(), [again, live]);
  const [chosen, setChosen] = useState('');
  const lines = answer ?? [];
  const cardOf = useItems([...new Set(lines.map((line) => line.itemId))]);
  const nameOfItem = (itemId: string): string => nameOf(cardOf(itemId), itemId);
  const current = lines.find((line) => line.exceptionId === chosen) ?? lines[0];
  const total = lines.reduce((sum, line) => sum + line.value, 0);

  async function countNow(line: SuspenseLine): Promise<void> {
    await decide([intent('count.open', { taskId: newLabel('CT'), locationId: line.locationId, itemId: line.itemId, trigger: 'SUSPENSE' })], { text: line.locationId, effect: 'to be counted' });
    again();
  }
  useThings({ screen: 'suspense', expected: 'a bin of the list', tell, location: (thing) => {
    const found = lines.find((line) => line.locationId === thing.locationId);
    if (!found) return false;
    setChosen(found.exceptionId);
    return true;
  } });
  useActions([
    ...(current ? [
      { key: 'F2', label: 'Have it counted', run: () => void countNow(current), primary: true, locked: current.countTaskId === null ? undefined : 'a count is open' },
      { key: 'F5', label: 'Why', run: () => lay({ kind: 'exception', id: current.exceptionId }) },
    ] : []),
    { key: 'F9', label: 'Needs you', run: () => go({ screen: 'exceptions' }) },
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ]);

  if (answer === null) return <div className="stack"><Instruction tone="ask" title="A supervisor looks after this" detail="It closes by itself when the goods are found or the bin is counted." /></div>;
  return (
    <div className="two two-even">
      <Panel title="Taken, but not in the books" aside={lines.length === 0 ? '' : `${plural(lines.length, 'bin')} · ${signedMoney(-total, currency)}`} className="fill flush">
        {answer !== undefined && lines.length === 0 && <Nothing>Everything that was taken was there.</Nothing>}
        <Choices label="Suspense, dearest first" digits={false} chosen={current?.exceptionId} onMove={setChosen} onChoose={setChosen} choices={lines.map((line) => ({
          id: line.exceptionId, title: `${line.locationId} · ${nameOfItem(line.itemId)}`,
          detail: [`${figure(line.missing)} missing`, line.lot && `lot ${line.lot}`, line.countTaskId === null ? 'waits for the stations' : 'to be counted'].filter(Boolean).join(' · '),
          aside: <><b className="loss">{signedMoney(-line.value, currency)}</b><span className={line.dueAt < now ? 'late' : 'choice-age'}>{age(now - line.since)}</span></>,
        }))} />
        <ScanLog entries={log} most={3} />
      </Panel>
      <Panel className="fill" label="What drew it" scrolls>
        {current === undefined ? <Nothing>Choose one on the left.</Nothing> : (
          <>
            <h1 className="item-name">{current.locationId} · {nameOfItem(current.itemId)}</h1>
            <p className="chips">
              {current.lot !== '' && <Chip>lot {current.lot}</Chip>}
              <Chip tone={current.dueAt < now ? 'attention' : 'plain'}>{current.dueAt < now ? `! was to be clear by ${moment(current.dueAt, now)}` : `to be clear by ${moment(current.dueAt, now)}`}</Chip>
              <Chip tone={current.countTaskId === null ? 'plain' : 'ok'}>{current.countTaskId === null ? 'counted only if it stays' : '✓ a count is open'}</Chip>
            </p>
            <dl className="figures">
              <div className="figures-loss"><dt>Missing now</dt><dd>{figure(current.missing)}</dd></div>
              <div className="figures-loss"><dt>Worth</dt><dd>{signedMoney(-current.value, currency)}</dd></div>
              <div><dt>Open for</dt><dd>{age(now - current.since)}</dd></div>
            </dl>
            <Moves title="What drew it" moves={current.drawn} person={nameOfPerson} now={now} />
            {current.covered.length > 0 && <Moves title="What has covered a part" moves={current.covered} person={nameOfPerson} now={now} />}
            <p className="muted">Nothing new is promised from this bin meanwhile; what was released goes on. Goods of this kind that arrive here cover it by themselves.</p>
          </>
        )}
      </Panel>
    </div>
  );
}

function Moves({ title, moves, person, now }: { readonly title: string; readonly moves: readonly SuspenseMove[]; readonly person: (personId: string) => string; readonly now: number }) {
  return (
    <section>
      <h2 className="sub">{title}</h2>
      <ul className="history">
        {moves.map((move) => <li key={`${move.commandId} ${move.at} ${move.quantity}`}><span className="muted">{moment(move.at, now)}</span><span>{movementWords(move.type)} by {person(move.personId)} <span className="muted">at {move.station}{move.documentId === '' ? '' : ` · ${move.documentId}`}</span></span><b>{figure(move.quantity)}</b></li>)}
      </ul>
    </section>
  );
}
