// Owns reading a month of Online Retail line by line. Every line of the file comes out exactly once, either as a
// line that was read exactly or as an exception that names the file, the line and the reason.
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { physicalLines } from './physical-lines.ts';
import { foldCode, readCustomer, readPrice, readQuantity } from './read-fields.ts';
import { ukTimeToEpoch } from './uk-time.ts';

/** Where a line stands. `line` counts text lines from 1 (the header); `raw` is its text without the line end. */
export type Place = { file: string; line: number; raw: string };

/** A line that cannot be taken, and why. */
export type LineException = Place & { reason: string };

/** A line read exactly. Its key is (invoice, position). */
export type Line = Place & {
  invoice: string;
  /** 1 for the first line of the file that names this invoice; unreadable lines count, so repairing one moves none. */
  position: number;
  code: string;
  /** As in the file, blanks included. */
  description: string;
  /** Whole units with the sign of the file. */
  quantity: number;
  /** ms since the epoch. */
  at: number;
  /** Integer 1/10,000 GBP. */
  unitPrice: number;
  customer: string | null;
  country: string;
};

/**
 * An unreadable line with what it still tells about its invoice: whether the line alone would allow the invoice to
 * be an adjustment (price 0 and no customer), null where that cannot be told.
 */
export type UnreadLine = { exception: LineException; invoice: string | null; couldBeAdjustment: boolean | null };

export type ReadLine = { read: Line; unread?: never } | { unread: UnreadLine; read?: never };

const COLUMNS = ['invoiceno', 'stockcode', 'description', 'quantity', 'invoicedate', 'unitprice', 'customerid', 'country'] as const;
type Column = (typeof COLUMNS)[number];
type Header = { width: number; index: Record<Column, number> };

/** Streams the lines of a `.csv` or `.csv.gz`. The header names the columns, in any order; it is no line itself. */
export async function* readLines(file: string): AsyncGenerator<ReadLine> {
  const positions = new Map<string, number>();
  let header: Header | null | undefined;
  for await (const record of csvRecords(physicalLines(file))) {
    if (header === undefined) {
      header = headerOf(record);
      if (header !== null) continue;
    }
    // Without a header no column has a meaning: every line is listed, the first one too.
    yield header === null ? headless(file, record) : readRecord(file, record, header, positions);
  }
}

function headerOf(record: CsvRecord): Header | null {
  const names = record.cells?.map((name) => name.trim().toLowerCase()) ?? [];
  const found = COLUMNS.map((column) => [column, names.indexOf(column)] as const);
  if (found.some(([, index]) => index === -1)) return null;
  return { width: names.length, index: Object.fromEntries(found) as Record<Column, number> };
}

function headless(file: string, { line, raw }: CsvRecord): ReadLine {
  const exception = { file, line, raw, reason: `the first line does not name the columns ${COLUMNS.join(', ')}` };
  return { unread: { exception, invoice: null, couldBeAdjustment: null } };
}

function readRecord(file: string, record: CsvRecord, header: Header, positions: Map<string, number>): ReadLine {
  const place: Place = { file, line: record.line, raw: record.raw };
  const invoice = invoiceOf(record, header);
  const position = (positions.get(invoice) ?? 0) + 1;
  positions.set(invoice, position);
  if (record.cells === null) return unread(place, record.reason, invoice, null);
  if (record.cells.length !== header.width) {
    return unread(place, `${record.cells.length} columns instead of ${header.width}`, invoice, null);
  }
  const cells = record.cells;
  const cell = (column: Column) => cells[header.index[column]] ?? '';
  const fields = readFields(cell);
  if (typeof fields === 'string') return unread(place, fields, invoice, couldBeAdjustment(cell));
  return { read: { ...place, invoice, position, ...fields } };
}

// Of a record with broken quotes the text before the first comma still tells the invoice, where that column is first.
function invoiceOf(record: CsvRecord, header: Header): string {
  const cell = record.cells?.[header.index.invoiceno] ?? (header.index.invoiceno === 0 ? record.raw.split(',', 1)[0] : '');
  return (cell ?? '').replaceAll('"', '').trim();
}

const NAME_MAX = 100;

type Fields = Omit<Line, keyof Place | 'invoice' | 'position'>;

// A ladder of named reasons; the first one that holds is the one listed.
function readFields(cell: (column: Column) => string): Fields | string {
  if (COLUMNS.some((column) => cell(column).includes('\0'))) return 'a NUL character';
  if (cell('invoiceno').trim() === '') return 'no invoice number';
  const code = foldCode(cell('stockcode'));
  if (code === '') return 'no stock code';
  if (!isName(cell('invoiceno').trim()) || !isName(code)) return `an invoice number or stock code with control characters or of more than ${NAME_MAX}`;
  const quantity = readQuantity(cell('quantity').trim());
  if (quantity === null) return 'quantity is no whole number other than 0 of at most nine digits';
  const at = ukTimeToEpoch(cell('invoicedate').trim());
  if (at === null) return 'no such date and time in the United Kingdom';
  const unitPrice = readPrice(cell('unitprice').trim());
  if (unitPrice === null) return 'price is no amount of at most four decimals';
  const customer = readCustomer(cell('customerid').trim());
  if (customer === null) return 'customer is no number';
  return {
    code,
    description: cell('description'),
    quantity,
    at,
    unitPrice,
    customer: customer === '' ? null : customer,
    country: cell('country').trim(),
  };
}

// What no system downstream could keep as a name of something.
const isName = (text: string): boolean => text.length <= NAME_MAX && !/\p{Cc}/u.test(text);

function couldBeAdjustment(cell: (column: Column) => string): boolean | null {
  const price = readPrice(cell('unitprice').trim());
  if (cell('customerid').trim() !== '' || (price !== null && price !== 0)) return false;
  return price === null ? null : true;
}

function unread(place: Place, reason: string, invoice: string, couldBe: boolean | null): ReadLine {
  return {
    unread: { exception: { ...place, reason }, invoice: invoice === '' ? null : invoice, couldBeAdjustment: couldBe },
  };
}
