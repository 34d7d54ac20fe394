// The counts that a figure is made of, newest first; Enter tells why a bin is as it is.
import type { Question } from '#electron/contract.ts';
import { useCurrency } from '#renderer/currency.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { figure, moment, signed, signedMoney } from '#renderer/numbers.ts';
import { usePeople } from '#renderer/people.ts';
import { useNavigation } from '#renderer/route.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Nothing, Panel } from '#renderer/ui/parts.tsx';
import { stateWords } from '#renderer/words.ts';

export interface Behind {
  readonly figure: Extract<Question, { about: 'counts_behind' }>['figure'];
  /** Empty for everybody. */
  readonly personId: string;
  readonly title: string;
}

export function CountsBehind({ behind, onClose }: { readonly behind: Behind; readonly onClose: () => void }) {
  const { open } = useNavigation();
  const now = useNow(60_000);
  const currency = useCurrency();
  const person = usePeople();
  const counts = useAnswer({ about: 'counts_behind', figure: behind.figure, personId: behind.personId }).answer;
  const cardOf = useItems([...new Set((counts ?? []).map((row) => row.itemId).filter((id) => id !== ''))]);
  useActions([{ key: 'Escape', label: 'Figures', run: onClose, atEnd: true }], { modal: true });
  return (
    <div className="cover">
      <Panel title={behind.title} aside={counts ? figure(counts.length) : ''} className="fill flush">
        {counts?.length === 0 && <Nothing>None.</Nothing>}
        <Choices label="Newest first" digits={false} verb="Why" onChoose={(id) => { const row = counts?.find((each) => each.id === id); if (row) open(row.itemId === '' ? { kind: 'document', id: row.taskId } : { kind: 'position', itemId: row.itemId, locationId: row.locationId }); }} choices={(counts ?? []).map((row) => ({
          id: row.id, title: `${row.locationId} · ${row.itemId === '' ? 'the whole bin' : nameOf(cardOf(row.itemId), row.itemId)}`,
          detail: [row.by === '' ? 'nobody yet' : person(row.by), moment(row.at, now), stateWords(row.state)].join(' · '),
          aside: row.units === null ? '' : row.units === 0 ? 'as in the books' : <><b className={row.units < 0 ? 'loss' : ''}>{signed(row.units)}</b><span className="choice-age">{signedMoney(row.value ?? 0, currency)}</span></>,
        }))} />
      </Panel>
    </div>
  );
}
