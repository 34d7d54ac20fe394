import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { contentHash } from './physical-lines.ts';
import { readFiles } from './read-files.ts';
import { type ReadLine, readLines } from './read-lines.ts';

const folder = temporaryFolder();
const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const GOOD = '1001,10A,RED MUG,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom';

let files = 0;
function file(content: string | Uint8Array, name = 'm.csv'): string {
  files += 1;
  const to = path.join(folder, `${files}-${name}`);
  writeFileSync(to, content);
  return to;
}

async function read(content: string | Uint8Array, name?: string): Promise<ReadLine[]> {
  return collect(readLines(file(content, name)));
}

async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of all) found.push(one);
  return found;
}

async function reasons(...lines: string[]): Promise<(string | null)[]> {
  return (await read([HEADER, ...lines].join('\n'))).map(({ unread }) => unread?.exception.reason ?? null);
}

it('reads a line with everything it says', async () => {
  const from = file(`${HEADER}\n1001, 10a,"JAR ""BIG"", £2 ",-6,2010-12-01 08:26:00,2.55,17850.0,EIRE\n`);
  expect(await collect(readLines(from))).toEqual([
    {
      read: {
        file: from,
        line: 2,
        raw: '1001, 10a,"JAR ""BIG"", £2 ",-6,2010-12-01 08:26:00,2.55,17850.0,EIRE',
        invoice: '1001',
        position: 1,
        code: '10A',
        description: 'JAR "BIG", £2 ',
        quantity: -6,
        at: Date.parse('2010-12-01T08:26:00Z'),
        unitPrice: 25500,
        customer: '17850',
        country: 'EIRE',
      },
    },
  ]);
});

it.each([
  ['with CRLF, byte order mark and no last line end', `\uFEFF${HEADER}\r\n${GOOD}\r\n${GOOD}`],
  ['with LF', `${HEADER}\n${GOOD}\n${GOOD}\n`],
  ['gzipped', gzipSync(`${HEADER}\n${GOOD}\n${GOOD}\n`)],
])('reads the same %s', async (_, content) => {
  const lines = await read(content);
  expect(lines.map(({ read: line }) => line?.raw)).toEqual([GOOD, GOOD]);
  expect(lines.map(({ read: line }) => line?.position)).toEqual([1, 2]);
});

it('knows the same content packed and not', async () => {
  const text = `${HEADER}\n${GOOD}\n`;
  expect(await contentHash(file(gzipSync(text), 'a.csv.gz'))).toBe(await contentHash(file(text)));
  expect(await contentHash(file(text))).not.toBe(await contentHash(file(`${text}\n`)));
});

it('names the reason of every line that cannot be read exactly', async () => {
  const found = await reasons(
    GOOD,
    GOOD.replace('1001', ' '),
    GOOD.replace('10A', ''),
    GOOD.replace(',6,', ',0,'),
    GOOD.replace(',6,', ',six,'),
    GOOD.replace('2010-12-01', '2010-12-32'),
    GOOD.replace('2.55', 'free'),
    GOOD.replace('17850.0', 'Bob'),
    `${GOOD},`,
    '',
    '1001,10A,"RED"MUG,6,2010-12-01 08:26:00,2.55,,UK',
    GOOD.replace('RED', 'R\0D'),
  );
  expect(found).toEqual([
    null,
    'no invoice number',
    'no stock code',
    'quantity is no whole number other than 0 of at most nine digits',
    'quantity is no whole number other than 0 of at most nine digits',
    'no such date and time in the United Kingdom',
    'price is no amount of at most four decimals',
    'customer is no number',
    '9 columns instead of 8',
    '1 columns instead of 8',
    'quotes not as in RFC 4180',
    'a NUL character',
  ]);
});

it('counts unreadable lines in the positions of their invoice', async () => {
  const lines = await read([HEADER, GOOD, GOOD.replace(',6,', ',?,'), '1001,"broken', GOOD, GOOD.replace('1001', '1002')].join('\n'));
  expect(lines.map(({ read: line }) => line?.position ?? null)).toEqual([1, null, null, 4, 1]);
  expect(lines.flatMap(({ unread }) => unread ?? []).map(({ exception, invoice }) => [exception.line, exception.raw, invoice])).toEqual([
    [3, GOOD.replace(',6,', ',?,'), '1001'],
    [4, '1001,"broken', '1001'],
  ]);
});

it('loses one line to an open quote, not the rest of the file', async () => {
  const quoted = GOOD.replace('RED MUG', '"MUG ""RED"""');
  expect(await reasons(GOOD.replace('RED', '"RED'), GOOD, quoted, GOOD)).toEqual(['a quote is opened and not closed', null, null, null]);
});

it('takes a quoted field that runs over two lines as one line', async () => {
  const [first, second] = await read([HEADER, GOOD.replace('RED MUG', '"RED\nMUG"'), GOOD].join('\n'));
  expect(first?.read).toMatchObject({ description: 'RED\nMUG', line: 2, position: 1 });
  expect(second?.read).toMatchObject({ line: 4, position: 2 });
});

it('lists every line of a file whose first line names no columns', async () => {
  const lines = await read(`${GOOD}\n${GOOD}\n`);
  expect(lines.map(({ unread }) => unread?.exception.line)).toEqual([1, 2]);
});

it('finds columns by name', async () => {
  const [line] = await read('Extra,Country,CustomerID,UnitPrice,InvoiceDate,Quantity,Description,StockCode,InvoiceNo\nx,EIRE,,1.0,2011-01-01 10:00,3,MUG,7,99\n');
  expect(line?.read).toMatchObject({ invoice: '99', code: '7', quantity: 3, customer: null, country: 'EIRE' });
});

it('lists bytes that are not UTF-8 and goes on', async () => {
  const bad = Buffer.concat([Buffer.from(`${HEADER}\n1001,10A,MUG `), Buffer.from([0xa3]), Buffer.from(`,6,2010-12-01 08:26:00,2.55,,UK\n${GOOD}\n`)]);
  const lines = await read(bad);
  expect(lines.map(({ unread }) => unread?.exception.reason ?? null)).toEqual(['not UTF-8', null]);
});

it('says where a damaged gzip breaks off, and never trusts half a line', async () => {
  const whole = gzipSync([HEADER, ...Array.from({ length: 50 }, (_, n) => GOOD.replace('1001', `${n * 7919}`))].join('\n'));
  const lines = await read(whole.subarray(0, whole.length - 60), 'm.csv.gz');
  const last = lines.pop();
  expect(last?.unread?.exception.reason).toMatch(/^the file breaks off here: /);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => line.read !== undefined)).toBe(true);
});

it('throws for a file that is not there', async () => {
  await expect(collect(readLines(path.join(folder, 'nowhere.csv')))).rejects.toThrow('ENOENT');
});

const cell = fc.oneof(
  fc.constantFrom('1001', 'C1001', 'A1', 'POST', '10a', '6', '-6', '0', '2010-12-01 08:26:00', '2011-03-27 01:30:00', '0.0', '2.55', '17850.0', '', '"', '"a,b"', '""', '\u00a3'),
  fc.string({ maxLength: 6 }),
);
const likely = fc
  .tuple(
    fc.constantFrom('1001', '1002', 'C1001', 'A7', ''),
    fc.constantFrom('10a', 'POST', 'M', ''),
    fc.constantFrom('MUG', 'lost', '"a ""b"""', '"open', ''),
    fc.constantFrom('1', '-1', '0', '2.5'),
    fc.constantFrom('2010-12-01 08:26:00', '2010-12-01 08:27:00', 'soon'),
    fc.constantFrom('0.0', '1.25', '-3', 'x'),
    fc.constantFrom('', '17850.0', 'x'),
    fc.constantFrom('EIRE', ''),
  )
  .map((cells) => cells.join(','));
const anyLine = fc.oneof(likely, fc.array(cell, { maxLength: 10 }).map((cells) => cells.join(',')));

it('accepts or lists every line of any input, each exactly once', async () => {
  const input = fc.record({ lines: fc.array(anyLine, { maxLength: 40 }), end: fc.constantFrom('\n', '\r\n'), last: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(input, async ({ lines, end, last }) => {
      const text = [HEADER, ...lines].join(end) + (last ? end : '');
      const from = file(text);
      const { rows, lines: accepted, documents, exceptions } = await readFiles([from]);
      expect(accepted.length + exceptions.length).toBe(rows);
      expect(documents.flatMap((document) => document.lines)).toHaveLength(accepted.length);
      // Every text line of the file belongs to exactly one of them.
      const covered = [...accepted, ...exceptions].flatMap(({ line, raw }) => raw.split('\n').map((_, n) => line + n));
      const physical = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
      expect(covered.toSorted((a, b) => a - b)).toEqual(Array.from({ length: physical - 1 }, (_, n) => n + 2));
      expect(new Set(accepted.map(({ invoice, position }) => `${invoice} ${position}`)).size).toBe(accepted.length);
    }),
    { numRuns: 300 },
  );
});

it('survives bytes of any kind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const { rows, lines, exceptions } = await readFiles([file(Buffer.concat([Buffer.from(`${HEADER}\n`), bytes]))]);
      expect(lines.length + exceptions.length).toBe(rows);
    }),
    { numRuns: 200 },
  );
});

it('lists names that no system could keep, and an invoice longer than the intake takes, and plays the rest', async () => {
  expect(await reasons(`1001,10\u0007A,MUG,6,2010-12-01 08:26:00,2.55,17850.0,X`, `${'9'.repeat(101)},10A,MUG,6,2010-12-01 08:26:00,2.55,17850.0,X`, GOOD)).toEqual([
    'an invoice number or stock code with control characters or of more than 100', 'an invoice number or stock code with control characters or of more than 100', null,
  ]);
  const endless = Array.from({ length: 5001 }, (_, i) => `2002,${10_000 + i},MUG,1,2010-12-01 08:26:00,2.55,17850.0,X`);
  const { rows, lines, exceptions } = await readFiles([file([HEADER, ...endless, GOOD].join('\n'))]);
  expect([rows, lines.length, exceptions.length, exceptions[0]?.reason]).toEqual([5002, 1, 5001, 'an invoice of more than 5000 lines']);
});
