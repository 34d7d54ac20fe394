// What needs a person: what I did, what the ERP had, the rule in words, who owns it, how old it is, and two or three
// ways to close it. Nothing disappears from here by itself.
import { useEffect, useState } from 'react';
import { mayDo } from '#domain/duties.ts';
import { intent } from '#renderer/commands.ts';
import { useCarriers } from '#renderer/carriers.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, moment } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
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
import { kindWords, movementWords, resolutionsFor, roleWords } from '#renderer/words.ts';
import { useOpenExceptions } from '#renderer/working-set/queries.ts';
import type { Row } from '#domain/tables.ts';
import { canBeMatched, codeOf, Match, matching } from './match.tsx';
import { ChangedWorkStory, changedTitle } from './changed-work.tsx';
import { itemsIn, itemsOfPayload, storyOf, type Names } from './story.ts';

const ASK = { about: 'exceptions' } as const;
const ASK_CHANGED = { about: 'changed_work' } as const;
/** Where another count may clear it up. */
const countAgain: ReadonlySet<string> = new Set(['COUNTED_AFTER_CLOSE', 'COUNTED_ELSEWHERE', 'COUNT_WITHOUT_TASK', 'WRONG_ITEM_PICKED']);

export function Exceptions() {
  const { go, open: lay } = useNavigation();
  const { station } = useServices();
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
  useEffect(() => again(), [again, live]);
  const open = answer ?? [];
  const mine = (row: Row<'exception'>): boolean => row.person_id === person?.id || (person?.roles.includes(row.owner_role) ?? false);
  const sorted = open.toSorted((a, b) => Number(mine(b)) - Number(mine(a)) || a.due_at - b.due_at);
  const work = changed.find((one) => one.commandId === chosen) ?? (sorted.some((row) => row.exception_id === chosen) ? undefined : changed[0]);
  const current = work === undefined ? sorted.find((row) => row.exception_id === chosen) ?? sorted[0] : undefined;
  const cardOf = useItems([...new Set([...sorted.map((row) => row.item_id).filter((id) => id !== ''), ...(current ? itemsIn(current) : []), ...changed.flatMap(({ payload }) => itemsOfPayload(payload))])]);
  const carriers = useCarriers();
  const names: Names = { item: (id) => nameOf(cardOf(id), id), person: nameOfPerson, carrier: carriers.name };
  const story = current && storyOf(current, names);
  const countable = current !== undefined && countAgain.has(current.kind) && current.location_id !== '';
  const may = mayDo(person?.roles ?? [], 'exception.resolve');
  const ways = current ? resolutionsFor(current.kind) : [];

  async function resolve(row: Row<'exception'>, resolution: string, words: string): Promise<void> {
    await decide([intent('exception.resolve', { exceptionId: row.exception_id, resolution })], { text: kindWords(row.kind), effect: words.toLowerCase() });
    again();
  }
  async function match(row: Row<'exception'>, itemId: string, teach: boolean): Promise<void> {
    setNaming(false);
    await decide(matching(row, itemId, teach), { text: nameOf(cardOf(itemId), itemId), effect: teach ? 'matched, and the code is known now' : 'matched' });
    again();
  }
  async function withdraw(row: Row<'exception'>, itemId: string): Promise<void> {
    await decide([intent('barcode.withdraw', { barcode: codeOf(row), itemId })], { text: nameOf(cardOf(itemId), itemId), effect: 'does not carry this code any more' });
    again();
  }
  const carriersOfCode = current?.kind === 'BARCODE_TWICE' ? [...new Set(itemsIn(current))].slice(0, 2) : [];
  async function noted(commandId: string): Promise<void> {
    await station.noted(commandId);
    askChanged();
  }
  useThings({ screen: 'exceptions', expected: 'nothing to be scanned', tell, enabled: !naming });
  useActions([
    ...(work ? [{ key: 'F2', label: 'I have seen it', run: () => void noted(work.commandId), primary: true, elsewhere: true }] : []),
    ...ways.map(({ code, words }, index) => ({ key: `F${index + 2}`, label: words, run: () => { if (current) void resolve(current, code, words); }, locked: may ? undefined : 'not your role', elsewhere: true })),
    ...(current?.kind === 'SUSPENSE' ? [{ key: 'F2', label: `Count ${current.location_id}`, run: () => go({ screen: 'count', locationId: current.location_id, taskId: '' }), primary: true }] : []),
    ...(countable ? [{ key: 'F8', label: `Count ${current.location_id}`, run: () => go({ screen: 'count', locationId: current.location_id, taskId: '' }) }] : []),
    ...(current ? [{ key: 'F5', label: 'How it came about', run: () => lay({ kind: 'exception', id: current.exception_id }) }] : []),
    ...(current && canBeMatched(current.kind) ? [{ key: 'F8', label: 'Say what it is', run: () => setNaming(true), primary: true }] : []),
    ...carriersOfCode.map((id, index) => ({ key: index === 0 ? 'F6' : 'F8', label: `Not ${nameOf(cardOf(id), id)}`, run: () => { if (current) void withdraw(current, id); }, locked: mayDo(person?.roles ?? [], 'barcode.withdraw') ? undefined : 'not your role' })),
    { key: 'F9', label: 'Approvals', run: () => go({ screen: 'approvals' }) },
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ]);

  if (naming && current) return <Match row={current} roles={person?.roles ?? []} tell={tell} onDone={(itemId, teach) => void match(current, itemId, teach)} onCancel={() => setNaming(false)} />;
  return (
    <div className="two two-even">
      <Panel title="Needs somebody, yours first" aside={sorted.length + changed.length} className="fill flush">
        {answer !== undefined && sorted.length + changed.length === 0 && <Nothing>Nothing is open.</Nothing>}
        <Choices label="Open work items" digits={false} chosen={work?.commandId ?? current?.exception_id} onMove={setChosen} onChoose={setChosen} choices={[...changed.map((one) => ({
          id: one.commandId, title: changedTitle(one), detail: `${movementWords(one.type)} · ${moment(one.at, now)}`, aside: <>{age(now - one.at)}<span className="choice-age">yours</span></>,
        })), ...sorted.map((row) => ({
          id: row.exception_id, title: kindWords(row.kind), detail: [row.item_id !== '' ? nameOf(cardOf(row.item_id), row.item_id) : row.subject_id, row.location_id].filter(Boolean).join(' · '),
          aside: <>{row.due_at < now ? <b className="late">overdue {age(now - row.due_at)}</b> : age(now - row.opened_at)}<span className="choice-age">{mine(row) ? 'yours' : roleWords(row.owner_role)}</span></>,
        }))]} />
        <ScanLog entries={log} most={3} />
      </Panel>
      <Panel className="fill" label="The work item" scrolls>
        {work !== undefined ? <ChangedWorkStory work={work} names={names} now={now} onNoted={() => void noted(work.commandId)} /> : current === undefined || story === undefined ? <Nothing>Choose one on the left.</Nothing> : (
          <>
            <h1 className="item-name">{kindWords(current.kind)}</h1>
            <p className="chips">
              <Chip>{mine(current) ? 'yours' : `for the ${roleWords(current.owner_role)}`}</Chip>
              <Chip>open for {age(now - current.opened_at)}</Chip>
              <Chip tone={current.due_at < now ? 'attention' : 'plain'}>{current.due_at < now ? `! was to be closed by ${moment(current.due_at, now)}` : `to be closed by ${moment(current.due_at, now)}`}</Chip>
            </p>
            <div className="story">
              <section><h2>What happened</h2><p><b>{current.person_id === person?.id ? 'You' : nameOfPerson(current.person_id)}</b> {story.happened} <span className="muted">{moment(current.opened_at, now)}</span></p></section>
              <section><h2>What the ERP had</h2><p>{story.books}</p></section>
              <section><h2>The rule</h2><p>{ruleSays(current.rule) ?? 'It is recorded, and somebody looks at it.'} <span className="muted">{current.rule}</span></p></section>
              <section className="story-next"><h2>What to do now</h2><p>{story.next}</p></section>
            </div>
            {ways.length > 0 && <h2 className="sub">When that is done, it closes as</h2>}
            <ul className="ways-row">{ways.map(({ code, words }, index) => <li key={code}><button type="button" className="key" aria-disabled={!may} onClick={() => (may ? void resolve(current, code, words) : undefined)}><kbd>F{index + 2}</kbd>{words}</button></li>)}</ul>
            {!may && ways.length > 0 && <p className="notice">The {roleWords(current.owner_role)} closes it. Nothing is charged to you.</p>}
          </>
        )}
      </Panel>
    </div>
  );
}
