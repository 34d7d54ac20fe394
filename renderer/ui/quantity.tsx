// A quantity typed before the scan it belongs to: it replaces, never appends, and is read back until it is used.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useActions } from './action-stack.ts';

export const MOST_UNITS = 100_000;

/** A whole number of units above zero, or undefined. */
export function readQuantity(text: string): number | undefined {
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  return value > 0 && value <= MOST_UNITS ? value : undefined;
}

export function QuantityBox({ title, onDone, onCancel, onTyping, start, first = '', hint = 'Then scan. The number counts for one scan.' }: { readonly title: string; readonly onDone: (quantity: number) => void; readonly onCancel: () => void; /** While typing: a scan uses the number without Enter. */ readonly onTyping?: (quantity: number) => void; readonly start?: number; /** The digit that opened the box. */ readonly first?: string; readonly hint?: string }) {
  const [text, setText] = useState(start === undefined ? first : String(start));
  const value = readQuantity(text);
  const type = (next: string): void => {
    setText(next);
    onTyping?.(readQuantity(next) ?? 1);
  };
  const done = (): void => {
    if (value !== undefined) onDone(value);
  };
  useActions([
    { key: 'Enter', label: value === undefined ? 'Type a number' : `Use ${value}`, run: done, primary: true, locked: value === undefined ? 'a whole number, at least 1' : undefined },
    { key: 'Escape', label: 'Cancel', run: onCancel, atEnd: true },
  ], { modal: true });
  return (
    <form className="box" aria-label={title} onSubmit={(event) => { event.preventDefault(); done(); }}>
      <TextInput
        classNames={{ input: 'quantity-input', label: 'box-label' }} label={title} inputMode="numeric" autoComplete="off" data-autofocus value={text}
        ref={focusAndSelect} onChange={(event) => type(event.currentTarget.value.replace(/\D/g, ''))} error={text !== '' && value === undefined ? `between 1 and ${MOST_UNITS}` : undefined}
      />
      <p className="box-hint">{hint}</p>
    </form>
  );
}

function focusAndSelect(field: HTMLInputElement | null): void {
  if (!field || document.activeElement === field) return;
  field.focus();
  // A figure that was there before is replaced by what is typed; a digit just typed goes on.
  if (field.value.length > 1) field.select();
  else field.setSelectionRange(field.value.length, field.value.length);
}
