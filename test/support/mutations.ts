// What somebody who means harm, or a broken program, makes of a good message: values of other kinds and sizes, parts left
// out or doubled, and texts cut or changed somewhere. Made by fast-check, so that what breaks something is made small.
import fc from 'fast-check';

/** RESTOW_FUZZ=50 runs every property of this kind fifty times as often. */
export const runs = (usual: number): number => usual * Number(process.env['RESTOW_FUZZ'] ?? 1);

/** Texts that have opened doors elsewhere. */
export const nastyTexts = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', '\u202egnp', '__proto__', 'constructor', 'toString', '../../etc/passwd', 'C:\\CON', "'; drop table movement; --", '$1', '%s%n', '=cmd|calc!A0', '^XA^FDX^XZ', '<script>alert(1)</script>',
  '${7*7}', '\r\nset-cookie: a=b', 'NaN', 'Infinity', '-0', '1e999', 'true', 'null', '*', '%', '_', '{}', '[]', '"', '\\', 'W2', 'system', 'x'.repeat(5000), 'é'.repeat(200), '🙂',
] as const;

export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 1e308, 2 ** 31, 2 ** 53, 2 ** 63, -(2 ** 63), [], {}, [[]], [null], { $: 1 }, { length: 5 }, undefined),
  fc.constantFrom(...nastyTexts),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 2 }),
);

type Edit = readonly [at: number, how: 'replace' | 'drop' | 'double' | 'wrap' | 'rename', value: unknown];
const edit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(), fc.constantFrom('replace', 'replace', 'drop', 'double', 'wrap', 'rename'), nastyValue);

/** A good value with one to three changes somewhere in it. */
export const spoiled = (good: unknown): fc.Arbitrary<unknown> => fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => edits.reduce<unknown>(change, structuredClone(good)));

/** The text of a message: of a spoiled value, or itself cut, doubled or changed somewhere, or no text of a message at all. */
export const spoiledText = (good: unknown): fc.Arbitrary<string> => fc.oneof(
  { weight: 6, arbitrary: spoiled(good).map((value) => JSON.stringify(value) ?? 'undefined') },
  { weight: 2, arbitrary: fc.tuple(fc.nat(), fc.nat({ max: 20 }), fc.constantFrom(...nastyTexts)).map(([at, length, text]) => {
    const whole = JSON.stringify(good);
    const from = at % whole.length;
    return whole.slice(0, from) + text + whole.slice(from + length);
  }) },
  { weight: 1, arbitrary: fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('', '{', '[', '"', '{"__proto__":{"protocol":1}}', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`)) },
);

interface Spot {
  readonly parent: Record<string, unknown> | unknown[];
  readonly key: string;
}

function change(value: unknown, [at, how, nasty]: Edit): unknown {
  const other = structuredClone(nasty);
  const spots = spotsIn(value);
  if (spots.length === 0) return other;
  const { parent, key } = spots[at % spots.length]!;
  const list = Array.isArray(parent) ? parent : undefined;
  const here = (parent as Record<string, unknown>)[key];
  if (how === 'drop' && list) list.splice(Number(key), 1);
  else if (how === 'drop') delete (parent as Record<string, unknown>)[key];
  else if (how === 'double' && list) list.push(structuredClone(here));
  else if (how === 'rename' && !list) define(parent as Record<string, unknown>, typeof other === 'string' ? other : 'other', here);
  else define(parent as Record<string, unknown>, key, how === 'wrap' ? [here] : other);
  return value;
}

/** Also for names like __proto__, which an assignment would take for something else. */
const define = (parent: object, key: string, value: unknown): void => void Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });

function spotsIn(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [{ parent: value as Record<string, unknown>, key }, ...spotsIn((value as Record<string, unknown>)[key])]);
}
