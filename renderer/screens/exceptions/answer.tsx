// What a way out still has to know: a place or another code by scanning it, a text, a grade.
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction } from '#renderer/ui/parts.tsx';
import type { Tell } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { useThings } from '#renderer/use-things.ts';
import { grades, gradeWords, kindWords } from '#renderer/words.ts';
import type { Row } from '#domain/tables.ts';
import type { Question } from './ways.ts';

interface AnswerProps {
  readonly question: Question;
  readonly row: Row<'exception'>;
  readonly tell: Tell;
  readonly onDone: (said: string) => void;
  readonly onCancel: () => void;
}

export function Answer({ question, row, tell, onDone, onCancel }: AnswerProps) {
  const wantsPlace = question.for === 'place';
  useThings({
    screen: 'exceptions', expected: wantsPlace ? 'a bin, a tote or a dock' : 'what is asked for above', tell,
    location: (thing) => (wantsPlace ? onDone(thing.locationId) : false), handlingUnit: (thing) => (wantsPlace ? onDone(thing.unitId) : false),
    any: (thing, read) => {
      if (question.for !== 'code') return false;
      onDone(thing.kind === 'document' ? thing.id : thing.kind === 'item' && thing.serial !== '' ? thing.serial : read.raw.trim());
      return true;
    },
  });
  return (
    <section className="cover" aria-label={question.title}>
      <Instruction tone="ask" title={question.title} detail={kindWords(row.kind)} />
      {question.for === 'grade' ? <Grades onDone={onDone} onCancel={onCancel} />
        : <TextBox title={wantsPlace ? 'Place' : question.for === 'code' ? 'Code' : 'Why'} hint={question.for === 'text' ? 'Type it and press Enter.' : 'Scan it, or type it and press Enter.'} onDone={onDone} onCancel={onCancel} />}
    </section>
  );
}

function Grades({ onDone, onCancel }: { readonly onDone: (grade: string) => void; readonly onCancel: () => void }) {
  useActions([{ key: 'Escape', label: 'Cancel', run: onCancel, atEnd: true }], { modal: true });
  return <Choices label="Grade" onChoose={onDone} choices={grades.map((grade) => ({ id: grade, title: `${grade} · ${gradeWords(grade)}` }))} />;
}
