// One returned unit: questions answered with 1 and 2, the grade they propose, and what may happen to it.
import { useState } from 'react';
import { NO_RULES, overrideReasons, proposeDisposition, recoveries, type Graded, type OverrideReason, type Proposed } from '#domain/disposing.ts';
import { percentagesFrom } from '#domain/valuing/grades.ts';
import { refusals } from '#domain/refunding/policy.ts';
import { mayDo } from '#domain/duties.ts';
import { intent, type AnyIntent } from '#renderer/commands.ts';
import { useCodes } from '#renderer/codes.ts';
import { useCurrency } from '#renderer/currency.ts';
import { money } from '#renderer/numbers.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useValue } from '#renderer/readable.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useServices } from '#renderer/services.ts';
import { useOwnPhotos } from '#renderer/photos/use-photos.tsx';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Chip, Instruction, Panel } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { dispositionWords, grades, gradeWords, reasonWords } from '#renderer/words.ts';
import type { ItemCard, ReturnOrigin } from '#electron/contract.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';
import { forecastWords } from '#renderer/screens/refunds/words.ts';
import { openQuestion, proposedGrade, questionsFor, waysFor, type Answer, type Answers } from './flow.ts';

export interface Verdict {
  readonly intents: readonly AnyIntent[];
  /** What each command did, in words. */
  readonly words: readonly string[];
}
const TABLE = { about: 'dispositions' } as const;
const causes = ['UNKNOWN', 'CUSTOMER', 'CARRIER', 'WAREHOUSE', 'SUPPLIER'] as const;
const causeWords: Readonly<Record<string, string>> = { UNKNOWN: 'nobody knows', CUSTOMER: 'the customer', CARRIER: 'the carrier', WAREHOUSE: 'us', SUPPLIER: 'the supplier' };

export function Inspect({ unit, card, onFinish, onSplit }: { readonly unit: WorkingRow<'return_unit'>; readonly card: ItemCard | undefined; readonly onFinish: (verdict: Verdict) => void; readonly onSplit: (quantity: number) => void }) {
  const { station } = useServices();
  const roles = useValue(station.person)?.roles ?? [];
  const reasons = useCodes('return_reason', reasonWords);
  const [answers, setAnswers] = useState<Answers>({});
  const [ownGrade, setOwnGrade] = useState<string | undefined>(unit.state === 'GRADED' ? unit.grade : undefined);
  const [ownWay, setOwnWay] = useState<string | undefined>(undefined);
  const [cause, setCause] = useState<string>('UNKNOWN');
  const [note, setNote] = useState('');
  const [writing, setWriting] = useState(false);
  /** Why not what is proposed. */
  const [asking, setAsking] = useState(false);
  const [splitting, setSplitting] = useState(false);
  const maySplit = unit.state === 'RECEIVED' && unit.quantity > 1;
  const currency = useCurrency();
  const photos = useOwnPhotos(nameOf(card, unit.item_id), { enabled: !writing });

  const questions = questionsFor(card?.item, answers);
  const open = openQuestion(questions, answers);
  const proposed = proposedGrade(questions, answers);
  const grade = ownGrade ?? proposed;
  const ways = waysFor(grade);
  const table = useAnswer(TABLE).answer;
  const graded: Graded = { item: card?.item, grade: grade ?? '', cause };
  const proposal = proposeDisposition(table?.policy ?? NO_RULES, graded);
  const recovery = recoveries(table?.policy ?? NO_RULES, graded, percentagesFrom(table?.gradeValue ?? undefined));
  const usual = proposal?.disposition;
  const mayDispose = mayDo(roles, 'return.dispose');
  const way = ownWay !== undefined && ways.some((each) => each.allowed && each.disposition === ownWay) ? ownWay : mayDispose ? usual : undefined;
  const answer = (id: string, value: Answer): void => setAnswers((before) => ({ ...before, [id]: value }));

  function finish(reason?: OverrideReason): void {
    if (grade === undefined) return;
    if (way !== undefined && usual !== undefined && way !== usual && reason === undefined) return setAsking(true);
    setAsking(false);
    const of = { unitId: unit.unit_id, itemId: unit.item_id, locationId: unit.location_id };
    const inspected = intent('return.inspect', { ...of, grade, attribution: cause, answers: { ...answers }, note, evidence: [...photos.hashes] });
    const intents = [...(unit.state === 'GRADED' && unit.grade === grade && photos.hashes.length === 0 ? [] : [inspected]), ...(way === undefined ? [] : [intent('return.dispose', { ...of, disposition: way, ...(reason !== undefined && usual !== undefined ? { instead: { proposed: usual, reason } } : {}) })])];
    const words = [...(intents[0] === inspected ? [`graded ${grade}, ${gradeWords(grade)}`] : []), ...(way === undefined ? [] : [dispositionWords[way]?.words.toLowerCase() ?? way])];
    onFinish({ intents, words });
  }
  useActions([
    { key: 'Enter', label: way === undefined ? 'Keep the grade' : 'Finish unit', run: () => finish(), primary: true, locked: grade === undefined ? 'answer or grade it first' : undefined },
    ...(open ? [{ key: '1', label: 'Yes', run: () => answer(open.id, 'yes'), elsewhere: true }, { key: '2', label: 'No', run: () => answer(open.id, 'no'), elsewhere: true }] : []),
    ...grades.map((each) => ({ key: each, label: gradeWords(each), run: () => setOwnGrade(each), elsewhere: true })),
    ...ways.flatMap(({ disposition, allowed }) => {
      const words = dispositionWords[disposition];
      return words ? [{ key: words.key, label: words.words, run: () => setOwnWay(disposition), elsewhere: true, locked: allowed && mayDispose ? undefined : 'not with this grade' }] : [];
    }),
    ...(maySplit ? [{ key: 'F3', label: `Split ${unit.quantity}`, run: () => setSplitting(true) }] : []),
    { key: 'F4', label: note === '' ? 'Note' : 'Note ✓', run: () => setWriting(true) },
    { key: 'F5', label: cause === 'UNKNOWN' ? 'Cause' : `Cause: ${causeWords[cause]}`, run: () => setCause((before) => causes[(causes.indexOf(before as 'UNKNOWN') + 1) % causes.length] ?? 'UNKNOWN') },
    { key: 'F6', label: 'Again', run: () => { setAnswers({}); setOwnGrade(undefined); setOwnWay(undefined); } },
  ], { enabled: !asking });

  if (asking) return <WhyOtherwise proposed={dispositionWords[usual ?? '']?.words ?? ''} chosen={dispositionWords[way ?? '']?.words ?? ''} onReason={finish} onBack={() => setAsking(false)} />;
  return (
    <>
      <div className="inspect-middle">
        {photos.cover}
        {splitting && <QuantityBox title={`How many of the ${unit.quantity} get a label of their own?`} onDone={(value) => { setSplitting(false); if (value < unit.quantity) onSplit(value); }} onCancel={() => setSplitting(false)} />}
        {writing && <TextBox title="Note" hint="What somebody should know about it." optional onDone={(text) => { setNote(text); setWriting(false); }} onCancel={() => setWriting(false)} />}
        <Panel label="Inspection">
          <h1 className="item-name">{nameOf(card, unit.item_id)}</h1>
          <p className="code">{[unit.quantity > 1 ? `${unit.quantity} ×` : '', card?.item.sku, unit.unit_id, unit.serial && `serial ${unit.serial}`, unit.lot && `lot ${unit.lot}`].filter(Boolean).join(' · ')}</p>
          <p className="chips">
            {unit.reason !== '' && <Chip>customer says: {reasons.words(unit.reason)}</Chip>}
            <Bought unit={unit} />
            {card?.item.hygiene_seal && <Chip tone="attention">! hygiene seal</Chip>}
            {card?.item.battery && <Chip tone="attention">! battery</Chip>}
          </p>
          {photos.row}
          <ol className="questions">
            {questions.map((question) => (
              <li key={question.id} className={question === open ? 'question question-on' : 'question'}>
                <span>{question.words}</span>
                <fieldset className="question-answers" aria-label={question.words}>
                  <AnswerKey digit="1" words="Yes" on={answers[question.id] === 'yes'} tone="ok" onPress={() => answer(question.id, 'yes')} />
                  <AnswerKey digit="2" words="No" on={answers[question.id] === 'no'} tone="stop" onPress={() => answer(question.id, 'no')} />
                </fieldset>
              </li>
            ))}
          </ol>
        </Panel>
        <Panel title="Grade" aside={ownGrade !== undefined ? (proposed !== undefined && proposed !== ownGrade ? `your answers say ${proposed}` : 'chosen by you') : proposed === undefined ? 'answer with 1 and 2, or press its letter' : `proposed ${proposed} from your answers`}>
          <fieldset className="grades" aria-label="Grade">
            {grades.map((each) => (
              <button key={each} type="button" className={each === grade ? 'grade grade-on' : 'grade'} aria-pressed={each === grade} onClick={() => setOwnGrade(each)}>
                <b>{each}</b><span>{gradeWords(each)}</span>
              </button>
            ))}
          </fieldset>
        </Panel>
      </div>
      <div className="inspect-side">
        <Money unitId={unit.unit_id} grade={grade ?? ''} attribution={cause} disposition={way ?? ''} />
        <Panel title="What happens to it" className="fill" scrolls>
          <ul className="dispositions">
            {ways.map(({ disposition, allowed }) => {
              const words = dispositionWords[disposition];
              const can = allowed && mayDispose;
              return words && (
                <li key={disposition}>
                  <button type="button" className={disposition === way ? 'way way-on' : can ? 'way' : 'way way-off'} aria-pressed={disposition === way} aria-disabled={!can} onClick={() => (can ? setOwnWay(disposition) : undefined)}>
                    <span className="choice-words"><span className="choice-title">{words.words}</span><span className="choice-detail">{can ? [disposition === usual ? proposedBy(proposal) : '', words.after, worthWords(recovery[disposition], unit.quantity, currency)].filter(Boolean).join(' · ') : !mayDispose && allowed ? 'an inspector decides' : grade === undefined ? 'grade it first' : `not with grade ${grade}`}</span></span>
                    {can && <kbd>{words.key}</kbd>}
                  </button>
                </li>
              );
            })}
          </ul>
        </Panel>
      </div>
    </>
  );
}

const proposedBy = (proposal: Proposed | undefined): string => (proposal === undefined || proposal.rule === null ? 'usual' : `proposed by rule ${proposal.rule}`);
/** About what it brings in. */
function worthWords(each: number | undefined, units: number, currency: string): string {
  if (each === undefined) return '';
  const value = (each * units) / 100;
  if (value === 0) return 'brings nothing';
  return value < 0 ? `costs about ${money(-value, currency)}` : `about ${money(value, currency)} back`;
}

/** Decided otherwise than the table says: why, in one key. */
function WhyOtherwise({ proposed, chosen, onReason, onBack }: { readonly proposed: string; readonly chosen: string; readonly onReason: (reason: OverrideReason) => void; readonly onBack: () => void }) {
  useActions([{ key: 'Escape', label: 'Back to the unit', run: onBack, atEnd: true }]);
  return (
    <div className="stack">
      <Instruction tone="ask" title={`Why not “${proposed.toLowerCase()}”?`} detail={`You chose “${chosen.toLowerCase()}”.`} />
      <Panel className="fill" label="Why otherwise"><Choices label="Reasons" choices={overrideReasons.map((reason) => ({ id: reason, title: otherwiseWords[reason] }))} onChoose={(reason) => onReason(reason as OverrideReason)} /></Panel>
    </div>
  );
}
const otherwiseWords: Readonly<Record<OverrideReason, string>> = {
  LOOKS_OTHERWISE: 'It looks better or worse than its grade says', NO_ROOM: 'There is no room for it', CUSTOMER_ASKED: 'The customer asked for it', SUPPLIER_AGREED: 'The supplier agreed to it', NOBODY_BUYS: 'Nobody buys it any more', OTHER: 'Something else',
};

function AnswerKey({ digit, words, on, tone, onPress }: { readonly digit: string; readonly words: string; readonly on: boolean; readonly tone: 'ok' | 'stop'; readonly onPress: () => void }) {
  return <button type="button" className={on ? `answer answer-${tone}` : 'answer'} aria-pressed={on} onClick={onPress}><span aria-hidden="true">{digit}</span> {words}</button>;
}

/** Which line of which order it was sold on, and whether it is in that order at all. */
function Bought({ unit }: { readonly unit: WorkingRow<'return_unit'> }) {
  const origin: ReturnOrigin | undefined = useAnswer({ about: 'return_of', parcelId: unit.parcel_id, ...(unit.order_id === null ? {} : { orderId: unit.order_id }) }).answer;
  const lines = origin?.lines ?? [];
  const cardOf = useItems(lines.map((line) => line.itemId));
  const line = lines.find((each) => each.orderId === unit.order_id && each.orderLine === unit.order_line);
  const others = [...new Set(lines.filter((each) => each.shipped > 0).map((each) => nameOf(cardOf(each.itemId), each.itemId)))];
  const before = line ? line.returned - unit.quantity : 0;
  return (
    <>
      {line && <Chip>order {line.orderId}, line {line.orderLine}: {line.bought} bought{before > 0 ? `, ${before} back before` : ''}</Chip>}
      {!line && unit.order_id !== null && <Chip>order {unit.order_id}</Chip>}
      {!line && lines.length > 0 && !lines.some((each) => each.itemId === unit.item_id) && <Chip tone="attention">! not in {lines[0]?.orderId}: that has {others.slice(0, 2).join(' and ')}{others.length > 2 ? ` and ${others.length - 2} more` : ''}</Chip>}
      {!line && lines.length === 0 && origin !== undefined && <Chip tone="attention">! no order found</Chip>}
      {origin && origin.customer !== '' && <Chip>from {origin.customer}</Chip>}
    </>
  );
}

/** What grade and decision mean for the money, from this station's own rows. */
function Money({ unitId, grade, attribution, disposition }: { readonly unitId: string; readonly grade: string; readonly attribution: string; readonly disposition: string }) {
  const { answer } = useAnswer({ about: 'refund_forecast', unitId, grade, attribution, disposition });
  return answer ? <p className="notice" aria-live="polite">{forecastWords(answer, (code) => refusals[code] ?? code)}</p> : null;
}
