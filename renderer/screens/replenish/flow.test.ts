import { describe, expect, it } from 'vitest';
import type { ToBring } from '#electron/contract.ts';
import { play, script } from '#renderer/flow/script.ts';
import { replenishFlow, type ReplenishKnows } from './flow.ts';

const task = (taskId: string, more: Partial<ToBring> = {}): ToBring => ({ taskId, itemId: 'CUP', lot: '', from: 'R-01', to: 'A-01', left: 3, reason: 'MINIMUM', createdAt: 0, ...more });
const knows = (): ReplenishKnows => ({ tasks: [task('T1'), task('T2', { itemId: 'MILK', lot: 'L1', from: 'R-02' })], quantity: 1 });
const plays = (told: string) => expect(play({ flow: replenishFlow, knows }, told)).toBe(script(told));

describe('bringing to a pick face, from a script', () => {
  it('place, pieces, bin; a wrong place, item or bin stops', () => plays(`
    ? Choose what to bring, or scan its place in reserve
    > act choose T1
    ~ ok
    ? Go to R-01, scan it
    > location R-02
    ~ wrong
    = stop That is R-02: R-01 is needed
    ? Go to R-01, scan it
    > location R-01
    ~ ok
    ? Scan 3
    > item LID
    ~ wrong
    = stop Another item: put it back
    ? Scan 3
    > item CUP x2
    ~ ok
    ? Scan 1 more
    > item CUP
    ~ ok
    ? Bring 3 to A-01, scan it
    > location A-09
    ~ wrong
    = stop That is A-09: it goes into A-01
    ? Bring 3 to A-01, scan it
    > location A-01
    ! stock.move fromLocation=R-01 itemId=CUP quantity=3 replenishment=T1 toLocation=A-01
    ? Choose what to bring, or scan its place in reserve
  `));

  it('begins at the place that is scanned, brings a part, and gives up what is not there', () => plays(`
    ? Choose what to bring, or scan its place in reserve
    > location R-02
    ~ ok
    ? Scan 3
    > item MILK lot=L2
    ~ wrong
    = stop Lot L2: lot L1 is wanted
    ? Scan 3
    > act quantity 2
    ? Scan 1 more
    > location A-01
    ! stock.move fromLocation=R-02 itemId=MILK lot=L1 quantity=2 replenishment=T2 toLocation=A-01
    ? Choose what to bring, or scan its place in reserve
    > location R-02
    ~ ok
    ? Scan 3
    > act give_up NOT_THERE
    ! replenish.drop fromLocation=R-02 itemId=MILK lot=L1 reason=NOT_THERE taskId=T2
    ? Choose what to bring, or scan its place in reserve
    > act back
    = stop not wanted here
    ? Choose what to bring, or scan its place in reserve
  `));
});
