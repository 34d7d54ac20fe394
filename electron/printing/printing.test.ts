// Labels on their way to a printer that prints, is away, refuses, only looks alive, or dies between two bytes.
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openReplica } from '#db/local/open.ts';
import { createPrintJobs, type PrintState } from '#db/local/print-jobs.ts';
import { placeLabel } from '#domain/labels/label.ts';
import { barsOf } from './bars.ts';
import { createPrintQueue, type PrintQueue } from './print-queue.ts';
import { printerAddress } from './printing.ts';
import { sendToPrinter } from './raw-printer.ts';

const FINE = '\u0002030,0,0,1245,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,4,0,00000000,1,000\u0003\r\n\u00021234,0\u0003\r\n';
const NO_PAPER = FINE.replace('030,0,0', '030,1,0');

type Behave = (socket: Socket, printed: (zpl: string) => void) => void;
async function printer(behave: Behave): Promise<{ port: number; printed: string[]; server: Server }> {
  const printed: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    behave(socket, (zpl) => printed.push(zpl));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, printed, server };
}
/** Answers each status question, and prints what ends in ^XZ. */
const works = (status = FINE): Behave => (socket, printed) => {
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString();
    const label = /\^XA[^]*?\^XZ/.exec(heard);
    if (label) printed(label[0]);
    for (const _ of heard.match(/~HS/g) ?? []) socket.write(status);
    heard = heard.replaceAll(/\^XA[^]*?\^XZ|~HS/g, '');
  });
};
const send = (port: number) => sendToPrinter({ host: '127.0.0.1', port }, '^XA^FDx^FS^XZ', { patience: 300 });

it('a printer that answers has printed', async () => {
  const { port, printed } = await printer(works());
  expect(await send(port)).toEqual({ outcome: 'printed' });
  expect(printed).toEqual(['^XA^FDx^FS^XZ']);
});

it('one without paper, one that refuses and one that only looks open get nothing of the label', async () => {
  const empty = await printer(works(NO_PAPER));
  expect(await send(empty.port)).toEqual({ outcome: 'not_sent', problem: 'The printer has no paper.' });
  expect(empty.printed).toEqual([]);
  const halfOpen = await printer(() => undefined);
  expect(await send(halfOpen.port)).toEqual({ outcome: 'not_sent', problem: 'The printer does not answer.' });
  const gone = await printer(() => undefined);
  await new Promise<void>((resolve) => void gone.server.close(() => resolve()));
  expect(await send(gone.port)).toMatchObject({ outcome: 'not_sent', problem: expect.stringContaining('ECONNREFUSED') as string });
});

it('one that dies or falls silent between two bytes leaves it open, and is never sent the label twice on a guess', async () => {
  const dies = await printer((socket) => {
    let questions = 0;
    socket.on('data', (chunk) => (chunk.toString().includes('^XA') ? socket.destroy() : questions++ === 0 && socket.write(FINE)));
  });
  expect(await send(dies.port)).toMatchObject({ outcome: 'uncertain' });
  const silent = await printer((socket) => socket.once('data', () => socket.write(FINE)));
  expect(await send(silent.port)).toMatchObject({ outcome: 'uncertain', problem: 'The printer took the label and said nothing more.' });
  const babbles = await printer((socket) => socket.on('data', () => socket.write('x'.repeat(5000))));
  expect(await send(babbles.port)).toMatchObject({ outcome: 'not_sent' });
});

function queueOn(db: ReturnType<typeof openReplica>, port: number | undefined): { queue: PrintQueue; states: () => PrintState[]; retry: () => void } {
  const waiting: (() => void)[] = [];
  let ids = 0;
  const jobs = createPrintJobs(db);
  const queue = createPrintQueue({
    jobs, now: () => 1000, newId: () => `again-${++ids}`, note: () => 'LEEDS', changed: () => undefined,
    send: port === undefined ? undefined : (zpl) => sendToPrinter({ host: '127.0.0.1', port }, zpl, { patience: 300 }),
    later: (run) => (waiting.push(run), () => undefined),
  });
  onTestFinished(() => queue.stop());
  return { queue, states: () => jobs.list(10).map((job) => job.state).toReversed(), retry: () => waiting.splice(0).forEach((run) => run()) };
}
const database = () => {
  const db = openReplica(new Uint8Array());
  onTestFinished(() => void db.close());
  return db;
};

it('labels wait for a printer that is away, in order, and each is printed once', async () => {
  const db = database();
  const away = await printer(() => undefined);
  await new Promise<void>((resolve) => void away.server.close(() => resolve()));
  const before = queueOn(db, away.port);
  for (const id of ['A', 'B', 'A']) before.queue.add(`job-${id}`, placeLabel(id), 1, 'ann');
  await vi.waitFor(() => expect(createPrintJobs(db).find('job-A')?.problem).toContain('ECONNREFUSED'));
  expect(before.states()).toEqual(['WAITING', 'WAITING']);
  before.queue.stop();
  const there = await printer(works());
  const after = queueOn(db, there.port);
  await vi.waitFor(() => expect(after.states()).toEqual(['PRINTED', 'PRINTED']));
  expect(there.printed.map((zpl) => /\^FDLOC_2D([AB])/.exec(zpl)?.[1])).toEqual(['A', 'B']);
});

it('what was being sent when the station stopped is asked about, and printed again only as a reprint that says so', async () => {
  const db = database();
  const jobs = createPrintJobs(db);
  jobs.add({ job_id: 'job-1', label: JSON.stringify(placeLabel('A')), copies: 2, reprint: 0, reprint_of: null, person_id: 'ann', asked_at: 1 });
  jobs.begin('job-1');
  const { port, printed } = await printer(works());
  const { queue, states } = queueOn(db, port);
  expect(states()).toEqual(['UNCERTAIN']);
  expect(queue.again('job-1', 'bob')).toBe('again-1');
  await vi.waitFor(() => expect(states()).toEqual(['DROPPED', 'PRINTED']));
  expect(printed[0]).toContain('^FDREPRINT 1  LEEDS');
  expect(printed[0]).toContain('^PQ2');
  expect(queue.again('nobody', 'bob')).toBeUndefined();
});

it('a code that no bars exist for is put aside and stops nobody behind it', async () => {
  const db = database();
  const { port, printed } = await printer(works());
  const { queue, states } = queueOn(db, port);
  queue.add('job-1', { symbology: 'gs1-128', text: '(01)x', title: 'broken' }, 1, 'ann');
  queue.add('job-2', placeLabel('B'), 1, 'ann');
  await vi.waitFor(() => expect(states()).toEqual(['DROPPED', 'PRINTED']));
  expect(printed).toHaveLength(1);
  expect(barsOf({ symbology: 'gs1-128', text: '(01)x', title: '' })).toBeUndefined();
});

it('addresses of printers', () => {
  expect(printerAddress('printer-3')).toEqual({ host: 'printer-3', port: 9100 });
  expect(printerAddress('10.0.0.7:6101')).toEqual({ host: '10.0.0.7', port: 6101 });
  expect(printerAddress('[fe80::1]:9100')).toEqual({ host: 'fe80::1', port: 9100 });
});
