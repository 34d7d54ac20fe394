// A camera as a scanner: a few frames a second are looked at, and a code counts again only after it was out of sight.
import type { ScanBus } from '#renderer/scan/scan-bus.ts';
import { drawn, readPixels } from './picture.ts';

export interface Camera {
  readonly video: HTMLVideoElement;
  readonly stop: () => void;
}

const LOOK_EVERY_MS = 200;
/** Frames without the code before it may come again: a hand that shakes is no second scan. */
const GONE_AFTER = 5;

/** Rejects with the browser's reason where there is no camera or nobody allowed it. */
export async function startCamera(bus: Pick<ScanBus, 'inject'>, onRead: (text: string) => void): Promise<Camera> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false });
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  let running = true;
  let seen = '';
  let missed = 0;

  async function look(): Promise<void> {
    if (!running) return;
    if (video.videoWidth > 0) {
      const found = await readPixels(drawn(new OffscreenCanvas(video.videoWidth, video.videoHeight), video));
      missed = found?.raw === seen ? 0 : missed + 1;
      if (missed >= GONE_AFTER) seen = '';
      if (running && found && found.raw !== seen) {
        seen = found.raw;
        missed = 0;
        bus.inject(found.raw);
        onRead(found.text);
      }
    }
    setTimeout(() => void look().catch(reportError), LOOK_EVERY_MS);
  }
  void look().catch(reportError);
  return {
    video,
    stop() {
      running = false;
      for (const track of stream.getTracks()) track.stop();
    },
  };
}
