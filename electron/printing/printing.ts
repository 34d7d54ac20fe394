// What windows may have printed: labels of things this station knows, made from its own rows, to its own printer.
import { randomUUID } from 'node:crypto';
import { carrierLabel, itemLabel, parcelLabel, placeLabel, transferLabel, unitLabel, type Label } from '#domain/labels/label.ts';
import { scannerSheet } from '#domain/labels/scanner-sheet.ts';
import { counts } from '#domain/teaching.ts';
import { createPrintJobs, type PrintJob } from '#db/local/print-jobs.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Answers, Person, PrintJobAnswer, Replies, requests } from '#electron/contract.ts';
import type { z } from 'zod';
import { countSheet } from '#electron/answers-count-sheet.ts';
import { expectedIn } from '#electron/expected.ts';
import { compareText } from '#domain/slice.ts';
import { countSheetPdf } from './count-sheets.ts';
import { labelSheets } from './label-sheets.ts';
import { createPrintQueue } from './print-queue.ts';
import { sendToPrinter, type PrinterAddress } from './raw-printer.ts';

type Body<N extends keyof typeof requests> = z.output<(typeof requests)[N]>;

export interface Printing {
  print(body: Body<'print'>, person: Person): Replies['print'];
  printJob(body: Body<'printJob'>, person: Person): Replies['printJob'];
  labelSheet(body: Body<'labelSheet'>): Promise<Replies['labelSheet']>;
  countSheet(sheetId: string): Promise<Replies['countSheet']>;
  jobs(): Answers['print_jobs'];
  stop(): void;
}
export interface PrintingOptions {
  readonly replica: Replica;
  /** host or host:port; undefined where there is no printer. */
  readonly printer: string | undefined;
  readonly now: () => number;
  readonly later: (run: () => void, delay: number) => () => void;
  readonly changed: () => void;
}

const PATIENCE_MS = 10_000;
const RAW_PORT = 9100;

/** `host`, `host:port`, `[v6]:port`. */
export function printerAddress(text: string): PrinterAddress {
  const match = /^(\[.+\]|[^:]+)(?::([0-9]+))?$/.exec(text);
  return { host: (match?.[1] ?? text).replace(/^\[|\]$/g, ''), port: Number(match?.[2] ?? RAW_PORT) };
}

export function createPrinting({ replica, printer, now, later, changed }: PrintingOptions): Printing {
  const address = printer === undefined ? undefined : printerAddress(printer);
  const queue = createPrintQueue({
    jobs: createPrintJobs(replica.db), now, newId: randomUUID, later, changed,
    send: address && ((zpl) => sendToPrinter(address, zpl, { patience: PATIENCE_MS })),
    note: () => `${replica.meta.get('warehouse_id') ?? ''} ${new Date(now()).toISOString().slice(0, 16).replace('T', ' ')}`,
  });

  function labelOf(of: Body<'print'>['of'], id: string): Label | undefined {
    const { rows } = replica;
    const warehouse_id = replica.meta.get('warehouse_id') ?? '';
    if (of === 'item') {
      const item = rows.find('item', { item_id: id })[0];
      return item && itemLabel(item, rows.find('barcode', { item_id: id }).filter(counts).toSorted((a, b) => a.units - b.units)[0]?.code);
    }
    if (of === 'parcel' || of === 'carrier') return labelOfParcel(of, id, warehouse_id);
    if (of === 'transfer') {
      const transfer = rows.find('transfer', { transfer_id: id })[0];
      return transfer && transferLabel(id, nameOfWarehouse(transfer.from_warehouse), nameOfWarehouse(transfer.to_warehouse));
    }
    if (of === 'place') return rows.find('location', { warehouse_id, location_id: id }).length > 0 ? placeLabel(id) : undefined;
    const isKnown = rows.find('handling_unit', { warehouse_id, unit_id: id }).length > 0 || rows.find('return_unit', { warehouse_id, unit_id: id }).length > 0
      || rows.find('return_parcel', { warehouse_id }).some((row) => (row.found as readonly { readonly label: string }[]).some(({ label }) => label === id));
    return isKnown ? unitLabel(id) : undefined;
  }

  const nameOfWarehouse = (warehouse_id: string): string => replica.rows.find('warehouse', { warehouse_id })[0]?.name ?? warehouse_id;

  /** Of the carrier only once it gave the parcel a number. */
  function labelOfParcel(of: 'parcel' | 'carrier', parcel_id: string, warehouse_id: string): Label | undefined {
    const { rows } = replica;
    const [parcel] = rows.find('parcel', { warehouse_id, parcel_id });
    if (!parcel || (of === 'carrier' && (parcel.tracking === '' || parcel.state === 'VOIDED'))) return undefined;
    const number = rows.find('sales_order', { order_id: parcel.order_id })[0]?.channel_number ?? parcel.order_id;
    const carrier = rows.find('carrier', { carrier_id: parcel.carrier_id })[0]?.name ?? parcel.carrier_id;
    return of === 'carrier' ? carrierLabel(parcel.tracking, number, carrier) : parcelLabel(parcel_id, number, carrier);
  }

  return {
    print({ jobId, of, id, copies }, person) {
      const label = labelOf(of, id);
      if (!label && of === 'carrier') return { problem: `The carrier has given “${id}” no number yet: it waits under our own label.` };
      if (!label) return { problem: `This station does not know “${id}”, so it prints no label for it.` };
      queue.add(jobId, label, copies, person.id);
      return { problem: '' };
    },
    printJob({ jobId, what }, person) {
      if (what === 'again') return { problem: queue.again(jobId, person.id) === undefined ? 'This print is not known any more.' : '' };
      queue.settle(jobId, what === 'printed' ? 'PRINTED' : 'DROPPED');
      return { problem: '' };
    },
    async labelSheet({ title, labels }) {
      const drawn = labels.flatMap(({ of, id }) => (of === 'scanner' ? scannerSheet : (labelOf(of, id) ?? [])));
      if (drawn.length === 0) return { pdf: '', problem: 'This station knows none of these.' };
      return { pdf: Buffer.from(await labelSheets(title, [{ title, labels: drawn }])).toString('base64'), problem: '' };
    },
    async countSheet(sheetId) {
      const { rows } = replica;
      const sheet = countSheet(replica, sheetId, (locationId, taskId) => expectedIn(replica, locationId, taskId));
      if (!sheet) return { pdf: '', problem: `This station does not know the count sheet “${sheetId}”.` };
      const bins = sheet.bins.filter((bin) => !bin.closed).map(({ locationId, expected }) => ({
        locationId,
        items: expected.flatMap(({ itemId, lot }) => rows.find('item', { item_id: itemId }).map((item) => ({ sku: item.sku, name: item.name, lot, serials: item.serial_control }))).toSorted((x, z) => compareText(x.sku, z.sku)),
      }));
      const [warehouse, who] = [nameOfWarehouse(replica.meta.get('warehouse_id') ?? ''), rows.find('person', { person_id: sheet.printedBy })[0]?.name ?? sheet.printedBy];
      const words = `${warehouse} · printed by ${who}, ${new Date(sheet.printedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
      return { pdf: Buffer.from(await countSheetPdf({ sheetId, words, bins })).toString('base64'), problem: '' };
    },
    jobs: () => ({ printer: address !== undefined, jobs: queue.list().map(answerOf) }),
    stop: () => queue.stop(),
  };
}

const answerOf = (job: PrintJob): PrintJobAnswer => ({
  jobId: job.job_id, label: JSON.parse(job.label) as Label, copies: job.copies, reprint: job.reprint, state: job.state, problem: job.problem, personId: job.person_id, askedAt: job.asked_at,
});
