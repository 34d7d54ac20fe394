// Who is away names who stands in, and until when.
import { useState } from 'react';
import { intent } from '#renderer/commands.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useServices } from '#renderer/services.ts';
import { useValue } from '#renderer/readable.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import type { LogEntry, Tell } from '#renderer/ui/scan-log.ts';
import { roleWords } from '#renderer/words.ts';

const EVERYBODY = { about: 'people' } as const;
const DAY = 86_400_000;
const spans = [['1', 'A day', DAY], ['2', 'Three days', 3 * DAY], ['3', 'A week', 7 * DAY], ['4', 'Two weeks', 14 * DAY], ['0', 'I am back', 0]] as const;

export function StandIn({ tell, log, onDone }: { readonly tell: Tell; readonly log: readonly LogEntry[]; readonly onDone: () => void }) {
  const { station, now } = useServices();
  const me = useValue(station.person);
  const decide = useDecide(tell);
  const people = useAnswer(EVERYBODY).answer ?? [];
  const able = people.filter((row) => row.active && row.person_id !== me?.id && (row.roles as readonly string[]).some((role) => role === 'supervisor' || role === 'finance'));
  const [deputy, setDeputy] = useState('');
  const chosen = able.find((row) => row.person_id === deputy);
  async function name(ms: number): Promise<void> {
    if (!chosen) return;
    await decide([intent('approval.delegate', { deputyId: chosen.person_id, fromAt: now(), untilAt: now() + ms, note: '' })], { text: chosen.name, effect: ms === 0 ? 'no longer stands in' : 'stands in for you' });
    onDone();
  }
  useThings({ screen: 'approvals', expected: 'nothing to be scanned', tell });
  useActions([
    ...(chosen ? spans.map(([key, label, ms]) => ({ key, label, run: () => void name(ms) })) : []),
    { key: 'Escape', label: 'Back', run: () => (chosen ? setDeputy('') : onDone()), atEnd: true },
  ]);
  return (
    <div className="stack">
      <Instruction tone="ask" title={chosen ? `For how long does ${chosen.name} stand in?` : 'Who stands in for you?'} detail="They may approve what you could, except what you counted or proposed yourself." />
      {!chosen && <Panel className="fill flush" label="Deputies"><Choices label="People who may approve" onChoose={setDeputy} choices={able.map((row) => ({ id: row.person_id, title: row.name, detail: (row.roles as readonly string[]).map(roleWords).join(', ') }))} /></Panel>}
      <ScanLog entries={log} most={2} />
    </div>
  );
}
