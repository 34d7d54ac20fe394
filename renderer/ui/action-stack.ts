// Which actions are offered: every screen and dialog lays its own on top, and a modal one hides those below it.
import { createContext, useContext, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';
import { createValue, type Readable } from '#renderer/readable.ts';
import { sameKey, type Action } from './action.ts';

interface Layer {
  readonly actions: readonly Action[];
  readonly modal: boolean;
}
export interface ActionStack {
  /** What the bar shows, lowest layer first. */
  readonly shown: Readable<readonly Action[]>;
  readonly put: (owner: object, layer: Layer) => void;
  readonly drop: (owner: object) => void;
  /** The topmost action of a key, also when it is locked. */
  readonly find: (key: string) => Action | undefined;
}

const looksLike = (actions: readonly Action[]): string => JSON.stringify(actions.map(({ key, label, locked, primary, elsewhere, atEnd, small }) => [key, label, locked, primary, elsewhere, atEnd, small]));

export function createActionStack(): ActionStack {
  const layers = new Map<object, Layer>();
  const shown = createValue<readonly Action[]>([]);

  function visible(): readonly Action[] {
    const all = [...layers.values()];
    const from = all.findLastIndex((layer) => layer.modal);
    const actions = all.slice(Math.max(0, from)).flatMap((layer) => layer.actions);
    // A key belongs to the layer on top that uses it.
    return actions.filter((action, index) => !actions.slice(index + 1).some((above) => sameKey(above.key, action.key)));
  }
  function refresh(): void {
    const next = visible();
    if (looksLike(next) !== looksLike(shown.get())) shown.set(next);
  }

  return {
    shown,
    put: (owner, layer) => {
      layers.set(owner, layer);
      refresh();
    },
    drop: (owner) => {
      layers.delete(owner);
      refresh();
    },
    find: (key) => visible().find((action) => sameKey(action.key, key)),
  };
}

export const ActionContext = createContext<ActionStack | undefined>(undefined);

export function useActionStack(): ActionStack {
  const stack = useContext(ActionContext);
  if (!stack) throw new Error('no action stack above this component');
  return stack;
}

/** Offers these actions while the component is mounted; a modal layer hides and disables those below. */
export function useActions(actions: readonly Action[], { modal = false, enabled = true }: { readonly modal?: boolean; readonly enabled?: boolean } = {}): void {
  const stack = useActionStack();
  const [owner] = useState(() => ({}));
  const look = looksLike(actions);
  const run = useEffectEvent((key: string) => actions.find((action) => sameKey(action.key, key))?.run());
  const latest = useEffectEvent(() => actions);
  const lay = useEffectEvent(() => {
    if (!enabled) return stack.drop(owner);
    return stack.put(owner, { modal, actions: latest().map((action) => ({ ...action, run: () => run(action.key) })) });
  });
  // `look` stands for the actions: what they do is looked up when they run. A dialog lies below what is in it, whose
  // effects would otherwise come first.
  useLayoutEffect(() => (modal ? lay() : undefined), [stack, owner, look, modal, enabled]);
  useEffect(() => (modal ? undefined : lay()), [stack, owner, look, modal, enabled]);
  useEffect(() => () => stack.drop(owner), [stack, owner]);
}
