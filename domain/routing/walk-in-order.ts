// The walk that visits places in an order already decided. A picker who was told where to go next is not sent elsewhere
// because another order is just as short.
import { distanceIn, spotOf, wayBetween, type Layout, type Place, type Point } from './layout.ts';
import { corners, type Ends } from './plan-route.ts';

/** In the layout's unit. Every place must exist in the layout. */
export function walkInOrder(layout: Layout, places: readonly Place[], { start, end }: Ends): { readonly length: number; readonly walk: readonly Point[] } {
  const distance = distanceIn(layout);
  const spots = [start, ...places.map((place) => spotOf(layout, place)), end];
  return {
    length: spots.slice(1).reduce((sum, spot, i) => sum + distance(spots[i]!, spot), 0),
    walk: corners(layout, [start, ...spots.slice(1).flatMap((spot, i) => wayBetween(layout, spots[i]!, spot).slice(1))]),
  };
}
