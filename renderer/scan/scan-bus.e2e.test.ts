// The bus in a real Chromium, where keys have their true effect: carets, half-typed numbers, undo, and the
// Enter and Space of buttons, none of which jsdom has.
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import type { Rollup } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '#test/support/browser.ts';

// A patient bus, so that a busy machine changes nothing: below 400 ms is a scanner, above a person.
const PATIENT = { layout: 'us', suffixes: ['Enter', 'Tab'], averageGapMs: 400, maxGapMs: 400, minLength: 4, joinMs: 800 };
const PERSON_MS = 550;

const PAGE = `<!doctype html><meta charset="utf-8"><form onsubmit="event.preventDefault(); submits++">
<input id="text"><input id="number" type="number" step="any"><textarea id="area"></textarea>
<div id="rich" contenteditable>x</div><button id="button" type="button" onclick="clicks++">+1</button>
<input id="check" type="checkbox"></form>`;

let browser: Browser;
let page: Page;
let script: string;

beforeAll(async () => {
  const entry = fileURLToPath(new URL('./scan-bus.ts', import.meta.url));
  const lib = { entry, formats: ['iife' as const], name: 'scanning' };
  const output = (await build({ configFile: false, logLevel: 'silent', build: { write: false, minify: false, lib } })) as Rollup.RollupOutput[];
  script = output[0]?.output[0].code ?? '';
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  await page.setContent(PAGE);
  await page.evaluate(
    `${script};
    var clicks = 0, submits = 0, raws = [], keys = [];
    globalThis.bus?.stop();
    globalThis.bus = scanning.createScanBus({ target: window, now: () => 0, profile: ${JSON.stringify(PATIENT)} });
    bus.onScan((read) => raws.push(read.raw));
    bus.onKey((press) => keys.push(press.key));`,
  );
});

const valueOf = (id: string) => page.evaluate((name) => (document.getElementById(name) as HTMLInputElement).value, id);
const seen = () => page.evaluate('({ clicks, submits, raws })');
const settled = () => page.waitForTimeout(PERSON_MS);

async function person(id: string, text: string): Promise<void> {
  await page.focus(`#${id}`);
  for (const key of text) {
    await page.keyboard.press(key === ' ' ? 'Space' : key);
    await settled();
  }
}

async function scanner(id: string, text: string): Promise<void> {
  await page.focus(`#${id}`);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

describe('a person', () => {
  test('types text, with the caret where it is, and can undo it', async () => {
    await person('text', 'a b');
    await page.keyboard.press('ArrowLeft');
    await person('text', 'X');
    expect(await valueOf('text')).toBe('a Xb');
    await page.keyboard.press('Control+z');
    expect(await valueOf('text')).toBe('a b');
  });

  test('types a number through its half-typed states', async () => {
    await person('number', '-1.5');
    expect(await valueOf('number')).toBe('-1.5');
    await page.keyboard.press('Backspace');
    await person('number', '25');
    expect(await valueOf('number')).toBe('-1.25');
  });

  test('types into text areas and editable text', async () => {
    await person('area', 'ok');
    expect(await valueOf('area')).toBe('ok');
    await person('rich', 'ab');
    expect(await page.textContent('#rich')).toContain('ab');
  });

  test('presses buttons and ticks boxes by keyboard', async () => {
    await person('button', ' ');
    await page.keyboard.press('Enter');
    expect(await seen()).toMatchObject({ clicks: 2, raws: [] });
    await person('check', ' ');
    expect(await page.isChecked('#check')).toBe(true);
  });
});

describe('a scanner', () => {
  test.each(['text', 'number', 'area', 'button', 'check'])('with the focus on a %s changes and presses nothing', async (id) => {
    await scanner(id, '4006381333931');
    await scanner(id, 'TOTE-1 A');
    await settled();
    expect(await seen()).toEqual({ clicks: 0, submits: 0, raws: ['4006381333931', 'TOTE-1 A'] });
    expect(await page.evaluate('[text.value, number.value, area.value, rich.textContent, check.checked, keys]')).toEqual(['', '', '', 'x', false, []]);
  });

  test('200 scans in a row are all there', async () => {
    await page.focus('#number');
    for (let i = 0; i < 200; i++) await scanner('number', `PC-${i}`);
    expect(await seen()).toEqual({ clicks: 0, submits: 0, raws: Array.from({ length: 200 }, (_, i) => `PC-${i}`) });
    expect(await valueOf('number')).toBe('');
  });
});
