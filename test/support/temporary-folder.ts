// A folder of its own for tests that read or write files; it goes away with the test file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

/** Call at the top of a test file or in a describe. Absolute path. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'restow-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
