// The GS1 Syntax Engine's own answers, where they lie beside the repository: every vector whose fields our
// table knows must read the same. Pair rules (which fields need which) are not ours yet, so the lenient answer counts.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseScan } from '#domain/barcode.ts';
import type { Scan } from '#domain/barcode.ts';
import { applicationIdentifier } from './application-identifiers.ts';
import { impliedDecimal } from './implied-decimals.ts';

type Answer = { ok: boolean; ais?: [string, string][] | null; data?: string; gtin14?: string; error?: string };
type Vector = {
  id: string;
  kind: string;
  input: string;
  expected: { strict: Answer; lenient?: Answer; derived?: Record<string, string | number> };
};

const file = fileURLToPath(new URL('../../../shared/data/gs1/vectors.json', import.meta.url));
const vectors: Vector[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Vector[]) : [];
if (vectors.length === 0) console.log('skipped: ../shared/data/gs1/vectors.json is not there, the GS1 vectors were not run');

const answer = (vector: Vector) => vector.expected.lenient ?? vector.expected.strict;

/** Why a vector is not ours to answer yet, if so. */
function outside(vector: Vector): string | undefined {
  const { ok, ais, error = '' } = answer(vector);
  const named = ok ? ais?.map(([ai]) => ai) : /^AI \(([0-9]+)\)/.exec(error)?.slice(1);
  const unknown = named?.find((ai) => !applicationIdentifier(ai));
  if (unknown) return `field ${unknown}`;
  if (/invalid to pair|must be present/.test(error)) return 'pair rules';
  return undefined;
}

function derivedOf(scan: Scan): Record<string, string | number | undefined> {
  if (scan.kind !== 'gs1') return {};
  const { gtin, contentGtin, lot, serial, expiry, bestBefore, productionDate, count, sscc } = scan;
  const decimal = (ai: RegExp) => {
    const element = scan.elements.find((one) => ai.test(one.ai));
    return element && impliedDecimal(element);
  };
  const measures = { netWeightKg: decimal(/^310/), netWeightLb: decimal(/^320/), price: decimal(/^392/) };
  return { gtin, contentGtin, lot, serial, expiry, bestBefore, productionDate, count, sscc, ...measures };
}

test.skipIf(vectors.length === 0)('GS1 Syntax Engine vectors', () => {
  const left = new Map<string, number>();
  let covered = 0;
  for (const vector of vectors) {
    const why = outside(vector);
    if (why) {
      left.set(why, (left.get(why) ?? 0) + 1);
      continue;
    }
    covered++;
    const scan = parseScan(vector.input, { year: 2026 });
    const { ok, ais, gtin14, data } = answer(vector);
    const about = `${vector.id} ${JSON.stringify(vector.input)} gave ${JSON.stringify(scan)}`;
    if (!ok) expect(['damaged', 'text'], about).toContain(scan.kind);
    else if (ais) expect(scan.kind === 'gs1' && scan.elements.map(({ ai, value }) => [ai, value]), about).toEqual(ais);
    else if (gtin14) expect(scan, about).toMatchObject({ kind: 'gtin', gtin14, digits: data });
    else expect(scan.kind, about).toBe('text');
    expect(derivedOf(scan), about).toMatchObject(vector.expected.derived ?? {});
  }
  const rest = [...left].map(([why, count]) => `${why} ${count}`).join(', ');
  console.log(`GS1 vectors: ${covered} of ${vectors.length} covered${rest && `; left for the full dictionary: ${rest}`}`);
  expect(covered).toBeGreaterThan(150);
});
