// How good the books are, as the counts say: accuracy by position and by value, week by week and by person, how often a
// recount confirms, how long approval takes, what is overdue.
import { shareByValue, shareWithin, type FiguresOf } from '#domain/count-figures.ts';
import { age, figure, moment } from '#renderer/numbers.ts';
import { useNow } from '#renderer/now.ts';
import { usePeople } from '#renderer/people.ts';
import { useNavigation } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Instruction, Nothing, Panel } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { figuresCsv } from './csv.ts';

const ASK = { about: 'count_figures' } as const;

export function CountFigures() {
  const { go } = useNavigation();
  const [, tell] = useScanLog();
  const now = useNow(60_000);
  const { answer } = useAnswer(ASK);
  const person = usePeople();
  function save(): void {
    if (!answer) return;
    const rows: readonly FiguresOf[] = [{ of: '', ...answer.all }, ...answer.people];
    download(`counts-${answer.warehouse}.csv`, figuresCsv(rows, (of) => (of === '' ? `all of ${answer.warehouse}` : person(of))));
  }
  useThings({ screen: 'count_figures', expected: 'nothing to be scanned', tell });
  useActions([
    ...(answer ? [{ key: 'F2', label: 'Save as CSV', run: save }, { key: 'F3', label: 'Print, or save as PDF', run: () => globalThis.print() }] : []),
    { key: 'Escape', label: 'Counts', run: () => go({ screen: 'count', locationId: '', taskId: '' }), atEnd: true },
  ]);
  if (answer === null) return <div className="stack"><Instruction tone="ask" title="A supervisor looks at figures" detail="Press Esc to go back." /></div>;
  if (!answer) return null;
  const { all } = answer;
  return (
    <div className="stack">
      <h1 className="item-name">How good the books of {answer.warehouse} are, as the counts say</h1>
      <dl className="figures">
        <div><dt>Planned counts that agree</dt><dd>{percent(shareWithin(all.planned))}</dd></div>
        <div><dt>By value</dt><dd>{percent(shareByValue(all.planned))}</dd></div>
        <div><dt>Recounts that confirm</dt><dd>{all.recounts.all === 0 ? '–' : percent(all.recounts.confirmed / all.recounts.all)}</dd></div>
        <div><dt>Until approved, half / nine of ten</dt><dd>{all.approval.p50 === null ? '–' : `${age(all.approval.p50)} / ${age(all.approval.p90 ?? 0)}`}</dd></div>
        <div className={all.overdue > 0 ? 'figures-loss' : ''}><dt>Overdue</dt><dd>{figure(all.overdue)}</dd></div>
      </dl>
      <div className="two two-even">
        <Panel title="Agreeing, week by week" aside={`${figure(all.planned.counts)} planned first counts`} className="fill">
          <ol className="weeks" aria-label="Share of planned counts that agree, by week">
            {answer.weeks.map((week) => <li key={week.of}><b>{percent(shareWithin(week.planned))}</b><div className="day-bar" role="presentation"><div style={{ height: `${(shareWithin(week.planned) ?? 0) * 100}%` }} /></div><span>{moment(Number(week.of), now)}</span></li>)}
          </ol>
          <p className="muted">Counts that something called for, a short pick or a doubt, stand apart: {figure(all.triggered.within)} of {figure(all.triggered.counts)} agree. What is seen in passing is in no figure.</p>
        </Panel>
        <Panel title="By person" className="fill" scrolls>
          {answer.people.length === 0 && <Nothing>Nobody has counted yet.</Nothing>}
          <table className="by-person">
            <thead><tr><th scope="col">Who</th><th scope="col">Counts</th><th scope="col">Agree</th><th scope="col">By value</th><th scope="col">Recounts confirm</th><th scope="col">Overdue</th></tr></thead>
            <tbody>{answer.people.map((row) => (
              <tr key={row.of}><th scope="row">{person(row.of)}</th><td>{figure(row.planned.counts + row.triggered.counts)}</td><td>{percent(shareWithin(row.planned))}</td><td>{percent(shareByValue(row.planned))}</td><td>{row.recounts.all === 0 ? '–' : `${row.recounts.confirmed} of ${row.recounts.all}`}</td><td>{figure(row.overdue)}</td></tr>
            ))}</tbody>
          </table>
        </Panel>
      </div>
    </div>
  );
}

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
