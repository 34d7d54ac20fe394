// `npm run enrol`: one-time codes for new stations, which a supervisor has made, and what became of them; and the first PIN
// of somebody. Works on the
// database beside the running services.
import path from 'node:path';
import { COUNTING } from '#domain/counting-device.ts';
import { RESET_LASTS } from '#domain/pins.ts';
import type { Row } from '#domain/tables.ts';
import { addCode, listCodes, revokeCodes, type EnrolmentCode } from '#db/central/enrolment-codes.ts';
import { inScope, openCentral, SERVICE_ROLE } from '#db/central/open.ts';
import { upsert } from '#db/central/rows.ts';
import { enrolmentHash, newEnrolmentCode } from '#sync/keys/enrolment-code.ts';
import { printResult, readFlags, say } from './command-line.ts';
import { serviceUrlOf } from './running-database.ts';

const usage = `npm run enrol -- code --by BADGE [--warehouse W] [--counting] [--hours N]   makes a code that enrols one station (for N hours, 24), and prints it
npm run enrol -- pin BADGE --by BADGE               whoever shows that badge chooses a new PIN within a day; for the first supervisor of a company
npm run enrol -- list                               codes and which stations they enrolled; a code is shown by the beginning of its fingerprint
npm run enrol -- revoke FINGERPRINT                 an unused code is good for nothing any more
  --data DIR   the folder of npm start (.restow), while it runs; DATABASE_URL names another Postgres   --json`;
const { flags, files: [what, given] } = readFlags(usage, { data: { type: 'string' }, by: { type: 'string' }, warehouse: { type: 'string' }, counting: { type: 'boolean' }, hours: { type: 'string' } });
const url = process.env['DATABASE_URL'] ?? serviceUrlOf(path.resolve(flags.data ?? '.restow'));

function end(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
const hours = Number(flags.hours ?? 24);
if (!['code', 'pin', 'list', 'revoke'].includes(what ?? '') || (what === 'revoke' && !/^[0-9a-f]{8,64}$/.test(given ?? '')) || ((what === 'code' || what === 'pin') && flags.by === undefined) || (what === 'pin' && given === undefined)) end(usage);
if (!(hours > 0 && hours <= 24 * 30)) end(`--hours ${flags.hours ?? ''} is no number of hours up to 720.`);
if (url === undefined) end(`Nothing runs in ${path.resolve(flags.data ?? '.restow')}, and DATABASE_URL names no Postgres.\n${usage}`);

const HOUR = 3_600_000;
const central = openCentral(url, 2, SERVICE_ROLE);
const write = { role: 'restow_writer', warehouse: '*', device: '*' } as const;
/** Lets the connection go before the word, so that no database is kept waiting. */
async function refuse(sentence: string): Promise<never> {
  await central.end();
  end(sentence);
}
const at = (time: number): string => new Date(time).toISOString();
function stateOf({ device_id: device, used_at: used, revoked_at: revoked, expires_at: expires }: EnrolmentCode, now: number): string {
  if (used !== null) return `enrolled ${device ?? ''} at ${at(used)}`;
  if (revoked !== null) return `revoked at ${at(revoked)}`;
  return expires <= now ? `expired at ${at(expires)}` : `good until ${at(expires)}`;
}
const now = Date.now();
if (what === 'code') {
  const found = await inScope(central, write, async (tx) => ({
    person: (await tx<Row<'person'>[]>`select * from person where badge = ${flags.by!.trim().toUpperCase()} and active`)[0],
    warehouses: (await tx<{ warehouse_id: string }[]>`select warehouse_id from warehouse order by warehouse_id`).map((row) => row.warehouse_id),
  }));
  const { person, warehouses } = found;
  if (!person || !(person.roles as readonly string[]).some((role) => role === 'supervisor' || role === 'admin')) await refuse(`${flags.by!} is not the badge of a supervisor who works here.`);
  const warehouse = flags.warehouse ?? warehouses[0];
  if (warehouse === undefined || !warehouses.includes(warehouse)) await refuse(`There is no warehouse "${warehouse ?? ''}"; there are ${warehouses.join(', ')}.`);
  const code = newEnrolmentCode();
  const made = { code_hash: enrolmentHash(code), warehouse_id: warehouse!, kind: flags.counting ? COUNTING : 'station', made_by: person!.person_id, made_at: now, expires_at: now + hours * HOUR };
  await inScope(central, write, (tx) => addCode(tx, made));
  say(flags.json, `${code}   enrols one ${flags.counting ? 'device that counts' : 'station'} of ${warehouse!} until ${at(made.expires_at)}: npm run station -- --central URL --code ${code}`);
  printResult(flags.json, { code, fingerprint: made.code_hash.slice(0, 12), warehouse, until: made.expires_at });
} else if (what === 'pin') {
  const people = await inScope(central, write, (tx) => tx<Row<'person'>[]>`select * from person where badge in (${given!.trim().toUpperCase()}, ${flags.by!.trim().toUpperCase()}) and active`);
  const [whose, by] = [given, flags.by].map((badge) => people.find((row) => row.badge === badge!.trim().toUpperCase()));
  if (!whose || (whose.roles as readonly string[]).includes('system')) await refuse(`${given!} is not the badge of anybody who works here.`);
  if (!by || !(by.roles as readonly string[]).some((role) => role === 'supervisor' || role === 'admin')) await refuse(`${flags.by!} is not the badge of a supervisor who works here.`);
  await inScope(central, write, (tx) => upsert(tx, 'pin_reset', [{ person_id: whose!.person_id, reset_at: now, by_id: by!.person_id, command_id: '' }]));
  say(flags.json, `${whose!.name} chooses a new PIN with the next sign-in, until ${at(now + RESET_LASTS)}.`);
  printResult(flags.json, { person: whose!.person_id, until: now + RESET_LASTS });
} else if (what === 'revoke') {
  const revoked = await inScope(central, write, (tx) => revokeCodes(tx, given!, now));
  if (revoked === 0) await refuse(`No unused code has the fingerprint ${given!}: npm run enrol -- list`);
  say(flags.json, `${revoked === 1 ? 'The code enrols' : `${revoked} codes enrol`} nothing any more.`);
  printResult(flags.json, { revoked });
} else {
  const codes = await inScope(central, write, listCodes);
  for (const each of codes) say(flags.json, `${each.code_hash.slice(0, 12)}  ${each.warehouse_id}  ${each.kind}  by ${each.made_by} at ${at(each.made_at)}: ${stateOf(each, now)}`);
  if (codes.length === 0) say(flags.json, 'No code was made yet.');
  printResult(flags.json, { codes: codes.map(({ code_hash: hash, ...rest }) => ({ fingerprint: hash.slice(0, 12), ...rest })) });
}
await central.end();
