// A table of orders, a row for each line: rows of one order belong together wherever they stand. What a problem is about is
// told with the line of the file.
import { problem, readCanonical, type Problem, type Read } from './canonical.ts';

export interface SheetRow {
  /** Line of the file, from 1. */
  readonly at: number;
  readonly fields: Readonly<Record<string, string>>;
}
export interface SheetOrder {
  /** Lines of the file it came from. */
  readonly from: readonly number[];
  readonly read: Read;
}

/** Columns of the order itself, and of each of its lines. */
export const orderColumns = ['channel', 'order', 'number', 'version', 'state', 'cancel_reason', 'ordered_at', 'promised_at', 'priority', 'currency', 'customer_id', 'customer_name', 'name', 'street', 'street2', 'postcode', 'city', 'region', 'country', 'payment', 'risk', 'note'] as const;
export const lineColumns = ['line', 'sku', 'pack', 'quantity', 'unit_price', 'goods', 'tax', 'shipping'] as const;
const needed = ['channel', 'order', 'ordered_at', 'currency', 'sku', 'quantity', 'unit_price'] as const;

/** What is wrong with the first row; empty where every order can be looked at. */
export function headerProblems(columns: readonly string[]): readonly string[] {
  const known: readonly string[] = [...orderColumns, ...lineColumns];
  return [
    ...needed.filter((column) => !columns.includes(column)).map((column) => `the column ${column} is missing`),
    ...columns.filter((column) => !known.includes(column)).map((column) => `there is no column ${column}: use ${known.join(', ')}`),
  ];
}

export function ordersOf(rows: readonly SheetRow[]): readonly SheetOrder[] {
  const groups = Map.groupBy(rows, ({ fields }) => `${text(fields, 'channel')}\u001f${text(fields, 'order')}`);
  return [...groups.values()].map((group) => ({ from: group.map((row) => row.at), read: orderOf(group) }));
}

function orderOf(rows: readonly SheetRow[]): Read {
  const [first] = rows as [SheetRow];
  const head = first.fields;
  const at = (name: string): string => text(head, name);
  const differ = rows.flatMap((row) => orderColumns.filter((column) => text(row.fields, column) !== '' && text(row.fields, column) !== at(column)).map((column): Problem => problem(null, column, `line ${row.at} says “${text(row.fields, column)}” and line ${first.at} “${at(column)}”`, 'say it once, or the same in each line of the order')));
  const address = ['name', 'street', 'street2', 'postcode', 'city', 'region', 'country'] as const;
  const given = (pairs: readonly (readonly [string, unknown])[]) => Object.fromEntries(pairs.filter(([, value]) => value !== '' && value !== undefined));
  const read = readCanonical({
    channelId: at('channel'), externalId: at('order'), orderedAt: at('ordered_at'), currency: at('currency'),
    ...given([['number', at('number')], ['version', whole(at('version'))], ['state', at('state')], ['cancelReason', at('cancel_reason')], ['promisedAt', at('promised_at')], ['priority', whole(at('priority'))], ['payment', at('payment')], ['risk', at('risk')], ['note', at('note')]]),
    ...(at('customer_id') === '' ? {} : { customer: given([['id', at('customer_id')], ['name', at('customer_name')], ['country', at('country')]]) }),
    ...(address.every((column) => at(column) === '') ? {} : { shipTo: given(address.map((column) => [column, at(column)])) }),
    lines: rows.map(({ fields }, index) => ({
      line: text(fields, 'line') === '' ? index + 1 : whole(text(fields, 'line')), sku: text(fields, 'sku'), quantity: whole(text(fields, 'quantity')), unitPrice: text(fields, 'unit_price'),
      ...given([['pack', text(fields, 'pack')], ['goods', text(fields, 'goods')], ['tax', text(fields, 'tax')], ['shipping', text(fields, 'shipping')]]),
    })),
  });
  const problems = [...differ, ...(read.ok ? [] : read.problems)].map((each): Problem => ({ ...each, problem: `${each.problem}${each.line === null ? '' : ` (line ${fileLine(rows, each.line)} of the file)`}` }));
  return problems.length === 0 ? read : { ok: false, channelId: at('channel'), externalId: at('order'), problems };
}

const fileLine = (rows: readonly SheetRow[], line: number): number => rows.find((row, index) => (text(row.fields, 'line') === '' ? index + 1 : Number(text(row.fields, 'line'))) === line)?.at ?? rows[0]!.at;
const text = (fields: Readonly<Record<string, string>>, name: string): string => (fields[name] ?? '').trim();
/** A number where it is one, else as it stands, for the schema to say what is wrong. */
const whole = (value: string): unknown => (/^-?\d+$/.test(value) ? Number(value) : value);
