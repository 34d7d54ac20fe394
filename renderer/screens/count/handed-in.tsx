// What this person counted and somebody still decides about: whether it waits or is counted again, never by how much
// it differs. A reason, a note or a photo for whoever decides can be added.
import { useState } from 'react';
import { intent } from '#renderer/commands.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useOwnPhotos } from '#renderer/photos/use-photos.tsx';
import { useCodes } from '#renderer/codes.ts';
import { useNow } from '#renderer/now.ts';
import { age, moment, plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useValue } from '#renderer/readable.ts';
import { useServices } from '#renderer/services.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Panel } from '#renderer/ui/parts.tsx';
import type { Tell } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { useCountLines, useUndecidedCounts } from '#renderer/working-set/queries.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { reasonsFor, type Reason } from '#renderer/screens/adjust/flow.ts';
import { reasonWords } from '#renderer/words.ts';
import { verdictOf } from './flow.ts';

const MOST_SHOWN = 20;

export function HandedIn({ tell }: { readonly tell: Tell }) {
  const { station } = useServices();
  const me = useValue(station.person);
  const now = useNow(30_000);
  const mine = (useUndecidedCounts() ?? []).filter((row) => me !== null && (row.counters as readonly string[]).includes(me.id)).slice(0, MOST_SHOWN);
  const cardOf = useItems(mine.map((row) => row.item_id));
  const [chosen, setChosen] = useState('');
  const [noting, setNoting] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const reasons = reasonsFor(useCodes('adjustment_reason', reasonWords).list, me?.roles ?? []).filter((each) => each.direction !== 'zero');
  const decide = useDecide(tell);
  const current = mine.find((row) => row.adjustment_id === chosen) ?? mine[0];
  const lines = useCountLines(current?.task_id ?? '');
  const line = current && lines?.find((row) => isOf(row, current));
  const photos = useOwnPhotos(current ? `${nameOf(cardOf(current.item_id), current.item_id)} in ${current.location_id}` : '', { enabled: current !== undefined && line !== undefined && !noting && !choosing, onTaken: (hash) => void add({ evidence: [hash] }, 'a photo') });
  useActions(current && line ? [{ key: 'F4', label: 'Add a note', run: () => setNoting(true) }, { key: 'F5', label: 'Say a reason', run: () => setChoosing(true) }] : [], { enabled: !choosing });
  async function add(more: { readonly note?: string; readonly reason?: string; readonly evidence?: string[] }, words: string): Promise<void> {
    setNoting(false);
    setChoosing(false);
    photos.clear();
    if (line) await decide([intent('count.explain', { taskId: line.task_id, locationId: line.location_id, lineId: line.line_id, ...more })], { text: `${line.location_id}: ${words}`, effect: 'added' });
  }
  if (!current) return null;
  const nameOfLine = (row: WorkingRow<'adjustment'>): string => nameOf(cardOf(row.item_id), row.item_id);
  return (
    <Panel title="What you counted, not decided yet" aside={mine.length} className="flush">
      {photos.cover}
      {choosing && <WhyItDiffers of={`${nameOfLine(current)} in ${current.location_id}`} reasons={reasons} onChoose={(reason) => void add({ reason: reason.code }, reason.label)} onBack={() => setChoosing(false)} />}
      {noting && <TextBox title={`Note on ${nameOfLine(current)} in ${current.location_id}`} hint="Whoever decides reads it: what you saw, and what may explain it. Type it and press Enter." onDone={(words) => void add({ note: words }, `“${words}”`)} onCancel={() => setNoting(false)} />}
      <Choices label="Counted by you" digits={false} keys={false} chosen={current.adjustment_id} onChoose={setChosen} choices={mine.map((row) => ({
        id: row.adjustment_id, title: `${row.location_id} · ${nameOfLine(row)}`, detail: [verdictOf(row), row.lot && `lot ${row.lot}`, row.reason !== 'COUNT' && reasonWords(row.reason), row.note && `“${row.note}”`, (row.evidence as readonly string[]).length > 0 && plural((row.evidence as readonly string[]).length, 'photo')].filter(Boolean).join(' · '),
        aside: now - row.effective_at > 3_600_000 ? age(now - row.effective_at) : moment(row.effective_at, now),
      }))} />
    </Panel>
  );
}

/** What the counter thinks, without having seen the book. */
function WhyItDiffers({ of, reasons, onChoose, onBack }: { readonly of: string; readonly reasons: readonly Reason[]; readonly onChoose: (reason: Reason) => void; readonly onBack: () => void }) {
  useActions([{ key: 'Escape', label: 'Back', run: onBack, atEnd: true }], { modal: true });
  return (
    <div className="cover">
      <h1 className="item-name">What may explain it? {of}</h1>
      <Panel label="What may explain it" className="fill flush"><Choices label="Reasons" onChoose={(code) => { const chosen = reasons.find((each) => each.code === code); if (chosen) onChoose(chosen); }} choices={reasons.map((each) => ({ id: each.code, title: each.label }))} /></Panel>
    </div>
  );
}

const isOf = (line: WorkingRow<'count_line'>, check: WorkingRow<'adjustment'>): boolean =>
  line.item_id === check.item_id && line.lot === check.lot && line.serial === check.serial && line.condition === check.condition && line.hold === check.hold && line.owner === check.owner;
