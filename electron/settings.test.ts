// Where a station's settings come from, and that what cannot be used is said instead of guessed.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { configFile, dataFolder, readSettings } from './settings.ts';

const folder = temporaryFolder();
const config = (text: string): void => writeFileSync(path.join(folder, configFile), text);
const read = (args: string[] = [], env: Record<string, string> = {}): unknown => {
  const result = readSettings(folder, { args, env });
  return result.ok ? result.settings : result.problem;
};

it('nothing said: a station that works alone', () => {
  expect(read()).toEqual({ central: null, tray: false });
});

it('command line before environment before the file', () => {
  config('{"central": "http://file:1", "warehouse": "file", "name": "file", "tray": true}');
  const env = { RESTOW_CENTRAL: 'http://env:2', RESTOW_WAREHOUSE: 'env', RESTOW_TRAY: '0' };
  expect(read(['--central', 'https://line:3'], env)).toEqual({ central: 'https://line:3', warehouse: 'env', name: 'file', tray: false });
  expect(read(['--tray'], env)).toMatchObject({ tray: true });
  config('{}');
});

it('switches of Chromium among the arguments are passed over', () => {
  expect(read(['--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '--name=Bench 2', '.'])).toEqual({ central: null, name: 'Bench 2', tray: false });
});

it.each([
  [['--central', 'ftp://central'], 'central: must be an http or https address'],
  [['--central', 'central'], 'central: must be'],
  [['--central'], 'central'],
  [['--name', ' '], 'name: '],
])('%s cannot be used', (args, words) => {
  expect(read(args)).toContain(words);
});

it.each(['{', '[]', '"x"', '{"centrall": "http://a:1"}', '{"tray": "yes"}'])('a config.json of %s is named as the problem', (text) => {
  config(text);
  expect(read()).toContain(configFile);
  config('{}');
});

it('the data folder is absolute, wherever it was named', () => {
  expect(dataFolder({ args: ['--data', 'here'], env: { RESTOW_DATA: '/there' } })).toBe(path.resolve('here'));
  expect(dataFolder({ args: [], env: { RESTOW_DATA: '/there' } })).toBe(path.resolve('/there'));
  expect(dataFolder({ args: ['--data'], env: {} })).toBeUndefined();
});
