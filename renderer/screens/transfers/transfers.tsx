// Goods to and from other warehouses: a transfer is chosen or scanned, then every piece of it; each side says when it is
// done, without the other.
import { useEffect, useState } from 'react';
import { mayDo } from '#domain/duties.ts';
import type { TransferCard } from '#electron/contract.ts';
import { intent } from '#renderer/commands.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { figure, moment, plural } from '#renderer/numbers.ts';
import { useFlow } from '#renderer/flow/use-flow.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useWorkPlace } from '#renderer/places.ts';
import { useValue } from '#renderer/readable.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { usePrint } from '#renderer/use-print.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { LineList } from '#renderer/ui/line-list.tsx';
import { Instruction, Nothing, Panel, RunningNumber, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { useTypedQuantity } from '#renderer/ui/typed-quantity.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { problemWords, stateWords } from '#renderer/words.ts';
import { useTransfers } from '#renderer/working-set/queries.ts';
import { leftOf, receiveFlow, sendFlow, standOf, type Handled, type TransferKnows } from './flow.ts';
import { NewTransfer } from './new-transfer.tsx';

const ASK = { about: 'transfers' } as const;

export function Transfers({ transferId }: { readonly transferId: string }) {
  const { go } = useNavigation();
  const { answer, again } = useAnswer(ASK);
  const live = useTransfers();
  useEffect(() => again(), [again, live]);
  const [making, setMaking] = useState(false);
  const card = answer?.find((each) => each.transferId === transferId);
  if (making) return <NewTransfer onDone={() => { setMaking(false); again(); }} />;
  if (card) return <Handle key={card.transferId} card={card} again={again} onBack={() => go({ screen: 'transfers', transferId: '' })} />;
  return <Choose cards={answer} onNew={() => setMaking(true)} />;
}

const direction = (card: Pick<TransferCard, 'side' | 'other'>): string => (card.side === 'out' ? `to ${card.other}` : `from ${card.other}`);

function Choose({ cards, onNew }: { readonly cards: readonly TransferCard[] | undefined; readonly onNew: () => void }) {
  const { go } = useNavigation();
  const { station } = useServices();
  const [log, tell] = useScanLog();
  const now = useNow(60_000);
  const mayOpen = mayDo(useValue(station.person)?.roles ?? [], 'transfer.open');
  const open = (transferId: string): void => go({ screen: 'transfers', transferId });
  useThings({ screen: 'transfers', expected: 'a transfer', tell, document: (thing) => (thing.document === 'transfer' ? (open(thing.id), true) : false) });
  useActions([...(mayOpen ? [{ key: 'F2', label: 'New transfer', run: onNew }] : []), { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true }]);
  return (
    <div className="stack">
      <Instruction title="Scan a transfer, or choose it" detail="what goes to another warehouse, and what comes from one" />
      <Panel title="Transfers" aside={cards?.length} className="fill flush">
        {cards?.length === 0 && <Nothing>Nothing goes or comes.</Nothing>}
        <Choices label="Transfers to choose from" onChoose={open} choices={(cards ?? []).map((card) => ({
          id: card.transferId, title: `${card.transferId} · ${direction(card)}`,
          detail: [plural(card.lines.length, 'line'), card.done === null ? `${figure(card.lines.reduce((sum, line) => sum + leftOf(card.side, line), 0))} left to ${card.side === 'out' ? 'send' : 'receive'}` : 'this side is done', stateWords(card.state)].join(' · '),
          aside: moment(card.createdAt, now),
        }))} />
        <ScanLog entries={log} most={2} />
      </Panel>
    </div>
  );
}

function Handle({ card, again, onBack }: { readonly card: TransferCard; readonly again: () => void; readonly onBack: () => void }) {
  const { items, sounds } = useServices();
  const { open: lay } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const print = usePrint(tell);
  const sending = card.side === 'out';
  const dock = useWorkPlace('dock');
  const quantity = useTypedQuantity();
  const [current, setCurrent] = useState('');
  const [finishing, setFinishing] = useState(false);
  const flow = useFlow(sending ? sendFlow : receiveFlow, {
    document: card.transferId, tell,
    knows: (_, thing): TransferKnows | Promise<TransferKnows> => {
      const known = { card, dock: dock.locationId, quantity: 1, lotControl: false, serialControl: false };
      if (thing?.kind !== 'item') return known;
      const units = quantity.take();
      return items.load(thing.itemId).then((found) => ({ ...known, quantity: units, lotControl: found?.item.lot_control === true, serialControl: found?.item.serial_control === true }));
    },
    record: ({ intent: told, context }) => facts.record(told, context),
  });
  const { pending } = flow.state;
  const place = flow.state.place || (sending ? '' : dock.locationId);
  const facts = useFacts<Handled>({
    onRecorded: ({ context }, result) => {
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'ok');
      setCurrent(context.thing.itemId);
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', nameOf(items.get(context.thing.itemId), context.thing.itemId), `${context.quantity} ${sending ? 'sent' : 'received'}`);
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
      again();
    },
    onAsked: () => sounds.play('wrong'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : 'This was refused', 'not recorded');
    },
  });
  useThings({
    screen: 'transfers', expected: place === '' ? 'a bin' : 'an item of this transfer', tell, neighbours: [card.transferId, place],
    any: (thing, { raw }) => thing.kind === 'unknown' && pending !== undefined && flow.take({ ...thing, text: raw }),
    item: flow.take,
    location: async (thing) => {
      if (!sending) dock.use(thing.locationId);
      return flow.take(thing);
    },
    handlingUnit: flow.take,
    document: flow.take,
  });
  async function finish(): Promise<void> {
    setFinishing(false);
    const reply = await decide([intent('transfer.finish', { transferId: card.transferId })], { text: `Transfer ${card.transferId}`, effect: `this side is done ${sending ? 'sending' : 'receiving'}` });
    if (reply.ok) onBack();
  }
  const left = card.lines.reduce((sum, line) => sum + leftOf(card.side, line), 0);
  useActions(finishing ? [
    { key: 'F8', label: 'Yes, that is all', run: () => void finish(), primary: true },
    { key: 'Escape', label: 'Go on', run: () => setFinishing(false), atEnd: true },
  ] : [
    ...quantity.digits,
    { key: 'F2', label: quantity.value === 1 ? 'Quantity' : `Quantity: ${quantity.value} ×`, run: quantity.open },
    ...(sending ? [{ key: 'F4', label: 'Print its label', run: () => void print('transfer', card.transferId) }] : []),
    { key: 'F8', label: 'This side is done', run: () => (left === 0 ? void finish() : setFinishing(true)), locked: card.done === null ? undefined : 'said before' },
    ...(flow.left ? [{ key: 'G', label: `Go on for ${flow.left.who}: ${flow.left.what}`, run: flow.left.takeOver }] : []),
    { key: 'F9', label: 'What happened', run: () => lay({ kind: 'document', id: card.transferId }), small: true },
    { key: 'Escape', label: 'Transfers', run: onBack, atEnd: true },
  ]);
  const cardOf = useItems(card.lines.map((line) => line.itemId));
  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) {
    return <FactQuestion question={facts.question} scanned={asked.context.thing.itemId} count={asked.context.quantity} wrongItem={facts.question.rejection.type === 'not_this_document'} where={`transfer ${card.transferId}`} onItIsSo={facts.itIsSo} onNotSo={() => facts.withdraw()} log={log} />;
  }
  const done = card.lines.reduce((sum, line) => sum + (sending ? line.sent : line.received), 0);
  const all = card.lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <div className="stack">
      <Instruction
        tone={finishing ? 'ask' : 'go'}
        title={finishing ? `${figure(left)} of ${figure(all)} are not scanned. Is that all?` : quantity.value > 1 && !pending && place !== '' ? `Scan once for ${quantity.value} ×` : flow.asks}
        detail={[`Transfer ${card.transferId} ${direction(card)}`, place === '' ? '' : sending ? `out of ${place}` : `standing at ${place}`, card.otherDone === null ? '' : `${card.other} is done`].filter(Boolean).join(' · ')}
      />
      {quantity.isOpen && <QuantityBox title="How many are in the next scan?" first={quantity.first} onTyping={quantity.set} onDone={(value) => { quantity.set(value); quantity.close(); }} onCancel={() => { quantity.set(1); quantity.close(); }} />}
      {pending && <TextBox title={`${pending.needs === 'serial' ? 'Serial number' : 'Lot'} of ${nameOf(items.get(pending.thing.itemId), pending.thing.itemId)}`} onDone={(text) => void flow.act(`number ${text}`)} onCancel={() => void flow.act('back')} />}
      <div className="two two-even">
        <Panel className="fill" label="So far">
          <RunningNumber value={done} of={all} label={sending ? 'sent' : 'received'} />
          {current !== '' && <p className="muted">{nameOf(cardOf(current), current)}</p>}
          <ScanLog entries={log} />
        </Panel>
        <Panel title={`Transfer ${card.transferId}`} aside={plural(card.lines.length, 'line')} className="fill flush">
          <LineList label="Lines of the transfer" current={String(card.lines.find((line) => line.itemId === current)?.lineNo ?? '')} lines={card.lines.map((line) => ({ id: String(line.lineNo), itemId: line.itemId, numbered: true, ...standOf(card.side, line) }))} />
        </Panel>
      </div>
    </div>
  );
}
