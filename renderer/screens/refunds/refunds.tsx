// Refunds: what is paid back for which unit, how the amount came about, and what a person decides where the policy does
// not. Nothing here pays by itself: a decision waits for a second person's signature, then for the payment side.
import { useEffect, useState } from 'react';
import type { RefundCard } from '#electron/contract.ts';
import { refusals } from '#domain/refunding/policy.ts';
import { ask } from '#renderer/bridge.ts';
import { intent, newLabel, type AnyIntent } from '#renderer/commands.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, money, moment, plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { usePeople } from '#renderer/people.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import type { Action } from '#renderer/ui/action.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Chip, Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { gradeWords } from '#renderer/words.ts';
import { refundKindWords, refundReason, refundState, sumWords } from './words.ts';

const ASK = { about: 'refunds' } as const;
type Asking = { readonly what: 'order' | 'supplement' | 'note'; readonly kind: 'REFUND' | 'CREDIT' | 'EXCHANGE' } | { readonly what: 'refuse' } | undefined;
const isOpen = (state: string): boolean => ['GATED', 'REVIEW', 'PENDING_APPROVAL', 'DENIED', 'NOTHING_DUE'].includes(state);

export function Refunds({ refundId }: { readonly refundId: string }) {
  const { go, open: lay } = useNavigation();
  const { bridge, station } = useServices();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(5000);
  const nameOfPerson = usePeople();
  const { answer, again } = useAnswer(ASK);
  useEffect(() => again(), [again, now]);
  const [chosen, setChosen] = useState(refundId);
  const [asking, setAsking] = useState<Asking>(undefined);
  const cards = answer ?? [];
  const cardOf = useItems([...new Set(cards.map(({ refund }) => refund.item_id).filter((id) => id !== ''))]);
  const current = cards.find(({ refund }) => refund.refund_id === chosen) ?? cards[0];
  const open = cards.filter(({ refund }) => !['SETTLED', 'EXCHANGED', 'NOTHING_DUE', 'DENIED'].includes(refund.state)).length;
  const isFinance = station.person.get()?.roles.includes('finance') ?? false;

  async function send(intents: readonly AnyIntent[], effect: string): Promise<void> {
    setAsking(undefined);
    await decide(intents, { text: current ? nameOf(cardOf(current.refund.item_id), current.refund.item_id) : '', effect });
    again();
  }
  /** The order as people know it: its number at the channel or ours; the line is that of the item. */
  async function pay(kind: 'REFUND' | 'CREDIT' | 'EXCHANGE', orderNumber: string): Promise<void> {
    if (!current) return;
    const { refund } = current;
    const found = refund.order_id === null ? await ask(bridge, { about: 'order_line', number: orderNumber, itemId: refund.item_id }) : { orderId: refund.order_id, orderLine: refund.order_line ?? 0, unitPrice: current.unitPrice };
    if (!found) {
      setAsking(undefined);
      return tell('stop', `No line of order ${orderNumber} is about this item`, 'nothing changed');
    }
    const exchange = kind === 'EXCHANGE' ? [{ itemId: refund.item_id, quantity: Math.max(1, refund.quantity), unitPrice: found.unitPrice }] : [];
    await send([intent('refund.decide', { refundId: refund.refund_id, kind, orderId: found.orderId, orderLine: found.orderLine, note: `decided by hand: ${refundKindWords(kind).toLowerCase()}`, exchange })], 'waits for a signature');
  }
  function begin(kind: 'REFUND' | 'CREDIT' | 'EXCHANGE'): void {
    if (current?.refund.order_id === null) setAsking({ what: 'order', kind });
    else void pay(kind, '');
  }

  useThings({ screen: 'refunds', expected: 'the label of a returned unit', tell, document: (thing) => {
    const found = cards.find(({ refund }) => refund.unit_id === thing.id || refund.order_id === thing.id);
    if (!found) return false;
    setChosen(found.refund.refund_id);
    return true;
  } });
  const state = current?.refund.state ?? '';
  const byHand = current !== undefined && isOpen(state) && state !== 'GATED';
  const actions: Action[] = current === undefined ? [] : [
    ...(byHand ? [
      { key: 'F2', label: 'Money back', run: () => begin('REFUND'), primary: true },
      { key: 'F3', label: 'Store credit', run: () => begin('CREDIT') },
      { key: 'F4', label: 'Send another', run: () => begin('EXCHANGE') },
    ] : []),
    ...(byHand && state !== 'DENIED' ? [{ key: 'F6', label: 'Refuse', run: () => setAsking({ what: 'refuse' }) }] : []),
    ...(state === 'FAILED' ? [{ key: 'F2', label: 'Pay once more', run: () => void send([intent('refund.retry', { refundId: current.refund.refund_id })], 'asked again'), primary: true, locked: isFinance ? undefined : 'finance decides' }] : []),
    ...(['SETTLED', 'REQUESTED', 'EXCHANGED'].includes(state) && current.left > 0 && current.refund.order_id !== null ? [{ key: 'F8', label: 'Give more', run: () => setAsking({ what: 'supplement', kind: 'REFUND' }) }] : []),
  ];
  useActions([
    ...actions,
    { key: 'F5', label: 'Approvals', run: () => go({ screen: 'approvals' }) },
    ...(current !== undefined && current.refund.unit_id !== '' ? [{ key: 'F9', label: 'Why', run: () => lay({ kind: 'document', id: current.refund.unit_id }), small: true }] : []),
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ], { enabled: asking === undefined });

  if (answer === null) return <div className="stack"><Instruction tone="ask" title="Finance or a supervisor looks after this" detail="Money for what came back is decided by the policy, and by people who may sign for it." /></div>;
  return (
    <div className="two two-even">
      {asking?.what === 'order' && <TextBox title="Which order was it sold on?" hint="The number on the receipt or the delivery note." onDone={(number) => void pay(asking.kind, number)} onCancel={() => setAsking(undefined)} />}
      {asking?.what === 'supplement' && current && <TextBox title={`How much more? At most ${money(current.left, current.refund.currency)}`} hint="In pounds and pence, or whatever the currency has: 4.50. Somebody else signs." onCancel={() => setAsking(undefined)} onDone={(text) => {
        const amount = Math.round(Number(text.replace(',', '.')) * 100);
        if (!(amount > 0)) { setAsking(undefined); tell('stop', `${text} is no amount`, 'nothing changed'); return; }
        void send([intent('refund.supplement', { refundId: newLabel('SU'), supplements: current.refund.refund_id, orderId: current.refund.order_id ?? '', amount, note: 'decided by hand' })], 'waits for a signature');
      }} />}
      <Panel title="Money for returns" aside={cards.length === 0 ? '' : `${plural(open, 'open decision')}`} className="fill flush">
        {answer !== undefined && cards.length === 0 && <Nothing>Nothing came back yet that money is due for.</Nothing>}
        <Choices label={asking?.what === 'refuse' ? 'Refunds behind' : 'Refunds, what needs somebody first'} digits={false} keys={asking === undefined} chosen={current?.refund.refund_id} onMove={setChosen} onChoose={setChosen} choices={cards.map(({ refund, customer, orderNumber }) => ({
          id: refund.refund_id, title: nameOf(cardOf(refund.item_id), refund.item_id),
          detail: [refundState(refund.state), customer || 'customer unknown', orderNumber && `order ${orderNumber}`].filter(Boolean).join(' · '),
          aside: <><b>{refund.currency === '' ? '–' : money(refund.amount, refund.currency)}</b><span className={['REVIEW', 'FAILED'].includes(refund.state) ? 'late' : 'choice-age'}>{age(now - refund.decided_at)}</span></>,
        }))} />
        <ScanLog entries={log} most={3} />
      </Panel>
      <Panel className="fill" label="The decision" scrolls>
        {asking?.what === 'refuse' && current ? (
          <Refusing onCancel={() => setAsking(undefined)} onChoose={(code) => void send([intent('refund.decide', { refundId: current.refund.refund_id, kind: 'REFUSE', refusal: code, note: 'refused by hand', ...(current.refund.order_id === null ? {} : { orderId: current.refund.order_id }) })], 'refused')} />
        ) : current === undefined ? <Nothing>Choose one on the left.</Nothing> : <Detail card={current} name={nameOf(cardOf(current.refund.item_id), current.refund.item_id)} person={nameOfPerson} now={now} />}
      </Panel>
    </div>
  );
}

function Refusing({ onChoose, onCancel }: { readonly onChoose: (code: string) => void; readonly onCancel: () => void }) {
  useActions([{ key: 'Escape', label: 'Cancel', run: onCancel, atEnd: true }]);
  return (
    <>
      <h2 className="sub">Why does no money go back?</h2>
      <Choices label="Standard reasons" onChoose={onChoose} rowHeight={56} choices={Object.entries(refusals).map(([code, words]) => ({ id: code, title: words, detail: code }))} />
    </>
  );
}

function Detail({ card, name, person, now }: { readonly card: RefundCard; readonly name: string; readonly person: (id: string) => string; readonly now: number }) {
  const { refund, customer, orderNumber, exchangeNumber, payout, paid, refunded, elsewhere, left } = card;
  const reasons = refund.reasons as readonly string[];
  const inMoney = (amount: number): string => money(amount, refund.currency || 'GBP');
  return (
    <>
      <h1 className="item-name">{name}</h1>
      <p className="chips">
        <Chip tone={refund.state === 'SETTLED' || refund.state === 'EXCHANGED' ? 'ok' : ['REVIEW', 'FAILED'].includes(refund.state) ? 'attention' : 'plain'}>{refundKindWords(refund.kind)}: {refundState(refund.state)}</Chip>
        {refund.unit_id !== '' && <Chip>unit {refund.unit_id}{refund.grade === '' || refund.grade === 'U' ? '' : ` · ${refund.grade}, ${gradeWords(refund.grade)}`}</Chip>}
        {orderNumber !== '' && <Chip>order {orderNumber}, line {refund.order_line}</Chip>}
        <Chip>{customer || 'customer unknown'}</Chip>
      </p>
      {refund.state === 'DENIED' && refund.refusal !== '' && <p className="notice notice-attention">! No money: {refusals[refund.refusal] ?? refund.refusal} ({refund.refusal})</p>}
      {reasons.length > 0 && <p className="notice">{refundState(refund.state)}: {reasons.map(refundReason).join(', ')}.</p>}
      <dl className="figures">
        <div><dt>{refund.state === 'SETTLED' ? 'Paid back' : 'Goes back'}</dt><dd>{inMoney(refund.amount)}</dd></div>
        {paid !== null && <div><dt>Paid for the line</dt><dd>{inMoney(paid)}</dd></div>}
        {paid !== null && <div><dt>Left of it</dt><dd>{inMoney(left)}</dd></div>}
      </dl>
      <ul className="history">
        {sumWords(card).map(([words, value]) => <li key={words}><span>{words}</span><span /><b>{inMoney(value)}</b></li>)}
        {exchangeNumber !== '' && <li><span>Sent instead, order {exchangeNumber}</span><span /><b>{inMoney(refund.amount - payout)}</b></li>}
        {paid !== null && refunded > refund.amount && <li><span className="muted">All decisions about this line</span><span /><b>{inMoney(refunded)}</b></li>}
        {elsewhere > 0 && <li><span className="muted">Paid back by the channel or customer service</span><span /><b>{inMoney(elsewhere)}</b></li>}
      </ul>
      <p className="muted">
        {[`decided by ${refund.decided_by === 'system' ? 'the policy' : person(refund.decided_by)}, ${moment(refund.decided_at, now)}`, refund.approver && `signed by ${person(refund.approver)}`, refund.requested_at !== null && `asked ${moment(refund.requested_at, now)}${refund.attempt > 1 ? `, attempt ${refund.attempt}` : ''}`,
          refund.settled_at !== null && `paid ${moment(refund.settled_at, now)}`, refund.reference && `reference ${refund.reference}`, refund.note && `“${refund.note}”`].filter(Boolean).join(' · ')}
      </p>
    </>
  );
}
