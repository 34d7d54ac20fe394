// Four sounds told apart by rhythm and pitch, not loudness, made by the window itself after a scan was
// really taken; a scanner's own beep only says that it saw a barcode.

export type SoundName = 'ok' | 'wrong' | 'attention' | 'done';

/** Start and length in ms from the beginning of the sound, pitch in Hz. */
export type Tone = { readonly at: number; readonly ms: number; readonly hz: number };

export const SOUNDS: Readonly<Record<SoundName, readonly Tone[]>> = {
  /** One short and high. */
  ok: [{ at: 0, ms: 90, hz: 1568 }],
  /** Two long and low. */
  wrong: [
    { at: 0, ms: 250, hz: 196 },
    { at: 350, ms: 250, hz: 196 },
  ],
  /** Three rising. */
  attention: [
    { at: 0, ms: 120, hz: 523 },
    { at: 160, ms: 120, hz: 659 },
    { at: 320, ms: 120, hz: 784 },
  ],
  /** A chord. */
  done: [
    { at: 0, ms: 450, hz: 523 },
    { at: 0, ms: 450, hz: 659 },
    { at: 0, ms: 450, hz: 784 },
  ],
};

export type Sounds = {
  readonly play: (name: SoundName) => void;
  readonly setOn: (on: boolean) => void;
  readonly isOn: () => boolean;
  readonly close: () => void;
};

export type SoundsOptions = {
  readonly on?: boolean;
  /** 0 to 1. */
  readonly volume?: number;
};

/** Nothing is opened before the first sound; where the browser has no WebAudio, playing does nothing. */
export function createSounds({ on = true, volume = 0.5 }: SoundsOptions = {}): Sounds {
  let isOn = on;
  let context: AudioContext | undefined;

  return {
    play: (name) => {
      if (!isOn || typeof AudioContext === 'undefined') return;
      try {
        context ??= new AudioContext();
        // Browsers keep a context asleep until somebody touched the page; it then plays what comes later.
        if (context.state === 'suspended') context.resume().catch(() => undefined);
        // Each voice of a chord gets its share, so that done is no louder than ok.
        const voices = SOUNDS[name].filter((tone) => tone.at === 0).length;
        for (const tone of SOUNDS[name]) playTone(context, tone, volume / voices);
      } catch {
        // A machine without an audio device is no reason to stop a scan.
      }
    },
    setOn: (next) => {
      isOn = next;
    },
    isOn: () => isOn,
    close: () => {
      context?.close().catch(() => undefined);
      context = undefined;
    },
  };
}

function playTone(context: AudioContext, tone: Tone, volume: number): void {
  const start = context.currentTime + tone.at / 1000;
  const end = start + tone.ms / 1000;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = tone.hz;
  // Short ramps at both ends: a tone cut off hard clicks.
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + 0.008);
  gain.gain.setValueAtTime(volume, end - 0.015);
  gain.gain.linearRampToValueAtTime(0, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}
