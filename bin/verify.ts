// `npm run verify`: follows the audit trail of the company, entry by entry, and the chain of commands of this machine's
// stations. Works on a database, or without one on an exported trail.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { resolveDataFolder } from '#db/central/data-folder.ts';
import { openTrail, type TrailReader } from '#db/central/audit-trail.ts';
import { openCentral, type Central } from '#db/central/open.ts';
import { createWitness } from '#db/local/witness.ts';
import { checkOwnChain, type OwnChainReport } from '#sync/client/own-chain.ts';
import { signingKeyFrom } from '#sync/keys/ed25519.ts';
import { checkTrail, type TrailReport, type Witnessed } from '#sync/server/audit/check.ts';
import { checkSignatures } from '#sync/server/audit/signatures.ts';
import { exportTrail, openExport } from '#sync/server/audit/export.ts';
import { readSealKey } from '#sync/server/audit/seal-key.ts';
import { printResult, readFlags, say } from './command-line.ts';
import { readOnlyUrlOf } from './read-only-role.ts';

const usage = `npm run verify -- [--data DIR] [--warehouse W] [--export FILE] [--key FILE] [--json] [TRAIL]
  Checks the audit trail in the database that DATABASE_URL names or that runs in the data folder, or an exported TRAIL;
  and every station's replica under the data folder, whose heads are witnesses. --key: the company's seal key.`;
const { flags, files } = readFlags(usage, { data: { type: 'string' }, warehouse: { type: 'string' }, export: { type: 'string' }, key: { type: 'string' } });
const { folder } = resolveDataFolder(path.resolve(flags.data ?? '.restow'));
const replicas = globSync('*/replica.db', { cwd: folder }).map((file) => path.join(folder, file)).sort();

/** An exported trail has no commands whose signatures could be checked. */
async function withTrail<T>(work: (trail: TrailReader, central: Central | undefined) => Promise<T>): Promise<T | undefined> {
  if (files[0] !== undefined) return work(await openExport(files[0]), undefined);
  const url = process.env['DATABASE_URL'] ?? readOnlyUrlOf(folder);
  if (url === undefined) {
    say(flags.json, `No database runs in ${folder}: start Restow, name one with DATABASE_URL, or give an exported trail. Only the stations' own chains are checked.`);
    return undefined;
  }
  const central = openCentral(url, 2);
  try {
    return await work(await openTrail(central), central);
  } finally {
    await central.end();
  }
}

function readReplica(file: string): { readonly chain: OwnChainReport; readonly heads: readonly Witnessed[] } {
  const db = new Database(file, { readonly: true });
  try {
    return { chain: checkOwnChain(db, file, deviceKeyOf(file)), heads: createWitness(db).all().map((head) => ({ ...head, by: path.relative(folder, file) })) };
  } finally {
    db.close();
  }
}

/** Where the station keeps its key in a file; one whose key the operating system keeps is checked by its links alone. */
function deviceKeyOf(replica: string): string | undefined {
  const file = path.join(path.dirname(replica), 'device-key.pem');
  return existsSync(file) ? signingKeyFrom(readFileSync(file, 'utf8'))?.publicKey : undefined;
}

/** The key as somebody outside the database knows it; the first start keeps it beside its data. */
function trustedKey(): string {
  const file = flags.key ?? path.join(folder, 'seal-key.pem');
  return flags.key !== undefined || existsSync(file) ? publicKeyIn(file) : '';
}
const publicKeyIn = (file: string): string => (readFileSync(file, 'utf8').includes('PRIVATE') ? readSealKey(file, false).publicKey : readFileSync(file, 'utf8').replace(/-----[^-]+-----|\s/g, ''));

try {
  const stations = replicas.map(readReplica);
  const witnesses = stations.flatMap(({ heads }) => heads);
  const found = await withTrail(async (trail, central) => {
    const warehouses = flags.warehouse === undefined ? trail.warehouses : [flags.warehouse];
    const reports: TrailReport[] = [];
    for (const warehouse of warehouses) reports.push(await checkTrail(trail, warehouse, Date.now(), trustedKey(), witnesses));
    if (flags.export !== undefined) say(flags.json, `${await exportTrail(trail, warehouses, flags.export)} entries written to ${flags.export}.`);
    return { reports, signatures: central ? await checkSignatures(central) : [] };
  });
  const [trails, signatures] = [found?.reports, found?.signatures ?? []];
  for (const { warehouse, entries, seals, unsigned, witnessed, problems } of trails ?? []) {
    say(flags.json, `${problems.length === 0 ? 'whole ' : 'BROKEN'}  ${warehouse || '(none)'}: ${entries} entries, ${seals} seals${unsigned > 0 ? ` (${unsigned} without a signature)` : ''}, ${witnessed} heads seen by stations`);
    for (const problem of problems) say(flags.json, `        ${problem}`);
  }
  for (const { device, commands, signed, byPeople, problems } of signatures) {
    say(flags.json, `${problems.length === 0 ? 'whole ' : 'BROKEN'}  commands of ${device} in the ERP: ${commands}, ${signed} signed by the station${byPeople > 0 ? `, ${byPeople} by their person as well` : ''}`);
    for (const problem of problems) say(flags.json, `        ${problem}`);
  }
  for (const { chain } of stations) {
    say(flags.json, `${chain.problems.length === 0 ? 'whole ' : 'BROKEN'}  station ${chain.device}: ${chain.commands} commands, ${chain.signed} signed by the device, ${chain.unsent} not yet in the ERP${chain.receipt ? `; the ERP has signed for all up to number ${chain.receipt.held} (${new Date(chain.receipt.at).toISOString()})` : ''}`);
    for (const problem of chain.problems) say(flags.json, `        ${problem}`);
  }
  const problems = [...(trails ?? []), ...signatures, ...stations.map(({ chain }) => chain)].flatMap((report) => report.problems);
  printResult(flags.json, { ok: problems.length === 0, trails: trails ?? null, signatures, stations: stations.map(({ chain }) => chain), problems: problems.length });
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
