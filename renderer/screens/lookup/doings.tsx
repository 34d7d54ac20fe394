// What is happening to it: open work and papers, each in one line of plain words.
import type { Doing } from '#electron/contract.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { figure } from '#renderer/numbers.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { holdWords, kindWords, placeWords, stateWords, within } from '#renderer/words.ts';

const MOST = 8;

export function doingWords({ what, id, locationId, quantity, state }: Doing, item: string): string {
  const units = quantity > 0 ? `${figure(quantity)} ` : '';
  const at = locationId === '' ? '' : ` in ${placeWords(locationId)}`;
  const of = item === '' ? '' : ` of ${item}`;
  switch (what) {
    case 'pick': return `${units}to be picked${of}${at}, for order ${id}`;
    case 'count': return `A count${at} is ${stateWords(state)}`;
    case 'approval': return `A change${of}${at} waits for approval`;
    case 'hold': return `Held${of}${at}: ${holdWords(id)}`;
    case 'return': return `${units}came back${of} as ${id}${at}: ${stateWords(state)}`;
    case 'exception': return `Somebody looks at it${at}: ${within(kindWords(id))}`;
    case 'delivery': return `${units}to come with delivery ${id}: ${stateWords(state)}`;
    case 'transfer_in': return `${units}to come from another warehouse, transfer ${id}`;
    case 'transfer_out': return `${units}to go to another warehouse, transfer ${id}`;
  }
}

export function Doings({ of }: { readonly of: { readonly itemId: string } | { readonly locationId: string } }) {
  const found = useAnswer({ about: 'doings', of }).answer;
  const byPlace = 'locationId' in of;
  const cardOf = useItems(byPlace ? [...new Set((found ?? []).map((doing) => doing.itemId).filter((id) => id !== ''))] : []);
  if (found === undefined) return null;
  return (
    <>
      <h2 className="sub">What is happening to it</h2>
      {found.length === 0 && <p className="muted">Nothing is open.</p>}
      <ul className="doings">
        {found.slice(0, MOST).map((doing) => <li key={`${doing.what} ${doing.documentId} ${doing.locationId} ${doing.itemId}`}>{doingWords(doing, byPlace && doing.itemId !== '' ? nameOf(cardOf(doing.itemId), doing.itemId) : '')}</li>)}
        {found.length > MOST && <li className="muted">and {figure(found.length - MOST)} more</li>}
      </ul>
    </>
  );
}
