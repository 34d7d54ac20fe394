// The sounds differ without looking at loudness, and no machine is harmed by not having any.
import { afterEach, expect, test, vi } from 'vitest';
import { createSounds, SOUNDS } from './sounds.ts';
import type { SoundName } from './sounds.ts';

const names = Object.keys(SOUNDS) as SoundName[];

afterEach(() => vi.unstubAllGlobals());

test('every two sounds differ in rhythm and in pitch', () => {
  const rhythm = (name: SoundName) => SOUNDS[name].map((tone) => `${tone.at}+${tone.ms}`).join();
  const pitch = (name: SoundName) => SOUNDS[name].map((tone) => tone.hz).join();
  expect(new Set(names.map(rhythm)).size).toBe(4);
  // The chord has the notes of attention, at once instead of rising.
  expect(new Set(names.map((name) => `${pitch(name)} ${rhythm(name)}`)).size).toBe(4);
  expect(SOUNDS.ok).toEqual([{ at: 0, ms: 90, hz: SOUNDS.ok[0]?.hz }]);
  expect(SOUNDS.wrong.map((tone) => tone.ms)).toEqual([250, 250]);
  expect(Math.min(...SOUNDS.ok.map((tone) => tone.hz))).toBeGreaterThan(4 * Math.max(...SOUNDS.wrong.map((tone) => tone.hz)));
});

test('without WebAudio playing does nothing', () => {
  expect(typeof AudioContext).toBe('undefined');
  const sounds = createSounds();
  for (const name of names) sounds.play(name);
  sounds.close();
});

test('the device is opened by the first sound that is on, once', () => {
  let opened = 0;
  const tones: number[] = [];
  const param = () => ({ value: 0, setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined });
  vi.stubGlobal('AudioContext', function () {
    opened++;
    return {
      state: 'running',
      currentTime: 0,
      destination: {},
      createGain: () => ({ gain: param(), connect: () => undefined }),
      createOscillator: () => ({
        frequency: param(),
        connect: (next: unknown) => next,
        start: (at: number) => tones.push(at),
        stop: () => undefined,
      }),
    };
  });
  const sounds = createSounds({ on: false });
  sounds.play('ok');
  expect(opened).toBe(0);
  sounds.setOn(true);
  sounds.play('wrong');
  sounds.play('done');
  expect(opened).toBe(1);
  expect(tones).toEqual([0, 0.35, 0, 0, 0]);
});
