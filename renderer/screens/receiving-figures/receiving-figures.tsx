// How well goods came in: until put away, against the promise, and how deliveries differ from their papers; by supplier
// and by week, with the deliveries behind it.
import { useState } from 'react';
import { isLate, type ReceivingFigures as Figures } from '#domain/receiving-figures.ts';
import type { ReceivingFiguresAnswer } from '#electron/contract.ts';
import { share } from '#renderer/csv.ts';
import { download, fromBase64 } from '#renderer/download.ts';
import { useNow } from '#renderer/now.ts';
import { age, figure, moment, plural } from '#renderer/numbers.ts';
import { useNavigation } from '#renderer/route.ts';
import { overrideWords } from '#renderer/screens/put-away/words.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { figuresCsv } from './csv.ts';

const ASK = { about: 'receiving_figures' } as const;
type Noted = ReceivingFiguresAnswer['noted'][number];
const causes = [
  { title: 'All of them', is: () => true }, { title: 'Late', is: isLate }, { title: 'Short', is: (each: Noted) => (each.differs.A ?? 0) + (each.differs.P ?? 0) > 0 }, { title: 'Over or another', is: (each: Noted) => (each.differs.O ?? 0) + (each.differs.W ?? 0) > 0 },
  { title: 'Damaged or refused', is: (each: Noted) => (each.differs.D ?? 0) + (each.differs.R ?? 0) > 0 }, { title: 'At the dock still', is: (each: Noted) => each.storedIn === null },
] as const;
const isOverride = (reason: string): reason is keyof typeof overrideWords => Object.hasOwn(overrideWords, reason);

export function ReceivingFigures() {
  const { go, open: lay } = useNavigation();
  const { bridge } = useServices();
  const [, tell] = useScanLog();
  const now = useNow(60_000);
  const { answer } = useAnswer(ASK);
  const [cause, setCause] = useState(0);
  const [chosen, setChosen] = useState('');
  const shown = answer?.noted.filter(causes[cause]!.is) ?? [];
  const current = shown.find((each) => each.deliveryId === chosen) ?? shown[0];
  const rows: readonly Figures[] = answer ? [answer.all, ...answer.suppliers] : [];
  async function savePdf(): Promise<void> {
    if (!answer) return;
    const { pdf, problem } = await bridge.request('tablePdf', {
      title: `How well goods came in to ${answer.warehouse}`, words: `the last ${answer.days} days, as of ${moment(now, now)}`,
      tables: [
        { title: 'By supplier', columns: ['Supplier', 'Deliveries', 'Late', 'Lines as announced', 'Short', 'Over', 'Other', 'Damaged', 'Refused', 'Put away (half)', 'Nine of ten'], rows: rows.map((row) => [row.of === '' ? 'All' : row.of, figure(row.deliveries), percent(row.late, row.promised), percent(row.exact, row.lines), figure(row.short), figure(row.over), figure(row.wrong), figure(row.damaged), figure(row.refused), time(row.p50), time(row.p90)]) },
        { title: 'Week by week', columns: ['Week from', 'Deliveries', 'Late', 'Lines as announced', 'Put away (half)'], rows: answer.weeks.map((week) => [moment(Number(week.of), now), figure(week.deliveries), percent(week.late, week.promised), percent(week.exact, week.lines), time(week.p50)]) },
      ],
    });
    if (problem === '') download(`receiving-${answer.warehouse}.pdf`, 'application/pdf', fromBase64(pdf));
    else tell('stop', problem, 'no PDF');
  }
  useThings({ screen: 'receiving_figures', expected: 'the paper of a delivery, to see its history', tell, document: (thing) => (thing.document === 'delivery' ? (lay({ kind: 'document', id: thing.id }), true) : false) });
  useActions([
    ...(answer ? [{ key: 'F2', label: 'Save as CSV', run: () => download(`receiving-${answer.warehouse}.csv`, 'text/csv', figuresCsv(rows)) }, { key: 'F3', label: 'Save as PDF', run: () => void savePdf() }] : []),
    ...causes.map(({ title }, n) => ({ key: String(n + 1), label: title, run: () => setCause(n), elsewhere: true })),
    { key: 'Escape', label: 'More', run: () => go({ screen: 'more' }), atEnd: true },
  ]);
  if (answer === null) return <div className="stack"><Instruction tone="ask" title="Supervisors, buyers and finance look at figures" detail="Press Esc to go back." /></div>;
  if (!answer) return null;
  const { all } = answer;
  return (
    <div className="stack">
      <h1 className="item-name">How well goods came in to {answer.warehouse}, the last {answer.days} days</h1>
      <dl className="figures">
        <div><dt>Dock to stock, half / nine of ten</dt><dd>{time(all.p50)} / {time(all.p90)}</dd></div>
        <div className={all.late > 0 ? 'figures-loss' : ''}><dt>Later than promised</dt><dd>{percent(all.late, all.promised)}</dd></div>
        <div><dt>Lines as announced</dt><dd>{percent(all.exact, all.lines)}</dd></div>
        <div><dt>Units at the dock still</dt><dd>{figure(all.standing)}</dd></div>
      </dl>
      <div className="two two-even">
        <Panel title="As announced, by week and supplier" aside={plural(all.deliveries, 'delivery', 'deliveries')} className="fill" scrolls>
          <ol className="weeks weeks-low" aria-label="Share of lines that came as announced, by week">
            {answer.weeks.map((week) => <li key={week.of}><b>{percent(week.exact, week.lines)}</b><div className="day-bar" role="presentation"><div style={{ height: `${(share(week.exact, week.lines) ?? 0) * 100}%` }} /></div><span>{moment(Number(week.of), now)}</span></li>)}
          </ol>
          <table className="by-person">
            <thead><tr><th scope="col">Supplier</th><th scope="col">Deliveries</th><th scope="col">Late</th><th scope="col">As announced</th><th scope="col">Half in</th></tr></thead>
            <tbody>{answer.suppliers.map((row) => <tr key={row.of}><th scope="row">{row.of}</th><td>{figure(row.deliveries)}</td><td>{percent(row.late, row.promised)}</td><td>{percent(row.exact, row.lines)}</td><td>{time(row.p50)}</td></tr>)}</tbody>
          </table>
          {answer.elsewhere.length > 0 && <p className="muted">Put elsewhere than suggested: {answer.elsewhere.map(({ reason, times }) => `${(isOverride(reason) ? overrideWords[reason] : reason).toLowerCase()} ${figure(times)} ×`).join(', ')}.</p>}
        </Panel>
        <Panel title="Deliveries behind it" aside={plural(shown.length, 'delivery', 'deliveries')} className="fill flush">
          <fieldset className="stage-keys" aria-label="Which deliveries are shown">{causes.map(({ title, is }, n) => <button key={title} type="button" className="stage-key" aria-pressed={cause === n} onClick={() => setCause(n)}><kbd>{n + 1}</kbd> {title} <b>{figure(answer.noted.filter(is).length)}</b></button>)}</fieldset>
          {shown.length === 0 && <Nothing>Nothing of this kind.</Nothing>}
          <Choices label={`Deliveries: ${causes[cause]!.title}`} verb="What happened" digits={false} chosen={current?.deliveryId} onMove={setChosen} onChoose={(id) => lay({ kind: 'document', id })} choices={shown.map((each) => ({
            id: each.deliveryId, title: `${each.deliveryId} · ${each.supplier}`, detail: [isLate(each) ? `${age(each.late ?? 0)} late` : '', each.exact < each.lines ? `${figure(each.lines - each.exact)} of ${plural(each.lines, 'line')} differ` : '', each.storedIn === null ? 'not all put away' : ''].filter(Boolean).join(', '),
            aside: <><b>{time(each.storedIn)}</b><span className="choice-age">{moment(each.arrivedAt, now)}</span></>,
          }))} />
        </Panel>
      </div>
    </div>
  );
}

const percent = (part: number, whole: number): string => {
  const value = share(part, whole);
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`;
};
const time = (ms: number | null): string => (ms === null ? '–' : age(ms));
