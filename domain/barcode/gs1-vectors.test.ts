// GS1's own answers, where they lie beside the repository: the Syntax Engine's vectors, its checks of single fields, its
// dictionary, and product numbers as people typed them.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fieldCheck } from './field-checks.ts';
import { productNumber } from './product-number.ts';
import { reportScan } from './scan-report.ts';
import { SYNTAX_DICTIONARY } from './syntax-dictionary.ts';

type Answer = { ok: boolean; ais?: [string, string][] | null; data?: string; gtin14?: string };
type Vector = { id: string; kind: string; input: string; expected: { strict: Answer; lenient?: Answer; derived?: Record<string, string | number> } };
type FieldVector = { linter: string; data: string; ok: boolean; error?: string };

const shared = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const there = existsSync(shared);
if (!there) console.log('skipped: ../shared/data is not there, GS1’s vectors and the typed product numbers were not run');
const read = (file: string): Buffer => readFileSync(`${shared}/${file}`);

describe.skipIf(!there)('GS1', () => {
  const compare = (vector: Vector, expected: Answer, lenient: boolean) => {
    const report = reportScan(vector.input, { year: 2026, lenient });
    const about = `${vector.id} ${JSON.stringify(vector.input)} gave ${JSON.stringify(report)}`;
    expect(report.ok, about).toBe(expected.ok);
    expect(report.error === null, about).toBe(expected.ok);
    if (!expected.ok) return;
    expect(report.ais, about).toEqual(expected.ais);
    if (expected.data !== undefined) expect(report.data, about).toBe(expected.data);
    if (expected.gtin14 !== undefined) expect(report.gtin14, about).toBe(expected.gtin14);
    expect(report.derived, about).toEqual(vector.expected.derived ?? {});
    // Plain text carries no derived values; its kind is what it is.
    if (expected.ais && vector.kind !== 'scan') expect(report.kind, about).toBe(vector.kind);
  };

  test('vectors, strict and lenient', () => {
    const vectors = JSON.parse(read('gs1/vectors.json').toString()) as Vector[];
    for (const vector of vectors) {
      compare(vector, vector.expected.strict, false);
      compare(vector, vector.expected.lenient ?? vector.expected.strict, true);
    }
    expect(vectors.length).toBeGreaterThanOrEqual(200);
  });

  test('checks of single fields, by the kind of fault', () => {
    const vectors = JSON.parse(read('gs1/linter-vectors.json').toString()) as FieldVector[];
    // Two of them ask a register of company prefixes that the engine's own tests bring along; nobody has one offline.
    const answerable = vectors.filter(({ linter, data }) => !(linter.startsWith('gcppos') && data.endsWith('1234567')));
    expect(vectors.length - answerable.length).toBeLessThanOrEqual(2);
    const wrong = answerable.map((vector) => ({ ...vector, got: fieldCheck(vector.linter)(vector.data, 2026) })).filter(({ ok, error, got }) => got !== (ok ? undefined : error));
    expect(wrong).toEqual([]);
  });

  test('the dictionary is the one that lies there', () => {
    const entries = (text: string) => text.split('\n').map((line) => line.trimEnd()).filter((line) => line !== '' && !line.startsWith('#'));
    expect(entries(SYNTAX_DICTIONARY)).toEqual(entries(read('gs1/gs1-syntax-dictionary.txt').toString()));
  });

  test('product numbers as typed: class, 14 digits, and what a repair would be', () => {
    const lines = gunzipSync(read('product-barcodes/classes.csv.gz')).toString().trim().split('\n').slice(1);
    for (const line of lines) {
      const [barcode = '', ...expected] = line.trim().split(',');
      const number = productNumber(barcode);
      expect([barcode, number?.class, number?.gtin14, number?.repair]).toEqual([barcode, ...expected]);
    }
    expect(lines).toHaveLength(6000);
  });
});
