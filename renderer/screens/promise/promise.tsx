// What can be promised of an item to a channel: the number, when there is more, and every step of the sum in words.
import { useState } from 'react';
import type { PromiseAnswer } from '#electron/contract.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { figure, moment } from '#renderer/numbers.ts';
import { useNavigation } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Chip, Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';

const CHANNELS = { about: 'channels' } as const;

export function PromiseScreen() {
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const now = useNow(30_000);
  const { answer: channels = [] } = useAnswer(CHANNELS);
  const [itemId, setItem] = useState('');
  const [channel, setChannel] = useState('');
  const [quantity, setQuantity] = useState(1);
  const [asking, setAsking] = useState(false);
  const channelId = channel || (channels[0]?.channel_id ?? '');
  const { answer } = useAnswer(itemId === '' || channelId === '' ? undefined : { about: 'promise', itemId, channelId, quantity });
  const card = useItems(itemId === '' ? [] : [itemId])(itemId);

  useThings({ screen: 'promise', expected: 'an item', tell, enabled: !asking, item: ({ itemId: scanned }) => {
    setItem(scanned);
    setQuantity(1);
  } });
  useActions([
    ...channels.slice(0, 9).map((row, n) => ({ key: String(n + 1), label: row.name, run: () => setChannel(row.channel_id), elsewhere: true })),
    ...(itemId === '' ? [] : [{ key: 'F2', label: 'Another quantity', run: () => setAsking(true) }]),
    { key: 'Escape', label: 'More', run: () => go({ screen: 'more' }), atEnd: true },
  ], { enabled: !asking });

  return (
    <div className="stack">
      {asking && <TextBox title="How many are asked for?" hint="A number, then Enter." onCancel={() => setAsking(false)} onDone={(text) => {
        setAsking(false);
        const wanted = Number(text);
        if (Number.isSafeInteger(wanted) && wanted > 0) setQuantity(wanted);
        else tell('stop', `${text} is no quantity`, 'nothing changed');
      }} />}
      {itemId === '' ? <Instruction title="Scan an item" detail="and see how many of it may be promised, and why" /> : <h1 className="item-name">{nameOf(card, itemId)}</h1>}
      <fieldset className="stage-keys" aria-label="To which channel">{channels.slice(0, 9).map((row, n) => <button key={row.channel_id} type="button" className="stage-key" aria-pressed={row.channel_id === channelId} onClick={() => setChannel(row.channel_id)}><kbd>{n + 1}</kbd> {row.name}</button>)}</fieldset>
      {itemId !== '' && answer === null && <Nothing>Nobody may be told, or the item is not known there.</Nothing>}
      {answer && <Answer answer={answer} now={now} />}
      <ScanLog entries={log} most={2} />
    </div>
  );
}

function Answer({ answer: { promise, from, at }, now }: { readonly answer: PromiseAnswer; readonly now: number }) {
  const { asked } = promise;
  return (
    <>
      <dl className="figures">
        <div><dt>Can be promised now</dt><dd>{figure(promise.now)}</dd></div>
        <div className={asked.at === null ? 'figures-loss' : ''}><dt>{figure(asked.quantity)} of it</dt><dd>{asked.at === null ? 'cannot' : asked.at <= (at ?? now) ? 'now' : moment(asked.at, now)}</dd></div>
      </dl>
      <p className="chips"><Chip tone={asked.at === null ? 'attention' : 'plain'}>{figure(asked.quantity)}: {asked.words}</Chip><Chip tone={from === 'here' ? 'attention' : 'plain'}>{from === 'erp' ? `all warehouses, as of ${moment(at ?? now, now)}` : `this warehouse alone, ${at === null ? 'never level with the ERP' : `as of ${moment(at, now)}`}`}</Chip></p>
      <div className="two two-even">
        {promise.warehouses.length === 0 && <Nothing>This channel is not served from here.</Nothing>}
        {promise.warehouses.map((each) => (
          <Panel key={each.warehouse} title={each.warehouse} aside={`${figure(each.now)} free`} className="fill" scrolls>
            <table className="by-person">
              <thead><tr><th scope="col">Of it</th><th scope="col">Units</th></tr></thead>
              <tbody>
                {each.steps.map((step) => <tr key={step.words}><th scope="row">{step.words}</th><td>{step.units === null ? '' : step.units < 0 ? `−${figure(-step.units)}` : figure(step.units)}</td></tr>)}
                <tr><th scope="row">free now</th><td><b>{figure(each.now)}</b></td></tr>
                {each.later.map((step) => <tr key={step.document}><th scope="row">with {step.document}, {step.at <= (at ?? now) ? 'due now' : moment(step.at, now)}</th><td>{figure(step.total)}</td></tr>)}
              </tbody>
            </table>
          </Panel>
        ))}
      </div>
    </>
  );
}
