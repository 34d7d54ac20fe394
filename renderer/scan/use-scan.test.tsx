// Which screen takes a scan, also while screens change.
import { render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createScanBus } from './scan-bus.ts';
import type { ScanBus } from './scan-bus.ts';
import { ScanProvider } from './scan-provider.tsx';
import { useScan } from './use-scan.ts';

let bus: ScanBus;
let taken: string[];

beforeEach(() => {
  taken = [];
  bus = createScanBus({ target: window, now: () => 0 });
});
afterEach(() => {
  bus.stop();
  vi.unstubAllGlobals();
});

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const settled = (count: number) => vi.waitFor(() => expect(taken).toHaveLength(count), { timeout: 10_000 });

function Taker({ name, enabled = true, then }: { name: string; enabled?: boolean; then?: () => Promise<void> | void }) {
  useScan(
    async ({ raw }) => {
      await soon(1);
      taken.push(`${name} ${raw}`);
      await then?.();
    },
    { enabled },
  );
  return null;
}

test('the one that asked last takes it, a disabled one lets it through', async () => {
  const dialog = (open: boolean, enabled = true) => (
    <ScanProvider bus={bus}>
      <Taker name="screen" />
      {open && <Taker name="dialog" enabled={enabled} />}
    </ScanProvider>
  );
  const { rerender } = render(dialog(true));
  bus.inject('1');
  await settled(1);
  rerender(dialog(true, false));
  bus.inject('2');
  await settled(2);
  rerender(dialog(false));
  bus.inject('3');
  await settled(3);
  expect(taken).toEqual(['dialog 1', 'screen 2', 'screen 3']);
});

function Steps() {
  const [step, setStep] = useState(0);
  return (
    <>
      <output>{step}</output>
      <Taker key={step} name={`step ${step}`} then={() => setStep(step + 1)} />
    </>
  );
}

test('scans made at once go to the screens they lead to, one each', async () => {
  render(<ScanProvider bus={bus}><Steps /></ScanProvider>);
  // React in its own time, as in the window: nothing here flushes it.
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
  for (const code of ['a', 'b', 'c', 'd']) bus.inject(code);
  await settled(4);
  expect(taken).toEqual(['step 0 a', 'step 1 b', 'step 2 c', 'step 3 d']);
  expect((await screen.findByRole('status')).textContent).toBe('4');
});

test('a handler that fails is told of, and the next scan goes on', async () => {
  const failed: string[] = [];
  const then = () => {
    if (taken.length === 1) throw new Error('no');
  };
  render(<ScanProvider bus={bus} onFailed={(_, { raw }) => failed.push(raw)}><Taker name="x" then={then} /></ScanProvider>);
  bus.inject('1');
  bus.inject('2');
  await settled(2);
  expect(failed).toEqual(['1']);
});

test('a scan waits for a screen on its way, and is told of when none comes', async () => {
  const unclaimed = vi.fn();
  const page = (ready: boolean) => <ScanProvider bus={bus} onUnclaimed={unclaimed}>{ready && <Taker name="late" />}</ScanProvider>;
  const { rerender } = render(page(false));
  bus.inject('1');
  await soon(50);
  rerender(page(true));
  await settled(1);
  expect(taken).toEqual(['late 1']);
  rerender(page(false));
  bus.inject('2');
  await vi.waitFor(() => expect(unclaimed).toHaveBeenCalledOnce(), { timeout: 10_000 });
});
