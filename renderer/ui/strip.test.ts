// The strip never lies: each state of link, network and queue has its own words.
import { describe, expect, it } from 'vitest';
import type { StationStatus } from '#electron/contract.ts';
import { clockWords, standing } from './strip.tsx';

const NOW = new Date(2026, 2, 2, 11, 0).getTime();
const status = (more: Partial<StationStatus> = {}): StationStatus => ({
  online: true, since: NOW - 18 * 60_000, plugged: true, unsent: 0, oldestUnsentAt: null, acceptedToday: 1284, today: 1284, needsYou: 0, stockAsOf: NOW, trouble: '', now: NOW, unheardFor: null, clockAhead: null, photosStuck: 0, lockAfter: null, ...more,
});

describe('the strip', () => {
  it('says how far a clock is off, and which way', () => {
    expect([clockWords(26 * 60_000), clockWords(-3 * 3_600_000)]).toEqual(['This clock is 26 min ahead of the ERP’s', 'This clock is 3 h behind the ERP’s']);
  });
  it.each([
    ['well', 'Online · all 1,284 of today are in the ERP', status()],
    ['well', 'Online · nothing unsent', status({ acceptedToday: 0, today: 0 })],
    ['sending', 'Online · sending 31', status({ unsent: 31, oldestUnsentAt: NOW - 2000 })],
    ['sending', 'Online · 1,280 of 1,284 of today are in the ERP', status({ acceptedToday: 1280 })],
    ['offline', 'Offline since 10:42 · 31 saved here', status({ online: false, unsent: 31, oldestUnsentAt: NOW - 60_000 })],
    ['offline', 'Offline since 10:42 · nothing unsent', status({ online: false })],
    ['alarm', 'Offline since 10:42 · 31 saved here', status({ online: false, unsent: 31, oldestUnsentAt: NOW - 31 * 60_000 })],
  ] as const)('%s: %s', (tone, words, given) => {
    expect(standing('up', given, NOW)).toEqual({ tone, words });
  });

  it('never shows an old status as the present one', () => {
    expect(standing('lost', status(), NOW).words).toContain('lost its station');
    expect(standing('locked', status(), NOW).tone).toBe('alarm');
    expect(standing('connecting', undefined, NOW).tone).toBe('sending');
  });
});
