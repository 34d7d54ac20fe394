// A question the station put to a fact: a wrong item is a stop, anything else a milder question. Both are answered
// with a key that means nothing else: Esc says it is really so, F6 takes the scan back.
import { nameOf, useItem, useItems } from '#renderer/items.ts';
import { within, wordsFor } from '#renderer/words.ts';
import type { Asked } from '#renderer/facts.ts';
import { ScanLog } from './parts.tsx';
import type { LogEntry } from './scan-log.ts';
import { Stop } from './stop.tsx';

export interface FactQuestionProps {
  readonly question: Pick<Asked<unknown>, 'rejection'>;
  readonly scanned?: string | undefined;
  readonly needed?: string | undefined;
  readonly neededTitle?: string;
  /** Units behind the question. */
  readonly count: number;
  readonly wrongItem: boolean;
  readonly where: string;
  readonly onItIsSo: () => void;
  readonly onNotSo: () => void;
  /** The scanned pack holds another number than the item list says. */
  readonly onOtherNumber?: (() => void) | undefined;
  readonly log: readonly LogEntry[];
}

export function FactQuestion({ question, scanned, needed, neededTitle, count, wrongItem, where, onItIsSo, onNotSo, onOtherNumber, log }: FactQuestionProps) {
  const cardOf = useItems([scanned, needed].filter((id) => id !== undefined));
  const card = useItem(scanned);
  const plain = wordsFor(question.rejection, (id) => nameOf(cardOf(id), id));
  // Nothing particular is needed: the paper simply does not have it.
  const notAnnounced = question.rejection.type === 'not_this_document' && question.rejection.book['needed'] === undefined;
  const times = count > 1 ? ` (${count} units)` : '';
  return (
    <div className="stack">
      <Stop
        mild={!wrongItem} title={notAnnounced ? 'Not on this delivery' : plain.title}
        sentence={notAnnounced ? <>{nameOf(card, scanned ?? '')} is not announced on {where}. Put it aside and scan the next one, or say that it really came.</> : plain.sentence}
        scanned={scanned} needed={needed} {...(neededTitle === undefined ? {} : { neededTitle })}
        options={[
          wrongItem ? <><b>Scan the right item</b>: work goes on, this one is not recorded.</> : <><b>Look again</b>, and scan on: later scans of other items are taken as always.</>,
          <><b>Esc</b>: {within(plain.itIsSo)}{times}. {plain.after}</>,
          <><b>F6</b>: take the scan back{times}, it was a mistake.</>,
          ...(onOtherNumber ? [<><b>F2</b>: this pack holds another number; type how many.</>] : []),
        ]}
        actions={[
          { key: 'Escape', label: plain.itIsSo, run: onItIsSo },
          { key: 'F6', label: 'Take the scan back', run: onNotSo },
          ...(onOtherNumber ? [{ key: 'F2', label: 'Another number in it', run: onOtherNumber }] : []),
        ]}
      />
      <ScanLog entries={log} most={2} />
    </div>
  );
}
