// The suggested carton filling up: what is in drawn solid, the unit just scanned strongest, the next one dashed, with its
// place in words. Only a suggestion; nothing waits for it.
import type { SuggestedCarton } from '#domain/packing/order-cartons.ts';
import { facesOf, farthestFirst, project, type Dot } from './projection.ts';
import { fillingOf, whereWords, type PlacedUnit } from './filling.ts';
import type { Cartons } from './use-cartons.ts';

interface Props {
  readonly cartons: Cartons;
  /** Units seen by item. */
  readonly scanned: (itemId: string) => number;
  readonly lastItem: string | undefined;
  readonly nameOf: (itemId: string) => string;
}

export function CartonView({ cartons, scanned, lastItem, nameOf }: Props) {
  if (cartons.state === 'looking') return <p className="carton-note">Choosing a carton …</p>;
  if (cartons.state === 'nothing to pack') return null;
  if (cartons.state === 'none') return <p className="carton-note">No carton sizes are set up, so none is suggested. Take the one that fits.</p>;
  const { suggestion } = cartons;
  const filling = fillingOf(suggestion, scanned, lastItem);
  const carton = filling && suggestion.cartons[filling.carton];
  const nextCarton = filling && suggestion.cartons[filling.nextCarton];
  const notes = [
    ...suggestion.alone.map((itemId) => `${nameOf(itemId)} fits no carton: it ships as it is.`),
    ...suggestion.unmeasured.map((itemId) => `${nameOf(itemId)} has no measures yet: find room for it by eye.`),
  ];
  return (
    <section className="carton" aria-label="Suggested carton">
      {filling && carton && (
        <>
          <CartonPicture carton={carton} units={filling.units} />
          <div className="carton-words">
            <p className="carton-name">{carton.carton.name}<span>, {filling.carton + 1} of {suggestion.cartons.length}</span></p>
            {filling.last && <p><b className="carton-sign carton-sign-last" aria-hidden="true" />This one: <b>{whereWords(filling.last, carton.carton.size)}</b></p>}
            {filling.next && nextCarton ? <p><b className="carton-sign carton-sign-next" aria-hidden="true" />Next: {nameOf(filling.next.itemId)}, <b>{nextCarton === carton ? '' : `into ${nextCarton.carton.name}, ${filling.nextCarton + 1} of ${suggestion.cartons.length}: `}{whereWords(filling.next, nextCarton.carton.size)}</b></p> : <p>Everything has its place.</p>}
            <p className="muted">{Math.round(carton.fill * 100)} % full when done · {(carton.weight / 1000).toFixed(1)} kg</p>
          </div>
        </>
      )}
      {notes.map((note) => <p key={note} className="carton-alone">{note}</p>)}
    </section>
  );
}

const WIDTH = 250;
const HEIGHT = 190;
const MARGIN = 8;

function CartonPicture({ carton: { carton }, units }: { readonly carton: SuggestedCarton; readonly units: readonly PlacedUnit[] }) {
  const place = fit(carton.size);
  const polygon = (dots: readonly Dot[]): string => dots.map((dot) => place(dot).join()).join(' ');
  const inside = facesOf({ at: [0, 0, 0], size: carton.size });
  const at = (x: number, y: number, z: number): string => place(project([x, y, z])).join();
  const [l, w, h] = carton.size;
  const isIn = units.filter((unit) => unit.isIn);
  return (
    <figure aria-label={`${carton.name}: ${isIn.length} of ${units.length} units in`}>
      <svg className="carton-picture" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <polygon className="carton-inside" points={`${at(0, 0, 0)} ${at(l, 0, 0)} ${at(l, w, 0)} ${at(0, w, 0)}`} />
        <polygon className="carton-inside" points={`${at(0, 0, 0)} ${at(l, 0, 0)} ${at(l, 0, h)} ${at(0, 0, h)}`} />
        <polygon className="carton-inside" points={`${at(0, 0, 0)} ${at(0, w, 0)} ${at(0, w, h)} ${at(0, 0, h)}`} />
        {farthestFirst(units.filter((unit) => unit.isIn || unit.isNext)).map((unit) => {
          const faces = facesOf(unit);
          return (
            <g key={`${unit.itemId} ${unit.at.join()}`} className={unit.isNext ? 'carton-unit carton-next' : unit.isLast ? 'carton-unit carton-last' : 'carton-unit'}>
              {(['right', 'front', 'top'] as const).map((face) => <polygon key={face} className={`carton-${face}`} points={polygon(faces[face])} />)}
            </g>
          );
        })}
        <polygon className="carton-edge" points={polygon(inside.front)} />
        <polygon className="carton-edge" points={polygon(inside.right)} />
      </svg>
    </figure>
  );
}

/** Scales and shifts so that a carton of this size fills the picture. */
function fit([l, w, h]: readonly [number, number, number]): (dot: Dot) => Dot {
  const corners = [0, l].flatMap((x) => [0, w].flatMap((y) => [0, h].map((z) => project([x, y, z]))));
  const [left, right] = [Math.min(...corners.map(([x]) => x)), Math.max(...corners.map(([x]) => x))];
  const [top, bottom] = [Math.min(...corners.map(([, y]) => y)), Math.max(...corners.map(([, y]) => y))];
  const scale = Math.min((WIDTH - 2 * MARGIN) / (right - left), (HEIGHT - 2 * MARGIN) / (bottom - top));
  const round = (value: number): number => Math.round(value * 10) / 10;
  return ([x, y]) => [round((WIDTH - (right - left) * scale) / 2 + (x - left) * scale), round((HEIGHT - (bottom - top) * scale) / 2 + (y - top) * scale)];
}
