// A flow on a screen: its state is kept at this station under who does it and about which document.
import { useEffect, useRef, useState } from 'react';
import type { Thing } from '#electron/contract.ts';
import { nameOf } from '#renderer/items.ts';
import { usePeople } from '#renderer/people.ts';
import { createValue, useValue } from '#renderer/readable.ts';
import { useServices } from '#renderer/services.ts';
import type { Tell } from '#renderer/ui/scan-log.ts';
import { acted, asks, scanned, type Flow, type Told, type Turn } from './flow.ts';
import { createKeeper } from './keeper.ts';

interface Doing<S, K, C> {
  readonly document: string;
  readonly tell: Tell;
  /** What the flow must know before it takes this scan, or before this act. */
  readonly knows: (state: S, thing: Thing | undefined) => K | Promise<K>;
  readonly record: (told: Told<C>) => void;
  /** Where it begins, if nothing was kept. */
  readonly from?: S;
}
export interface Running<S, C> {
  readonly state: S;
  /** The same before React has drawn it: a fast scanner reads again before. */
  readonly now: () => S;
  readonly asks: string;
  /** False where this is not wanted here. */
  readonly take: (thing: Thing) => Promise<boolean>;
  readonly act: (act: string) => Promise<boolean>;
  readonly set: (state: S) => void;
  readonly recorded: (context: C) => void;
  readonly withdrawn: (context: C) => void;
  /** Somebody left this job half done here: who, what they hold, and how it is taken over. */
  readonly left: { readonly who: string; readonly what: string; readonly takeOver: () => void } | undefined;
}

export function useFlow<S, K, C>(flow: Flow<S, K, C>, { document, tell, knows, record, from = flow.start }: Doing<S, K, C>): Running<S, C> {
  const { station, sounds, items } = useServices();
  const me = useValue(station.person)?.id ?? '';
  const nameOfPerson = usePeople();
  const [keeper] = useState(() => createKeeper<S>(localStorage, flow.name, flow.version));
  const [store] = useState(() => createValue<S>(keeper.load(document, me) ?? from));
  const state = useValue(store);
  const holding = (of: S): string | undefined => flow.holds?.(of, (itemId) => nameOf(items.get(itemId), itemId));
  const set = (next: S): void => {
    store.set(next);
    keeper.keep(document, me, (flow.keeps?.(next) ?? holding(next) !== undefined) ? next : undefined);
  };
  useEffect(() => {
    const taken = keeper.takenFrom(document, me);
    if (taken) tell('attention', `${nameOfPerson(taken.by)} went on with what you had begun`, taken.what);
    // oxlint-disable-next-line react/exhaustive-deps -- told once, as the job is opened again
  }, [keeper, document, me]);

  /** One after the other, in the order of the hands: a key pressed while a scan is looked up comes after it. */
  const before = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(0);
  function inTurn(job: () => Promise<boolean>): Promise<boolean> {
    waiting.current += 1;
    const done = before.current.then(job).finally(() => {
      waiting.current -= 1;
    });
    before.current = done.catch(() => undefined);
    return done;
  }
  function turned(turn: Turn<S, C> | undefined): boolean {
    if (turn === undefined) return false;
    set(turn.state);
    if (turn.sound !== undefined) sounds.play(turn.sound);
    if (turn.says) tell(turn.says.tone, turn.says.text, turn.says.effect);
    for (const told of turn.tells ?? []) record(told);
    return true;
  }
  const other = keeper.others(document, me).map(({ person, state: theirs }) => ({ person, what: holding(theirs) })).find(({ what }) => what !== undefined);
  return {
    state, now: store.get, asks: asks(flow, state), set,
    // The state is read after what had to be known has come: answers of the station change it meanwhile.
    take: (thing) => inTurn(async () => {
      const known = await knows(store.get(), thing);
      return turned(scanned(flow, store.get(), thing, known));
    }),
    // A key acts at once where nothing has to be asked, so that the next one finds what it did.
    act: (act) => {
      const known = waiting.current === 0 ? knows(store.get(), undefined) : undefined;
      if (known !== undefined && !(known instanceof Promise)) return Promise.resolve(turned(acted(flow, store.get(), act, known)));
      return inTurn(async () => {
        const asked = await (known ?? knows(store.get(), undefined));
        return turned(acted(flow, store.get(), act, asked));
      });
    },
    recorded: (context) => set(flow.recorded?.(store.get(), context) ?? store.get()),
    withdrawn: (context) => set(flow.withdrawn?.(store.get(), context) ?? store.get()),
    left: other && holding(state) === undefined ? {
      who: nameOfPerson(other.person), what: other.what!,
      takeOver: () => {
        const theirs = keeper.takeOver(document, other.person, me, other.what!);
        if (theirs !== undefined) store.set(theirs);
      },
    } : undefined,
  };
}
