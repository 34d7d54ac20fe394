// Taking a photo: the camera's picture with Enter, or a file with F2. It is safe at the station before it is shown as taken.
import { useEffect, useRef, useState } from 'react';
import { useServices } from '#renderer/services.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { problemWords } from '#renderer/words.ts';
import { shrunk } from './shrink.ts';

export function PhotoBox({ of, onTaken, onCancel }: { readonly of: string; readonly onTaken: (hash: string) => void; readonly onCancel: () => void }) {
  const { bridge, sounds } = useServices();
  const video = useRef<HTMLVideoElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [camera, setCamera] = useState<'opening' | 'on' | 'none'>('opening');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let stream: MediaStream | undefined;
    let over = false;
    const stop = (): void => stream?.getTracks().forEach((track) => track.stop());
    async function open(): Promise<void> {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 } }, audio: false });
      if (over || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      setCamera('on');
    }
    open().catch(() => (over ? undefined : setCamera('none')));
    return () => {
      over = true;
      stop();
    };
  }, []);

  async function keep(source: Blob | HTMLVideoElement): Promise<void> {
    setBusy(true);
    const picture = await shrunk(source);
    const { hash, problem: why } = picture === undefined ? { hash: '', problem: 'This is no picture.' } : await bridge.request('keepPhoto', { picture });
    setBusy(false);
    sounds.play(hash === '' ? 'wrong' : 'ok');
    if (hash === '') setProblem(problemWords(why));
    else onTaken(hash);
  }
  const ready = camera === 'on' && !busy;
  const shoot = (): void => {
    if (ready && video.current) void keep(video.current).catch(reportError);
  };
  useActions([
    { key: 'Enter', label: 'Take it', run: shoot, primary: true, locked: ready ? undefined : camera === 'none' ? 'no camera here' : 'one moment' },
    { key: ' ', label: 'Take it', run: shoot, elsewhere: true },
    { key: 'F2', label: 'From a file', run: () => file.current?.click() },
    { key: 'Escape', label: 'No photo', run: onCancel, atEnd: true },
  ], { modal: true });
  return (
    <section className="cover photo-box" aria-label={`Photo of ${of}`}>
      <h1 className="item-name">Photo of {of}</h1>
      <output className="muted">{problem !== '' ? problem : camera === 'on' ? 'Enter takes it.' : camera === 'opening' ? 'The camera is opening …' : 'No camera here: F2 takes a picture from a file.'}</output>
      {/* A live picture of the bench has nothing to say. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video ref={video} muted playsInline className={camera === 'on' ? 'photo-live' : 'photo-live photo-dark'} aria-label="What the camera sees" />
      <input ref={file} type="file" accept="image/jpeg,image/png,image/webp" hidden aria-hidden="true" tabIndex={-1} onChange={(event) => { const [chosen] = event.currentTarget.files ?? []; if (chosen) void keep(chosen).catch(reportError); }} />
    </section>
  );
}
