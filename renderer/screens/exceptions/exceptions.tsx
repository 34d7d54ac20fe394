// What needs a person: what I did, what the ERP had, the rule in words, who owns it and who has taken it on, its age
// against its limit, and the two or three ways out, each with the commands that do it. Nothing disappears by itself.
import { download, fromBase64 } from '#renderer/download.ts';
import { useEffect, useState } from 'react';
import { photosOf } from '#domain/attachments.ts';
import { mayDo } from '#domain/duties.ts';
import { intent } from '#renderer/commands.ts';
import { useCarriers } from '#renderer/carriers.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, moment } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useShownPhotos } from '#renderer/photos/use-photos.tsx';
import { usePeople } from '#renderer/people.ts';
import { useValue } from '#renderer/readable.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Chip, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { kindWords, movementWords, roleWords, within } from '#renderer/words.ts';
import { useOpenExceptions } from '#renderer/working-set/queries.ts';
import type { Row } from '#domain/tables.ts';
import { Codes } from '#renderer/ui/codes.tsx';
import { Answer } from './answer.tsx';
import { ChangedWorkStory, changedTitle } from './changed-work.tsx';
import { Match, matching } from './match.tsx';
import { aboutWords, itemsIn, itemsOfPayload, storyOf, type Names } from './story.ts';
import { commandsOf, isMine, waysFor, wordsOf, type Way } from './ways.ts';

const ASK = { about: 'exceptions' } as const;
const ASK_CHANGED = { about: 'changed_work' } as const;

export function Exceptions() {
  const { go, open: lay } = useNavigation();
  const { station, bridge } = useServices();
  const person = useValue(station.person);
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(30_000);
  const { answer, again } = useAnswer(ASK);
  const live = useOpenExceptions();
  const { answer: changed = [], again: askChanged } = useAnswer(ASK_CHANGED);
  const needsYou = useValue(station.status)?.needsYou;
  useEffect(() => askChanged(), [askChanged, needsYou]);
  const nameOfPerson = usePeople();
  const [chosen, setChosen] = useState('');
  const [naming, setNaming] = useState(false);
  const [asking, setAsking] = useState<Way | undefined>(undefined);
  useEffect(() => again(), [again, live]);
  async function saveClaim(deliveryId: string): Promise<void> {
    const { pdf, problem } = await bridge.request('claim', { deliveryId });
    if (problem !== '') return tell('stop', problem, 'no file');
    download(`claim-${deliveryId}.pdf`, 'application/pdf', fromBase64(pdf));
    tell('ok', `Claim about delivery ${deliveryId}`, 'saved');
  }
  const open = answer ?? [];
  const mine = (row: Row<'exception'>): boolean => row.person_id === person?.id || (person?.roles.includes(row.owner_role) ?? false);
  const sorted = open.toSorted((a, b) => Number(mine(b)) - Number(mine(a)) || a.due_at - b.due_at);
  const work = changed.find((one) => one.commandId === chosen) ?? (sorted.some((row) => row.exception_id === chosen) ? undefined : changed[0]);
  const current = work === undefined ? sorted.find((row) => row.exception_id === chosen) ?? sorted[0] : undefined;
  const cardOf = useItems([...new Set([...sorted.map((row) => row.item_id).filter((id) => id !== ''), ...(current ? itemsIn(current) : []), ...changed.flatMap(({ payload }) => itemsOfPayload(payload))])]);
  const carriers = useCarriers();
  const names: Names = { item: (id) => nameOf(cardOf(id), id), person: nameOfPerson, carrier: carriers.name };
  const story = current && storyOf(current, names);
  const earlier = useAnswer(current?.kind === 'GRADE_DISPUTE' ? { about: 'photos_of', subjectId: current.subject_id } : undefined).answer;
  const photos = useShownPhotos([...new Set([...photosOf((current?.did ?? {}) as object), ...(earlier ?? [])])], current ? kindWords(current.kind) : '');
  const roles = person?.roles ?? [];
  const offered = current ? waysFor(current).slice(0, 3) : [];
  const lockOf = (way: Way): string | undefined => (current && isMine(way, current, roles) ? undefined : 'not your role');

  const isForOthers = offered.every((way) => lockOf(way) !== undefined);

  async function take(row: Row<'exception'>, to: string): Promise<void> {
    await decide([intent('exception.assign', { exceptionId: row.exception_id, subjectId: row.subject_id, to, seen: row.taken_by ?? '' })], { text: kindWords(row.kind), effect: to === '' ? 'given back' : 'yours now' });
    again();
  }
  async function follow(row: Row<'exception'>, way: Way, said = ''): Promise<void> {
    setAsking(undefined);
    const commands = commandsOf(way, row, said);
    const reply = commands.length === 0 ? undefined : await decide(commands, { text: kindWords(row.kind), effect: within(wordsOf(way, row, names.item)) });
    if (way.goes && (reply === undefined || reply.ok)) return go(way.goes(row));
    again();
  }
  function choose(row: Row<'exception'>, way: Way): void {
    if (lockOf(way) !== undefined) return;
    if (way.names) setNaming(true);
    else if (way.asks) setAsking(way);
    else void follow(row, way);
  }
  async function match(row: Row<'exception'>, itemId: string, teach: boolean): Promise<void> {
    setNaming(false);
    await decide(matching(row, itemId, teach), { text: nameOf(cardOf(itemId), itemId), effect: teach ? 'matched, and the code is known now' : 'matched' });
    again();
  }
  async function noted(commandId: string): Promise<void> {
    await station.noted(commandId);
    askChanged();
  }
  useThings({ screen: 'exceptions', expected: 'nothing to be scanned', tell, enabled: !naming && asking === undefined });
  useActions([
    ...(work ? [{ key: 'F2', label: 'I have seen it', run: () => void noted(work.commandId), primary: true, elsewhere: true }] : []),
    ...offered.map((way, index) => ({ key: `F${index + 2}`, label: current ? wordsOf(way, current, names.item) : way.words, run: () => { if (current) choose(current, way); }, locked: lockOf(way), primary: index === 0, elsewhere: true })),
    ...(current && mayDo(roles, 'exception.assign') ? [current.taken_by === person?.id
      ? { key: 'F6', label: 'Give it back', run: () => void take(current, '') }
      : { key: 'F6', label: current.taken_by === null ? 'I take it' : 'Take it over', run: () => void take(current, person?.id ?? '') }] : []),
    ...(current ? [{ key: 'F5', label: 'Why', run: () => lay({ kind: 'exception', id: current.exception_id }) }] : []),
    ...(current?.kind === 'DELIVERY_DIFFERS' ? [{ key: 'C', label: 'Claim as PDF', run: () => void saveClaim(current.subject_id) }] : []),
    ...(roles.includes('supervisor') && sorted.some((row) => row.kind === 'SUSPENSE') ? [{ key: 'F8', label: 'Suspense', run: () => go({ screen: 'suspense' }), small: true }] : []),
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ]);

  if (asking?.asks && current) return <Answer question={asking.asks} row={current} tell={tell} onDone={(said) => void follow(current, asking, said)} onCancel={() => setAsking(undefined)} />;
  if (naming && current) return <Match row={current} roles={roles} tell={tell} onDone={(itemId, teach) => void match(current, itemId, teach)} onCancel={() => setNaming(false)} />;
  return (
    <div className="two two-even">
      {photos.cover}
      <Panel title="Needs somebody, yours first" aside={sorted.length + changed.length} className="fill flush">
        {answer !== undefined && sorted.length + changed.length === 0 && <Nothing>Nothing is open.</Nothing>}
        <Choices label="Open work items" digits={false} chosen={work?.commandId ?? current?.exception_id} onMove={setChosen} onChoose={setChosen} choices={[...changed.map((one) => ({
          id: one.commandId, title: changedTitle(one), detail: `${movementWords(one.type)} · ${moment(one.at, now)}`, aside: <>{age(now - one.at)}<span className="choice-age">yours</span></>,
        })), ...sorted.map((row) => ({
          id: row.exception_id, title: kindWords(row.kind), detail: [row.item_id !== '' ? nameOf(cardOf(row.item_id), row.item_id) : aboutWords(row), row.location_id].filter(Boolean).join(' · '),
          aside: <>{row.due_at < now ? <b className="late">overdue {age(now - row.due_at)}</b> : age(now - row.opened_at)}<span className="choice-age">{row.taken_by !== null ? (row.taken_by === person?.id ? 'you have it' : nameOfPerson(row.taken_by)) : mine(row) ? 'yours' : roleWords(row.owner_role)}</span></>,
        }))]} />
        <ScanLog entries={log} most={3} />
      </Panel>
      <Panel className="fill" label="The work item" scrolls>
        {work !== undefined ? <ChangedWorkStory work={work} names={names} now={now} onNoted={() => void noted(work.commandId)} /> : current === undefined || story === undefined ? null : (
          <>
            <h1 className="item-name">{kindWords(current.kind)}</h1>
            <p className="chips">
              <Chip>for the {roleWords(current.owner_role)}</Chip>
              {current.taken_by !== null && <Chip tone={current.taken_by === person?.id ? 'ok' : 'attention'}>{current.taken_by === person?.id ? '✓ you have it' : `! ${nameOfPerson(current.taken_by)} has it`} since {moment(current.taken_at ?? now, now)}</Chip>}
              <Chip>open for {age(now - current.opened_at)}</Chip>
              <Chip tone={current.due_at < now ? 'attention' : 'plain'}>{current.due_at < now ? `! was to be closed by ${moment(current.due_at, now)}` : `to be closed by ${moment(current.due_at, now)}`}</Chip>
            </p>
            {photos.row}
            <div className="story">
              <section><h2>What happened</h2><p><b>{story.who ?? (current.person_id === person?.id ? 'You' : nameOfPerson(current.person_id))}</b> <Codes>{story.happened}</Codes> <span className="muted">{moment(current.opened_at, now)}</span></p></section>
              <section><h2>What the ERP had</h2><p><Codes>{story.books}</Codes></p></section>
              <section><h2>The rule</h2><p>{ruleSays(current.rule) ?? 'It is recorded, and somebody looks at it.'} <span className="muted">{current.rule}</span></p></section>
              <section className="story-next"><h2>What to do now</h2><p>{isForOthers ? `Nothing more for you: the ${roleWords(current.owner_role)} closes it. Nothing is charged to you.` : <Codes>{story.next}</Codes>}</p></section>
            </div>
            <div className="ways">
              <ul className="ways-row" aria-label="What you can do">{offered.map((way, index) => <li key={way.code}><button type="button" className="key" aria-disabled={lockOf(way) !== undefined} onClick={() => choose(current, way)}><kbd>F{index + 2}</kbd>{wordsOf(way, current, names.item)}</button></li>)}</ul>
            </div>
          </>
        )}
      </Panel>
    </div>
  );
}
