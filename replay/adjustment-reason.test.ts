import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { ADJUSTMENT_REASONS, adjustmentReason, readReason } from './adjustment-reason.ts';
import { reasonTexts } from './reason-texts.ts';

const folder = temporaryFolder();

// Written by us, in the manner of clerks: what counts is that texts nobody has listed are read.
const TEXTS: Record<string, string[]> = {
  DAMAGED: ['soaked by the sprinkler', 'went off', 'damged', 'Dagamed', '3 brokn boxes', 'wet ctns', 'rusty connections', '??damages??', 'water damage from roof', 'glass cracked', 'poor quality', "can't sell"],
  DISPOSED: ['threw away', 'thorwn away', 'rusty, throw out', 'unsaleable, destroyed', 'binned', 'written-off'],
  LOST: ['M.I.A.', '??? lost ???', 'cant find', 'could not be found', 'never found', 'mising', 'mystery!', 'stolen from shop floor'],
  FOUND: ['Found in W/Hse', 'had been put aside', '10 more on shelf', 'turned up again'],
  COUNT: ['stock chk adj', 'counted again', 'check?', 're-adjustment', 'stock take', 'computer difference', 'wrong qty'],
  MISCODED: ['12345', 'wrongly marked 12345', 'came coded as 12345', 'mix up with green', 'code mix-up', 'sold as gold', 'sold as 12345b', 'wrong bar code', 'faulty barcode', 'mislabeled', 'wrongly mrked, had 85123a in box'],
  SET_SPLIT: ['sold as sets?', 'sold as 1', "dotcom sold in 12's", 'sold individually', 'sold in packs', '? split set'],
  CHANNEL: ['FBA', 'ebay', 'Amazon adjustment', 'reserved for dotcom', 'for online orders', 'website fix', 'stock rcvd for dot com', 'sold as new on amazon'],
  SAMPLE: ['show samples', '?display?', 'show room', 'donated to charity', 'mail out', 'photo shoot'],
  REVERSAL: ['reversal of 3/4 adj', 'stock creditted wrongly', 'entry error', 'put back into stock in error', 'zero invc incorrect', 'oops', 'simple error'],
  RETURNED: ['customer refused it', 'customer return', 'sent back by customer', 'retuned'],
  SHORT_RECEIPT: ['not received', 'NOT REC’D', 'short delivery', 'never arrived', 'missing from delivery', 'on cargo'],
  UNKNOWN: ['?', '???', 'alan', 'how is this', "can't manage this section", 'test'],
  NONE: ['', '   ', '<catalogue>', 'n/a'],
};

describe.each(Object.entries(TEXTS))('%s', (label, texts) => {
  it.each(texts)('"%s"', (text) => {
    expect(adjustmentReason(text)).toBe(label);
  });
});

it('has a text for every label', () => {
  expect(Object.keys(TEXTS).toSorted()).toEqual([...ADJUSTMENT_REASONS].toSorted());
});

it('a text that asks, or says two things, is less sure', () => {
  const sure = (text: string): number => readReason(text).confidence;
  expect(sure('lost')).toBeGreaterThan(sure('lost?'));
  expect(sure('damaged')).toBeGreaterThan(sure('damaged samples'));
  expect([readReason('?'), readReason('zzz')]).toMatchObject([{ label: 'UNKNOWN', confidence: 1 }, { label: 'UNKNOWN', confidence: 0.3 }]);
});

it('the name of the item is no reason, and the direction settles a mystery', () => {
  expect(adjustmentReason('BROKEN HEART MUG', { isItemName: () => true })).toBe('NONE');
  expect(adjustmentReason('mystery', { direction: 'up' })).toBe('FOUND');
  expect(adjustmentReason('mystery', { direction: 'down' })).toBe('LOST');
});

it('gives every text one of the labels, whatever its case and blanks', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('lost', '?', 'sold', 'as', '12345', 'set', ' ')).map((words) => words.join(' '))), (text) => {
      const label = adjustmentReason(text);
      expect(ADJUSTMENT_REASONS).toContain(label);
      expect(adjustmentReason(`  ${text.toLowerCase()} `)).toBe(adjustmentReason(text.toLowerCase()));
    }),
  );
});

describe('the input of the command', () => {
  it('is one text a line, commas and blanks kept, empty lines texts too', () => {
    expect(reasonTexts('mouldy, thrown away.\n\n lost \r\n', false)).toEqual(['mouldy, thrown away.', '', ' lost ']);
    expect(reasonTexts('', false)).toEqual([]);
  });
  it('is the first column of CSV, told by the header text or the file name', () => {
    expect(reasonTexts('text,down\n,5\n"a, ""b""",6\n', false)).toEqual(['', 'a, "b"']);
    expect(reasonTexts('"a, b",5\nc,6', true)).toEqual(['a, b', 'c']);
  });
});

describe('npm run reasons', () => {
  const run = (args: string[], input = '') =>
    spawnSync(process.execPath, [fileURLToPath(new URL('../bin/reasons.ts', import.meta.url)), ...args], { input, encoding: 'utf8' });

  it('prints a text and its label a line', () => {
    expect(run([], 'wet, rusty\n?lost\n').stdout).toBe('wet, rusty\tDAMAGED\n?lost\tLOST\n');
  });
  it('prints a line of JSON each, with how sure it is and why, from a file', () => {
    const file = path.join(folder, 'texts.csv');
    writeFileSync(file, 'text,lines\n"mouldy, thrown away.",1\n,2\n');
    expect(run([file, '--json']).stdout).toBe('{"text":"mouldy, thrown away.","label":"DISPOSED","confidence":0.76,"because":"thrown"}\n{"text":"","label":"NONE","confidence":1,"because":""}\n');
  });
});
