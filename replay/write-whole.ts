// Owns writing a small file so that a reader, also one after a power cut, sees the old or the new content, never half.
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

export function writeWhole(file: string, content: string): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w');
  writeSync(handle, content);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(fresh, file);
}
