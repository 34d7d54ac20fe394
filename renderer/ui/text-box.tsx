// A short text somebody types when no label carries it: a lot, a serial number, a note.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useActions } from './action-stack.ts';

export function TextBox({ title, hint = 'Scan it, or type it and press Enter.', onDone, onCancel, optional = false }: { readonly title: string; readonly hint?: string; readonly onDone: (text: string) => void; readonly onCancel: () => void; readonly optional?: boolean }) {
  const [text, setText] = useState('');
  const ready = optional || text.trim() !== '';
  const done = (): void => {
    if (ready) onDone(text.trim());
  };
  useActions([
    { key: 'Enter', label: 'Use it', run: done, primary: true, locked: ready ? undefined : 'scan or type it' },
    { key: 'Escape', label: 'Cancel', run: onCancel, atEnd: true },
  ], { modal: true });
  return (
    <form className="box" aria-label={title} onSubmit={(event) => { event.preventDefault(); done(); }}>
      <TextInput classNames={{ input: 'text-input', label: 'box-label' }} label={title} autoComplete="off" maxLength={64} value={text} onChange={(event) => setText(event.currentTarget.value)} ref={focusIt} />
      <p className="box-hint">{hint}</p>
    </form>
  );
}

const focusIt = (field: HTMLInputElement | null): void => field?.focus();
