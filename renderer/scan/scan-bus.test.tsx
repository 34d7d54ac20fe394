// The bus in a page with fields and buttons: what a burst must not touch and what a person must not miss.
import { act, fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KeyInput } from './key-reading.ts';
import { keystrokes } from './keystrokes.ts';
import { createScanBus } from './scan-bus.ts';
import type { KeyPress, ScanBus, ScanRead } from './scan-bus.ts';

let clock = 0;
let bus: ScanBus;
let scans: ScanRead[];
let presses: KeyPress[];

beforeEach(() => {
  vi.useFakeTimers();
  // Testing Library only knows Jest's fake timers; without this user-event waits for a timer that never fires.
  vi.stubGlobal('jest', { advanceTimersByTime: (ms: number) => vi.advanceTimersByTime(ms) });
  clock = 0;
  scans = [];
  presses = [];
  bus = createScanBus({ target: window, now: () => Date.UTC(2026, 0, 1) + clock, keyTime: () => clock });
  bus.onKey((press) => presses.push(press));
});

afterEach(() => {
  bus.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function listen(): void {
  bus.onScan((read) => scans.push(read));
}

/** Presses and lets go the way a browser does: what the page does not cancel takes its effect. */
async function type(keys: readonly KeyInput[]): Promise<void> {
  // user-event gives each key its default action (text, click) unless keydown was cancelled.
  const user = userEvent.setup({ delay: null, advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
  for (const key of keys) {
    const pause = key.time - clock;
    if (pause > 0) act(() => void vi.advanceTimersByTime(pause));
    clock = key.time;
    const pressed = key.key.length === 1 ? key.key : `{${key.key}}`;
    await user.keyboard(key.shift ? `{Shift>}${pressed}{/Shift}` : pressed);
  }
}

const quiet = () => act(() => void vi.advanceTimersByTime(1000));
const scan = async (code: string) => {
  await type(keystrokes(code, { start: clock + 500 }));
  quiet();
};
const byHand = async (text: string, suffix = '') => {
  await type(keystrokes(text, { start: clock + 500, gapMs: 120, suffix }));
  quiet();
};

function Field({ onChange }: { onChange?: (value: string) => void }) {
  const [value, setValue] = useState('');
  return (
    <input
      aria-label="quantity"
      value={value}
      onChange={(event) => {
        setValue(event.target.value);
        onChange?.(event.target.value);
      }}
    />
  );
}

const field = () => screen.getByLabelText<HTMLInputElement>('quantity');

describe('a burst', () => {
  test('never lands in the field that has the focus', async () => {
    listen();
    const changes: string[] = [];
    render(<Field onChange={(value) => changes.push(value)} />);
    field().focus();
    await byHand('12');
    await scan('4006381333931');
    expect(field().value).toBe('12');
    expect(changes).toEqual(['1', '12']);
    expect(scans).toEqual([
      {
        raw: '4006381333931',
        scan: { kind: 'gtin', gtin14: '04006381333931', digits: '4006381333931' },
        at: Date.UTC(2026, 0, 1) + clock,
        source: 'keys',
      },
    ]);
  });

  test('never presses the button that has the focus, nor submits its form', async () => {
    listen();
    const clicked = vi.fn();
    const submitted = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    render(
      <form onSubmit={submitted}>
        <input aria-label="name" />
        <button onClick={clicked}>+1</button>
      </form>,
    );
    screen.getByText('+1').focus();
    await scan('TOTE-17 A');
    screen.getByLabelText('name').focus();
    await scan('TOTE-18');
    expect(scans.map((read) => read.raw)).toEqual(['TOTE-17 A', 'TOTE-18']);
    expect(clicked).not.toHaveBeenCalled();
    expect(submitted).not.toHaveBeenCalled();
    expect(presses).toEqual([]);
  });

  test('leaves no keydown, keypress or keyup to the page', async () => {
    listen();
    const heard: string[] = [];
    // Shift by itself is nobody's business.
    const hear = (event: Event) => (event as Partial<KeyboardEvent>).key !== 'Shift' && heard.push(event.type);
    for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input']) document.addEventListener(type, hear);
    render(<Field />);
    field().focus();
    await scan('LOC-B-04-2');
    for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input']) document.removeEventListener(type, hear);
    expect(heard).toEqual([]);
    expect(scans.map((read) => read.scan)).toEqual([{ kind: 'label', prefix: 'LOC', code: 'B-04-2' }]);
  });

  test('keys let go after its end are hidden too', () => {
    listen();
    const heard = vi.fn();
    document.addEventListener('keyup', heard);
    render(<Field />);
    const keys = keystrokes('4016', { start: 500 });
    for (const key of keys) {
      clock = key.time;
      fireEvent.keyDown(field(), key);
    }
    for (const key of keys) fireEvent.keyUp(field(), key);
    document.removeEventListener('keyup', heard);
    expect(heard).not.toHaveBeenCalled();
    expect(scans).toHaveLength(1);
  });

  test('Tab at its end leaves the focus where it is', async () => {
    listen();
    render(<><Field /><button>next</button></>);
    field().focus();
    await type(keystrokes('4006381333931', { start: 500, suffix: 'Tab' }));
    expect(document.activeElement).toBe(field());
    expect(scans).toHaveLength(1);
  });

  test('without an end is reported as damaged and typed nowhere', async () => {
    listen();
    render(<Field />);
    field().focus();
    await type(keystrokes('4006381333931', { start: 500, suffix: '' }));
    quiet();
    expect(field().value).toBe('');
    expect(scans.map((read) => read.scan)).toMatchObject([{ kind: 'damaged', text: '4006381333931' }]);
  });

  test('200 scans at 20 a second are all delivered in order, the same code or not', () => {
    listen();
    render(<Field />);
    field().focus();
    const codes = Array.from({ length: 200 }, (_, i) => (i % 2 ? '4006381333931' : `TOTE-${i}`));
    for (const [i, code] of codes.entries()) {
      for (const key of keystrokes(code, { start: 1000 + i * 50, gapMs: 3 })) {
        clock = key.time;
        fireEvent.keyDown(field(), { key: key.key, code: key.code, shiftKey: key.shift });
        fireEvent.keyUp(field(), { key: key.key, code: key.code, shiftKey: key.shift });
      }
    }
    expect(scans.map((read) => read.raw)).toEqual(codes);
    expect(scans.map((read) => read.at)).toEqual(scans.map((read) => read.at).toSorted((a, b) => a - b));
    expect(field().value).toBe('');
  });

  test('scans nobody listens to yet are kept', async () => {
    await scan('TOTE-1');
    bus.inject('TOTE-2');
    listen();
    bus.inject(']C1(');
    expect(scans.map((read) => [read.raw, read.source])).toEqual([['TOTE-1', 'keys'], ['TOTE-2', 'injected'], [']C1(', 'injected']]);
  });

  test('after stop the keyboard is the page\'s again', async () => {
    listen();
    bus.stop();
    render(<Field />);
    field().focus();
    await scan('4006381333931');
    expect(field().value).toBe('4006381333931');
    expect(scans).toEqual([]);
  });
});

describe('a person', () => {
  test('types into a React field, in the middle and over a selection', async () => {
    render(<Field />);
    field().focus();
    await byHand('hello 12');
    expect(field().value).toBe('hello 12');
    field().setSelectionRange(5, 6);
    await byHand('-');
    expect(field().value).toBe('hello-12');
    field().setSelectionRange(0, 0);
    await byHand('"A');
    expect(field().value).toBe('"Ahello-12');
    expect(field().selectionStart).toBe(2);
  });

  test('corrects with Backspace and sends with Enter', async () => {
    const submitted = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    render(<form onSubmit={submitted}><Field /></form>);
    field().focus();
    await type([...keystrokes('13', { start: 500, gapMs: 120, suffix: 'Backspace' })]);
    await byHand('2', 'Enter');
    expect(field().value).toBe('12');
    expect(submitted).toHaveBeenCalledOnce();
  });

  test('types into text areas, and not into read-only fields or beyond maxlength', async () => {
    render(<><textarea aria-label="note" /><input aria-label="fixed" readOnly defaultValue="x" /><input aria-label="short" maxLength={2} /></>);
    for (const [label, value] of [['note', 'abc'], ['fixed', 'x'], ['short', 'ab']] as const) {
      screen.getByLabelText(label).focus();
      await byHand('abc');
      expect(screen.getByLabelText<HTMLInputElement>(label).value).toBe(value);
    }
  });

  test('presses the focused button with Space and with Enter', async () => {
    const clicked = vi.fn();
    render(<button onClick={clicked}>+1</button>);
    screen.getByText('+1').focus();
    await byHand(' ');
    expect(clicked).toHaveBeenCalledTimes(1);
    await byHand('', 'Enter');
    expect(clicked).toHaveBeenCalledTimes(2);
  });

  test('a letter acts only after the burst window, function keys and Escape at once', async () => {
    render(<button>x</button>);
    screen.getByText('x').focus();
    await type(keystrokes('n', { start: 500, suffix: '' }));
    expect(presses).toEqual([]);
    act(() => void vi.advanceTimersByTime(49));
    expect(presses).toEqual([]);
    quiet();
    expect(presses).toMatchObject([{ key: 'n', code: 'KeyN', inField: false }]);
    clock += 1000;
    await type([{ ...keystrokes('n')[0], key: 'F2', code: 'F2', time: clock } as KeyInput]);
    await type([{ ...keystrokes('n')[0], key: 'Escape', code: 'Escape', time: clock + 1 } as KeyInput]);
    expect(presses.map((press) => press.key)).toEqual(['n', 'F2', 'Escape']);
  });

  test('the page sees each key once and may take it', async () => {
    const heard: string[] = [];
    render(
      <input
        aria-label="quantity"
        onKeyDown={(event) => {
          heard.push(event.key);
          if (event.key === 'x') event.preventDefault();
        }}
      />,
    );
    field().focus();
    await byHand('axb');
    expect(heard).toEqual(['a', 'x', 'b']);
    expect(field().value).toBe('ab');
    expect(presses.map((press) => [press.key, press.inField])).toEqual([['a', true], ['b', true]]);
  });

  test('a key tapped or held, the page hears it go down before it goes up', async () => {
    const heard: string[] = [];
    const hear = (event: Event) => heard.push(event.type);
    for (const type of ['keydown', 'keyup']) document.addEventListener(type, hear);
    render(<Field />);
    field().focus();
    await byHand('7');
    expect(heard.splice(0)).toEqual(['keydown', 'keyup']);
    clock += 1000;
    fireEvent.keyDown(field(), { key: '8', code: 'Digit8' });
    quiet();
    fireEvent.keyUp(field(), { key: '8', code: 'Digit8' });
    for (const type of ['keydown', 'keyup']) document.removeEventListener(type, hear);
    expect(heard).toEqual(['keydown', 'keyup']);
    expect(field().value).toBe('78');
  });

  test('date fields and lists keep the browser\'s own keys', () => {
    render(<><input type="date" aria-label="day" /><select aria-label="list" /></>);
    for (const label of ['day', 'list']) {
      expect(fireEvent.keyDown(screen.getByLabelText(label), { key: '1', code: 'Digit1' })).toBe(true);
      quiet();
    }
  });
});
