// Looks at what the build of the window left behind: it has to work under a policy without inline scripts, from any address.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { buildRenderer } from './build-renderer.ts';

const hasRenderer = existsSync(path.join(import.meta.dirname, '../renderer/index.html'));

it.skipIf(!hasRenderer)('the built window has no inline script and only relative addresses (needs renderer/index.html)', async () => {
  const said: string[] = [];
  const folder = (await buildRenderer({ say: (sentence) => said.push(sentence) })) as string;
  expect(said).toEqual([]); // the run has built it already, and nothing changed since
  const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/<script\b([^>]*)>([^<]*)/g)];
  expect(scripts.length).toBeGreaterThan(0);
  for (const [, attributes, body] of scripts) expect({ source: /src="([^"]+)"/.exec(attributes ?? '')?.[1], body }).toEqual({ source: expect.stringMatching(/^\.\//), body: '' });
  expect(html).not.toMatch(/\son\w+=|(?:src|href)="(?:\/|data:|https?:)/);
});

it.skipIf(!hasRenderer)('the built window is one for production, though a test run built it (needs renderer/index.html)', async () => {
  const folder = (await buildRenderer()) as string;
  const scripts = globSync('assets/*.js', { cwd: folder }).map((file) => readFileSync(path.join(folder, file), 'utf8'));
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) expect(script).not.toMatch(/jsxDEV|react-dom-client\.development|lineNumber:\d+,columnNumber/);
});
