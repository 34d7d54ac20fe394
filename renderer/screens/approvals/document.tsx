// One document as it is signed: what each line changes in units and money, who was there, what explains it with the
// correction that would settle it, and the history of the bin.
import type { ApprovalCount, ApprovalDocument, ApprovalLine, ApprovalWhy, Correction } from '#electron/contract.ts';
import type { Why } from '#domain/purchasing/reorder-point.ts';
import { figure, money, moment, plural, signed, signedMoney } from '#renderer/numbers.ts';
import { useShownPhotos } from '#renderer/photos/use-photos.tsx';
import type { Action } from '#renderer/ui/action.ts';
import { ActionKey } from '#renderer/ui/key-bar.tsx';
import { Mark, Nothing } from '#renderer/ui/parts.tsx';
import { movementWords } from '#renderer/words.ts';
import { refundReason } from '#renderer/screens/refunds/words.ts';
import { aboveWords, causeWords, labelWords, lateWords, lookWords, movementOf, waitWords, type Names } from './words.ts';

interface DocumentProps {
  readonly document: ApprovalDocument;
  /** The line that the lower half is about. */
  readonly line: ApprovalLine;
  readonly out: ReadonlySet<string>;
  readonly onLine: (at: number) => void;
  readonly title: string;
  readonly reason: string;
  readonly why: ApprovalWhy | undefined;
  /** Shows the movements behind each cause. */
  readonly whyShown: boolean;
  readonly names: Names;
  readonly currency: string;
  readonly now: number;
  readonly approve: Action;
  readonly reject: Action;
  readonly onCorrect: ((correction: Correction) => void) | undefined;
}

export function Document({ document, line, out, onLine, title, reason, why, whyShown, names, currency, now, approve, reject, onCorrect }: DocumentProps) {
  const counters = document.counters.map(names.person);
  const who = document.label === 'refund' ? `${document.reason.split(' ').filter(Boolean).map(refundReason).join(', ')}, ${document.counters.length > 0 ? `graded by ${counters.join(' and ')}, ` : ''}decided by ${document.author === 'system' ? 'the policy' : names.person(document.author)}` : document.label === 'unit_destruction' ? `grade ${document.reason}, graded by ${counters.join(' and ')}, to be destroyed as ${names.person(document.author)} says` : document.label === 'count' ? `counted by ${counters.join(' and ')}` : document.label === 'purchase' ? `proposed by the reorder policy, ${moment(document.since, now)}` : document.label === 'taught_code' ? `taught by ${names.person(document.author)}` : document.label === 'over_receipt' ? `received by ${names.person(document.author)} · ${document.reason}` : `${reason}, by ${names.person(document.author)}`;
  const signers = [...new Set(document.lines.flatMap((each) => each.signers))];
  /** Goods that somebody counted or told of, so that there is a figure of the books to compare with. */
  const hasBook = document.kind === 'adjustment';
  const hasBin = document.label !== 'refund' && document.label !== 'purchase';
  const photos = useShownPhotos(document.evidence, title);
  return (
    <>
      {photos.cover}
      <h1 className="item-name">{title}</h1>
      <p className="muted">{[labelWords[document.label], line.lot && `lot ${line.lot}`, who, document.note && `“${document.note}”`].filter(Boolean).join(' · ')}</p>
      {photos.row}
      {document.lines.length > 1 && <Lines document={document} line={line} out={out} onLine={onLine} names={names} currency={currency} />}
      <dl className="figures">
        {hasBook && <div><dt>Book at {moment(line.at, now)}</dt><dd>{figure(line.book)}</dd></div>}
        {hasBook && <div><dt>{document.label === 'count' ? 'Counted' : 'Will be'}</dt><dd>{figure(line.counted ?? line.book + line.units)}</dd></div>}
        <div className={line.units < 0 ? 'figures-loss' : 'figures-gain'}><dt>{document.label === 'refund' ? 'Units' : document.label === 'over_receipt' ? 'Came beyond' : document.label === 'purchase' ? 'To buy' : line.count !== null && line.count.posted !== 0 ? 'Is posted' : 'Will post'}</dt><dd>{document.label === 'purchase' ? figure(line.units) : signed(line.units)}</dd></div>
        <div><dt>Value</dt><dd>{document.label === 'refund' || document.label === 'purchase' ? money(line.value / 100, currency) : signedMoney(line.value, currency)}</dd></div>
      </dl>
      {line.bought !== null && <Bought why={line.bought} />}
      {line.count !== null && <CountInTime count={line.count} units={line.units} book={line.book} names={names} now={now} />}
      {document.mine && <p className="notice notice-attention">! You counted, proposed or signed this yourself, so somebody else decides. It waits for {waitWords(document, names.person)}.</p>}
      {!document.mine && document.yours && document.above !== null && <p className="notice notice-attention">! {aboveWords(document.above)} It waits for {waitWords(document, names.person)}.</p>}
      {!document.mine && document.yours && document.above === null && document.asksServer && <p className="notice">More than this station decides alone: the ERP is asked, and answers as soon as it is reached.</p>}
      {line.needed > 1 && <p className="notice">{signers.length === 0 ? 'Two people sign this. After the first nothing happens yet.' : `${signers.map(names.person).join(', ')} signed. The second signature counts.`}</p>}
      {hasBook && <Causes why={why} delta={line.units} shown={whyShown} names={names} now={now} onCorrect={onCorrect} />}
      {hasBin && <h2 className="sub">History of this bin</h2>}
      {hasBin && why?.history.length === 0 && <Nothing>No movement in the last weeks.</Nothing>}
      <ol className="history">
        {why?.history.slice(0, 8).map((move) => (
          <li key={move.movement_id}>
            <time>{moment(move.effective_at, now)}</time>
            <span>{movementWords(move.type)} {figure(move.quantity)}{move.document_id !== '' && !/^[0-9a-f]{32}$/.test(move.document_id) ? `, ${move.document_id}` : ''}</span>
            <span className="muted">{names.person(move.person_id)}</span>
          </li>
        ))}
      </ol>
      <div className="decide"><ActionKey action={approve} /><ActionKey action={reject} /></div>
    </>
  );
}

/** What was compared with the reorder point. */
function Bought({ why }: { readonly why: Why }) {
  return (
    <p className="notice">{figure(why.free)} free, {figure(why.incoming)} on the way, {figure(why.waiting)} that orders wait for: not more than the reorder point of {figure(why.point)}, {(why.daily / 1000).toLocaleString('en-GB', { maximumFractionDigits: 1 })} a day for {plural(why.leadDays, 'day')} and {figure(why.safety)} for safety.</p>
  );
}

/** When somebody looked, what moved meanwhile, and both figures where late work changed them. */
function CountInTime({ count, units, book, names, now }: { readonly count: ApprovalCount; readonly units: number; readonly book: number; readonly names: Names; readonly now: number }) {
  const { was, earlier } = count;
  return (
    <>
      <p className="muted">{lookWords(count, now)}</p>
      {was !== null && <p className="notice notice-attention">! {lateWords(was, { book, units }, count.posted)}</p>}
      {count.disturbed && <p className="notice notice-attention">! Goods moved in this bin while it was counted, so nobody can say whether they were counted. Counting again is safer.</p>}
      {earlier.length > 0 && <p className="notice">Counted {earlier.length + 1} times: {earlier.map((one) => `${one.by.map(names.person).join(', ')} found ${figure(one.counted)} at ${moment(one.at, now)} (${signed(one.units)})`).join(' · ')}.</p>}
    </>
  );
}

function Lines({ document, line, out, onLine, names, currency }: Pick<DocumentProps, 'document' | 'line' | 'out' | 'onLine' | 'names' | 'currency'>) {
  return (
    <ul className="sheet-lines" aria-label="Lines of this sheet">
      {document.lines.map((each, at) => (
        <li key={each.lineId}>
          <button type="button" className={each.lineId === line.lineId ? 'sheet-line sheet-line-on' : 'sheet-line'} aria-current={each.lineId === line.lineId} onClick={() => onLine(at)}>
            <Mark tone={out.has(each.lineId) ? 'attention' : 'ok'} />
            <span className="sheet-line-name">{names.item(each.itemId)}{each.lot === '' ? '' : `, lot ${each.lot}`}<small>{out.has(each.lineId) ? 'taken out' : each.bought === null ? each.locationId : ''}</small></span>
            <b>{each.bought === null ? signed(each.units) : figure(each.units)}</b>
            <span className="sheet-line-value">{each.bought === null ? signedMoney(each.value, currency) : money(each.value / 100, currency)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Causes({ why, delta, shown, names, now, onCorrect }: { readonly why: ApprovalWhy | undefined; readonly delta: number; readonly shown: boolean; readonly names: Names; readonly now: number; readonly onCorrect: ((correction: Correction) => void) | undefined }) {
  const first = why?.causes.find((cause) => cause.correction !== null)?.correction;
  return (
    <>
      <h2 className="sub">Likely causes</h2>
      {why?.causes.length === 0 && <p className="muted">Nothing in the books of this warehouse explains it.</p>}
      <ol className="causes">
        {why?.causes.map((cause, index) => {
          const words = causeWords(cause, delta, names, now);
          const { correction } = cause;
          return (
            <li key={`${cause.kind} ${cause.locationId} ${cause.itemId}`}>
              <span className="cause-rank">{index + 1}</span>
              <div>
                <b>{words.sentence}</b>
                <p className="muted">{words.why}</p>
                {shown && cause.movements.length > 0 && <ul className="cause-moves">{cause.movements.map((move) => <li key={move.movement_id}>{movementOf(move, names, now)}</li>)}</ul>}
              </div>
              {correction !== null && correction === first && onCorrect && <ActionKey action={{ key: 'Z', label: `Correct ${correction.lines.map((each) => each.locationId).join(' and ')} together`, run: () => onCorrect(correction) }} />}
            </li>
          );
        })}
      </ol>
    </>
  );
}
