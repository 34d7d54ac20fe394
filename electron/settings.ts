// What this station is told: where central is, which warehouse, its name. Command line before environment before
// config.json in the data folder, so that a fleet is set up by a file and a single start can differ.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const word = z.string().trim().min(1).max(128);
const shape = z.strictObject({
  /** Null: this station works alone until it is told an address. */
  central: address.nullable().default(null),
  warehouse: word.exactOptional(),
  name: word.exactOptional(),
  /** Whether the virtual scanner tray is offered. */
  tray: z.boolean().default(false),
  /** The label printer, host or host:port (9100 without one). */
  printer: z.string().trim().regex(/^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?$/, 'must be host or host:port').exactOptional(),
  /** Files: the certificate that central is believed by, and the company's access token. */
  ca: z.string().min(1).exactOptional(),
  access: z.string().min(1).exactOptional(),
});

export type Settings = z.output<typeof shape>;
export type SettingsRead = { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly problem: string };
export interface Told {
  /** Without the program and its script; switches of Chromium among them are passed over. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const configFile = 'config.json';

const optionsOf = ({ args }: Told) => {
  const text = { type: 'string' } as const;
  return parseArgs({ args: [...args], strict: false, options: { data: text, central: text, warehouse: text, name: text, printer: text, ca: text, access: text, tray: { type: 'boolean' } } }).values;
};

/** The data folder somebody named (absolute), or undefined for the usual one. */
export const dataFolder = (told: Told): string | undefined => {
  const named = optionsOf(told).data ?? told.env['RESTOW_DATA'];
  return typeof named === 'string' && named !== '' ? path.resolve(named) : undefined;
};

/** Expected problems (a broken file, an address that is none) come back as one plain sentence. */
export const readSettings = (folder: string, told: Told): SettingsRead => {
  const file = path.join(folder, configFile);
  const fromFile = readConfig(file);
  if (typeof fromFile === 'string') return { ok: false, problem: fromFile };
  const options = optionsOf(told);
  const said = (key: 'central' | 'warehouse' | 'name' | 'printer' | 'ca' | 'access'): object => {
    const value = options[key] ?? told.env[`RESTOW_${key.toUpperCase()}`];
    return value === undefined || value === '' ? {} : { [key]: value };
  };
  const tray = options.tray ?? (told.env['RESTOW_TRAY'] === undefined ? undefined : told.env['RESTOW_TRAY'] === '1');
  const all = { ...fromFile, ...said('central'), ...said('warehouse'), ...said('name'), ...said('printer'), ...said('ca'), ...said('access'), ...(tray === undefined ? {} : { tray }) };
  const read = shape.safeParse(all);
  if (read.success) return { ok: true, settings: read.data };
  const issues = read.error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`);
  return { ok: false, problem: `The settings cannot be used (command line, environment and ${file}). ${issues.join('; ')}` };
};

/** The file's object, an empty one where there is no file, or the problem as text. */
const readConfig = (file: string): object | string => {
  if (!existsSync(file)) return {};
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : `${file} must hold one JSON object.`;
  } catch (problem) {
    return `${file} cannot be read: ${problem instanceof Error ? problem.message : String(problem)}`;
  }
};
