// Counting: a bin by its label or from today's list, then every scan is one more seen.
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { intent, newLabel } from '#renderer/commands.ts';
import { download, fromBase64 } from '#renderer/download.ts';
import { useCodes } from '#renderer/codes.ts';
import { useItems, nameOf } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, moment, plural } from '#renderer/numbers.ts';
import { useNavigation } from '#renderer/route.ts';
import { usePeople } from '#renderer/people.ts';
import { useValue } from '#renderer/readable.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { stateWords, triggerWords } from '#renderer/words.ts';
import { useCountTasks } from '#renderer/working-set/queries.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { CountBin } from './count-bin.tsx';
import { opening } from './flow.ts';
import { HandedIn } from './handed-in.tsx';

export function Count({ locationId, taskId }: { readonly locationId: string; readonly taskId: string }) {
  const tasks = useCountTasks();
  if (!tasks) return null;
  if (taskId === '') return locationId === '' ? <ChooseBin /> : <OpenBin locationId={locationId} />;
  const task = tasks.find((row) => row.task_id === taskId);
  return <CountBin taskId={taskId} locationId={task?.location_id ?? locationId} onlyItem={task?.item_id ?? ''} />;
}

const SOMEBODY_ELSE = 'you counted it before: somebody else counts it again';
const mayCount = (task: WorkingRow<'count_task'>, person: string | undefined): boolean => person === undefined || !(task.not_by as readonly string[]).includes(person);

/** A bin without a task gets one; one that has a task goes on with it. */
function OpenBin({ locationId }: { readonly locationId: string }) {
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const me = useValue(useServices().station.person);
  const tasks = useCountTasks();
  const begin = useEffectEvent(async () => {
    const mine = tasks?.filter((row) => row.location_id === locationId && mayCount(row, me?.id));
    const open = mine?.find((row) => row.item_id === '') ?? mine?.[0];
    if (open) return go({ screen: 'count', locationId, taskId: open.task_id });
    const { taskId, command } = opening(locationId);
    const reply = await decide([command], { text: `Count of ${locationId}`, effect: 'opened' });
    if (reply.ok) go({ screen: 'count', locationId, taskId });
    return undefined;
  });
  const ready = tasks !== undefined;
  useEffect(() => {
    if (ready) void begin();
  }, [ready, locationId]);
  useActions([{ key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true }]);
  return <div className="stack"><Instruction title={`Opening ${locationId} …`} /><ScanLog entries={log} /></div>;
}

/** One's own first, then what nobody has taken; what one counted before is for somebody else. */
const turnOf = (task: WorkingRow<'count_task'>, me: string): number => (!mayCount(task, me) ? 3 : task.assigned_to === me ? 0 : task.assigned_to === null ? 1 : 2);

/** As much as a person walks with. */
const MOST_ON_PAPER = 30;

function ChooseBin() {
  const { sounds, commands, station, bridge } = useServices();
  const me = useValue(station.person);
  const nameOfPerson = usePeople();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const [chosen, setChosen] = useState('');
  const now = useNow(30_000);
  const all = useCountTasks();
  const tasks = useMemo(() => all?.toSorted((a, b) => turnOf(a, me?.id ?? '') - turnOf(b, me?.id ?? '')), [all, me]);
  const triggers = useCodes('count_trigger', triggerWords);
  const cardOf = useItems((tasks ?? []).map((task) => task.item_id).filter((id) => id !== ''));
  const begin = (locationId: string, taskId: string): void => {
    sounds.play('ok');
    setChosen(taskId);
    // Said to the others, who then choose another; whoever is offline says it later.
    if (me && tasks?.some((task) => task.task_id === taskId && task.assigned_to === null)) void commands.submit([intent('count.assign', { taskId, personId: me.id })]);
    go({ screen: 'count', locationId, taskId });
  };
  useThings({
    screen: 'count', expected: 'a bin, a tote or a count sheet', tell,
    location: ({ locationId }) => begin(locationId, ''),
    handlingUnit: ({ unitId }) => begin(unitId, ''),
    document: (thing) => {
      if (thing.document === 'count_sheet') {
        go({ screen: 'count_sheet', sheetId: thing.id });
        return true;
      }
      if (thing.document !== 'count_task') return false;
      const task = tasks?.find((row) => row.task_id === thing.id);
      if (!task || mayCount(task, me?.id)) return begin('', thing.id);
      sounds.play('attention');
      return tell('attention', `Bin ${task.location_id}`, SOMEBODY_ELSE);
    },
  });
  const sheets = useAnswer({ about: 'count_sheets' }).answer ?? [];
  const onPaper = sheets.flatMap((sheet) => (sheet.state === 'STARTED' ? (sheet.task_ids as readonly string[]) : []));
  const printable = (tasks ?? []).filter((task) => turnOf(task, me?.id ?? '') < 2 && !onPaper.includes(task.task_id)).slice(0, MOST_ON_PAPER);
  async function printSheet(): Promise<void> {
    const sheetId = newLabel('CS');
    const reply = await commands.submit([intent('count.print_sheet', { sheetId, taskIds: printable.map((task) => task.task_id) })]);
    if (!reply.ok) return tell('stop', `Sheet of ${plural(printable.length, 'bin')}`, 'not printed');
    const { pdf, problem } = await bridge.request('countSheet', { sheetId });
    if (problem === '') download(`${sheetId}.pdf`, 'application/pdf', fromBase64(pdf));
    else tell('stop', problem, 'no sheet');
    return go({ screen: 'count_sheet', sheetId });
  }
  useActions([{ key: 'F6', label: `Sheet of ${plural(printable.length, 'bin')}`, run: () => void printSheet(), locked: printable.length === 0 ? 'nothing to print' : undefined }, ...(sheets.length > 0 ? [{ key: 'F8', label: `Sheets out (${sheets.length})`, run: () => go({ screen: 'count_sheet', sheetId: sheets[0]!.sheet_id }) }] : []), ...(me?.roles.includes('supervisor') ? [{ key: 'F2', label: 'Plan counts', run: () => go({ screen: 'plan_counts' }) }] : []), ...(me?.roles.some((role) => role === 'supervisor' || role === 'finance') ? [{ key: 'F3', label: 'Figures', run: () => go({ screen: 'count_figures' }) }] : []), { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true }]);
  useExpectation({ right: (tasks ?? []).slice(0, 3).map((task) => ({ what: `Bin ${task.location_id}`, code: labelFor('LOC', task.location_id) })), wrong: [{ what: 'A tote instead of a bin', code: 'TOTE-001' }] });
  return (
    <div className="stack">
      <Instruction title="Scan the bin you count" detail="one from the list, or any other; a tote is counted the same way" />
      <Panel title="To count today" aside={tasks?.length} className="fill">
        {tasks?.length === 0 && <Nothing>No count is planned. Scan any bin to count it all the same.</Nothing>}
        <Choices label="Counts" chosen={chosen} onChoose={(id) => begin(tasks?.find((task) => task.task_id === id)?.location_id ?? '', id)} choices={(tasks ?? []).map((task) => ({
          id: task.task_id, title: task.location_id, detail: [triggers.words(task.trigger), task.item_id === '' ? 'the whole bin' : nameOf(cardOf(task.item_id), task.item_id), task.assigned_to === null ? '' : task.assigned_to === me?.id ? 'yours' : `${nameOfPerson(task.assigned_to)} counts it`, task.state === 'COUNTING' ? stateWords(task.state) : ''].filter(Boolean).join(' · '),
          locked: mayCount(task, me?.id) ? undefined : SOMEBODY_ELSE,
          aside: task.due_at === null ? `open for ${age(now - task.opened_at)}` : task.due_at < now ? <b className="late">was due {moment(task.due_at, now)}</b> : `due ${moment(task.due_at, now)}`,
        }))} />
      </Panel>
      <HandedIn tell={tell} />
      <ScanLog entries={log} most={2} />
    </div>
  );
}
