// Photos that go with what a person is about to tell: P takes one more, and each can be looked at or taken away before.
import { useState, type ReactNode } from 'react';
import { useActions } from '#renderer/ui/action-stack.ts';
import { PhotoBox } from './photo-box.tsx';
import { Photos, PhotoView } from './photos.tsx';

export interface OwnPhotos {
  readonly hashes: readonly string[];
  /** Covers the screen while a photo is taken or looked at. */
  readonly cover: ReactNode;
  readonly row: ReactNode;
  readonly open: () => void;
  readonly clear: () => void;
}

const MOST = 8;

/** `of`: what is photographed, in words. */
export function useOwnPhotos(of: string, { enabled = true, onTaken }: { readonly enabled?: boolean; readonly onTaken?: (hash: string) => void } = {}): OwnPhotos {
  const [hashes, setHashes] = useState<readonly string[]>([]);
  const [taking, setTaking] = useState(false);
  const [seen, setSeen] = useState<number | undefined>(undefined);
  const open = (): void => setTaking(true);
  useActions([{ key: 'P', label: hashes.length === 0 ? 'Photo' : `Photo (${hashes.length})`, run: open, locked: hashes.length < MOST ? undefined : `${MOST} are enough` }], { enabled: enabled && !taking && seen === undefined });
  const cover = taking
    ? <PhotoBox of={of} onTaken={(hash) => { setTaking(false); setHashes((before) => (before.includes(hash) ? before : [...before, hash])); onTaken?.(hash); }} onCancel={() => setTaking(false)} />
    : seen === undefined ? null : <PhotoView hashes={hashes} of={of} first={seen} onClose={() => setSeen(undefined)} onDrop={(hash) => setHashes((before) => before.filter((each) => each !== hash))} />;
  return { hashes, cover, row: <Photos hashes={hashes} of={of} onOpen={setSeen} />, open, clear: () => setHashes([]) };
}

/** Photos of what somebody decides about: P shows them large. */
export function useShownPhotos(hashes: readonly string[], of: string): { readonly cover: ReactNode; readonly row: ReactNode } {
  const [seen, setSeen] = useState<number | undefined>(undefined);
  useActions(hashes.length === 0 ? [] : [{ key: 'P', label: `Photos (${hashes.length})`, run: () => setSeen(0) }], { enabled: seen === undefined });
  return {
    cover: seen === undefined || hashes.length === 0 ? null : <PhotoView hashes={hashes} of={of} first={seen} onClose={() => setSeen(undefined)} />,
    row: <Photos hashes={hashes} of={of} onOpen={setSeen} />,
  };
}
