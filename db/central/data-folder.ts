// Decides where data really lives: where asked, unless we are root and Postgres' own user cannot reach that place;
// then in a folder under /var/tmp, named by a note left where it was asked for.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canEnter, serverUser } from './server-user.ts';

export type DataFolder = {
  /** Absolute, existing. */
  folder: string;
  /** One sentence for the person, when the data is not where it was asked for. */
  note?: string;
};

const noteName = 'moved-to.txt';

/** Creates `requested` (which gets the note) and answers where to keep the data; the same place every time. */
export const resolveDataFolder = (requested: string): DataFolder => {
  const asked = path.resolve(requested);
  mkdirSync(asked, { recursive: true });
  const user = serverUser();
  if (user === undefined) return { folder: asked };
  const noted = readNote(asked);
  if (noted === undefined && canEnter(asked, user)) return { folder: asked };
  const folder = noted ?? substituteFor(asked);
  const isNew = makeOwnFolder(folder);
  writeFileSync(path.join(asked, noteName), noteText(folder));
  const lost = noted !== undefined && isNew ? ' That folder had been removed, so it starts empty.' : '';
  return { folder, note: `Data is kept in ${folder}: the database's own user cannot reach ${asked}.${lost}` };
};

const readNote = (asked: string): string | undefined => {
  const file = path.join(asked, noteName);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n')[0]?.trim() || undefined : undefined;
};

const noteText = (folder: string): string =>
  `${folder}\n\nThe data is in the folder above, because root started the program and the database,\n` +
  'which does not run as root, cannot enter this one. Remove this note together with that folder.\n';

const substituteFor = (asked: string): string =>
  path.join('/var/tmp', `restow-${createHash('sha256').update(asked).digest('hex').slice(0, 16)}`);

/** True when it had to be created. Others may pass through (the database's user must) but see nothing. */
const makeOwnFolder = (folder: string): boolean => {
  const isNew = mkdirSync(folder, { recursive: true }) !== undefined;
  const stat = lstatSync(folder);
  // Anybody may create a name in /var/tmp; root's data must not land in somebody else's folder or link.
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) throw new Error(`${folder} belongs to another user; remove it and start again.`);
  chmodSync(folder, 0o711);
  return isNew;
};
