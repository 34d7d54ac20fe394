// Chooses the cartons of an order beside the window, because a large order takes a second and scans must not wait.
import { suggestCartons, type Goods, type NamedCarton } from '#domain/packing/order-cartons.ts';

addEventListener('message', ({ data }: MessageEvent<{ readonly cartons: readonly NamedCarton[]; readonly goods: readonly Goods[] }>) => {
  postMessage(suggestCartons(data.cartons, data.goods));
});
