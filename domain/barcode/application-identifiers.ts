// The GS1 application identifiers as a table, read once from the syntax dictionary.
import { FIELD_NAMES } from './field-names.ts';
import { SYNTAX_DICTIONARY } from './syntax-dictionary.ts';

export type CharacterSet = 'N' | 'X' | 'Y' | 'Z';

/** One stretch of a value: `N6,yymmdd`, `X..20`, `[N..12]`. Only the last parts of a format are optional. */
export type ValuePart = {
  readonly set: CharacterSet;
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  /** Names of further checks, see field-checks.ts. */
  readonly checks: readonly string[];
};

export type ApplicationIdentifier = {
  readonly ai: string;
  /** GS1's list of predefined lengths: no FNC1 needed after the value. */
  readonly predefinedLength: boolean;
  /** May stand in the query of a Digital Link. */
  readonly linkAttribute: boolean;
  readonly parts: readonly ValuePart[];
  /** Every entry must be met by one of its groups, a group by all of its identifiers. `31nn` stands for any that begins so. */
  readonly requires: readonly (readonly (readonly string[])[])[];
  /** None of these may be there too. */
  readonly excludes: readonly string[];
  /** A key of a Digital Link: the alternative sequences of qualifiers that may follow it. */
  readonly linkKey: readonly (readonly string[])[] | undefined;
  readonly name: string;
};

function readPart(text: string): ValuePart {
  const match = /^(\[?)([NXYZ])(\.\.)?([0-9]+)\]?((?:,[a-z0-9]+)*)$/.exec(text);
  if (!match) throw new Error(`no such value format: ${text}`);
  const max = Number(match[4]);
  return {
    set: match[2] as CharacterSet,
    min: match[3] ? 1 : max,
    max,
    optional: match[1] === '[',
    checks: (match[5] ?? '').split(',').filter((name) => name !== ''),
  };
}

function expandRange(ais: string): string[] {
  const [first = '', last = first] = ais.split('-');
  const all: string[] = [];
  for (let n = Number(first); n <= Number(last); n++) all.push(String(n).padStart(first.length, '0'));
  return all;
}

function readLine(line: string): ApplicationIdentifier[] {
  const [body = '', title = ''] = line.split('#', 2);
  const [ais = '', ...words] = body.trim().split(/\s+/);
  const flags = /^[*?]+$/.test(words[0] ?? '') ? (words.shift() ?? '') : '';
  const attributes = words.filter((word) => /^(?:req=|ex=|dlpkey)/.test(word));
  const valuesOf = (key: string) => attributes.filter((word) => word.startsWith(key)).map((word) => word.slice(key.length));
  const linkKey = attributes.find((word) => word.startsWith('dlpkey'));
  const entry = {
    predefinedLength: flags.includes('*'),
    linkAttribute: flags.includes('?'),
    parts: words.filter((word) => !attributes.includes(word)).map(readPart),
    requires: valuesOf('req=').map((groups) => groups.split(',').map((group) => group.split('+'))),
    excludes: valuesOf('ex=').flatMap((list) => list.split(',')),
    linkKey: linkKey?.slice('dlpkey='.length).split('|').map((sequence) => sequence.split(',').filter((ai) => ai !== '')),
    name: FIELD_NAMES[ais] ?? title.trim(),
  };
  return expandRange(ais).map((ai) => ({ ai, ...entry }));
}

const table = new Map(SYNTAX_DICTIONARY.split('\n').filter((line) => line.trim() !== '').flatMap(readLine).map((entry) => [entry.ai, entry]));

export function applicationIdentifier(ai: string): ApplicationIdentifier | undefined {
  return table.get(ai);
}

/** The identifier a GS1 string starts with; no identifier is the start of another, so at most one fits. */
export function leadingIdentifier(data: string): ApplicationIdentifier | undefined {
  return table.get(data.slice(0, 2)) ?? table.get(data.slice(0, 3)) ?? table.get(data.slice(0, 4));
}

export function allApplicationIdentifiers(): readonly ApplicationIdentifier[] {
  return [...table.values()];
}

export function shortestValue(entry: ApplicationIdentifier): number {
  return entry.parts.reduce((sum, part) => sum + (part.optional ? 0 : part.min), 0);
}

export function longestValue(entry: ApplicationIdentifier): number {
  return entry.parts.reduce((sum, part) => sum + part.max, 0);
}
