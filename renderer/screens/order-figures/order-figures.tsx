// How well orders left here: by the promise, without a short, perfect, how fast; by channel; and the orders that spoilt it,
// each a key away from the scans behind it.
import { useState } from 'react';
import type { Measured, OrderFigures as Figures } from '#domain/order-figures.ts';
import { share } from '#renderer/csv.ts';
import { download, fromBase64 } from '#renderer/download.ts';
import { useNow } from '#renderer/now.ts';
import { age, figure, moment, plural } from '#renderer/numbers.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { figuresCsv } from './csv.ts';

const ASK = { about: 'order_figures' } as const;
const causes = [
  { title: 'All of them', is: () => true }, { title: 'Late', is: (each: Measured) => each.onTime === false }, { title: 'Short at the bin', is: (each: Measured) => each.shortLines > 0 }, { title: 'Not whole', is: (each: Measured) => each.incomplete }, { title: 'Came back', is: (each: Measured) => each.returned },
] as const;

export function OrderFigures() {
  const { go, open: lay } = useNavigation();
  const { bridge } = useServices();
  const [, tell] = useScanLog();
  const now = useNow(60_000);
  const { answer } = useAnswer(ASK);
  const [cause, setCause] = useState(0);
  const [chosen, setChosen] = useState('');
  const shown = answer?.spoilt.filter(causes[cause]!.is) ?? [];
  const current = shown.find((each) => each.orderId === chosen) ?? shown[0];
  const rows: readonly Figures[] = answer ? [answer.all, ...answer.channels] : [];
  async function savePdf(): Promise<void> {
    if (!answer) return;
    const { pdf, problem } = await bridge.request('tablePdf', {
      title: `How well orders left ${answer.warehouse}`, words: `the last ${answer.days} days, as of ${moment(now, now)}`,
      tables: [{ title: 'By channel', columns: ['Channel', 'Orders', 'On time', 'Lines short', 'Perfect', 'Fill rate', 'To the carrier (half)', 'Nine of ten'], rows: rows.map((row) => [row.of === '' ? 'All' : row.of, figure(row.orders), percent(row.onTime, row.promised), percent(row.shortLines, row.lines), percent(row.perfect, row.orders), percent(row.filled, row.ordered), time(row.p50), time(row.p90)]) }],
    });
    if (problem === '') download(`orders-${answer.warehouse}.pdf`, 'application/pdf', fromBase64(pdf));
    else tell('stop', problem, 'no PDF');
  }
  useThings({ screen: 'order_figures', expected: 'nothing to be scanned', tell });
  useActions([
    ...(answer ? [{ key: 'F2', label: 'Save as CSV', run: () => download(`orders-${answer.warehouse}.csv`, 'text/csv', figuresCsv(rows)) }, { key: 'F3', label: 'Save as PDF', run: () => void savePdf() }] : []),
    ...causes.map(({ title }, n) => ({ key: String(n + 1), label: title, run: () => setCause(n), elsewhere: true })),
    ...(current ? [{ key: 'F9', label: 'Why', run: () => lay({ kind: 'document', id: current.orderId }) }] : []),
    { key: 'Escape', label: 'Orders', run: () => go({ screen: 'orders', show: 'all' }), atEnd: true },
  ]);
  if (answer === null) return <div className="stack"><Instruction tone="ask" title="The order desk looks at figures" detail="Press Esc to go back." /></div>;
  if (!answer) return null;
  const { all } = answer;
  return (
    <div className="stack">
      <h1 className="item-name">How well orders left {answer.warehouse}, the last {answer.days} days</h1>
      <dl className="figures">
        <div><dt>Handed over by the promise</dt><dd>{percent(all.onTime, all.promised)}</dd></div>
        <div><dt>Lines with a short</dt><dd>{percent(all.shortLines, all.lines)}</dd></div>
        <div><dt>Perfect orders</dt><dd>{percent(all.perfect, all.orders)}</dd></div>
        <div><dt>Units by the promise</dt><dd>{percent(all.filled, all.ordered)}</dd></div>
        <div><dt>Released to carrier, half / nine of ten</dt><dd>{time(all.p50)} / {time(all.p90)}</dd></div>
      </dl>
      <div className="two two-even">
        <Panel title="By channel" aside={plural(all.orders, 'order')} className="fill" scrolls>
          <table className="by-person">
            <thead><tr><th scope="col">Channel</th><th scope="col">Orders</th><th scope="col">On time</th><th scope="col">Short</th><th scope="col">Perfect</th><th scope="col">Half in</th></tr></thead>
            <tbody>{answer.channels.map((row) => <tr key={row.of}><th scope="row">{row.of}</th><td>{figure(row.orders)}</td><td>{percent(row.onTime, row.promised)}</td><td>{percent(row.shortLines, row.lines)}</td><td>{percent(row.perfect, row.orders)}</td><td>{time(row.p50)}</td></tr>)}</tbody>
          </table>
          <p className="muted">A perfect order was handed over by its promise, whole, without a short at any bin, and nothing of it came back.{all.heldP50 === null ? '' : ` Time on hold stands apart: half of the held orders waited ${age(all.heldP50)}.`}</p>
        </Panel>
        <Panel title="What spoilt it" aside={plural(shown.length, 'order')} className="fill flush">
          <fieldset className="stage-keys" aria-label="Which orders are shown">{causes.map(({ title, is }, n) => <button key={title} type="button" className="stage-key" aria-pressed={cause === n} onClick={() => setCause(n)}><kbd>{n + 1}</kbd> {title} <b>{figure(answer.spoilt.filter(is).length)}</b></button>)}</fieldset>
          {shown.length === 0 && <Nothing>Nothing of this kind.</Nothing>}
          <Choices label={`Orders: ${causes[cause]!.title}`} digits={false} chosen={current?.orderId} onMove={setChosen} onChoose={setChosen} choices={shown.map((each) => ({ id: each.orderId, title: `Order ${each.number}`, detail: causes.slice(1).flatMap(({ title, is }) => (is(each) ? [title.toLowerCase()] : [])).join(', '), aside: <><b>{age(each.cycle)}</b><span className="choice-age">{moment(each.handedOverAt, now)}</span></> }))} />
        </Panel>
      </div>
    </div>
  );
}

const percent = (part: number, all: number): string => {
  const value = share(part, all);
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`;
};
const time = (ms: number | null): string => (ms === null ? '–' : age(ms));
