// `npm run books`: the proof that the journal balances and that stock is worth quantity × average cost with the rounding
// account, to the minor unit; and what stands on each account. Reads only.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { proveBooks } from '#db/central/journal.ts';
import { openCentral } from '#db/central/open.ts';
import { printResult, readFlags } from './command-line.ts';
import { readOnlyUrlOf } from './read-only-role.ts';

const usage = `npm run books -- [--data DIR] [--json]
  --data DIR   the folder of npm start (.restow), while it runs; DATABASE_URL asks a Postgres itself`;
const { flags } = readFlags(usage, { data: { type: 'string' } });
const given = path.resolve(flags.data ?? '.restow');
const note = path.join(given, 'moved-to.txt');
const folder = existsSync(note) ? readFileSync(note, 'utf8').split('\n')[0]!.trim() : given;
const url = process.env['DATABASE_URL'] ?? readOnlyUrlOf(folder);
if (url === undefined) {
  process.stderr.write(`Nothing runs in ${folder}, and DATABASE_URL names no Postgres.\n${usage}\n`);
  process.exit(2);
}
const central = openCentral(url, 1);
const proof = await central.begin('isolation level repeatable read read only', (tx) => proveBooks(tx));
await central.end({ timeout: 2 });
const isSound = proof.balance === 0 && proof.unbalanced === 0 && proof.difference === 0 && (proof.items_that_differ === 0 || proof.waiting > 0);
if (flags.json) printResult(true, proof);
else {
  const money = (minor: number): string => (minor / 100).toFixed(2).padStart(16);
  const out = (line: string) => process.stdout.write(`${line}\n`);
  out(`${proof.entries} postings; all together ${proof.balance / 100}, ${proof.unbalanced} that do not balance${proof.waiting > 0 ? `; ${proof.waiting} changes are still to be posted` : ''}.`);
  for (const [account, amount] of Object.entries(proof.accounts)) out(`  ${account.padEnd(24)}${money(amount)}`);
  out(`Stock as it came and went ${money(proof.stock_value)}`);
  out(`rounding                  ${money(proof.rounding)}`);
  out(`cost known later          ${money(proof.cost_differences)}`);
  out(`quantity × average cost   ${money(proof.quantity_times_cost)}   difference ${proof.difference / 100}, items that differ ${proof.items_that_differ}`);
}
process.exitCode = isSound ? 0 : 3;
