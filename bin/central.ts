// `npm run central`: the sync service alone, on a Postgres that DATABASE_URL names; several may share one database.
import { carrierFolder } from '#sync/server/outside/carrier-files.ts';
import { paymentFolder } from '#sync/server/outside/payment-files.ts';
import { createLogger } from '#sync/server/logging.ts';
import { photoStoreAt } from '#sync/server/photos/store.ts';
import { readSealKey } from '#sync/server/audit/seal-key.ts';
import { readSecret } from '#sync/server/secret-file.ts';
import { startService } from '#sync/server/service.ts';
import { givenCertificate, ownCertificate } from '#sync/server/tls.ts';
import { createClock } from './clock.ts';
import { portOf, printResult, readFlags, say, untilAskedToEnd } from './command-line.ts';

const usage = `DATABASE_URL=postgres://… npm run central -- [--port N] [--host ADDRESS] [--tls DIR | --tls-key FILE --tls-cert FILE] [--access FILE] [--open] [--enrol code|open]
  [--rate N] [--log] [--seal-key FILE] [--payments DIR [--payments-settle]] [--carriers DIR [--carrier-numbers NWGB:10000000]]
  [--photos DIR|s3://BUCKET?endpoint=URL&region=R] [--json]
  --tls makes and keeps a certificate of its own in DIR; stations believe it with --ca DIR/cert.pem. --access: a file with a token that
  stations give with --access as well. Reachable from other machines (--host) it wants both, or --open, which says that another
  program in front of it does this. --enrol: whether new stations need a code (npm run enrol); they do where other machines
  reach the service. --log: one JSON object per line on standard error. DATABASE_OWNER_URL: who changes the schema.`;
const { flags } = readFlags(usage, {
  port: { type: 'string' }, host: { type: 'string' }, clock: { type: 'string' }, 'seal-key': { type: 'string' }, payments: { type: 'string' }, 'payments-settle': { type: 'boolean' }, carriers: { type: 'string' }, 'carrier-numbers': { type: 'string' }, photos: { type: 'string' },
  tls: { type: 'string' }, 'tls-key': { type: 'string' }, 'tls-cert': { type: 'string' }, access: { type: 'string' }, open: { type: 'boolean' }, rate: { type: 'string' }, enrol: { type: 'string' }, log: { type: 'boolean' },
});
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n${usage}\n`);
  process.exit(2);
}
const databaseUrl = process.env['DATABASE_URL'] ?? refuse('DATABASE_URL is not set: the sync service needs to know its Postgres.');
const loopback = ['127.0.0.1', 'localhost', '::1'].includes(flags.host ?? '127.0.0.1');
const hasTls = flags.tls !== undefined || (flags['tls-key'] !== undefined && flags['tls-cert'] !== undefined);
if (!loopback && flags.open !== true && (!hasTls || flags.access === undefined)) refuse('Other machines could reach the service: give it a certificate (--tls) and an access token (--access), or say --open.');
const rate = flags.rate === undefined ? undefined : Number(flags.rate);
if (rate !== undefined && !(Number.isInteger(rate) && rate > 0)) refuse(`--rate ${flags.rate ?? ''} is not a number of requests.`);
/** `NWGB:10000000`: numbers of the postal union by the folder itself, from that one on. */
const numbers = /^([A-Z]{2})([A-Z]{2}):(\d{1,8})$/.exec(flags['carrier-numbers'] ?? '');
if (flags['carrier-numbers'] !== undefined && !numbers) refuse(`--carrier-numbers ${flags['carrier-numbers']} is not like NWGB:10000000: two letters of the service, two of the country, the first number.`);
const range = numbers ? { service: numbers[1]!, country: numbers[2]!, from: Number(numbers[3]) } : undefined;

const enrolment = flags.enrol ?? (loopback ? 'open' : 'code');
if (!['open', 'code'].includes(enrolment)) refuse(`--enrol ${enrolment} is neither code nor open.`);

const logger = flags.log === true ? createLogger(process.stderr) : undefined;
const log = logger ? (line: string) => logger.info(line) : (line: string) => say(flags.json, line);
const clock = createClock(flags.clock !== undefined, Number(flags.clock ?? 0));
const sealFile = flags['seal-key'] ?? process.env['RESTOW_SEAL_KEY_FILE'];
if (sealFile === undefined) log('The audit trail is chained but not signed: give the company\'s seal key with --seal-key FILE or RESTOW_SEAL_KEY_FILE.');
if (flags.photos === undefined) log('Photos stay at the stations: give them a place with --photos.');
const tls = flags.tls !== undefined ? await ownCertificate(flags.tls, [flags.host ?? ''], Date.now()) : hasTls ? givenCertificate(flags['tls-key']!, flags['tls-cert']!) : undefined;
const service = await startService({
  databaseUrl, ownerUrl: process.env['DATABASE_OWNER_URL'] ?? databaseUrl, now: clock.now, port: portOf(flags.port), log, ...(logger ? { logger } : {}), ...(flags.host === undefined ? {} : { host: flags.host }),
  ...(tls ? { tls } : {}), guard: { ...(flags.access === undefined ? {} : { accessToken: readSecret(flags.access) }), ...(rate === undefined ? {} : { rate }), enrolmentCodes: enrolment === 'code' },
  ...(sealFile === undefined ? {} : { sealKey: readSealKey(sealFile, false) }), ...(flags.payments === undefined ? {} : { payments: paymentFolder(flags.payments, { settles: flags['payments-settle'] === true }) }),
  ...(flags.carriers === undefined ? {} : { carriers: carrierFolder(flags.carriers, range ? { numbers: range } : {}) }),
  ...(flags.photos === undefined ? {} : { photos: photoStoreAt(flags.photos, process.env) }),
});
log(`Sync service: ${service.url}`);
printResult(flags.json, { central: service.url, pid: process.pid });
process.send?.({ central: service.url });
await untilAskedToEnd();
await service.stop();
process.exit(0);
