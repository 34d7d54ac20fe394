// Secrets come from files that nobody else can read, or from the environment; never from the command line, which all can see.
import { readFileSync, statSync } from 'node:fs';

/** The text of a file that only its owner can read; throws with a sentence otherwise. */
export function readSecret(file: string): string {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) throw new Error(`The secret ${file} can be read by others: allow it for its owner only (chmod 600).`);
  const text = readFileSync(file, 'utf8').trim();
  if (text === '') throw new Error(`The secret ${file} is empty.`);
  return text;
}
