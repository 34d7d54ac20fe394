// Who reads: a device that has ever shown a key proves that it is that device, at every door where something is told.
// Without a device nobody reads but from this very machine.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Central } from '#db/central/open.ts';
import { inScope } from '#db/central/open.ts';
import { mayRead, READER } from '#sync/keys/reading.ts';
import { paths } from '#sync/protocol/messages.ts';
import { isLoopback } from './guarded-doors.ts';

const doors: readonly string[] = [paths.pull, paths.live, paths.why, paths.recall, paths.promise, paths.photos];


const deviceOf = ({ query, body }: FastifyRequest): string => {
  const named = (query as { device?: unknown }).device ?? (typeof body === 'object' && body !== null ? (body as { device?: unknown }).device : undefined);
  return typeof named === 'string' ? named : '';
};
const headerOf = (request: FastifyRequest, name: string): string => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
};

export function askWhoReads(app: FastifyInstance, central: Central): void {
  app.addHook('preHandler', async (request, reply) => {
    const door = doors.find((each) => request.routeOptions.url === each || request.routeOptions.url?.startsWith(`${each}/`));
    if (door === undefined) return undefined;
    const device = deviceOf(request);
    if (device === '') return isLoopback(request.ip) ? undefined : reply.code(403).send({ problem: 'Only a station is told this.' });
    const [chain] = await inScope(central, { role: 'restow_writer', warehouse: '*', device }, (tx) => tx<{ signing_keys: readonly string[] }[]>`select signing_keys from device_chain where device_id = ${device}`);
    const keys = chain?.signing_keys ?? [];
    if (keys.length === 0 || (headerOf(request, READER.device) === device && mayRead(keys, device, door, headerOf(request, READER.proof)))) return undefined;
    return reply.code(403).send({ problem: `Whoever asks could not show that it is the station ${device}.` });
  });
}
