// `npm run orders`: orders of sales channels from a file, what a channel's codes stand for, the key of a channel, and what
// could not be taken in. Works on the database beside the running services, which hear of it within a second.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { inScope, openCentral, SERVICE_ROLE } from '#db/central/open.ts';
import { writeChannelItems, writeChannelSecret } from '#db/central/order-intake.ts';
import { backlog, sendAgain, writeEndpoint } from '#db/central/shop-messages.ts';
import { readCanonical, type Read } from '#sync/server/intake/canonical.ts';
import { fromShopify } from '#sync/server/intake/shopify.ts';
import { headerProblems, ordersOf } from '#sync/server/intake/sheet.ts';
import { fromWooCommerce } from '#sync/server/intake/woocommerce.ts';
import { takeOrders } from '#sync/server/intake/take-orders.ts';
import { newSecret } from '#sync/server/shops/signature.ts';
import { printResult, readFlags, say } from './command-line.ts';
import { serviceUrlOf } from './running-database.ts';

const usage = `npm run orders -- import FILE [--shopify CHANNEL | --woocommerce CHANNEL]   orders from a CSV (a row for each line) or JSON file, ours or a shop system's
npm run orders -- items FILE                        what channels' codes stand for: channel,code,sku,units,share; several rows of a code are a bundle
npm run orders -- key CHANNEL                       makes the key with which a channel proves itself, and prints it
npm run orders -- hook CHANNEL URL                  where messages to a channel go; prints the secret that signs them
npm run orders -- messages [CHANNEL]                what waits or was given up; with a channel, sends it again
  --data DIR   the folder of npm start (.restow), while it runs; DATABASE_URL names another Postgres   --json`;
const { flags, files: [what, given, address] } = readFlags(usage, { data: { type: 'string' }, shopify: { type: 'string' }, woocommerce: { type: 'string' } });
const url = process.env['DATABASE_URL'] ?? serviceUrlOf(path.resolve(flags.data ?? '.restow'));

function end(sentence: string, code = 2): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}
if (!['import', 'items', 'key', 'hook', 'messages'].includes(what ?? '') || (given === undefined && what !== 'messages')) end(usage);
if (what === 'hook' && !/^https?:\/\//.test(address ?? '')) end(`${address ?? 'Nothing'} is no address: it begins with https://.\n${usage}`);
if (url === undefined) end(`Nothing runs in ${path.resolve(flags.data ?? '.restow')}, and DATABASE_URL names no Postgres.\n${usage}`);

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly at: number; readonly fields: Readonly<Record<string, string>> }[];
}
function readTable(file: string): Table {
  const lines = parse(readFileSync(file, 'utf8'), { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as { record: string[]; info: { lines: number } }[];
  const columns = (lines[0]?.record ?? []).map((column) => column.trim().toLowerCase());
  return { columns, rows: lines.slice(1).map(({ record, info }) => ({ at: info.lines, fields: Object.fromEntries(columns.map((column, index) => [column, record[index] ?? ''])) })) };
}
const isTable = (file: string): boolean => file.toLowerCase().endsWith('.csv');

/** Each order with where it stands in the file. */
function readOrders(file: string): readonly { readonly where: string; readonly read: Read }[] {
  if (isTable(file)) {
    const { columns, rows } = readTable(file);
    const problems = headerProblems(columns);
    if (problems.length > 0) end(`${file}, line 1: ${problems.join('; ')}`);
    return ordersOf(rows).map(({ from, read }) => ({ where: `line ${from[0]}`, read }));
  }
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const inside = typeof value === 'object' && value !== null && 'orders' in value ? (value as { orders: unknown }).orders : value;
  const list: readonly unknown[] = Array.isArray(inside) ? inside : [inside];
  return list.map((each, index) => ({ where: `order ${index + 1}`, read: flags.shopify !== undefined ? fromShopify(each, flags.shopify) : flags.woocommerce !== undefined ? fromWooCommerce(each, flags.woocommerce) : readCanonical(each) }));
}

const central = openCentral(url, 2, SERVICE_ROLE);
const write = { role: 'restow_writer', warehouse: '*', device: '*' } as const;
let isSound = true;
try {
  if (what === 'messages') {
    const again = given === undefined ? 0 : await inScope(central, write, (tx) => sendAgain(tx, given, Date.now()));
    const waiting = await inScope(central, write, (tx) => backlog(tx));
    if (given !== undefined) say(flags.json, `${again} messages to ${given} are sent again.`);
    for (const row of waiting) say(flags.json, `${row.channel_id}: ${row.pending} waiting, ${row.dead} given up, the oldest from ${row.oldest === null ? 'nowhere' : new Date(row.oldest).toISOString()}${row.answer === '' ? '' : `; it answered: ${row.answer}`}`);
    if (waiting.length === 0) say(flags.json, 'Every message was taken.');
    printResult(flags.json, { again, channels: waiting });
  } else if (given === undefined) {
    end(usage);
  } else if (what === 'hook') {
    const secret = newSecret();
    await inScope(central, write, (tx) => writeEndpoint(tx, given, address!, secret, Date.now()));
    say(flags.json, `Messages to ${given} go to ${address}, signed with this secret, shown this once: ${secret}`);
    printResult(flags.json, { channel: given, url: address, secret });
  } else if (what === 'import') {
    const orders = readOrders(given);
    const results = await takeOrders(central, Date.now, path.basename(given), orders.map(({ read }) => read));
    const counts: Record<string, number> = {};
    for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
    for (const result of results) {
      const where = `${path.basename(given)}, ${orders[result.record - 1]!.where}${result.externalId === '' ? '' : `, order ${result.externalId}`}`;
      for (const each of result.problems) say(flags.json, `${where}${each.line === null ? '' : `, its line ${each.line}`}${each.field === '' ? '' : `, ${each.field}`}: ${each.problem}. ${each.fix[0]?.toUpperCase() ?? ''}${each.fix.slice(1)}.`);
    }
    say(flags.json, `${results.length} orders: ${Object.entries(counts).map(([outcome, n]) => `${n} ${outcome.replaceAll('_', ' ')}`).join(', ') || 'none'}.`);
    printResult(flags.json, { orders: results.length, counts, results });
    isSound = !results.some((result) => result.outcome === 'failed');
  } else if (what === 'items') {
    const { rows } = readTable(given);
    const known = await inScope(central, write, (tx) => tx<{ item_id: string; sku: string }[]>`select item_id, sku from item`);
    const problems: string[] = [];
    const items = rows.flatMap(({ at, fields }) => {
      const item = known.find((each) => each.sku === fields['sku'] || each.item_id === fields['sku']);
      const [units, share] = [Number(fields['units'] || 1), Number(fields['share'] || 0)];
      const wrong = !item ? `nobody knows the item ${fields['sku'] ?? ''}` : (fields['code'] ?? '') === '' ? 'there is no code' : !(Number.isSafeInteger(units) && units > 0) ? `${fields['units']} is no number of units` : !(Number.isSafeInteger(share) && share >= 0) ? `${fields['share']} is no share` : '';
      if (wrong !== '') problems.push(`line ${at}: ${wrong}`);
      return item && wrong === '' ? [{ channel_id: fields['channel'] ?? '', code: fields['code']!, item_id: item.item_id, units, share }] : [];
    });
    await inScope(central, write, (tx) => writeChannelItems(tx, items));
    for (const each of problems) say(flags.json, `${path.basename(given)}, ${each}.`);
    say(flags.json, `${items.length} rows taken, ${problems.length} not.`);
    printResult(flags.json, { taken: items.length, problems });
    isSound = problems.length === 0;
  } else {
    const secret = randomBytes(24).toString('base64url');
    await inScope(central, write, (tx) => writeChannelSecret(tx, given, secret, Date.now()));
    say(flags.json, `The key of ${given}, shown this once: ${secret}`);
    printResult(flags.json, { channel: given, key: secret });
  }
} finally {
  await central.end({ timeout: 2 });
}
process.exitCode = isSound ? 0 : 3;
