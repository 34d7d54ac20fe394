// `npm run central`: the sync service alone, on a Postgres that DATABASE_URL names; several may share one database.
import { paymentFolder } from '#sync/server/payment-files.ts';
import { photoStoreAt } from '#sync/server/photo-store.ts';
import { readSealKey } from '#sync/server/seal-key.ts';
import { startService } from '#sync/server/service.ts';
import { createClock } from './clock.ts';
import { portOf, printResult, readFlags, say, untilAskedToEnd } from './command-line.ts';

const usage = 'DATABASE_URL=postgres://… npm run central -- [--port N] [--host ADDRESS] [--seal-key FILE] [--payments DIR [--payments-settle]] [--photos DIR|s3://BUCKET?endpoint=URL&region=R] [--json]';
const { flags } = readFlags(usage, { port: { type: 'string' }, host: { type: 'string' }, clock: { type: 'string' }, 'seal-key': { type: 'string' }, payments: { type: 'string' }, 'payments-settle': { type: 'boolean' }, photos: { type: 'string' } });
const databaseUrl = process.env['DATABASE_URL'];
if (databaseUrl === undefined) {
  process.stderr.write(`DATABASE_URL is not set: the sync service needs to know its Postgres.\n${usage}\n`);
  process.exit(2);
}
const clock = createClock(flags.clock !== undefined, Number(flags.clock ?? 0));
const sealFile = flags['seal-key'] ?? process.env['RESTOW_SEAL_KEY_FILE'];
if (sealFile === undefined) say(flags.json, 'The audit trail is chained but not signed: give the company\'s seal key with --seal-key FILE or RESTOW_SEAL_KEY_FILE.');
if (flags.photos === undefined) say(flags.json, 'Photos stay at the stations: give them a place with --photos.');
const service = await startService({ databaseUrl, ownerUrl: process.env['DATABASE_OWNER_URL'] ?? databaseUrl, now: clock.now, port: portOf(flags.port), ...(flags.host === undefined ? {} : { host: flags.host }), ...(sealFile === undefined ? {} : { sealKey: readSealKey(sealFile, false) }), ...(flags.payments === undefined ? {} : { payments: paymentFolder(flags.payments, { settles: flags['payments-settle'] === true }) }), ...(flags.photos === undefined ? {} : { photos: photoStoreAt(flags.photos, process.env) }), log: (line) => say(flags.json, line) });
say(flags.json, `Sync service: ${service.url}`);
printResult(flags.json, { central: service.url, pid: process.pid });
process.send?.({ central: service.url });
await untilAskedToEnd();
await service.stop();
process.exit(0);
