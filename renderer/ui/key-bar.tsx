// The bar at the bottom: every action of the moment with its key, for hand and eye; pressing the key does the same.
import { useEffect, useEffectEvent } from 'react';
import { useServices } from '#renderer/services.ts';
import { useValue } from '#renderer/readable.ts';
import type { KeyPress } from '#renderer/scan/scan-bus.ts';
import { isFunctionKey, keyName, type Action } from './action.ts';
import { useActionStack } from './action-stack.ts';

export function KeyBar({ note }: { readonly note: string }) {
  const stack = useActionStack();
  const actions = useValue(stack.shown).filter((action) => !action.elsewhere);
  return (
    <nav className="key-bar" aria-label="What you can do">
      {actions.filter((action) => !action.atEnd && !action.small).map((action) => <ActionKey key={action.key} action={action} />)}
      <span className="key-bar-note">{note}</span>
      {actions.filter((action) => action.small).map((action) => <ActionKey key={action.key} action={action} />)}
      {actions.filter((action) => action.atEnd).map((action) => <ActionKey key={action.key} action={action} />)}
    </nav>
  );
}

export function ActionKey({ action }: { readonly action: Action }) {
  const locked = action.locked !== undefined;
  return (
    <button type="button" className={`key${action.primary ? ' key-primary' : ''}${action.small ? ' key-small' : ''}`} aria-disabled={locked} title={action.locked} onClick={() => (locked ? undefined : action.run())}>
      <kbd>{keyName(action.key)}</kbd>
      <span className="key-words">
        {action.label}
        {locked && <small>{action.locked}</small>}
      </span>
    </button>
  );
}

/** A control that has the focus answers these keys itself. */
const answersEnter = (element: Element | null): boolean => element !== null && /^(?:BUTTON|A|INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(element.tagName);

/** Runs the action of every key a person presses; a scanner's keys never come here. */
export function useActionKeys(): void {
  const { bus, sounds } = useServices();
  const stack = useActionStack();
  const press = useEffectEvent((key: KeyPress) => {
    if (key.ctrl || key.alt || key.meta) return;
    // Up and down mean nothing in a field of one line, but choose in the list below it.
    if (key.inField && !/^(?:F\d+|Escape|ArrowUp|ArrowDown)$/.test(key.key)) return;
    if ((key.key === 'Enter' || key.key === ' ') && answersEnter(document.activeElement)) return;
    const action = stack.find(key.key);
    if (!action) return;
    if (isFunctionKey(key.key)) key.preventDefault();
    if (action.locked === undefined) action.run();
    else sounds.play('attention');
  });
  useEffect(() => bus.onKey((key) => press(key)), [bus]);
}
