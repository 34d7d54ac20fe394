// Finds the shared real-world data that may lie beside a checkout; it is never part of the repository.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The absolute path of `../shared/data/<relative>` beside the repository, or undefined where it is absent.
 * Use: `it.skipIf(file === undefined)('plays December (needs ../shared/data/online-retail)', …)`.
 */
export const sharedData = (relative: string): string | undefined => {
  const file = path.join(root, '..', 'shared', 'data', relative);
  return existsSync(file) ? file : undefined;
};
