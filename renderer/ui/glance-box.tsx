// How many are left? Answered by eye in passing, or not at all: the next scan goes on with the work.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useActions } from './action-stack.ts';

/** A whole number from nought, or undefined. */
export const readLeft = (text: string): number | undefined => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined);

export function GlanceBox({ title, onDone, onSkip }: { readonly title: string; readonly onDone: (left: number) => void; readonly onSkip: () => void }) {
  const [text, setText] = useState('');
  const value = readLeft(text);
  const done = (): void => {
    if (value !== undefined) onDone(value);
  };
  useActions([
    { key: 'Enter', label: value === undefined ? 'Type a number' : `${value} left`, run: done, primary: true, locked: value === undefined ? 'a whole number, or Esc' : undefined },
    { key: 'Escape', label: 'Not now', run: onSkip, atEnd: true },
  ], { modal: true });
  return (
    <form className="box" aria-label={title} onSubmit={(event) => { event.preventDefault(); done(); }}>
      <TextInput classNames={{ input: 'quantity-input', label: 'box-label' }} label={title} inputMode="numeric" autoComplete="off" value={text} ref={(field) => field?.focus()} onChange={(event) => setText(event.currentTarget.value.replace(/\D/g, ''))} />
      <p className="box-hint">A look is enough; nothing is posted from it. Or just scan on.</p>
    </form>
  );
}
