// Own work that came out otherwise than the key press said: what I did, what I was told, what became of it and why.
import type { ChangedWork } from '#electron/contract.ts';
import { moment } from '#renderer/numbers.ts';
import { meaningWords, saidByWords } from '#renderer/words.ts';
import { Codes } from '#renderer/ui/codes.tsx';
import { Chip } from '#renderer/ui/parts.tsx';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { deedOf, type Names } from './story.ts';

export function ChangedWorkStory({ work, names, now, onNoted }: { readonly work: ChangedWork; readonly names: Names; readonly now: number; readonly onNoted: () => void }) {
  const rule = ruleSays(work.became.rule);
  return (
    <>
      <h1 className="item-name">{changedTitle(work)}</h1>
      <p className="chips"><Chip>yours</Chip><Chip>{saidByWords[work.saidBy].chip}</Chip></p>
      <div className="story">
        <section><h2>What you did</h2><p><b>You</b> <Codes>{deedOf(work.type, work.payload, names)}</Codes> <span className="muted">{moment(work.at, now)}</span></p></section>
        <section><h2>What you were told</h2><p>{meaningWords(work.seen.verdict)}</p></section>
        <section><h2>What became of it</h2><p>{meaningWords(work.became.verdict)}{rule === undefined ? '' : ` ${rule}`} <span className="muted">{work.became.rule}</span></p></section>
        <section className="story-next"><h2>Why</h2><p>{saidByWords[work.saidBy].sentence}</p></section>
      </div>
      <ul className="ways-row"><li><button type="button" className="key" onClick={onNoted}><kbd>F2</kbd>I have seen it</button></li></ul>
      <p className="notice">It stays here until you say so. Nothing you scanned is lost.</p>
    </>
  );
}

export const changedTitle = ({ became, seen }: ChangedWork): string =>
  became.verdict === 'refused' ? 'The ERP said no' : became.verdict === 'merged' ? 'Somebody had done it already' : became.verdict === 'parked' ? 'The ERP could not take it' : seen.verdict === 'flagged' && became.verdict === 'applied' ? 'It turned out all right' : 'It came out differently';
