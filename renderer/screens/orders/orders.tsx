// The order desk: every open order with where it stands and what it waits for, late ones first. From here a hold is lifted
// or placed and an order cancelled; the ERP decides, and what people have in hand goes by its rules.
import { useEffect, useState } from 'react';
import { orderHoldKinds } from '#domain/order-holds.ts';
import type { OrderStage } from '#domain/order-board.ts';
import type { OrderCard } from '#electron/contract.ts';
import { intent, type AnyIntent } from '#renderer/commands.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, figure, moment, plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { usePeople } from '#renderer/people.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useStations } from '#renderer/stations.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import type { Action } from '#renderer/ui/action.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Chip, Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { orderHoldWords, roleWords, stateWords } from '#renderer/words.ts';
import { stageKeys, stageWords, waitsFor } from './words.ts';

const isOf = (order: OrderCard['order'], text: string): boolean => text === order.order_id || text === order.channel_number;
const begun = (words: string): string => `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
const WAREHOUSES = { about: 'warehouses' } as const;
/** Before everything that has no such wish. */
const RUSH = 100;
type Show = OrderStage | 'late' | 'all';
type Asking = { readonly what: 'lift' | 'keep' | 'cancel' | 'elsewhere' } | { readonly what: 'note'; readonly kind: string } | undefined;

export function Orders({ show: first }: { readonly show: 'all' | 'held' }) {
  const { go, open: lay } = useNavigation();
  const { station } = useServices();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(3000);
  const [show, setShow] = useState<Show>(first);
  const { answer, again } = useAnswer({ about: 'orders', show });
  useEffect(() => again(), [again, now]);
  const [chosen, setChosen] = useState('');
  const [asking, setAsking] = useState<Asking>(undefined);
  const stationName = useStations().nameOf;
  const cards = answer?.cards ?? [];
  const cardOf = useItems([...new Set(cards.flatMap(({ lines }) => lines.map((line) => line.item_id)))].slice(0, 500));
  const itemName = (itemId: string): string => nameOf(cardOf(itemId), itemId);
  const current = cards.find(({ order }) => order.order_id === chosen) ?? cards[0];
  const mayDecide = station.person.get()?.roles.some((role) => role === 'supervisor' || role === 'finance') ?? false;
  const isSupervisor = station.person.get()?.roles.includes('supervisor') ?? false;
  const isRushed = (current?.order.priority ?? 0) >= RUSH;
  const { answer: warehouses = [] } = useAnswer(WAREHOUSES);
  const locked = mayDecide ? undefined : 'a supervisor or finance decides';
  const liftable = current?.holds.filter((each) => each.mayLift) ?? [];

  async function send(intents: readonly AnyIntent[], effect: string): Promise<void> {
    setAsking(undefined);
    await decide(intents, { text: current ? `Order ${current.order.channel_number}` : '', effect });
    again();
  }
  const lift = (holdId: string): void => void (current && send([intent('order.release_hold', { orderId: current.order.order_id, holdId })], 'let go'));
  useThings({
    screen: 'orders', expected: 'an order, a tote or a parcel', tell, enabled: answer !== null && asking === undefined,
    // The number of an order is no code that anything else knows.
    any: (_thing, read) => cards.some(({ order }) => isOf(order, read.raw)) && find(({ order }) => isOf(order, read.raw), read.raw),
    handlingUnit: ({ fulfilmentId }) => find((card) => fulfilmentId !== null && card.fulfilmentIds.includes(fulfilmentId), 'this tote'),
    document: (thing) => find((card) => card.order.order_id === thing.id || card.fulfilmentIds.includes(thing.id) || card.parcels.some((parcel) => parcel.parcel_id === thing.id), thing.id),
  });
  function find(isIt: (card: OrderCard) => boolean, name: string): boolean {
    const found = cards.find(isIt);
    if (found) setChosen(found.order.order_id);
    else tell('attention', `No order shown here belongs to ${name}`, 'nothing changed');
    return true;
  }

  const filters: Action[] = [
    { key: '0', label: 'All', run: () => setShow('all'), elsewhere: true }, { key: '9', label: 'Late', run: () => setShow('late'), elsewhere: true },
    ...stageKeys.map((stage, n): Action => ({ key: String(n + 1), label: stageWords[stage], run: () => setShow(stage), elsewhere: true })),
  ];
  useActions([
    ...filters,
    ...(current === undefined ? [] : [
      ...(current.holds.length > 0 ? [{ key: 'F2', label: 'Let it go', run: () => (liftable.length === 1 ? lift(liftable[0]!.hold.hold_id) : setAsking({ what: 'lift' })), primary: true, locked: liftable.length > 0 ? undefined : `${current.holds[0]!.roles.map(roleWords).join(' or ')} decides` }] : []),
      { key: 'F3', label: 'Keep it back', run: () => setAsking({ what: 'keep' }), locked },
      { key: 'F4', label: 'Cancel it', run: () => setAsking({ what: 'cancel' }), locked: locked ?? (current.order.ship_from === answer?.warehouse ? undefined : `is cancelled in ${current.order.ship_from}`) },
      // A supervisor steers; whoever may not is not shown keys that never work.
      ...(isSupervisor ? [{ key: 'F6', label: isRushed ? 'No rush' : 'Rush it', run: () => void send([intent('order.rush', { orderId: current.order.order_id, fulfilmentIds: [...current.fulfilmentIds], priority: isRushed ? 0 : RUSH })], isRushed ? 'in its turn again' : 'before others') }] : []),
      ...(isSupervisor && current.order.ship_from === answer?.warehouse && current.lines.every((line) => line.allocated === 0) ? [{ key: 'F8', label: 'From elsewhere', run: () => setAsking({ what: 'elsewhere' }) }] : []),
      { key: 'F9', label: 'Why', run: () => lay({ kind: 'document', id: current.order.order_id }), small: true },
    ]),
    { key: 'F5', label: 'Figures', run: () => go({ screen: 'order_figures' }), small: true },
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ], { enabled: asking === undefined });

  if (answer === null) return <div className="stack"><Instruction tone="ask" title="The order desk looks after this" detail="A supervisor, finance or a buyer sees all orders. Press Esc to go back." /></div>;
  return (
    <div className="two two-even">
      {asking?.what === 'cancel' && current && <TextBox title={`Cancel order ${current.order.channel_number}: why?`} hint="What is in totes comes up to be put back; what left comes back as a return. Type why and press Enter." onCancel={() => setAsking(undefined)} onDone={(reason) => void send([intent('order.cancel', { orderId: current.order.order_id, fulfilmentIds: [...current.fulfilmentIds], reason })], 'cancelled')} />}
      {asking?.what === 'note' && current && <TextBox title="What is to be cleared up?" hint="Whoever may let it go reads this. Type it and press Enter." optional onCancel={() => setAsking(undefined)} onDone={(note) => void send([intent('order.place_hold', { orderId: current.order.order_id, kind: asking.kind, note })], 'kept back')} />}
      <Panel title={show === 'all' ? 'Open orders' : show === 'late' ? 'Late orders' : stageWords[show]} aside={answer ? `${figure(answer.matching)} of ${figure(answer.all)}` : ''} className="fill flush">
        {answer && (
          <fieldset className="stage-keys" aria-label="Which orders are shown">
            {filters.map(({ key, label, run }) => {
              // A kind that has none keeps its key and takes no room.
              const n = Number(key);
              const count = n === 0 ? answer.all : n === 9 ? answer.late : answer.counts[stageKeys[n - 1]!];
              if (count === 0 && n > 0 && show !== (n === 9 ? 'late' : stageKeys[n - 1])) return null;
              return <button key={key} type="button" className={`stage-key${n === 9 && count > 0 ? ' stage-late' : ''}`} aria-pressed={show === (n === 0 ? 'all' : n === 9 ? 'late' : stageKeys[n - 1])} onClick={run}><kbd>{key}</kbd> {label} <b>{figure(count)}</b></button>;
            })}
          </fieldset>
        )}
        {answer !== undefined && cards.length === 0 && <Nothing>No order stands here.</Nothing>}
        <Choices label={`Orders, late ones first: ${show}`} digits={false} keys={asking === undefined} chosen={current?.order.order_id} onMove={setChosen} onChoose={setChosen} choices={cards.map((card) => ({
          id: card.order.order_id, title: [card.order.channel_number, card.customer].filter(Boolean).join(' · '), detail: `${stageWords[card.standing.stage]} · ${waitsFor(card, now, itemName, stationName)}`,
          aside: card.standing.late > 0 ? <><b className="late">late</b><span className="late">{age(card.standing.late)}</span></> : <><b>{plural(card.lines.length, 'line')}</b><span className="choice-age">{card.order.promised_at === null ? age(now - card.order.ordered_at) : moment(card.order.promised_at, now)}</span></>,
        }))} />
        <ScanLog entries={log} most={3} />
      </Panel>
      <Panel className="fill" label="The order" scrolls>
        {current === undefined ? <Nothing>Choose one on the left.</Nothing>
          : asking?.what === 'lift' ? <Ask title="Which of them is cleared up?" label="Holds of this order" onCancel={() => setAsking(undefined)} onChoose={lift} choices={current.holds.map(({ hold, mayLift, roles }) => ({ id: hold.hold_id, title: begun(orderHoldWords(hold.kind)), detail: hold.note, locked: mayLift ? undefined : `${roles.map(roleWords).join(' or ')} decides` }))} />
            : asking?.what === 'elsewhere' ? <Ask title="From where does it ship?" label="Other warehouses" onCancel={() => setAsking(undefined)} onChoose={(to) => void send([intent('order.reroute', { orderId: current.order.order_id, to, because: `decided by hand instead of ${current.order.ship_from}` })], `from ${to}`)} choices={warehouses.filter((row) => row.warehouse_id !== current.order.ship_from).map((row) => ({ id: row.warehouse_id, title: row.name, detail: row.country }))} />
            : asking?.what === 'keep' ? <Ask title="Why is it kept back?" label="Reasons to keep an order back" onCancel={() => setAsking(undefined)} onChoose={(kind) => setAsking({ what: 'note', kind })} choices={Object.entries(orderHoldKinds).filter(([kind]) => kind !== 'ITEM_RECALL').map(([kind, { roles, hours }]) => ({ id: kind, title: begun(orderHoldWords(kind)), detail: `${roles.map(roleWords).join(' or ')} lets it go, within ${plural(hours, 'hour')}` }))} />
              : <Detail card={current} now={now} itemName={itemName} stationName={stationName} />}
      </Panel>
    </div>
  );
}

function Ask({ title, onCancel, ...choices }: { readonly title: string; readonly label: string; readonly onCancel: () => void; readonly onChoose: (id: string) => void; readonly choices: Parameters<typeof Choices>[0]['choices'] }) {
  useActions([{ key: 'Escape', label: 'Cancel', run: onCancel, atEnd: true }]);
  return (
    <>
      <h1 className="item-name">{title}</h1>
      <Choices {...choices} rowHeight={60} />
    </>
  );
}

function Detail({ card, now, itemName, stationName }: { readonly card: OrderCard; readonly now: number; readonly itemName: (itemId: string) => string; readonly stationName: (id: string) => string }) {
  const person = usePeople();
  const { order, lines, holds, parcels, standing } = card;
  return (
    <>
      <h1 className="item-name">Order {order.channel_number}</h1>
      <p className="chips">
        <Chip tone={standing.late > 0 ? 'stop' : standing.stage === 'held' ? 'attention' : 'plain'}>{stageWords[standing.stage]}{standing.late > 0 ? `, late by ${age(standing.late)}` : ''}</Chip>
        <Chip>{card.customer || 'customer unknown'}</Chip><Chip>{order.channel_id}, {moment(order.ordered_at, now)}</Chip>
        <Chip>{order.promised_at === null ? 'nothing promised' : `promised for ${moment(order.promised_at, now)}`}</Chip>
        {order.priority >= RUSH && <Chip tone="attention">rushed</Chip>}
        {order.part_of !== '' && <Chip>a part of {order.part_of}</Chip>}
      </p>
      <p><b>Waits for:</b> {waitsFor(card, now, itemName, stationName)}.</p>
      <p className="muted">Ships from {order.ship_from}{order.sourced === '' ? '' : `: ${order.sourced}`}.</p>
      {holds.length > 0 && (
        <>
          <h2 className="sub">Kept back</h2>
          <ul className="plain-list">{holds.map(({ hold, roles }) => <li key={hold.hold_id}><b>{begun(orderHoldWords(hold.kind))}</b>{hold.note === '' ? '' : `: ${hold.note}`}, by {person(hold.placed_by)}, {moment(hold.placed_at, now)}. {begun(roles.map(roleWords).join(' or '))} may let it go{hold.due_at === null ? '' : hold.due_at < now ? <span className="late"> and should have looked {moment(hold.due_at, now)}</span> : `, until ${moment(hold.due_at, now)}`}.</li>)}</ul>
        </>
      )}
      <table className="by-person">
        <thead><tr><th scope="col">Item</th><th scope="col">Wanted</th><th scope="col">Promised</th><th scope="col">Shipped</th><th scope="col">Missing</th></tr></thead>
        <tbody>{lines.map((line) => {
          const wanted = line.quantity - line.cancelled;
          return <tr key={line.line_no}><th scope="row">{itemName(line.item_id)}</th><td>{figure(wanted)}{line.cancelled > 0 ? ` (${figure(line.cancelled)} cancelled)` : ''}</td><td>{figure(line.allocated)}</td><td>{figure(line.shipped)}</td><td>{wanted > line.allocated ? <b className="late">{figure(wanted - line.allocated)}</b> : '–'}</td></tr>;
        })}</tbody>
      </table>
      {parcels.length > 0 && (
        <>
          <h2 className="sub">Parcels</h2>
          <ul className="plain-list">{parcels.map((parcel) => <li key={parcel.parcel_id}>{parcel.parcel_id}: {stateWords(parcel.state)}{parcel.tracking === '' ? '' : `, ${parcel.tracking}`}</li>)}</ul>
        </>
      )}
    </>
  );
}
