// One story on its stage: what each did alone, lane by lane; the two ways in which the work can reach the ERP, side by
// side; and beside them what each side believes at the moment that is looked at. Quantities and times can be changed.
import { useEffect, useMemo, useRef, useState } from 'react';
import { figure } from '#renderer/numbers.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Chip, Instruction, Mark, Panel } from '#renderer/ui/parts.tsx';
import { holdWords, kindWords, movementWords, placeWords } from '#renderer/words.ts';
import { clock, clockWords, people } from '#sync/core/rehearsal/company.ts';
import { endingOf, ordersOf, play, twoOrdersOf, type Belief, type Moment, type Play, type Variation } from '#sync/core/rehearsal/play.ts';
import type { Side, Station, Story } from '#sync/core/rehearsal/story.ts';
import { answerOf, ruleOf, sentenceOf } from './moment-words.ts';

type Beliefs = Moment['beliefs'];
/** What can be looked at, in the order in which the arrows go through it. */
interface Stop {
  readonly id: string;
  readonly moment: Moment | undefined;
  readonly beliefs: Beliefs;
  readonly before: Beliefs | undefined;
  /** At an end: what the ledger shows. */
  readonly ledger?: Play['ledger'];
}

const sides = (story: Story): readonly Side[] => [...(Object.keys(story.stations) as Station[]), 'erp'];
const sideName = (story: Story, side: Side): string => (side === 'erp' ? 'The ERP' : story.stations[side]!);

export function Stage({ story, onBack }: { readonly story: Story; readonly onBack: () => void }) {
  const [variation, setVariation] = useState<Variation>({});
  const [pair, setPair] = useState(0);
  const [at, setAt] = useState(0);
  const all = useMemo(() => ordersOf(story), [story]);
  const orders = useMemo(() => pairOf(story, all, pair), [story, all, pair]);
  const plays = useMemo(() => orders.map((order) => play(story, order, variation)), [story, orders, variation]);
  const stops = useMemo(() => stopsOf(plays), [plays]);
  const stop = stops[Math.min(at, stops.length - 1)]!;
  const act = stop.moment?.act;
  const changed = Object.keys(variation).length > 0;
  const same = JSON.stringify(plays[0]!.end.erp) === JSON.stringify(plays[1]!.end.erp);
  const stage = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const found = stage.current?.querySelector('[aria-current="true"]');
    found?.scrollIntoView?.({ block: 'nearest' });
  }, [stop.id]);

  function vary(change: { readonly quantity?: number; readonly minutes?: number }): void {
    if (!act) return;
    const now = { quantity: variation[act.name]?.quantity ?? act.quantity, at: variation[act.name]?.at ?? act.at };
    setVariation({ ...variation, [act.name]: {
      ...(now.quantity === undefined ? {} : { quantity: Math.max(1, now.quantity + (change.quantity ?? 0)) }),
      at: clockWords(Math.max(clock('06:00'), Math.min(clock('22:00'), clock(now.at) + (change.minutes ?? 0) * 60_000))),
    } });
  }
  useActions([
    { key: 'ArrowDown', label: 'Next step', run: () => setAt(Math.min(stops.length - 1, at + 1)), primary: true },
    { key: 'ArrowUp', label: 'Step back', run: () => setAt(Math.max(0, Math.min(at, stops.length - 1) - 1)), elsewhere: true },
    ...(act?.quantity === undefined ? [] : [{ key: '+', label: 'One more', run: () => vary({ quantity: 1 }) }, { key: '-', label: 'One less', run: () => vary({ quantity: -1 }), elsewhere: true }]),
    ...(act === undefined ? [] : [{ key: 'ArrowRight', label: 'A minute later', run: () => vary({ minutes: 1 }) }, { key: 'ArrowLeft', label: 'A minute earlier', run: () => vary({ minutes: -1 }), elsewhere: true }]),
    ...(all.length > 2 ? [{ key: 'O', label: `Orders (${all.length})`, run: () => setPair((pair + 1) % Math.ceil(all.length / 2)) }] : []),
    ...(changed ? [{ key: 'R', label: 'As it was told', run: () => setVariation({}) }] : []),
    { key: 'Escape', label: 'Other stories', run: onBack, atEnd: true },
  ]);

  return (
    <div className="rehearsal">
      <Instruction tone="ask" title={story.title} detail={story.setting} />
      <div className="rehearsal-body">
        <section className="panel flush fill stage" aria-label="The story" ref={stage}>
          <Alone story={story} moments={plays[0]!.alone} current={stop.id} />
          <div className="fork">
            {plays.map((each, index) => <Branch key={orders[index]!.join()} story={story} branch={index} order={orders[index]!} played={each} current={stop.id} changed={changed} />)}
          </div>
          <p className={same ? 'fork-foot fork-same' : 'fork-foot'}>
            <Mark tone={same ? 'ok' : 'attention'} />
            {same ? 'Whichever comes first, it ends the same.' : 'What comes first makes a difference here, and nothing is lost: where a rule cannot settle it, a person looks.'}
            {plays.every((each) => each.isSound) && <span className="muted">Every number adds up.</span>}
          </p>
        </section>
        <Beside story={story} stop={stop} />
      </div>
    </div>
  );
}

/** The common past: one lane for each station, time going down. */
function Alone({ story, moments, current }: { readonly story: Story; readonly moments: readonly Moment[]; readonly current: string }) {
  const stations = Object.keys(story.stations) as Station[];
  const columns = { gridTemplateColumns: `repeat(${stations.length}, minmax(0, 1fr))` };
  return (
    <section className="alone" aria-label="Without network">
      <p className="part">Each without the other</p>
      <div className="lanes lane-heads" style={columns}>{stations.map((id) => <h2 key={id} className={`lane-${id}`}>{story.stations[id]}</h2>)}</div>
      <ol className="lanes" style={columns}>
        {moments.map((moment, index) => (
          <li key={moment.act.name} style={{ gridColumn: stations.indexOf(moment.act.station as Station) + 1, gridRow: index + 1 }}>
            <Card id={`alone ${moment.act.name}`} moment={moment} current={current} />
          </li>
        ))}
        {stations.filter((id) => moments.every((moment) => moment.act.station !== id)).map((id) => <li key={id} className="muted" style={{ gridColumn: stations.indexOf(id) + 1, gridRow: 1 }}>Online: what it does stands below.</li>)}
      </ol>
    </section>
  );
}

function Branch({ story, branch, order, played, current, changed }: { readonly story: Story; readonly branch: number; readonly order: readonly string[]; readonly played: Play; readonly current: string; readonly changed: boolean }) {
  const first = story.acts.find((act) => act.name === order[0])!;
  const end = played.end.erp!;
  return (
    <section className="branch" aria-label={`Way ${branch + 1}`}>
      <h2>If the ERP hears of {inSentence(sideName(story, first.station))} first</h2>
      <ol>{played.arriving.map((moment, index) => <li key={`${moment.act.name} ${moment.kind}`}><Card id={`${branch} ${index}`} moment={moment} current={current} arrives /></li>)}</ol>
      <div className={current === `${branch} end` ? 'ending ending-on' : 'ending'} aria-current={current === `${branch} end`}>
        <h3>In the end</h3>
        <dl>{story.watched.map(({ label }, index) => <div key={label}><dt>{label}</dt><dd>{end.values[index]}</dd></div>)}</dl>
        {end.open.length > 0 && <p className="chips">{end.open.map((kind) => <Chip key={kind} tone="attention">! {kindWords(kind)}</Chip>)}</p>}
        {!changed && <p>{endingOf(story, order)?.words}</p>}
      </div>
    </section>
  );
}

/** "The office, online" → "the office". */
const inSentence = (name: string): string => name.split(',')[0]!.replace(/^The /, 'the ');

function Card({ id, moment, current, arrives = false }: { readonly id: string; readonly moment: Moment; readonly current: string; readonly arrives?: boolean }) {
  const answer = answerOf(moment);
  return (
    <article className={`card card-${moment.act.station}${id === current ? ' card-on' : ''}`} aria-current={id === current}>
      <p className="card-act">{arrives && <span aria-hidden="true">→ </span>}<time>{clockWords(moment.at)}</time> {sentenceOf(moment)}</p>
      <p className={`card-answer card-answer-${answer.tone}`}><Mark tone={answer.tone} />{answer.text}</p>
    </article>
  );
}

/** What every side believes at the moment that is looked at, and the rule that was used. */
function Beside({ story, stop }: { readonly story: Story; readonly stop: Stop }) {
  const rule = stop.moment && ruleOf(stop.moment.rule);
  const shown = sides(story);
  return (
    <Panel label="What each side believes" title="What each side believes now" className="fill" scrolls>
      <table className="beliefs">
        <thead><tr><th scope="col"><span className="sr-only">What</span></th>{shown.map((side) => <th key={side} scope="col" className={`lane-${side}`}>{sideName(story, side)}</th>)}</tr></thead>
        <tbody>
          {story.watched.map(({ label }, index) => (
            <tr key={label}><th scope="row">{label}</th>{shown.map((side) => <BeliefCell key={side} value={stop.beliefs[side]?.values[index]} before={stop.before?.[side]?.values[index]} />)}</tr>
          ))}
          <tr><th scope="row">Somebody looks</th>{shown.map((side) => <BeliefCell key={side} value={openWords(stop.beliefs[side])} before={stop.before && openWords(stop.before[side])} />)}</tr>
        </tbody>
      </table>
      {stop.ledger && <Ledger lines={stop.ledger} />}
      {rule ? (
        <div className="story">
          <section><h2>The rule</h2><p>{rule.when}. <span className="muted">{rule.id}</span></p></section>
          <section><h2>Recorded</h2><p>{rule.recorded}.</p></section>
        </div>
      ) : <p className="muted">{stop.moment === undefined ? 'All work has arrived, and all sides have the same picture.' : stop.moment.kind === 'done' ? 'Each station sees only its own work, and is right as far as it knows.' : stop.before?.erp?.open.length !== stop.beliefs.erp?.open.length ? 'It is recorded as it was asked, and somebody is given work by it.' : 'Nothing stands against it: no rule was needed.'}</p>}
    </Panel>
  );
}

/** The movements of the story; a suspense or variance account shows what no shelf could. */
function Ledger({ lines }: { readonly lines: Play['ledger'] }) {
  return (
    <section aria-label="The ledger">
      <h2 className="part">What the ledger shows in the end</h2>
      <ol className="ledger">
        {lines.length === 0 && <li>Nothing was moved.</li>}
        {lines.map((row) => <li key={row.movement_id}><time>{clockWords(row.effective_at)}</time><span>{movementWords(row.type)} {figure(row.quantity)}: {row.from_location === row.to_location ? `in ${placeWords(row.to_location)}` : `${placeWords(row.from_location)} → ${placeWords(row.to_location)}`}{row.to_hold !== '' && `, ${holdWords(row.to_hold)}`}</span><span className="muted">{nameOf(row.person_id)}</span></li>)}
      </ol>
    </section>
  );
}
const nameOf = (personId: string): string => people.find(([id]) => id === personId)?.[1] ?? personId;

function BeliefCell({ value, before }: { readonly value: string | undefined; readonly before: string | undefined }) {
  const isNew = before !== undefined && before !== value;
  return <td className={isNew ? 'belief-new' : undefined}>{value}{isNew && <span className="belief-before"> was {before}</span>}</td>;
}
const openWords = (belief: Belief | undefined): string => (belief === undefined || belief.open.length === 0 ? 'nobody' : belief.open.map(kindWords).join(', '));

function stopsOf(plays: readonly Play[]): readonly Stop[] {
  const chain = (ids: readonly { readonly id: string; readonly moment: Moment | undefined; readonly beliefs: Beliefs; readonly ledger?: Play['ledger'] }[], start: Beliefs | undefined): readonly Stop[] =>
    ids.map((each, index) => ({ ...each, before: index === 0 ? start : ids[index - 1]!.beliefs }));
  const alone = chain(plays[0]!.alone.map((moment) => ({ id: `alone ${moment.act.name}`, moment, beliefs: moment.beliefs })), plays[0]!.start);
  const last = alone.at(-1)?.beliefs ?? plays[0]!.start;
  return [...alone, ...plays.flatMap((each, branch) => chain([
    ...each.arriving.map((moment, index) => ({ id: `${branch} ${index}`, moment, beliefs: moment.beliefs })),
    { id: `${branch} end`, moment: undefined, beliefs: each.end, ledger: each.ledger },
  ], last))];
}

/** The two that differ most first; then the others, two by two. */
function pairOf(story: Story, all: ReturnType<typeof ordersOf>, pair: number): readonly [readonly string[], readonly string[]] {
  const first = twoOrdersOf(story);
  const rest = all.filter((order) => !first.some((each) => each.join() === order.join()));
  return pair === 0 || rest.length === 0 ? first : [rest[(pair - 1) * 2]!, rest[(pair - 1) * 2 + 1] ?? first[0]];
}
