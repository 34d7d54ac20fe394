// The sync service's doors: enrol, push, pull, live, intake, state. Every message is checked against its schema and
// size before anything else looks at it; errors are answered in words and never stop the service.
import { once } from 'node:events';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Row } from '#domain/tables.ts';
import { enrolRequest, intakeRequest, paths, PROTOCOL, pushRequest, type EnrolReply, type IntakeReply, type PullLine, type PushReply } from '#sync/protocol/messages.ts';
import { pull, readEpoch } from '#db/central/feed.ts';
import type { Central } from '#db/central/open.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import type { Waker } from '#db/central/wake.ts';
import { arrive } from './admission.ts';
import { enrol } from './enrolment.ts';
import { createGate } from './gate.ts';
import { reconcilePush, takeIn } from './reconcile.ts';

export interface Doors {
  readonly central: Central;
  readonly now: () => number;
  readonly waker: Waker;
  /** Called after a commit that may have given the policies something to do. */
  readonly committed: () => void;
  /** Days of movements that a new station gets. */
  readonly horizonDays: number;
}

const BODY_LIMIT = 32 * 1024 * 1024;
const DAY = 86_400_000;
/** A full load holds a connection of the pool for as long as the station takes to read it; the rest is for all others. */
const LOADS_AT_ONCE = 3;
/** Well below the silence (ms) after which a station gives a connection up. */
const TURN_INTERVAL = 5000;
/** So much of an answer (bytes) waits in memory for a slow reader, so that no transaction waits for one that reads nothing. */
const READ_AHEAD = 4 * 1024 * 1024;

export function createDoors({ central, now, waker, committed, horizonDays }: Doors): FastifyInstance {
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  const store = postgresStore(central);
  const devices = new Map<string, Row<'device'>>();
  const loads = createGate(LOADS_AT_ONCE);
  async function deviceOf(id: string): Promise<Row<'device'> | undefined> {
    const known = devices.get(id) ?? (await store.inScope({ role: 'restow_reader', warehouse: '*', device: id }, (tx) => tx.findDevice(id)));
    if (known) devices.set(id, known);
    return known;
  }

  app.setErrorHandler(async (error: { statusCode?: number; message: string }, _request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ problem: z.prettifyError(error) });
    return reply.code(error.statusCode ?? 500).send({ problem: error.message });
  });

  app.get(paths.state, async () => ({ service: 'restow-central', protocol: PROTOCOL, epoch: await readEpoch(central), now: now() }));

  app.post(paths.enrol, async (request, reply) => {
    const asked = enrolRequest.parse(request.body);
    if (asked.protocol !== PROTOCOL) return reply.code(409).send({ problem: `This server speaks version ${PROTOCOL} of the protocol, the station ${asked.protocol}. The station keeps its work and goes on capturing; update it to send.` });
    const row = await enrol(store, now, asked);
    if ('problem' in row) return reply.code(409).send(row);
    return { device: row.device_id, warehouse: row.home_warehouse, epoch: await readEpoch(central) } satisfies EnrolReply;
  });

  app.post(paths.push, async (request, reply) => {
    const { device: id, incarnation, first, commands } = pushRequest.parse(request.body);
    const device = await deviceOf(id);
    if (!device) return reply.code(404).send({ problem: `The device ${id} is not enrolled here.` });
    const { held, link, alarm, committed: wrote } = await reconcilePush(store, now, device, incarnation, first, commands);
    if (wrote) {
      waker.wake();
      committed();
    }
    return { held, link, now: now(), ...(alarm ? { alarm } : {}) } satisfies PushReply;
  });

  app.post(paths.intake, async (request) => {
    const { commands } = intakeRequest.parse(request.body);
    const outcomes = await store.inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => takeIn(tx, now(), { device: INTAKE_DEVICE, warehouse: '*' }, commands.map((text) => arrive(text, 0))));
    waker.wake();
    committed();
    return { outcomes } satisfies IntakeReply;
  });

  app.get<{ Querystring: { device?: string; cursor?: string; epoch?: string } }>(paths.pull, async (request, reply) => {
    const device = await deviceOf(request.query.device ?? '');
    if (!device) return reply.code(404).send({ problem: `The device ${request.query.device ?? ''} is not enrolled here.` });
    const epoch = await readEpoch(central);
    const cursor = request.query.epoch === epoch ? (request.query.cursor ?? '') : '';
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson' });
    try {
      const asked = { device: device.device_id, warehouse: device.home_warehouse, cursor, epoch, movementsFrom: now() - horizonDays * DAY, now: now() };
      const answer = () => pull(central, asked, (line) => writeLine(reply, line));
      // An empty line now and then tells the station that its turn will come.
      const waiting = setInterval(() => reply.raw.write('\n'), TURN_INTERVAL);
      const begin = () => {
        clearInterval(waiting);
        return answer();
      };
      await (cursor === '' ? loads.through(begin) : begin());
      reply.raw.end();
    } catch (error) {
      // Cut off without its end line: the station drops what it staged and asks again.
      request.log.error(error);
      reply.raw.destroy();
    }
    return reply;
  });

  app.get(paths.live, (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write(': here\n\n');
    const stop = waker.onWake(() => void reply.raw.write('data: changed\n\n'));
    request.raw.on('close', stop);
  });

  return app;
}

/** Commands of imports and of the channels' intake carry this device and no sequence: their ids are hashes of the source. */
export const INTAKE_DEVICE = 'intake';

async function writeLine(reply: FastifyReply, line: PullLine): Promise<void> {
  if (reply.raw.destroyed) throw new Error('the station went away');
  if (reply.raw.write(`${JSON.stringify(line)}\n`) || reply.raw.writableLength < READ_AHEAD) return;
  // The listener of the one that did not happen must go as well, or a long pull collects them.
  const { signal, abort } = waiting();
  await Promise.race([once(reply.raw, 'drain', { signal }), once(reply.raw, 'close', { signal })]).finally(abort);
}

function waiting(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
