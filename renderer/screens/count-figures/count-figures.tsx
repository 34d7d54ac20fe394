// How good the books are, as the counts say: accuracy by position and by value, week by week and by person, how often a
// recount confirms, how long approval takes, what is overdue.
import { shareByValue, shareWithin, type FiguresOf } from '#domain/count-figures.ts';
import { useState } from 'react';
import { download, fromBase64 } from '#renderer/download.ts';
import { age, figure, moment } from '#renderer/numbers.ts';
import { useNow } from '#renderer/now.ts';
import { usePeople } from '#renderer/people.ts';
import { useServices } from '#renderer/services.ts';
import { useNavigation } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Instruction, Nothing, Panel } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { CountsBehind, type Behind } from './counts-behind.tsx';
import { figuresCsv } from './csv.ts';

const ASK = { about: 'count_figures' } as const;

export function CountFigures() {
  const { go } = useNavigation();
  const { bridge } = useServices();
  const [, tell] = useScanLog();
  const [behind, setBehind] = useState<Behind | undefined>(undefined);
  const now = useNow(60_000);
  const { answer } = useAnswer(ASK);
  const person = usePeople();
  function save(): void {
    if (!answer) return;
    const rows: readonly FiguresOf[] = [{ of: '', ...answer.all }, ...answer.people];
    download(`counts-${answer.warehouse}.csv`, 'text/csv', figuresCsv(rows, (of) => (of === '' ? `all of ${answer.warehouse}` : person(of))));
  }
  async function savePdf(): Promise<void> {
    if (!answer) return;
    const rows: readonly FiguresOf[] = [{ of: '', ...answer.all }, ...answer.people];
    const { pdf, problem } = await bridge.request('tablePdf', {
      title: `How good the books of ${answer.warehouse} are, as the counts say`, words: `as of ${moment(now, now)}`,
      tables: [
        { title: 'By person', columns: ['Who', 'Planned counts', 'Agree', 'By value', 'Called for', 'Recounts confirm', 'Approved in (half)', 'Overdue'], rows: rows.map((row) => [row.of === '' ? 'All' : person(row.of), figure(row.planned.counts), percent(shareWithin(row.planned)), percent(shareByValue(row.planned)), `${figure(row.triggered.within)} of ${figure(row.triggered.counts)}`, `${row.recounts.confirmed} of ${row.recounts.all}`, row.approval.p50 === null ? '–' : age(row.approval.p50), figure(row.overdue)]) },
        { title: 'Week by week', columns: ['Week from', 'Planned counts', 'Agree', 'By value'], rows: answer.weeks.map((week) => [moment(Number(week.of), now), figure(week.planned.counts), percent(shareWithin(week.planned)), percent(shareByValue(week.planned))]) },
      ],
    });
    if (problem === '') download(`counts-${answer.warehouse}.pdf`, 'application/pdf', fromBase64(pdf));
    else tell('stop', problem, 'no PDF');
  }
  useThings({ screen: 'count_figures', expected: 'nothing to be scanned', tell });
  useActions([
    ...(answer ? [{ key: 'F2', label: 'Save as CSV', run: save }, { key: 'F3', label: 'Save as PDF', run: () => void savePdf() }] : []),
    ...(answer ? figureKeys.map(({ figure, title }, n) => ({ key: String(n + 1), label: title, run: () => setBehind({ figure, personId: '', title }), elsewhere: true })) : []),
    { key: 'Escape', label: 'Counts', run: () => go({ screen: 'count', locationId: '', taskId: '' }), atEnd: true },
  ]);
  if (answer === null) return <div className="stack"><Instruction tone="ask" title="A supervisor looks at figures" detail="Press Esc to go back." /></div>;
  if (!answer) return null;
  const { all } = answer;
  return (
    <div className="stack">
      {behind && <CountsBehind behind={behind} onClose={() => setBehind(undefined)} />}
      <h1 className="item-name">How good the books of {answer.warehouse} are, as the counts say</h1>
      <dl className="figures">
        <div><dt><kbd>1</kbd> Planned counts that agree</dt><dd>{percent(shareWithin(all.planned))}</dd></div>
        <div><dt>By value</dt><dd>{percent(shareByValue(all.planned))}</dd></div>
        <div><dt><kbd>3</kbd> Recounts that confirm</dt><dd>{all.recounts.all === 0 ? '–' : percent(all.recounts.confirmed / all.recounts.all)}</dd></div>
        <div><dt><kbd>4</kbd> Until approved, half / nine of ten</dt><dd>{all.approval.p50 === null ? '–' : `${age(all.approval.p50)} / ${age(all.approval.p90 ?? 0)}`}</dd></div>
        <div className={all.overdue > 0 ? 'figures-loss' : ''}><dt><kbd>5</kbd> Overdue</dt><dd>{figure(all.overdue)}</dd></div>
      </dl>
      <div className="two two-even">
        <Panel title="Agreeing, week by week" aside={`${figure(all.planned.counts)} planned first counts`} className="fill">
          <ol className="weeks" aria-label="Share of planned counts that agree, by week">
            {answer.weeks.map((week) => <li key={week.of}><b>{percent(shareWithin(week.planned))}</b><div className="day-bar" role="presentation"><div style={{ height: `${(shareWithin(week.planned) ?? 0) * 100}%` }} /></div><span>{moment(Number(week.of), now)}</span></li>)}
          </ol>
          <p className="muted"><kbd>2</kbd> Counts that something called for, a short pick or a doubt, stand apart: {figure(all.triggered.within)} of {figure(all.triggered.counts)} agree. What is seen in passing is in no figure.</p>
        </Panel>
        <Panel title="By person" className="fill" scrolls>
          {answer.people.length === 0 && <Nothing>Nobody has counted yet.</Nothing>}
          <table className="by-person">
            <thead><tr><th scope="col">Who</th><th scope="col">Counts</th><th scope="col">Agree</th><th scope="col">By value</th><th scope="col">Recounts confirm</th><th scope="col">Overdue</th></tr></thead>
            <tbody>{answer.people.map((row) => (
              <tr key={row.of}><th scope="row"><button type="button" className="linklike" onClick={() => setBehind({ figure: 'planned', personId: row.of, title: `Planned counts of ${person(row.of)}` })}>{person(row.of)}</button></th><td>{figure(row.planned.counts + row.triggered.counts)}</td><td>{percent(shareWithin(row.planned))}</td><td>{percent(shareByValue(row.planned))}</td><td>{row.recounts.all === 0 ? '–' : `${row.recounts.confirmed} of ${row.recounts.all}`}</td><td>{figure(row.overdue)}</td></tr>
            ))}</tbody>
          </table>
        </Panel>
      </div>
    </div>
  );
}

const figureKeys = [
  { figure: 'planned', title: 'Planned first counts' }, { figure: 'triggered', title: 'Counts that something called for' }, { figure: 'recounts', title: 'Recounts' }, { figure: 'approval', title: 'Differences that somebody decided' }, { figure: 'overdue', title: 'Overdue counts' },
] as const;

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
