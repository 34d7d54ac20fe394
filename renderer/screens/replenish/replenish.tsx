// Bringing goods from reserve to the bins that pickers go to: what orders wait for first, then what falls under its minimum.
import { useEffect, useState } from 'react';
import { DEMAND, dropReasons } from '#domain/replenishing.ts';
import { useFlow } from '#renderer/flow/use-flow.ts';
import { nameOf, useItem, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, plural } from '#renderer/numbers.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { Chip, Instruction, Nothing, Panel, Picture, RunningNumber, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useTypedQuantity } from '#renderer/ui/typed-quantity.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { problemWords } from '#renderer/words.ts';
import { replenishFlow, type Brought } from './flow.ts';

const ASK = { about: 'to_bring' } as const;
const LOOK = 10_000;
const reasonWords: Readonly<Record<(typeof dropReasons)[number], string>> = { NOT_THERE: 'Nothing of it is there', BLOCKED: 'I cannot get to it', FACE_FULL: 'The bin is full' };

export function Replenish() {
  const { items, sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const now = useNow(LOOK);
  const { answer, again } = useAnswer(ASK);
  useEffect(() => again(), [again, now]);
  const tasks = answer ?? [];
  const quantity = useTypedQuantity();
  const [givingUp, setGivingUp] = useState(false);
  const flow = useFlow(replenishFlow, {
    document: '', tell, record: ({ intent, context }) => facts.record(intent, context),
    knows: async (_, thing) => {
      if (thing?.kind === 'item') await items.load(thing.itemId);
      return { tasks, quantity: thing?.kind === 'item' ? quantity.take() : 1 };
    },
  });
  const facts = useFacts<Brought>({
    onRecorded: ({ context }, result) => {
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'done');
      const what = nameOf(items.get(context.task.itemId), context.task.itemId);
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', context.reason === '' ? `${context.units} × ${what}` : what, context.reason === '' ? `${context.task.from} → ${context.task.to}` : 'given up, thank you');
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
      flow.recorded(context);
      again();
    },
    onAsked: () => sounds.play('attention'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : 'This was refused', 'not recorded');
    },
  });
  const { task, inHand, isThere } = flow.state;
  const card = useItem(task?.itemId);
  const cardOf = useItems(tasks.map((each) => each.itemId));
  useThings({
    screen: 'replenish', expected: task ? (isThere ? 'the item, or the bin it goes into' : task.from) : 'a place in reserve', tell, neighbours: [task?.itemId ?? '', task?.from ?? ''],
    item: flow.take, location: flow.take,
  });
  useActions([
    ...(task && isThere ? [
      ...quantity.digits,
      { key: 'F2', label: inHand === 0 ? 'Quantity' : `Quantity: ${inHand}`, run: quantity.open },
      { key: 'F8', label: `All ${task.left} are in hand`, run: () => void flow.act(`quantity ${task.left}`), locked: inHand >= task.left ? 'they are' : undefined },
    ] : []),
    ...(task ? [{ key: 'F5', label: 'Not possible', run: () => setGivingUp(true) }] : []),
    ...(flow.left ? [{ key: 'G', label: `Go on for ${flow.left.who}: ${flow.left.what}`, run: flow.left.takeOver }] : []),
    { key: 'Escape', label: inHand > 0 ? 'Put it back' : task ? 'Another one' : 'Home', run: () => (task ? void flow.act('back') : go({ screen: 'home' })), atEnd: true },
  ]);
  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) {
    return <FactQuestion question={facts.question} scanned={asked.context.task.itemId} count={asked.context.units} wrongItem={false} where={asked.context.task.to} onItIsSo={facts.itIsSo} onNotSo={() => { facts.withdraw(); flow.withdrawn(asked.context); }} log={log} />;
  }
  if (givingUp && task) return <WhyNot place={task.from} onReason={(reason) => { setGivingUp(false); void flow.act(`give_up ${reason}`); }} onCancel={() => setGivingUp(false)} />;
  return (
    <div className="stack">
      <Instruction title={flow.asks} detail={task ? [nameOf(card, task.itemId), task.lot && `lot ${task.lot}`, `${task.left} from ${task.from} to ${task.to}`].filter(Boolean).join(' · ') : 'what orders wait for stands first'} />
      {quantity.isOpen && task && <QuantityBox title="How many do you take?" start={task.left} onDone={(value) => { void flow.act(`quantity ${value}`); quantity.close(); }} onCancel={quantity.close} />}
      {task ? (
        <Panel className="fill" label="In hand">
          <div className="in-hand">
            <Picture colour={card?.item.colour ?? ''} />
            <div>
              <h2 className="item-name">{nameOf(card, task.itemId)}</h2>
              <p className="code">{[card?.item.sku, card?.barcodes[0]?.code].filter(Boolean).join(' · ')}</p>
              <p className="chips">{task.reason === DEMAND && <Chip tone="attention">! orders wait for it</Chip>}{task.lot !== '' && <Chip>lot {task.lot}</Chip>}</p>
            </div>
          </div>
          <RunningNumber value={inHand} of={task.left} label="in hand" />
          <ol className="steps steps-two" aria-label="From and to">
            <li className={isThere ? 'step step-done' : 'step step-on'}><span>from reserve</span><b>{task.from}</b></li>
            <li className={isThere ? 'step step-on' : 'step'}><span>to its pick face</span><b>{task.to}</b></li>
          </ol>
          <ScanLog entries={log} />
        </Panel>
      ) : (
        <Panel title="To bring" aside={answer ? plural(tasks.length, 'task') : ''} className="fill">
          {answer?.length === 0 && <Nothing>Nothing has to be brought. New tasks come by themselves while online.</Nothing>}
          <Choices label="What is to be brought" verb="Bring it" onChoose={(taskId) => void flow.act(`choose ${taskId}`)} choices={tasks.map((each) => ({
            id: each.taskId, title: nameOf(cardOf(each.itemId), each.itemId), detail: [`${each.left} from ${each.from} to ${each.to}`, each.lot && `lot ${each.lot}`].filter(Boolean).join(' · '),
            aside: each.reason === DEMAND ? <b className="late">orders wait</b> : age(now - each.createdAt),
          }))} />
          <ScanLog entries={log} most={2} />
        </Panel>
      )}
    </div>
  );
}

function WhyNot({ place, onReason, onCancel }: { readonly place: string; readonly onReason: (reason: string) => void; readonly onCancel: () => void }) {
  useActions([{ key: 'Escape', label: 'It works after all', run: onCancel, atEnd: true }], { modal: true });
  return (
    <div className="stack">
      <Instruction tone="ask" title="Why not?" detail={`where nothing is, ${place} is counted, and nobody is sent there again before`} />
      <Panel className="fill" label="Reasons"><Choices label="Reasons" onChoose={onReason} choices={dropReasons.map((reason) => ({ id: reason, title: reasonWords[reason] }))} /></Panel>
    </div>
  );
}
