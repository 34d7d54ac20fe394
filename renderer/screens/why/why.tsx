// Why something is so, over whatever is open: the lines of its history with their running balance, first from this
// station and then with what the ERP knows. A line with a document leads on to that document's history.
import { useEffect, useRef, useState } from 'react';
import type { WhyAnswer } from '#electron/contract.ts';
import type { Line } from '#domain/why/explain.ts';
import { useNow } from '#renderer/now.ts';
import { useShownPhotos } from '#renderer/photos/use-photos.tsx';
import { plural } from '#renderer/numbers.ts';
import type { WhySubject } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Chip, Instruction, Mark, Nothing, Panel } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { kindWords, stateWords, within } from '#renderer/words.ts';
import { partWords, questionOf, sourceWords, sumWords, tell } from './sentences.ts';

export function Why({ subject, onClose }: { readonly subject: WhySubject; readonly onClose: () => void }) {
  const [trail, setTrail] = useState<readonly WhySubject[]>([subject]);
  const asked = trail.at(-1)!;
  const [, said] = useScanLog();
  const here = useAnswer({ about: 'why', from: 'here', subject: asked }).answer;
  const erp = useAnswer({ about: 'why', from: 'erp', subject: asked }).answer;
  const answer = erp === undefined ? here : erp;
  const back = (): void => (trail.length > 1 ? setTrail(trail.slice(0, -1)) : onClose());
  const follow = (next: WhySubject): void => setTrail([...trail, next]);
  useThings({ screen: 'why', expected: 'the paper of a document, to see its history', tell: said, document: (thing) => follow({ kind: 'document', id: thing.id }) });
  useActions([{ key: 'Escape', label: trail.length > 1 ? 'One step back' : 'Back to work', run: back, atEnd: true }], { modal: true });
  if (answer === null) return <div className="stack"><Instruction tone="ask" title="Not for who only counts" detail="Who only counts is not shown what the books have, so that the count stays one." /></div>;
  if (answer === undefined) return <output className="nothing">Looking it up …</output>;
  return <History key={JSON.stringify(asked)} subject={asked} answer={answer} asking={erp === undefined} onFollow={follow} />;
}

function History({ subject, answer, asking, onFollow }: { readonly subject: WhySubject; readonly answer: WhyAnswer; readonly asking: boolean; readonly onFollow: (next: WhySubject) => void }) {
  const now = useNow(30_000);
  const { explanation, names } = answer;
  const { lines, open } = explanation;
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const at = Math.min(chosen ?? lines.length - 1, lines.length - 1);
  const list = useRef<HTMLOListElement>(null);
  const leadsTo = lines[at] && documentOf(lines[at], explanation);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView?.({ block: 'nearest' });
  }, [at, lines]);
  useActions([
    { key: 'ArrowDown', label: 'Next line', run: () => setChosen(Math.min(lines.length - 1, at + 1)), elsewhere: true },
    { key: 'ArrowUp', label: 'Line before', run: () => setChosen(Math.max(0, at - 1)), elsewhere: true },
    ...(leadsTo === undefined ? [] : [{ key: 'Enter', label: `History of ${names.documents[leadsTo] ?? leadsTo}`, run: () => onFollow({ kind: 'document', id: leadsTo }) }]),
  ]);
  const named = useAnswer(subject.kind === 'document' ? { about: 'photos_of', subjectId: subject.id } : undefined).answer;
  const photos = useShownPhotos(named ?? [], subject.kind === 'document' ? (names.documents[subject.id] ?? subject.id) : '');
  const sum = sumWords(explanation);
  const parts = partWords(explanation);
  return (
    <div className="stack">
      {photos.cover}
      <Instruction tone={sum === undefined || sum.isSound ? 'ask' : 'go'} title={questionOf(explanation, names)} detail={[parts === '' ? '' : `That is ${parts}.`, asking ? 'Asking the ERP what it knows …' : sourceWords(answer, now)].filter(Boolean).join(' ')} />
      {photos.row}
      {sum && !sum.isSound && <p className="notice why-wrong" role="alert"><Mark tone="stop" /> {sum.words}</p>}
      <Panel label="History" className="fill flush" scrolls>
        {lines.length === 0 && <Nothing>{explanation.found ? 'Nothing has happened with it yet.' : 'Nothing is known about it here.'}</Nothing>}
        <ol className={explanation.total ? 'why-lines' : 'why-lines why-lines-plain'} ref={list}>
          {lines.map((line, index) => {
            const told = tell(line, explanation, names, now);
            return (
              <li key={keyOf(line, index)} className={index === at ? 'why-line why-line-on' : 'why-line'} aria-current={index === at}>
                <time>{told.when}</time>
                <div>
                  <p className="why-title">{told.title}{told.by !== '' && <span className="muted"> · {told.by}</span>}</p>
                  {told.notes.map((note) => <p key={note.text} className={note.tone === 'attention' ? 'why-note why-note-loud' : 'why-note'}>{note.tone === 'attention' && <Mark tone="attention" />}{note.text}</p>)}
                </div>
                {explanation.total && <><b className={line.change < 0 ? 'why-change loss' : 'why-change'}>{told.change}</b><b className="why-balance">{told.balance}</b></>}
              </li>
            );
          })}
        </ol>
        <footer className="why-foot">
          {sum?.isSound && <p><Mark tone="ok" /> {sum.words}</p>}
          {open.exceptions.length + open.adjustments.length > 0 && (
            <p className="chips">
              {open.exceptions.map((row) => <Chip key={row.exception_id} tone="attention">! open: {within(kindWords(row.kind))}</Chip>)}
              {open.adjustments.length > 0 && <Chip tone="attention">! {plural(open.adjustments.length, 'change')} {stateWords('PENDING')}</Chip>}
            </p>
          )}
        </footer>
      </Panel>
    </div>
  );
}

/** The document behind a line, if it is another one than was asked about. */
function documentOf(line: Line, { subject }: WhyAnswer['explanation']): string | undefined {
  const found = line.movement?.document_id || line.count?.line.task_id || (line.exception && line.exception.subject_kind !== 'bin' && line.exception.subject_kind !== 'item' ? line.exception.subject_id : '') || '';
  return found === '' || found === line.movement?.command_id || (subject.kind !== 'position' && subject.id === found) ? undefined : found;
}
const keyOf = (line: Line, index: number): string => line.movement?.movement_id ?? line.count?.line.line_id.concat(line.count.line.task_id) ?? `${line.kind} ${line.command?.id ?? ''} ${line.exception?.exception_id ?? ''} ${index}`;
