// Owns reading whole months: every file read, classified and grouped, with the promise that lines accepted plus
// exceptions listed are the lines read.
import { type ClassifiedLine, classify } from './classify.ts';
import { documentsInPlayOrder, inTimeOrder, type ReplayDocument } from './documents.ts';
import { type Line, type LineException, readLines, type UnreadLine } from './read-lines.ts';

export type ReadFiles = {
  /** Lines read, header lines not counted: `lines.length + exceptions.length`. */
  rows: number;
  /** In time order. */
  lines: ClassifiedLine[];
  /** In order of play, over the same lines. */
  documents: ReplayDocument[];
  exceptions: LineException[];
};

/**
 * Reads `.csv` and `.csv.gz` files. An invoice belongs to one file: `elsewhere` names the file in which an invoice
 * was played in an earlier run (undefined: none), and its lines here are then listed, as are those of an invoice
 * that an earlier file of this run holds. (A file given twice under two names is for the caller to drop, by
 * `contentHash`.)
 */
export async function readFiles(
  files: readonly string[],
  elsewhere: (invoice: string) => string | undefined = () => undefined,
): Promise<ReadFiles> {
  const lines: ClassifiedLine[] = [];
  const exceptions: LineException[] = [];
  const home = new Map<string, string>();
  let rows = 0;
  for (const file of files) {
    const content = await readWhole(file);
    rows += content.read.length + content.unread.length;
    const classified = classify(content.read, content.unread);
    exceptions.push(...content.unread.map((line) => line.exception), ...classified.exceptions);
    for (const line of classified.lines) {
      const other = home.get(line.invoice) ?? elsewhere(line.invoice) ?? file;
      if (other === file) lines.push(line);
      else exceptions.push({ file, line: line.line, raw: line.raw, reason: `the invoice belongs to ${other}` });
      home.set(line.invoice, other);
    }
  }
  const { kept, tooLong } = withoutEndless(lines);
  exceptions.push(...tooLong);
  const inOrder = inTimeOrder(kept, files);
  return { rows, lines: inOrder, documents: documentsInPlayOrder(inOrder, files), exceptions: byPlace(exceptions, files) };
}

// The longest order that the intake takes.
const DOCUMENT_LINES_MAX = 5000;

function withoutEndless(lines: readonly ClassifiedLine[]): { kept: ClassifiedLine[]; tooLong: LineException[] } {
  const counts = new Map<string, number>();
  for (const { invoice } of lines) counts.set(invoice, (counts.get(invoice) ?? 0) + 1);
  const isKept = ({ invoice }: ClassifiedLine): boolean => (counts.get(invoice) ?? 0) <= DOCUMENT_LINES_MAX;
  const tooLong = lines.filter((line) => !isKept(line)).map(({ file, line, raw }) => ({ file, line, raw, reason: `an invoice of more than ${DOCUMENT_LINES_MAX} lines` }));
  return { kept: lines.filter(isKept), tooLong };
}

async function readWhole(file: string): Promise<{ read: Line[]; unread: UnreadLine[] }> {
  const content: { read: Line[]; unread: UnreadLine[] } = { read: [], unread: [] };
  for await (const { read, unread } of readLines(file)) {
    if (read !== undefined) content.read.push(read);
    else content.unread.push(unread);
  }
  return content;
}

function byPlace(exceptions: LineException[], files: readonly string[]): LineException[] {
  return exceptions.toSorted((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line);
}
