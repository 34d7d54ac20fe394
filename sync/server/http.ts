// The sync service's doors: enrol, push, pull, live, intake, why, recall, pin, photos, state. A message is held to its size before it is looked
// at, and errors are answered in words and never stop the service.
import { once } from 'node:events';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { PHOTO_MAX, pictureType, pictureTypes } from '#sync/photos/picture.ts';
import { paths, pinRequest, PROTOCOL, type PromiseReply, type PullLine, type RecallReply, type WhyReply } from '#sync/protocol/messages.ts';
import { pull, readEpoch } from '#db/central/feed.ts';
import type { Central } from '#db/central/open.ts';
import { traceAtCentral } from '#db/central/recall.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import type { Waker } from '#db/central/wake.ts';
import { evidenceAtCentral } from '#db/central/why.ts';
import { Busy, createGate } from './gate.ts';
import { guardDoors, type Guard } from './guarded-doors.ts';
import { promiseAtCentral } from './intake/availability.ts';
import { addOrderDoors } from './intake/doors.ts';
import { createMetrics } from './metrics.ts';
import { createPhotos } from './photos/photos.ts';
import type { PhotoStore } from './photos/store.ts';
import type { SigningKey } from '#sync/keys/ed25519.ts';
import { answerPin } from './pins.ts';
import { askWhoReads } from './readers.ts';
import { createRequests } from './requests.ts';
import type { TlsFiles } from './tls.ts';

export interface Doors {
  readonly central: Central;
  readonly now: () => number;
  readonly waker: Waker;
  /** Called after a commit that may have given the policies something to do. */
  readonly committed: () => void;
  /** Days of movements that a new station gets. */
  readonly horizonDays: number;
  /** Signs for what stations have sent. */
  readonly sealKey?: SigningKey | undefined;
  readonly photos: PhotoStore | undefined;
  readonly log: (line: string) => void;
  /** One JSON object per line of what went wrong in a request. */
  readonly logger?: Logger;
  readonly tls?: TlsFiles;
  readonly guard?: Guard;
}

const NO_SUCH_DOOR = 'The sync service has no such address.';
/** What Postgres says of a value that is none to it, such as a text with a NUL: who sent it is to blame, not the service. */
const isNoValue = (error: { code?: string }): boolean => error.code?.startsWith('22') ?? false;
const BODY_LIMIT = 32 * 1024 * 1024;
/** A full load holds a connection of the pool for as long as the station takes to read it; the rest is for all others. */
const LOADS_AT_ONCE = 3;
/** Looking into the past never takes more of the pool than this from the work of now. */
const LOOKS_AT_ONCE = 2;
/** Each takes 64 MiB and a third of a second of a core. */
const PINS_AT_ONCE = 4;
/** As many batches as the pool has connections for; of those behind them so many wait, the others come back later. */
const JUDGING_AT_ONCE = 6;
const WAITING_MOST = 256;
/** Well below the silence (ms) after which a station gives a connection up. */
const TURN_INTERVAL = 5000;
/** So much of an answer (bytes) waits in memory for a slow reader, so that no transaction waits for one that reads nothing. */
const READ_AHEAD = 4 * 1024 * 1024;

export async function createDoors({ central, now, waker, committed, horizonDays, sealKey, photos: photoStore, log, logger, tls, guard = {} }: Doors): Promise<FastifyInstance> {
  // Slow senders are cut off: a message must be whole in two minutes, which a photo on a bad line is.
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, requestTimeout: 120_000, frameworkErrors: (_error, _request, reply: FastifyReply) => void reply.code(404).send({ problem: NO_SUCH_DOOR }), logController: new LogController({ disableRequestLogging: true }), ...(logger ? { loggerInstance: logger as FastifyBaseLogger } : {}), ...(tls ? { https: tls } : {}) }) as unknown as FastifyInstance;
  const metrics = createMetrics(central, now);
  await guardDoors(app, guard, central, metrics);
  askWhoReads(app, central);
  const store = postgresStore(central);
  const loads = createGate(LOADS_AT_ONCE);
  const looks = createGate(LOOKS_AT_ONCE, WAITING_MOST);
  const pins = createGate(PINS_AT_ONCE, WAITING_MOST);
  const judging = createGate(JUDGING_AT_ONCE, WAITING_MOST);
  const told = (): void => {
    waker.wake();
    committed();
  };
  const requests = createRequests({ store, now, horizonDays, sealKey, needsCode: guard.enrolmentCodes, epoch: () => readEpoch(central), committed: told });
  const photos = createPhotos({ store, photos: photoStore, now, committed: told, log });

  app.setErrorHandler(async (error: { statusCode?: number; code?: string; message: string }, request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ problem: z.prettifyError(error) });
    if (error instanceof Busy) {
      metrics.turnedAway('load');
      return reply.code(503).header('retry-after', String(error.seconds)).send({ problem: error.message });
    }
    if (isNoValue(error)) return reply.code(400).send({ problem: 'The message has a character or a number that nothing here can hold.' });
    if (error.statusCode !== undefined && error.statusCode < 500) return reply.code(error.statusCode).send({ problem: error.message });
    // What went wrong inside is for the log: a stranger learns nothing of the database from it.
    request.log.error(error);
    log(`${request.method} ${request.routeOptions.url ?? ''}: ${error.message}`);
    return reply.code(500).send({ problem: 'The sync service met an error of its own; it is in its log.' });
  });

  app.setNotFoundHandler(async (_request, reply) => reply.code(404).send({ problem: NO_SUCH_DOOR }));

  app.get(paths.state, async () => ({ service: 'restow-central', protocol: PROTOCOL, epoch: await readEpoch(central), now: now() }));

  for (const name of ['enrol', 'push', 'readmit', 'intake'] as const) {
    app.post(paths[name], async (request, reply) => {
      const ask = (): Promise<{ readonly status: number; readonly body: unknown }> => requests[name](request.body);
      const { status, body } = await (name === 'push' || name === 'intake' ? judging.through(ask) : ask());
      return reply.code(status).send(body);
    });
  }

  app.get<{ Querystring: { device?: string; cursor?: string; epoch?: string; unsent?: string; person?: string } }>(paths.pull, async (request, reply) => {
    const asked = await requests.window(request.query);
    if (asked.status !== 200) return reply.code(asked.status).send(asked.body);
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson' });
    try {
      const answer = (cursor: string) => pull(central, { ...asked.body, cursor }, (line) => writeLine(reply, line));
      // An empty line now and then tells the station that its turn will come.
      const waiting = setInterval(() => reply.raw.write('\n'), TURN_INTERVAL);
      const { cursor } = asked.body;
      try {
        if (cursor === '' || !(await answer(cursor))) {
          await loads.through(() => {
            clearInterval(waiting);
            return answer('');
          });
        }
      } finally {
        clearInterval(waiting);
      }
      reply.raw.end();
    } catch (error) {
      // Cut off without its end line: the station drops what it staged and asks again.
      request.log.error(error);
      reply.raw.destroy();
    }
    return reply;
  });

  app.post(paths.why, async (request, reply) => {
    const asked = await requests.past(request.body);
    if (asked.status !== 200) return reply.code(asked.status).send(asked.body);
    const { subject, cursor } = asked.body;
    return { ...(await looks.through(() => evidenceAtCentral(central, subject.warehouse, subject, cursor))), now: now() } satisfies WhyReply;
  });

  app.post(paths.recall, async (request, reply) => {
    const asked = await requests.recall(request.body);
    if (asked.status !== 200) return reply.code(asked.status).send(asked.body);
    const { itemId, lot } = asked.body;
    return { ...(await looks.through(() => traceAtCentral(central, itemId, lot))), now: now() } satisfies RecallReply;
  });

  app.post(paths.pin, async (request) => {
    const asked = pinRequest.parse(request.body);
    return pins.through(() => answerPin(central, now(), asked));
  });

  app.post(paths.promise, async (request, reply) => {
    const asked = await requests.promise(request.body);
    if (asked.status !== 200) return reply.code(asked.status).send(asked.body);
    const { itemId, channelId, quantity } = asked.body;
    return { promise: (await looks.through(() => promiseAtCentral(central, now(), channelId, itemId, quantity))) ?? null, now: now() } satisfies PromiseReply;
  });

  app.addContentTypeParser([...pictureTypes], { parseAs: 'buffer', bodyLimit: PHOTO_MAX }, (_request, body, done) => done(null, body));
  app.put<{ Params: { hash: string }; Querystring: { device?: string }; Body: unknown }>(`${paths.photos}/:hash`, async (request, reply) => {
    if (!(request.body instanceof Uint8Array)) return reply.code(415).send({ problem: 'Only JPEG, PNG and WebP pictures are taken.' });
    const sender = await requests.sender(request.query.device ?? '');
    const { status, body } = sender.status === 200 ? await photos.take(sender.body, request.params.hash, request.body) : sender;
    return reply.code(status).send(body);
  });
  app.get<{ Params: { hash: string }; Querystring: { device?: string } }>(`${paths.photos}/:hash`, async (request, reply) => {
    const sender = await requests.sender(request.query.device ?? '');
    const answer = sender.status === 200 ? await photos.give(sender.body, request.params.hash) : sender;
    if (answer.status !== 200) return reply.code(answer.status).send(answer.body);
    return reply.type(pictureType(answer.body) ?? 'application/octet-stream').header('x-content-type-options', 'nosniff').send(Buffer.from(answer.body));
  });

  addOrderDoors(app, { central, now, committed: told, judge: (work) => judging.through(work), look: (work) => looks.through(work) });

  app.get(paths.live, (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write(': here\n\n');
    const stop = waker.onWake(() => void reply.raw.write('data: changed\n\n'));
    request.raw.on('close', stop);
  });

  return app;
}

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
