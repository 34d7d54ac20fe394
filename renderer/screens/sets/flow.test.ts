import { expect, it } from 'vitest';
import { play, script } from '#renderer/flow/script.ts';
import { setsFlow, type SetsKnows } from './flow.ts';

const knows = (_: unknown, thing: { readonly kind: string; readonly itemId?: string } | undefined): SetsKnows => ({ quantity: 1, parts: thing?.itemId === 'SET' ? [{ itemId: 'CUP', quantity: 2 }, { itemId: 'LID', quantity: 1 }] : [] });
const plays = (told: string) => expect(play({ flow: setsFlow, knows }, told)).toBe(script(told));

it('the set, how many, where, and the same place again', () => plays(`
  ? Scan the set that you make up
  > item CUP
  ~ wrong
  = stop This is no set: the item list has no parts for it
  ? Scan the set that you make up
  > item SET
  ~ ok
  ? Scan the bin or bench where you do it
  > item SET x3
  ~ ok
  ? Scan the bin or bench where you do it
  > location A1
  ~ ok
  = ok At A1: scan it again to say that it is done
  ? Make up 4, then scan A1 again
  > act quantity 5
  ? Make up 5, then scan A1 again
  > location A1
  ! pack.assemble itemId=SET locationId=A1 quantity=5
  ? Scan the set that you make up
  > act undo
  ! pack.split itemId=SET locationId=A1 quantity=5
  ? Scan the set that you make up
  > act undo
  = stop not wanted here
  ? Scan the set that you make up
`));

it('the place first, opened instead of made up, and another place after all', () => plays(`
  ? Scan the set that you make up
  > act turn
  ? Scan the set that you open
  > location A1
  ~ ok
  = ok At A1: now scan the set
  ? Scan the set that you open
  > item SET
  ~ ok
  ? Open 1, then scan A1 again
  > handling_unit TOTE-1
  ~ ok
  = ok At TOTE-1: scan it again to say that it is done
  ? Open 1, then scan TOTE-1 again
  > act done
  ! pack.split itemId=SET locationId=TOTE-1 quantity=1
  ? Scan the set that you open
  > act done
  = stop not wanted here
  ? Scan the set that you open
`));
