// Photos where they are looked at: a row of small ones, and one of them large.
import { useEffect, useState } from 'react';
import { fromBase64 } from '#renderer/download.ts';
import { useServices } from '#renderer/services.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { problemWords } from '#renderer/words.ts';

/** From the station, or through it from the ERP; `problem` says why there is none to see. */
function usePhoto(hash: string): { readonly url: string; readonly problem: string } {
  const { bridge } = useServices();
  const [found, setFound] = useState({ hash: '', url: '', problem: '' });
  useEffect(() => {
    let url = '';
    let over = false;
    async function load(): Promise<void> {
      const { type, picture, problem } = await bridge.request('photo', { hash });
      if (over) return;
      if (problem === '') url = URL.createObjectURL(new Blob([fromBase64(picture)], { type }));
      setFound({ hash, url, problem: problemWords(problem) });
    }
    load().catch(reportError);
    return () => {
      over = true;
      if (url !== '') URL.revokeObjectURL(url);
    };
  }, [bridge, hash]);
  return found.hash === hash ? found : { url: '', problem: '' };
}

export function Photos({ hashes, of, onOpen }: { readonly hashes: readonly string[]; readonly of: string; readonly onOpen: (at: number) => void }) {
  if (hashes.length === 0) return null;
  return (
    <ul className="photos" aria-label={`Photos of ${of}`}>
      {hashes.map((hash, at) => <li key={hash}><button type="button" className="photo" aria-label={`Photo ${at + 1} of ${of}`} onClick={() => onOpen(at)}><Picture hash={hash} words={`Photo ${at + 1} of ${of}`} /></button></li>)}
    </ul>
  );
}

function Picture({ hash, words }: { readonly hash: string; readonly words: string }) {
  const { url, problem } = usePhoto(hash);
  if (url !== '') return <img src={url} alt={words} />;
  return <span className="photo-none">{problem === '' ? '…' : problem}</span>;
}

/** One after the other, as large as the screen allows. */
export function PhotoView({ hashes, of, first, onClose, onDrop }: { readonly hashes: readonly string[]; readonly of: string; readonly first: number; readonly onClose: () => void; /** Before it is told: takes one away. */ readonly onDrop?: ((hash: string) => void) | undefined }) {
  const [at, setAt] = useState(first);
  const index = Math.min(at, hashes.length - 1);
  const hash = hashes[index];
  useActions([
    ...(index < hashes.length - 1 ? [{ key: 'ArrowRight', label: 'Next', run: () => setAt(index + 1) }] : []),
    ...(index > 0 ? [{ key: 'ArrowLeft', label: 'Before', run: () => setAt(index - 1) }] : []),
    ...(onDrop && hash !== undefined ? [{ key: 'Delete', label: 'Take it away', run: () => { onDrop(hash); if (hashes.length === 1) onClose(); } }] : []),
    { key: 'P', label: 'Close', run: onClose, elsewhere: true },
    { key: 'Escape', label: 'Close', run: onClose, atEnd: true },
  ], { modal: true });
  return (
    <section className="cover photo-view" aria-label={`Photos of ${of}`}>
      <h1 className="item-name">{of} <span className="muted">{index + 1} of {hashes.length}</span></h1>
      {hash !== undefined && <Picture hash={hash} words={`Photo ${index + 1} of ${of}`} />}
    </section>
  );
}
