// One bin being counted: what was seen of each item, never what the books have. Closing asks about each expected item
// that nobody saw; what is left unanswered stays uncounted.
import { useMemo, useRef, useState } from 'react';
import { ask } from '#renderer/bridge.ts';
import { intent } from '#renderer/commands.ts';
import { useFlow } from '#renderer/flow/use-flow.ts';
import { nameOf, useItem, useItems } from '#renderer/items.ts';
import { plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useExpectation } from '#renderer/tray/expectations.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { LineList } from '#renderer/ui/line-list.tsx';
import { Chip, Instruction, Nothing, Panel, Picture, RunningNumber, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { useTypedQuantity } from '#renderer/ui/typed-quantity.ts';
import { problemWords } from '#renderer/words.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { useCountLines, useCountTasks, useUndecidedCounts } from '#renderer/working-set/queries.ts';
import { countFlow, unseen, type CountKnows, type Expected, type Look } from './flow.ts';

const NOTHING_EXPECTED: readonly Expected[] = [];

interface Current {
  readonly itemId: string;
  readonly counted: number;
}

export function CountBin({ taskId, locationId, onlyItem }: { readonly taskId: string; readonly locationId: string; readonly onlyItem: string }) {
  const { bridge, items, sounds, now } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const lines = useCountLines(taskId);
  const expected = useAnswer({ about: 'expected', locationId, taskId }).answer ?? NOTHING_EXPECTED;
  const [current, setCurrent] = useState<Current | undefined>(undefined);
  const quantity = useTypedQuantity();
  /** Looks of this visit, which the working set may not show yet. */
  const seen = useRef<{ readonly item_id: string; readonly lot: string }[]>([]);
  const flow = useFlow(countFlow, {
    document: taskId, tell,
    knows: (_, thing): CountKnows | Promise<CountKnows> => {
      const known: CountKnows = { taskId, locationId, at: now(), expected, lotControl: false, quantity: 1, counted: current?.counted ?? 0, home: belongs };
      if (thing?.kind !== 'item') return known;
      const units = quantity.take();
      return items.load(thing.itemId).then((found) => ({ ...known, quantity: units, lotControl: found?.item.lot_control ?? false }));
    },
    record: ({ intent: told, context }) => facts.record(told, context),
  });
  const { last, lotless, asking } = flow.state;

  const facts = useFacts<Look>({
    onRecorded: ({ context }, _result, changes, behind) => {
      const rows = changes.flatMap((change) => (change.table === 'count_line' ? change.rows : [])) as unknown as readonly WorkingRow<'count_line'>[];
      const later = behind.reduce((sum, fact) => sum + (fact.context.itemId === context.itemId && fact.context.lot === context.lot ? fact.context.quantity : 0), 0);
      const counted = Math.max(0, (rows.filter((row) => row.item_id === context.itemId && row.lot === context.lot).at(-1)?.counted ?? 0) - later);
      setCurrent({ itemId: context.itemId, counted });
      seen.current.push({ item_id: context.itemId, lot: context.lot });
      sounds.play('ok');
      const name = nameOf(items.get(context.itemId), context.itemId);
      tell('ok', name, context.quantity === 0 ? 'none here' : `${context.quantity > 0 ? '+' : '−'}${Math.abs(context.quantity)} → ${counted}`);
      flow.recorded(context);
    },
    onAsked: () => sounds.play('wrong'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : 'This was refused', 'not recorded');
    },
  });

  useThings({
    screen: 'count', expected: 'an item of this bin', tell, neighbours: [locationId, current?.itemId ?? ''],
    any: (thing, { raw }) => thing.kind === 'unknown' && lotless !== undefined && flow.take({ ...thing, text: raw }),
    item: flow.take,
    location: flow.take,
  });

  async function close(): Promise<void> {
    await facts.idle();
    const open = unseen(await ask(bridge, { about: 'expected', locationId, taskId }), [...(lines ?? []), ...seen.current], onlyItem);
    await Promise.all(open.map((line) => items.load(line.itemId)));
    if (open.length > 0) {
      sounds.play('attention');
      return flow.set({ ...flow.now(), asking: open });
    }
    return handIn();
  }
  async function handIn(): Promise<void> {
    await facts.idle();
    const reply = await decide([intent('count.submit', { taskId, locationId, items: [...new Set([...(lines ?? []), ...seen.current].map((line) => line.item_id))] })], { text: `Count of ${locationId}`, effect: 'handed in' });
    if (reply.ok) go({ screen: 'count', locationId: '', taskId: '' }, { tone: 'ok', text: `Count of ${locationId}`, effect: 'handed in' });
  }
  useActions([
    ...quantity.digits,
    { key: 'F2', label: quantity.value === 1 ? 'Quantity' : `Quantity: ${quantity.value} ×`, run: quantity.open },
    ...(last ? [{ key: 'F6', label: 'Undo last', run: () => void flow.act('undo') }] : []),
    { key: 'F8', label: 'Bin is counted', run: () => void close() },
    { key: 'Escape', label: 'Go on later', run: () => go({ screen: 'count', locationId: '', taskId: '' }), atEnd: true },
  ]);

  const card = useItem(current?.itemId);
  // Where the books have it and here they do not, it most likely strayed: carried home, nothing needs to be booked.
  const strayed = current !== undefined && current.counted > 0 && onlyItem === '' && expected.length > 0 && !expected.some((line) => line.itemId === current.itemId);
  const home = useAnswer(strayed ? { about: 'home_bin', itemId: current.itemId, notIn: locationId } : undefined).answer;
  const belongs = (strayed && home) || '';
  const tasks = useCountTasks();
  const undecided = useUndecidedCounts();
  // Whoever counts there would miss what comes meanwhile: both bins are then corrected together.
  const isCounted = belongs !== '' && [...(tasks ?? []), ...(undecided ?? [])].some((row) => row.location_id === belongs && (row.item_id === '' || row.item_id === current?.itemId));
  useActions(belongs !== '' && !isCounted && last !== undefined ? [{ key: 'F5', label: `It goes back to ${belongs}`, run: () => void flow.act('home') }] : []);
  const cardOf = useItems(expected.slice(0, 3).map((line) => line.itemId));
  const codeOf = (itemId: string): string => items.get(itemId)?.barcodes[0]?.code ?? '';
  const first = expected[0]?.itemId ?? '';
  const looks = cardOf(current?.itemId ?? first)?.lookAlikes.slice(0, 2) ?? [];
  const lookCards = useItems(looks);
  useExpectation({
    right: expected.slice(0, 3).map((line) => ({ what: nameOf(cardOf(line.itemId), line.itemId), code: codeOf(line.itemId) })).filter(({ code }) => code !== ''),
    wrong: looks.map((id) => ({ what: nameOf(lookCards(id), id), code: codeOf(id) })).filter(({ code }) => code !== ''),
  });
  const shown = useMemo(() => (lines ?? []).map((line) => ({ id: line.line_id, itemId: line.item_id, numbered: true, detail: line.lot === '' ? '' : `lot ${line.lot}`, value: line.counted === 0 ? 'none' : String(line.counted), tone: 'ok' as const })), [lines]);

  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) {
    return <FactQuestion question={facts.question} scanned={asked.context.itemId} count={facts.question.facts.length} wrongItem={false} where={locationId} onItIsSo={facts.itIsSo} onNotSo={() => facts.withdraw()} log={log} />;
  }
  return (
    <div className="stack">
      {asking ? <NoneHere open={asking} onNone={() => void flow.act('none')} onLater={() => void flow.act('later')} onDone={() => { void flow.act('back'); void handIn(); }} onBack={() => void flow.act('back')} />
        : <Instruction title={quantity.value > 1 && !lotless ? `Scan once for ${quantity.value} ×` : flow.asks} detail={`Bin ${locationId} · each scan is one more · press F8 when the bin is done`} />}
      {quantity.isOpen && <QuantityBox title="How many are in the next scan?" first={quantity.first} onTyping={quantity.set} onDone={(value) => { quantity.set(value); quantity.close(); }} onCancel={() => { quantity.set(1); quantity.close(); }} />}
      {lotless && <TextBox title={`Lot of ${nameOf(items.get(lotless.thing.itemId), lotless.thing.itemId)}`} onDone={(text) => void flow.act(`lot ${text}`)} onCancel={() => void flow.act('back')} />}
      <div className="two">
        <Panel className="fill" label="Just seen">
          {current === undefined ? <Nothing>Nothing counted yet. What nobody scans stays uncounted; it is never taken for zero.</Nothing> : (
            <>
              <div className="in-hand">
                <Picture colour={card?.item.colour ?? ''} />
                <div>
                  <h2 className="item-name">{nameOf(card, current.itemId)}</h2>
                  <p className="code">{[card?.item.sku, card?.barcodes[0]?.code].filter(Boolean).join(' · ')}</p>
                  <p className="chips">
                    {card?.packs.filter((pack) => pack.units > 1).map((pack) => <Chip key={pack.label}>1 {pack.label.toLowerCase()} = {pack.units}</Chip>)}
                    {belongs !== '' && <Chip tone="attention">{isCounted ? `! belongs in ${belongs}, which is being counted: leave it here` : `! not expected here · belongs in ${belongs} · F5 if you take it there`}</Chip>}
                    {(card?.lookAlikes.length ?? 0) > 0 && <Chip tone="attention">! has look-alikes: check colour and size</Chip>}
                  </p>
                </div>
              </div>
              <RunningNumber value={current.counted} label="seen" />
            </>
          )}
          <ScanLog entries={log} />
        </Panel>
        <Panel title={`Seen in ${locationId}`} aside={plural(shown.length, 'item')} className="fill flush">
          {shown.length === 0 && <Nothing>Empty so far.</Nothing>}
          <LineList label="Counted so far" lines={shown} />
        </Panel>
      </div>
    </div>
  );
}

function NoneHere({ open, onNone, onLater, onDone, onBack }: { readonly open: readonly Expected[]; readonly onNone: () => void; readonly onLater: () => void; readonly onDone: () => void; readonly onBack: () => void }) {
  const line = open[0];
  const card = useItem(line?.itemId);
  useActions(line
    ? [
        { key: 'F8', label: 'None here', run: onNone, primary: true },
        { key: 'F9', label: 'Leave it uncounted', run: onLater },
        { key: 'Escape', label: 'Go on counting', run: onBack, atEnd: true },
      ]
    : [{ key: 'F8', label: 'Hand the count in', run: onDone, primary: true }, { key: 'Escape', label: 'Go on counting', run: onBack, atEnd: true }], { modal: true });
  if (!line) return <Instruction tone="done" title="Everything is asked" detail="F8 hands the count in." />;
  return <Instruction tone="ask" title={`None of these here? ${nameOf(card, line.itemId)}`} detail={`${[card?.item.sku, line.lot && `lot ${line.lot}`].filter(Boolean).join(' · ')} · scan it if you see it · ${open.length} left to answer`} />;
}
