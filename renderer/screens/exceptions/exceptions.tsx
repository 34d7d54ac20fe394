// What needs a person: what I did, what the ERP had, the rule in words, who owns it, how old it is, and two or three
// ways to close it. Nothing disappears from here by itself.
import { useEffect, useState } from 'react';
import { mayDo } from '#domain/duties.ts';
import { intent } from '#renderer/commands.ts';
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
import { kindWords, resolutionsFor, roleWords, ruleWords } from '#renderer/words.ts';
import { useOpenExceptions } from '#renderer/working-set/queries.ts';
import type { Row } from '#domain/tables.ts';
import { pairsOf } from './pairs.ts';

const ASK = { about: 'exceptions' } as const;

export function Exceptions() {
  const { go } = useNavigation();
  const { station } = useServices();
  const person = useValue(station.person);
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(30_000);
  const { answer, again } = useAnswer(ASK);
  const live = useOpenExceptions();
  const nameOfPerson = usePeople();
  const [chosen, setChosen] = useState('');
  useEffect(() => again(), [again, live]);
  const open = answer ?? [];
  const mine = (row: Row<'exception'>): boolean => row.person_id === person?.id || (person?.roles.includes(row.owner_role) ?? false);
  const sorted = open.toSorted((a, b) => Number(mine(b)) - Number(mine(a)) || a.due_at - b.due_at);
  const cardOf = useItems(sorted.map((row) => row.item_id).filter((id) => id !== ''));
  const current = sorted.find((row) => row.exception_id === chosen) ?? sorted[0];
  const may = mayDo(person?.roles ?? [], 'exception.resolve');
  const ways = current ? resolutionsFor(current.kind) : [];

  async function resolve(row: Row<'exception'>, resolution: string, words: string): Promise<void> {
    await decide([intent('exception.resolve', { exceptionId: row.exception_id, resolution })], { text: kindWords(row.kind), effect: words.toLowerCase() });
    again();
  }
  useThings({ screen: 'exceptions', expected: 'nothing to be scanned', tell });
  useActions([
    ...ways.map(({ code, words }, index) => ({ key: `F${index + 2}`, label: words, run: () => { if (current) void resolve(current, code, words); }, locked: may ? undefined : 'not your role', elsewhere: true })),
    ...(current?.kind === 'SUSPENSE' ? [{ key: 'F2', label: `Count ${current.location_id}`, run: () => go({ screen: 'count', locationId: current.location_id, taskId: '' }), primary: true }] : []),
    { key: 'F9', label: 'Approvals', run: () => go({ screen: 'approvals' }) },
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ]);

  return (
    <div className="two two-even">
      <Panel title="Needs somebody, yours first" aside={sorted.length} className="fill flush">
        {answer !== undefined && sorted.length === 0 && <Nothing>Nothing is open.</Nothing>}
        <Choices label="Open work items" digits={false} chosen={current?.exception_id} onMove={setChosen} onChoose={setChosen} choices={sorted.map((row) => ({
          id: row.exception_id, title: kindWords(row.kind), detail: [row.item_id !== '' ? nameOf(cardOf(row.item_id), row.item_id) : row.subject_id, row.location_id].filter(Boolean).join(' · '),
          aside: <>{row.due_at < now ? <b className="late">overdue {age(now - row.due_at)}</b> : age(now - row.opened_at)}<span className="choice-age">{mine(row) ? 'yours' : roleWords(row.owner_role)}</span></>,
        }))} />
      </Panel>
      <Panel className="fill" label="The work item" scrolls>
        {current === undefined ? <Nothing>Choose one on the left.</Nothing> : (
          <>
            <h1 className="item-name">{kindWords(current.kind)}</h1>
            <p className="chips">
              <Chip>{current.rule}</Chip>
              <Chip>owner: {roleWords(current.owner_role)}</Chip>
              <Chip tone={current.due_at < now ? 'attention' : 'plain'}>{current.due_at < now ? '! ' : ''}open for {age(now - current.opened_at)}</Chip>
            </p>
            <p className="rule-words">{ruleWords[current.rule] ?? 'It is recorded, and somebody looks at it.'}</p>
            <div className="sides">
              <Side title={`What ${current.person_id === person?.id ? 'you' : nameOfPerson(current.person_id)} did, ${moment(current.opened_at, now)}`} pairs={pairsOf(current.did, (id) => nameOf(cardOf(id), id))} />
              <Side title="What the ERP had" pairs={[...(current.quantity === 0 ? [] : [['Units', String(current.quantity)] as const]), ...pairsOf(current.book, (id) => nameOf(cardOf(id), id))]} />
            </div>
            <h2 className="sub">{ways.length > 0 ? 'What closes it' : 'It closes by itself once the goods are found or the bin is counted'}</h2>
            <ul className="ways-row">{ways.map(({ code, words }, index) => <li key={code}><button type="button" className="key" aria-disabled={!may} onClick={() => (may ? void resolve(current, code, words) : undefined)}><kbd>F{index + 2}</kbd>{words}</button></li>)}</ul>
            {!may && ways.length > 0 && <p className="notice">The {roleWords(current.owner_role)} closes it. Nothing is charged to you.</p>}
          </>
        )}
        <ScanLog entries={log} most={3} />
      </Panel>
    </div>
  );
}

function Side({ title, pairs }: { readonly title: string; readonly pairs: readonly (readonly [string, string])[] }) {
  return (
    <section className="side">
      <h2>{title}</h2>
      {pairs.length === 0 ? <p className="muted">nothing</p> : <dl>{pairs.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>}
    </section>
  );
}
