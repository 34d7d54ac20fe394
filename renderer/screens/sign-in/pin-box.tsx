// The PIN behind a badge, or a new one twice. What is typed is never shown, and is gone from here with the answer.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useActions } from '#renderer/ui/action-stack.ts';

interface PinBoxProps {
  readonly name: string;
  readonly wants: 'pin' | 'new_pin';
  readonly busy: boolean;
  /** What was wrong with the one before. */
  readonly problem: string;
  readonly onPin: (pin: string) => void;
  readonly onMismatch: () => void;
  readonly onCancel: () => void;
}
export function PinBox({ name, wants, busy, problem, onPin, onMismatch, onCancel }: PinBoxProps) {
  const [pin, setPin] = useState('');
  const [first, setFirst] = useState<string | undefined>(undefined);
  const title = wants === 'pin' ? `PIN of ${name}` : first === undefined ? `New PIN for ${name}` : 'The same PIN once more';
  function done(): void {
    if (pin === '' || busy) return;
    setPin('');
    if (wants === 'pin') return onPin(pin);
    if (first === undefined) return setFirst(pin);
    setFirst(undefined);
    return first === pin ? onPin(pin) : onMismatch();
  }
  useActions([
    { key: 'Enter', label: wants === 'pin' ? 'Sign in' : first === undefined ? 'Go on' : 'Use it', run: done, primary: true, locked: busy ? 'a moment …' : pin === '' ? 'type the PIN' : undefined },
    { key: 'Escape', label: 'Another badge', run: onCancel, atEnd: true },
  ], { modal: true });
  return (
    <form className="box" aria-label={title} onSubmit={(event) => { event.preventDefault(); done(); }}>
      <TextInput key={title} classNames={{ input: 'text-input', label: 'box-label' }} type="password" inputMode="numeric" label={title} autoComplete="off" maxLength={12} value={pin} onChange={(event) => setPin(event.currentTarget.value.replaceAll(/\D/g, ''))} ref={focusIt} readOnly={busy} />
      {problem !== '' && <p className="box-problem" role="alert">▲ {problem}</p>}
      <p className="box-hint">{wants === 'pin' ? 'Type it and press Enter. Another badge can be scanned at any time.' : 'At least six digits, that nobody would guess; it is the same at every station.'}</p>
    </form>
  );
}
const focusIt = (field: HTMLInputElement | null): void => field?.focus();
