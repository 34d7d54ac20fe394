// The aisles from above with the walk through them: numbered stops, the next one large, done ones ticked, where the picker
// stands and where the walk ends. Drawn to be read, not to scale: all aisles are equally wide.
import type { FloorMap, RouteAnswer } from '#electron/contract.ts';
import { metres, walkWords } from './walk-words.ts';

const WIDTH = 600;
const HEIGHT = 252;
const TOP = 40;
const BOTTOM = 50;
const SIDE = 22;

interface Mark {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly words: string;
  readonly kind: 'next' | 'open' | 'done';
}

/** How far it is and how good the walk is; with the key that shows or hides the map, where there is one. */
export function WalkHead({ route, isOpen, onToggle }: { readonly route: RouteAnswer; readonly isOpen: boolean; readonly onToggle?: (() => void) | undefined }) {
  return (
    <div className="walk-head">
      <p>{walkWords(route)}{route.why !== '' && <span className="walk-why">{route.why}</span>}</p>
      {onToggle && <button type="button" className="plain-button" aria-pressed={isOpen} onClick={onToggle}><kbd>F9</kbd> {isOpen ? 'Hide map' : 'Map'}</button>}
    </div>
  );
}

/** `at`: the task whose bin is next or worked at. */
export function WalkMap({ route, map, at }: { readonly route: RouteAnswer; readonly map: FloorMap; readonly at: string | undefined }) {
  const scale = scaleOf(map);
  const marks = marksOf(route, map, at, scale);
  const here = scale(map.here);
  const end = scale(map.end);
  const next = map.places.find((place) => place.taskId === at);
  const shelf = aisleWidth(map) * 0.36;
  const cuts = map.crossAisles.map((y) => scale({ x: 0, y }).y);
  return (
    <figure className="walk-figure" aria-label={mapWords(route, next?.locationId)}>
      <svg className="walk-map" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {map.aisles.map((aisle) => {
          const { x } = scale({ x: aisle.x, y: 0 });
          return (
            <g key={aisle.x}>
              {cuts.slice(1).map((far, i) => [-1, 1].map((side) => (
                <rect key={`${far} ${side}`} className="walk-shelf" x={x + side * shelf - shelf * 0.35} y={far + 13} width={shelf * 0.7} height={Math.max(0, cuts[i]! - far - 26)} rx="2" />
              )))}
              <text className={next?.at.x === aisle.x ? 'walk-aisle walk-aisle-next' : 'walk-aisle'} x={x} y={TOP - 21} textAnchor="middle">{aisle.name}</text>
            </g>
          );
        })}
        <polyline className="walk-line" points={route.walk.map((point) => { const { x, y } = scale(point); return `${x},${y}`; }).join(' ')} />
        <EndSign x={end.x} y={end.y} />
        {marks.map(({ key, ...mark }) => <StopMark key={key} {...mark} />)}
        <g className="walk-here"><path d={`M${here.x} ${here.y - 9}l9 9-9 9-9-9z`} /></g>
        <Legend />
      </svg>
    </figure>
  );
}

function StopMark({ x, y, words, kind }: Omit<Mark, 'key'>) {
  const radius = kind === 'next' ? 14 : 11;
  return (
    <g className={`walk-stop walk-stop-${kind}`}>
      {kind === 'next' && <circle className="walk-ring" cx={x} cy={y} r={radius + 4} />}
      <circle cx={x} cy={y} r={radius} />
      <text x={x} y={y} dy="0.36em" textAnchor="middle">{words}</text>
    </g>
  );
}

const EndSign = ({ x, y }: { readonly x: number; readonly y: number }) => <rect className="walk-end" x={x - 9} y={y + 1} width="18" height="16" rx="2" />;

function Legend() {
  const y = HEIGHT - 9;
  return (
    <g className="walk-legend">
      <g className="walk-here"><path d={`M${SIDE} ${y - 12}l7 7-7 7-7-7z`} /></g><text x={SIDE + 13} y={y}>you</text>
      <rect className="walk-end" x={SIDE + 68} y={y - 12} width="14" height="13" rx="2" /><text x={SIDE + 89} y={y}>end</text>
      <g className="walk-stop walk-stop-done"><circle cx={SIDE + 152} cy={y - 5} r="8" /><text x={SIDE + 152} y={y - 5} dy="0.36em" textAnchor="middle">✓</text></g><text x={SIDE + 166} y={y}>done</text>
    </g>
  );
}

type Scale = (point: { readonly x: number; readonly y: number }) => { readonly x: number; readonly y: number };
const aisleWidth = ({ aisles }: FloorMap): number => (WIDTH - 2 * SIDE) / aisles.length;

/** The front is at the bottom, where the picker looks in from. */
function scaleOf(map: FloorMap): Scale {
  const deep = map.crossAisles.at(-1) || 1;
  const wide = aisleWidth(map);
  return ({ x, y }) => ({ x: SIDE + (x / map.aislePitch + 0.5) * wide, y: HEIGHT - BOTTOM - (y / deep) * (HEIGHT - TOP - BOTTOM) });
}

/** One mark per bin, drawn from the least to the most important, so that the next stop lies on top. */
function marksOf({ stops }: RouteAnswer, map: FloorMap, at: string | undefined, scale: Scale): readonly Mark[] {
  const bins = Map.groupBy(map.places, (place) => `${place.at.x} ${place.at.y} ${place.side}`);
  const orders = [...new Set(stops.map((taskId) => keyOf(map, taskId)))];
  const aside = Math.min(aisleWidth(map) * 0.38, 22);
  const rank = { done: 0, open: 1, next: 2 };
  return [...bins].map(([key, places]): Mark => {
    const { x, y } = scale(places[0]!.at);
    const isOpen = places.some((place) => stops.includes(place.taskId));
    const kind = places.some((place) => place.taskId === at) ? 'next' : isOpen ? 'open' : 'done';
    return { key, kind, x: x + (places[0]!.side === 'left' ? -aside : aside), y, words: isOpen ? String(orders.indexOf(key) + 1) : kind === 'done' ? '✓' : '' };
  }).toSorted((a, b) => rank[a.kind] - rank[b.kind]);
}
const keyOf = (map: FloorMap, taskId: string): string => {
  const place = map.places.find((each) => each.taskId === taskId);
  return place === undefined ? '' : `${place.at.x} ${place.at.y} ${place.side}`;
};

const mapWords = ({ stops, length }: RouteAnswer, next: string | undefined): string =>
  [`Map of the aisles: ${stops.length === 1 ? '1 stop' : `${stops.length} stops`} left`, next === undefined ? '' : `next ${next}`, length === null ? '' : `${metres(length)} to walk`].filter(Boolean).join(', ');
