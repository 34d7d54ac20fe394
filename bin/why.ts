// `npm run why`: how a number, a document, an exception or a command came about, line by line. Reads a station's replica
// beside the running station, the company's Postgres, a sync service, or the first together with one of the others.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { explain } from '#domain/why/explain.ts';
import { foldOlder, together, type Evidence } from '#domain/why/evidence.ts';
import type { Subject } from '#domain/why/subject.ts';
import { findPosting } from '#db/central/journal.ts';
import { openCentral } from '#db/central/open.ts';
import { evidenceIn, type CompanyEvidence } from '#db/central/why.ts';
import { createMeta } from '#db/local/meta.ts';
import { evidenceHere } from '#db/local/why.ts';
import { namesFor } from '#electron/answers-why.ts';
import type { WhyAnswer } from '#electron/contract.ts';
import { partWords, questionOf, sourceWords, sumWords, tell } from '#renderer/screens/why/sentences.ts';
import { signingKeyFrom, type SigningKey } from '#sync/keys/ed25519.ts';
import { createTransport } from '#sync/client/transport.ts';
import { printResult, readFlags } from './command-line.ts';
import { readOnlyUrlOf } from './read-only-role.ts';

const usage = `npm run why -- position WAREHOUSE ITEM BIN
npm run why -- document ID | exception ID | command ID      [--warehouse W]
npm run why -- posting ID          of a posting, or of the movement, refund or document that it tells of
  --data DIR      a station's folder, or that of npm start (.restow): read beside the running station
  --central URL   the sync service, alone or together with --data   (DATABASE_URL asks a Postgres itself)
  --lines N       newest lines to list, 500 by default   --json   the whole explanation as one line`;
const { flags, files } = readFlags(usage, { data: { type: 'string' }, central: { type: 'string' }, warehouse: { type: 'string' }, lines: { type: 'string' } });
const now = Date.now();

/** Ends the program with a sentence. */
class Problem extends Error {}

interface Here {
  readonly file: string;
  readonly device: string;
  readonly warehouse: string;
  readonly cursor: string;
  readonly epoch: string;
}

/** Where the data of a folder really is: as root, npm start keeps it elsewhere and leaves a note. */
function realFolder(folder: string): string {
  const note = path.join(folder, 'moved-to.txt');
  return existsSync(note) ? readFileSync(note, 'utf8').split('\n')[0]!.trim() : folder;
}
/** The replica of a station's folder, or of the station inside the folder of npm start. */
const findReplica = (folder: string): string | undefined => [path.join(folder, 'replica.db'), path.join(folder, 'station', 'replica.db')].find((file) => existsSync(file));

function openReadOnly(file: string): Database.Database {
  return new Database(file, { readonly: true, fileMustExist: true });
}

function identityOf(file: string): Here {
  const db = openReadOnly(file);
  try {
    const meta = createMeta(db);
    return { file, device: meta.get('device_id') ?? '', warehouse: meta.get('warehouse_id') ?? '', cursor: meta.get('cursor') ?? '', epoch: meta.get('epoch') ?? '' };
  } finally {
    db.close();
  }
}

const [kind, ...given] = files;
let rest = given;
if (!(kind === 'posting' ? rest.length === 1 : kind === 'position' ? rest.length === 3 : (kind === 'document' || kind === 'exception' || kind === 'command') && rest.length === 1)) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
function subjectOf(home: string): Subject {
  if (kind === 'position') return { kind, warehouse: rest[0]!, itemId: rest[1]!, locationId: rest[2]! };
  const warehouse = flags.warehouse ?? home;
  if (warehouse === '') throw new Problem('Say which warehouse it is about: --warehouse W.');
  if (kind === 'posting') return { kind: posting!.entry.command_id === '' ? 'document' : 'command', warehouse: posting!.entry.warehouse_id, id: rest[0]! };
  return { kind: kind as 'document' | 'exception' | 'command', warehouse, id: rest[0]! };
}

type Posting = NonNullable<Awaited<ReturnType<typeof findPosting>>>;
let posting: Posting | undefined;
/** What was posted, and then the command, or the unit of a refund, that it goes back to. */
async function findIt(id: string): Promise<void> {
  const url = process.env['DATABASE_URL'] ?? readOnlyUrlOf(realFolder(path.resolve(flags.data ?? '.restow')));
  if (url === undefined) throw new Problem('Postings are kept in the ERP: name its Postgres with DATABASE_URL, or the folder of npm start with --data.');
  const central = openCentral(url, 1);
  try {
    posting = await findPosting(central, id);
  } finally {
    await central.end({ timeout: 2 });
  }
  if (!posting) throw new Problem(`Nothing was posted for ${id}.`);
  rest = [posting.entry.command_id === '' ? posting.entry.document_id : posting.entry.command_id];
  if (flags.json) return;
  const { entry, lines } = posting;
  const money = (minor: number): string => (minor / 100).toFixed(2);
  process.stdout.write(`Posting ${entry.entry_id}, no. ${entry.seq}, by the rule ${entry.rule_id}: ${entry.type}, ${entry.item_id}${entry.quantity === 0 ? '' : `, ${entry.quantity} at ${(entry.unit_cost / 10_000).toFixed(4)}`}\n`);
  for (const line of lines) process.stdout.write(`  ${line.account_id.padEnd(24)}${line.name.padEnd(28)}${money(line.amount).padStart(14)}\n`);
  process.stdout.write('\n');
}

/** An item may be given by its number on the shelf. */
function withItemId(subject: Subject, find: (sku: string) => string | undefined): Subject {
  return subject.kind === 'position' ? { ...subject, itemId: find(subject.itemId) ?? subject.itemId } : subject;
}

async function askPostgres(url: string, subject: Subject, cursor: string): Promise<CompanyEvidence & { readonly subject: Subject }> {
  const central = openCentral(url, 1);
  try {
    return await central.begin('isolation level repeatable read read only', async (tx) => {
      await tx`select set_config('restow.warehouse', '*', true)`;
      const [item] = subject.kind === 'position' ? await tx<{ item_id: string }[]>`select item_id from item where item_id = ${subject.itemId} or sku = ${subject.itemId} order by item_id = ${subject.itemId} desc limit 1` : [];
      const meant = withItemId(subject, () => item?.item_id);
      return { ...(await evidenceIn(tx, meant, cursor)), subject: meant };
    }) as CompanyEvidence & { readonly subject: Subject };
  } finally {
    await central.end({ timeout: 2 });
  }
}

/** What the station itself signs with, where whoever asks may read it. */
function keyBeside(file: string): SigningKey | undefined {
  const kept = path.join(path.dirname(file), 'device-key.pem');
  try {
    return signingKeyFrom(readFileSync(kept, 'utf8'));
  } catch {
    return undefined;
  }
}

async function askService(url: string, subject: Subject, here: Here | undefined): Promise<CompanyEvidence> {
  const transport = createTransport(url.replace(/\/$/, ''), process.env['RESTOW_ACCESS'] === undefined ? undefined : readFileSync(process.env['RESTOW_ACCESS'], 'utf8').trim(), here && { key: keyBeside(here.file), device: () => here.device });
  const reply = await transport.why({ device: here?.device ?? '', cursor: here?.cursor ?? '', epoch: here?.epoch ?? '', subject });
  transport.close();
  if (!reply.ok) throw new Problem(`The sync service at ${url} does not answer: ${reply.reason}.`);
  return reply.value;
}

async function answer(): Promise<WhyAnswer> {
  const postgres = process.env['DATABASE_URL'];
  const alone = flags.data === undefined && (flags.central !== undefined || postgres !== undefined);
  const folder = realFolder(path.resolve(flags.data ?? '.restow'));
  const file = alone ? undefined : findReplica(folder);
  if (!alone && file === undefined) throw new Problem(`There is no station in ${folder}. Name its folder with --data, or the sync service with --central, or a Postgres with DATABASE_URL.`);
  const here = file === undefined ? undefined : identityOf(file);
  let subject = subjectOf(here?.warehouse ?? '');
  if (here && subject.warehouse !== here.warehouse) throw new Problem(`This station works in ${here.warehouse} and has nothing of ${subject.warehouse}: ask the ERP with --central or DATABASE_URL alone.`);
  const found = file === undefined ? undefined : readHere(file, subject);
  subject = found?.subject ?? subject;
  const company = await askCompany(postgres ?? (flags.central === undefined ? readOnlyUrlOf(folder) : undefined), subject, here);
  const sources: WhyAnswer['sources'] = { here: null, erp: company ? Date.now() : null, missing: company ? '' : 'not_asked' };
  const evidence = found === undefined ? company!.evidence : company === undefined ? found.evidence : together(found.evidence, company.evidence, company.atCursor);
  return explained(company && !found ? company.subject : subject, evidence, sources);
}

function readHere(file: string, asked: Subject): { readonly evidence: Evidence; readonly subject: Subject } {
  const db = openReadOnly(file);
  try {
    return db.transaction(() => {
      const subject = withItemId(asked, (sku) => db.prepare('select item_id from item where item_id = ?').pluck().get(sku) as string | undefined ?? (db.prepare('select item_id from item where sku = ?').pluck().get(sku) as string | undefined));
      return { evidence: evidenceHere(db, subject), subject };
    })();
  } finally {
    db.close();
  }
}

async function askCompany(postgres: string | undefined, subject: Subject, here: Here | undefined): Promise<(CompanyEvidence & { readonly subject: Subject }) | undefined> {
  if (flags.central !== undefined) return { ...(await askService(flags.central, subject, here)), subject };
  return postgres === undefined ? undefined : askPostgres(postgres, subject, here?.cursor ?? '');
}

function explained(subject: Subject, evidence: Evidence, sources: WhyAnswer['sources']): WhyAnswer {
  const lines = Number(flags.lines ?? 500);
  if (!Number.isInteger(lines) || lines < 1) throw new Problem(`--lines ${flags.lines ?? ''} is not a number of lines.`);
  const kept = subject.kind === 'position' ? foldOlder(evidence, lines) : evidence;
  const explanation = explain(subject, kept);
  return { explanation, names: namesFor(explanation, kept), sources };
}

function print(told: WhyAnswer): void {
  const { explanation, names } = told;
  const out = (line: string) => process.stdout.write(`${line}\n`);
  out(questionOf(explanation, names));
  if (partWords(explanation) !== '') out(`That is ${partWords(explanation)}.`);
  out('');
  for (const line of explanation.lines) {
    const { when, title, by, notes, change, balance } = tell(line, explanation, names, now);
    out(`${when.padStart(18)}  ${title}${by === '' ? '' : ` · ${by}`}${change === '' && balance === '' ? '' : `   ${change === '' ? '' : `${change}  `}= ${balance}`}`);
    for (const note of notes) out(`${''.padStart(20)}${note.tone === 'attention' ? '! ' : ''}${note.text}`);
  }
  out('');
  const sum = sumWords(explanation);
  if (sum) out(`${sum.isSound ? '' : '!!! '}${sum.words}`);
  out(sourceWords(told, now));
}

try {
  if (kind === 'posting') await findIt(rest[0]!);
  const told = await answer();
  if (!told.explanation.found) throw new Problem(`Nothing is known about ${rest.join(' ')}.`);
  if (flags.json) printResult(true, posting ? { posting, ...told } : told);
  else print(told);
  if (told.explanation.total?.isSound === false) process.exitCode = 3;
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
