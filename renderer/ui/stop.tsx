// Another world: octagon, vermilion, its own sound. It shows the difference, says what to do in one sentence, and
// Enter does nothing here; only the right scan or a different key goes on.
import type { ReactNode } from 'react';
import { useActions } from './action-stack.ts';
import type { Action } from './action.ts';
import { nameOf, useItem } from '#renderer/items.ts';
import { Picture } from './parts.tsx';
import type { ItemCard } from '#electron/contract.ts';

export interface StopProps {
  readonly title: string;
  readonly sentence: ReactNode;
  /** What was scanned, and what was expected, where both are items. */
  readonly scanned?: string | undefined;
  readonly needed?: string | undefined;
  readonly neededTitle?: string;
  /** Where two places were mixed up: the one scanned and the right one. */
  readonly places?: { readonly scanned: string; readonly needed: string };
  readonly options: readonly ReactNode[];
  readonly actions: readonly Action[];
  /** A question, not a mistake: triangle and amber. */
  readonly mild?: boolean;
}

export function Stop({ title, sentence, scanned, needed, neededTitle = 'Needed here', options, actions, places, mild = false }: StopProps) {
  useActions([...actions, { key: 'Enter', label: 'Continue', run: () => undefined, small: true, locked: 'does nothing here' }], { modal: true });
  const left = useItem(scanned);
  const right = useItem(needed);
  return (
    <div className={mild ? 'stop stop-mild' : 'stop'} role="alertdialog" aria-label={title}>
      <section className="stop-band">
        {mild ? <TriangleSign /> : <OctagonSign />}
        <div>
          <h1>{title}</h1>
          <p>{sentence}</p>
        </div>
      </section>
      <div className="stop-cards">
        {scanned !== undefined && <ItemSide title="You scanned" card={left} itemId={scanned} against={right} />}
        {needed !== undefined && <ItemSide title={neededTitle} card={right} itemId={needed} against={left} right />}
        {places && <PlaceSide title="You are at" place={places.scanned} />}
        {places && <PlaceSide title="Go to" place={places.needed} right />}
        <section className="panel stop-options">
          <h2>What you can do</h2>
          <ul>{options.map((option, index) => <li key={index}>{option}</li>)}</ul>
        </section>
      </div>
    </div>
  );
}

function PlaceSide({ title, place, right = false }: { readonly title: string; readonly place: string; readonly right?: boolean }) {
  return <section className={right ? 'panel stop-side stop-right' : 'panel stop-side'}><h2>{title}</h2><p className="stop-place">{place}</p></section>;
}

function ItemSide({ title, card, itemId, against, right = false }: { readonly title: string; readonly card: ItemCard | undefined; readonly itemId: string; readonly against: ItemCard | undefined; readonly right?: boolean }) {
  return (
    <section className={right ? 'panel stop-side stop-right' : 'panel stop-side'}>
      <h2>{title}</h2>
      <Picture colour={card?.item.colour ?? ''} className="picture-wide" />
      <h3><Difference text={nameOf(card, itemId)} other={against?.item.name} /></h3>
      <p className="code"><Difference text={card?.item.sku ?? ''} other={against?.item.sku} />{card?.barcodes[0] && <> · {card.barcodes[0].code}</>}</p>
    </section>
  );
}

/** Marks the words that the other item does not have. */
function Difference({ text, other }: { readonly text: string; readonly other: string | undefined }) {
  if (other === undefined || text === other) return <>{text}</>;
  const known = new Set(other.split(/([\s,\-·]+)/));
  return <>{text.split(/([\s,\-·]+)/).map((word, index) => (known.has(word) ? word : <mark key={index}>{word}</mark>))}</>;
}

const OctagonSign = () => (
  <svg className="stop-sign" viewBox="0 0 120 120" aria-hidden="true">
    <path d="M36 2h48l34 34v48l-34 34H36L2 84V36z" fill="#fff" /><path d="M43 43l34 34M77 43L43 77" stroke="#b3300f" strokeWidth="6" strokeLinecap="round" />
  </svg>
);
const TriangleSign = () => (
  <svg className="stop-sign" viewBox="0 0 120 120" aria-hidden="true">
    <path d="M60 8 116 110H4z" fill="#fff" strokeLinejoin="round" /><path d="M60 45v32" stroke="#8a5200" strokeWidth="8" strokeLinecap="round" /><circle cx="60" cy="92" r="5" fill="#8a5200" />
  </svg>
);
