// A line of a pull as a station may believe it: whatever else it came with, rows have the columns and types of the
// catalogue and belong to this station. What is wrong is named; a station applies nothing of such an answer.
import { definitionOf, tables, type AnyRow, type Column, type Json, type TableName } from '#domain/tables.ts';
import type { PullLine } from './messages.ts';

export interface Home {
  readonly device: string;
  readonly warehouse: string;
}
export type ReadLine =
  | { readonly ok: true; readonly line: PullLine }
  /** Of a table that this program does not know: a newer server's, and nobody's business here. */
  | { readonly ok: true; readonly line: undefined }
  | { readonly ok: false; readonly problem: string };

const wrong = (problem: string): ReadLine => ({ ok: false, problem });

export function readPullLine(value: unknown, home: Home): ReadLine {
  if (!isObject(value)) return wrong('a line is no object');
  if ('begin' in value) return readBegin(value['begin']);
  if ('end' in value) return readEnd(value['end']);
  if ('table' in value) return readRows(value['table'], value['columns'], value['rows'], home);
  if ('gone' in value) return readGone(value['gone'], value['rows'], home);
  return wrong(`a line is neither rows nor begin nor end: ${shortly(Object.keys(value).join(', '))}`);
}

function readBegin(begin: unknown): ReadLine {
  if (!isObject(begin) || typeof begin['epoch'] !== 'string' || typeof begin['full'] !== 'boolean') return wrong('the begin line lacks its epoch or whether it is a full load');
  return { ok: true, line: { begin: { epoch: begin['epoch'], full: begin['full'] } } };
}
function readEnd(end: unknown): ReadLine {
  if (!isObject(end) || typeof end['cursor'] !== 'string' || !isWhole(end['rows']) || typeof end['now'] !== 'number') return wrong('the end line lacks its cursor, time or number of rows');
  return { ok: true, line: { end: { cursor: end['cursor'], now: end['now'], rows: end['rows'] } } };
}

function readRows(table: unknown, columns: unknown, rows: unknown, home: Home): ReadLine {
  if (!isTable(table)) return typeof table === 'string' ? { ok: true, line: undefined } : wrong('rows of no table');
  if (!isList(columns) || !columns.every((column) => typeof column === 'string') || !isList(rows)) return wrong(`rows of ${table} come without columns or are no list`);
  const known = Object.entries(definitionOf(table).columns);
  const places = known.map(([column]) => columns.indexOf(column));
  const missing = known.find(([, type], i) => places[i] === -1 && !type.endsWith('?'));
  if (missing) return wrong(`rows of ${table} lack the column ${missing[0]}`);
  const read: (readonly Json[])[] = [];
  for (const values of rows) {
    if (!isList(values) || values.length !== columns.length) return wrong(`a row of ${table} has not as many values as columns`);
    const row = places.map((place) => (place === -1 ? null : values[place]!)) as readonly Json[];
    const problem = problemOf(table, known, (i) => row[i], home);
    if (problem !== '') return wrong(problem);
    read.push(row);
  }
  return { ok: true, line: { table, columns: known.map(([column]) => column), rows: read } };
}

/** Only key and scope of a row that is gone are looked at again; it may come from before a column was there. */
function readGone(table: unknown, rows: unknown, home: Home): ReadLine {
  if (!isTable(table)) return typeof table === 'string' ? { ok: true, line: undefined } : wrong('rows are gone from no table');
  if (!isList(rows)) return wrong(`rows that are gone from ${table} are no list`);
  const { key, columns } = definitionOf(table);
  const known = key.map((column) => [column, columns[column]!] as const);
  for (const row of rows) {
    if (!isObject(row)) return wrong(`a row that is gone from ${table} is no object`);
    const problem = problemOf(table, known, (i) => row[known[i]![0]], home);
    if (problem !== '') return wrong(problem);
  }
  return { ok: true, line: { gone: table, rows: rows as readonly AnyRow[] } };
}

function problemOf(table: TableName, columns: readonly (readonly [name: string, type: Column])[], valueAt: (i: number) => unknown, home: Home): string {
  const { scope } = definitionOf(table);
  for (const [i, [name, type]] of columns.entries()) {
    const value = valueAt(i);
    if (!fits(type, value)) return `${table}.${name} is ${shortly(JSON.stringify(value) ?? 'missing')}, which is no ${type.replace('?', '')}`;
    if (scope === 'warehouse' && name === 'warehouse_id' && value !== home.warehouse) return `a row of ${table} is of the warehouse ${shortly(String(value))}, not of ${home.warehouse}`;
    if (scope === 'device' && name === 'device_id' && value !== home.device) return `a row of ${table} is for the device ${shortly(String(value))}, not for this one`;
  }
  return '';
}

function fits(type: Column, value: unknown): boolean {
  if (value === null) return type.endsWith('?') || type === 'json';
  switch (type.replace('?', '')) {
    case 'text': return typeof value === 'string';
    case 'int': return isWhole(value);
    case 'bool': return typeof value === 'boolean';
    default: return value !== undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isTable = (value: unknown): value is TableName => typeof value === 'string' && Object.hasOwn(tables, value);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const shortly = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
