// Planning counts: what the plan opens by itself in the days ahead, and bins that somebody wants counted now, chosen by
// scan, zone, class or age, and given to a person or left to whoever comes.
import { useState } from 'react';
import type { CountCandidate, CountPlanAnswer } from '#electron/contract.ts';
import { ask } from '#renderer/bridge.ts';
import { intent, newLabel } from '#renderer/commands.ts';
import { nameOf } from '#renderer/items.ts';
import { plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices, type Choice } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { roleWords } from '#renderer/words.ts';

const ASK = { about: 'count_plan' } as const;
const EVERYBODY = { about: 'people' } as const;
const AT_ONCE = 20;
/** Enough that what is chosen already does not hide the rest. */
const MOST_ASKED = 200;

interface Wanted extends CountCandidate {
  /** Only this item of the bin; empty: all of it. */
  readonly itemId: string;
}
type By = 'zone' | 'class' | 'empty' | 'oldest';

export function PlanCounts() {
  const { bridge, sounds, items } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const { answer, again } = useAnswer(ASK);
  const people = useAnswer(EVERYBODY).answer ?? [];
  const [wanted, setWanted] = useState<readonly Wanted[]>([]);
  const [giving, setGiving] = useState(false);

  const add = (more: readonly Wanted[], what: string): void => {
    const known = new Set(wanted.map((each) => `${each.locationId} ${each.itemId}`));
    const fresh = more.filter((each) => !known.has(`${each.locationId} ${each.itemId}`)).slice(0, AT_ONCE);
    sounds.play(fresh.length > 0 ? 'ok' : 'attention');
    tell(fresh.length > 0 ? 'ok' : 'attention', what, fresh.length > 0 ? `+${fresh.length}` : 'nothing that is not open already');
    setWanted([...wanted, ...fresh]);
  };
  async function addGroup(by: By, value: string, what: string): Promise<void> {
    const found = (await ask(bridge, { about: 'count_candidates', by, value, most: MOST_ASKED })) ?? [];
    add(found.map((each) => ({ ...each, itemId: '' })), what);
  }
  async function addItem(itemId: string): Promise<void> {
    const card = await items.load(itemId);
    const found = (await ask(bridge, { about: 'count_candidates', by: 'item', value: itemId, most: MOST_ASKED })) ?? [];
    add(found.map((each) => ({ ...each, itemId })), nameOf(card, itemId));
  }
  async function open(personId: string): Promise<void> {
    const commands = wanted.flatMap(({ locationId, itemId }) => {
      const taskId = newLabel('CT');
      return [intent('count.open', { taskId, locationId, itemId, trigger: 'SPOT' }), ...(personId === '' ? [] : [intent('count.assign', { taskId, personId })])];
    });
    const who = people.find((row) => row.person_id === personId)?.name;
    const reply = await decide(commands, { text: plural(wanted.length, 'count'), effect: who === undefined ? 'opened' : `opened for ${who}` });
    setGiving(false);
    if (!reply.ok) return;
    setWanted([]);
    again();
  }

  useThings({
    screen: 'plan_counts', expected: 'a bin or an item', tell, enabled: !giving,
    location: ({ locationId }) => add([{ locationId, zone: '', countedOn: null, itemId: '' }], `Bin ${locationId}`),
    item: ({ itemId }) => addItem(itemId),
  });
  useActions([
    { key: 'F8', label: `Open ${plural(wanted.length, 'count')}`, run: () => void open(''), primary: true, locked: wanted.length === 0 ? 'choose bins first' : undefined },
    ...(wanted.length > 0 ? [{ key: 'F2', label: 'Give to …', run: () => setGiving(true) }, { key: 'F6', label: 'Clear', run: () => setWanted([]) }] : []),
    { key: 'Escape', label: 'Counts', run: () => go({ screen: 'count', locationId: '', taskId: '' }), atEnd: true },
  ], { enabled: !giving });

  if (answer === null) return <div className="stack"><Instruction tone="ask" title="A supervisor plans counts" detail="Press Esc to go back." /></div>;
  if (giving) return <Give people={people.filter((row) => row.active && !(row.roles as readonly string[]).includes('system')).map((row) => ({ id: row.person_id, title: row.name, detail: (row.roles as readonly string[]).map(roleWords).join(', ') }))} onGive={(id) => void open(id)} onBack={() => setGiving(false)} />;
  return (
    <div className="stack">
      <Instruction title="Scan a bin, or an item, to have it counted" detail="or choose a group: the longest not counted of it are added" />
      {answer && <Days plan={answer} />}
      <div className="two two-even">
        <Panel title="Groups" aside="adds up to 20 bins" className="fill flush">{answer && <Choices label="Groups of bins" onChoose={(id) => groups(answer).find((each) => each.id === id)?.add(addGroup)} choices={groups(answer)} rowHeight={64} />}</Panel>
        <Panel title="To be counted" aside={plural(wanted.length, 'bin')} className="fill flush">
          {wanted.length === 0 && <Nothing>Nothing chosen yet.</Nothing>}
          <Choices label="Chosen bins" keys={false} digits={false} onChoose={(id) => setWanted(wanted.filter((each) => `${each.locationId} ${each.itemId}` !== id))} rowHeight={64}
            choices={wanted.map((each) => ({ id: `${each.locationId} ${each.itemId}`, title: each.locationId, detail: [each.itemId === '' ? 'all of it' : nameOf(items.get(each.itemId), each.itemId), each.countedOn === null ? 'never counted as a whole' : `last counted ${each.countedOn}`].join(' · '), aside: 'tap to drop' }))} />
          <ScanLog entries={log} most={2} />
        </Panel>
      </div>
    </div>
  );
}

type Group = Choice & { readonly add: (group: (by: By, value: string, what: string) => Promise<void>) => void };
function groups(plan: CountPlanAnswer): readonly Group[] {
  const of = (by: By, value: string, title: string, detail: string): Group => ({ id: `${by} ${value}`, title, detail, add: (group) => void group(by, value, title) });
  const counted = ({ bins, never }: { readonly bins: number; readonly never: number }): string => `${plural(bins, 'bin')} · ${never} never counted`;
  return [
    of('oldest', '', 'The longest not counted', 'of all bins'),
    ...(plan.empty > 0 ? [of('empty', '', 'Bins that should be empty', plural(plan.empty, 'bin'))] : []),
    ...plan.classes.map((each) => of('class', each.name, `Class ${each.name || 'none'}`, counted(each))),
    ...plan.zones.map((each) => of('zone', each.name, `Zone ${each.name}`, counted(each))),
  ];
}

/** What the plan opens by itself: a bar a day, with its number. */
function Days({ plan }: { readonly plan: CountPlanAnswer }) {
  if (!plan.isPlanned) return <p className="notice">The company has no plan for counts yet; what is opened here is all there is.</p>;
  const most = Math.max(1, ...plan.days.map((day) => day.bins));
  return (
    <section className="days" aria-label="Counts that the plan opens by itself">
      {plan.days.map(({ day, bins }) => (
        <div key={day} className="day"><b>{bins}</b><div className="day-bar" role="presentation"><div style={{ height: `${(bins / most) * 100}%` }} /></div><span>{weekday(day)}</span></div>
      ))}
      <p className="days-words"><b>{plan.overdue}</b> overdue<br /><span className="muted">opened a few each day</span></p>
    </section>
  );
}
const names = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', timeZone: 'UTC' });
const weekday = (day: string): string => names.format(new Date(`${day}T00:00:00Z`));

function Give({ people, onGive, onBack }: { readonly people: readonly Choice[]; readonly onGive: (personId: string) => void; readonly onBack: () => void }) {
  useActions([{ key: 'Escape', label: 'Back', run: onBack, atEnd: true }]);
  return (
    <div className="stack">
      <Instruction tone="ask" title="Who counts them?" detail="They see them first. Whoever else counts one all the same is heard." />
      <Panel className="fill flush" label="Who counts"><Choices label="People" choices={people} onChoose={onGive} /></Panel>
    </div>
  );
}
