// Owns grouping classified lines into the documents that are played, and the order of play. One invoice gives one
// document per class (goods and postage; units found and units lost), for each class takes another workflow.
import type { ClassifiedLine, LineClass } from './classify.ts';

/** Lines of one invoice and one class, by position. Its key is (invoice, class). */
export type ReplayDocument = {
  class: LineClass;
  invoice: string;
  customer: string | null;
  country: string;
  /** Time of its first line, ms. */
  startsAt: number;
  /** Time at which the document moves stock, ms: see `documentsInPlayOrder`. */
  playsAt: number;
  lines: ClassifiedLine[];
};

/** Sorts by time, then by order of the files, then by line. Files in time order stay as they are. */
export function inTimeOrder(lines: readonly ClassifiedLine[], files: readonly string[]): ClassifiedLine[] {
  return lines.toSorted(byTime(files));
}

/**
 * The documents of these lines in the order in which they are played. One that brings stock plays with its first
 * line, one that takes stock with its last: an invoice may run over two minutes with others between, and a stock
 * that suffices line by line then also suffices document by document.
 */
export function documentsInPlayOrder(lines: readonly ClassifiedLine[], files: readonly string[]): ReplayDocument[] {
  const compare = byTime(files);
  const groups = Map.groupBy(lines, (line) => `${line.class} ${line.invoice}`);
  return [...groups.values()]
    .map((group) => documentOf(group, compare))
    .toSorted((a, b) => compare(a.decisive, b.decisive))
    .map(({ document }) => document);
}

type Compare = (a: ClassifiedLine, b: ClassifiedLine) => number;

function byTime(files: readonly string[]): Compare {
  const order = new Map(files.map((file, index) => [file, index]));
  return (a, b) => a.at - b.at || (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line;
}

function documentOf(group: ClassifiedLine[], compare: Compare): { document: ReplayDocument; decisive: ClassifiedLine } {
  const lines = group.toSorted((a, b) => a.position - b.position);
  const timed = group.toSorted(compare);
  const [first] = timed;
  const last = timed.at(-1);
  if (first === undefined || last === undefined) throw new Error('a document without lines');
  const decisive = first.stockChange < 0 ? last : first;
  const { class: documentClass, invoice, country } = first;
  const customer = lines.find((line) => line.customer !== null)?.customer ?? null;
  return {
    decisive,
    document: { class: documentClass, invoice, customer, country, startsAt: first.at, playsAt: decisive.at, lines },
  };
}
