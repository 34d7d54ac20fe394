// What stands before every door: who may knock at all, how often, and what happens when too many do. Whoever is turned
// away is told when to come back, and a station does then; nothing it has is lost meanwhile.
import { createHash, timingSafeEqual } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { paths } from '#sync/protocol/messages.ts';
import type { Central } from '#db/central/open.ts';
import { isChannelDoor } from './intake/openapi.ts';
import type { Metrics } from './metrics.ts';

export interface Guard {
  /** Shared by the company's stations and channels; without it anybody who reaches the port may ask. */
  readonly accessToken?: string;
  /** Requests of one device in ten seconds; one address may have the tenfold, because many stations stand behind one. */
  readonly rate?: number;
  /** New stations come in with an enrolment code only. */
  readonly enrolmentCodes?: boolean;
}

const WINDOW = 10_000;
const RATE = 2000;
/** Open to whoever watches over the service: they tell whether it lives, and nothing else. */
const WATCH: readonly string[] = [paths.health, paths.ready];

export async function guardDoors(app: FastifyInstance, { accessToken, rate = RATE }: Guard, central: Central, metrics: Metrics): Promise<void> {
  await app.register(rateLimit, { global: true, max: rate, timeWindow: WINDOW, hook: 'preHandler', keyGenerator: deviceOf, cache: 10_000, onExceeded: () => metrics.turnedAway('rate') });
  const ofAddress = app.createRateLimit({ max: rate * 10, timeWindow: WINDOW, keyGenerator: (request) => `address ${request.ip}` });
  const token = accessToken === undefined ? undefined : digest(`Bearer ${accessToken}`);

  app.addHook('onRequest', async (request, reply) => {
    const within = await ofAddress(request);
    if (!within.isAllowed && within.isExceeded) {
      metrics.turnedAway('rate');
      return reply.code(429).header('retry-after', String(within.ttlInSeconds)).send({ problem: 'Too many requests come from this address.' });
    }
    const asked = request.url.split('?')[0]!;
    if (token === undefined || WATCH.includes(asked) || isChannelDoor(asked)) return;
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), token)) return reply.code(401).send({ problem: 'The sync service does not know this sender: the station needs the company\'s access token.' });
  });
  app.addHook('onResponse', async (request, reply) => metrics.answered(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000));

  app.get(paths.health, async () => ({ alive: true }));
  app.get(paths.ready, async (_request, reply) => {
    const ready = await Promise.race([central`select counter from restore`.then(() => true, () => false), new Promise<boolean>((resolve) => void setTimeout(resolve, 2000, false).unref())]);
    return reply.code(ready ? 200 : 503).send({ ready });
  });
  app.get(paths.metrics, async (request, reply) => {
    // Without a token figures are for the machine itself only.
    if (token === undefined && !isLoopback(request.ip)) return reply.code(403).send({ problem: 'Metrics are for this machine, unless the service has an access token.' });
    const { type, body } = await metrics.text();
    return reply.type(type).send(body);
  });
}

/** Whoever names a device that is not theirs is held by the limit of their address. */
function deviceOf(request: FastifyRequest): string {
  const named = (source: unknown): unknown => (typeof source === 'object' && source !== null && 'device' in source ? source.device : undefined);
  const device = named(request.query) ?? named(request.body);
  return typeof device === 'string' && device !== '' ? `device ${device.slice(0, 128)}` : `address ${request.ip}`;
}
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
export const isLoopback = (ip: string): boolean => ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1';
