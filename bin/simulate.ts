// `npm run simulate`: many seeded lives of a warehouse in which everything goes wrong at once. The same seed lives the
// same life on every machine; one that breaks a rule is made short and told.
import { availableParallelism } from 'node:os';
import { live, type Life } from '#simulator/life.ts';
import { runReal } from '#simulator/run-real.ts';
import { runSeeds } from '#simulator/run-seeds.ts';
import { scriptOf } from '#simulator/script.ts';
import { shrink } from '#simulator/shrink.ts';
import { tellStory } from '#simulator/story.ts';
import { add, countsOf, nothingYet, type Totals } from '#simulator/totals.ts';
import { ruleWords } from '#sync/conflict/rule-words.ts';
import { printResult, readFlags, say } from './command-line.ts';

const usage = 'npm run simulate -- [--seeds N] [--from SEED] [--steps M] [--stations K] [--real] [--json] [--story] [--whole]';
const { flags } = readFlags(usage, { seeds: { type: 'string' }, from: { type: 'string' }, steps: { type: 'string' }, stations: { type: 'string' }, real: { type: 'boolean' }, story: { type: 'boolean' }, whole: { type: 'boolean' } });
const [seeds, from, steps, stations] = [numberOf('seeds', flags.seeds, 100, 1_000_000), numberOf('from', flags.from, 1, 2 ** 31), numberOf('steps', flags.steps, 300, 100_000), numberOf('stations', flags.stations, 4, 8)];

const began = performance.now();
let counts = nothingYet;
const broken: Life[] = [];
const threw: string[] = [];
await (flags.real ? runReal : runSeeds)({
  from, seeds, steps, stations, processes: Math.min(2, availableParallelism()),
  lived(life) {
    counts = add(counts, countsOf(life));
    if (life.violations.length > 0) {
      broken.push(life);
      say(flags.json, `seed ${life.seed}: ${life.violations[0]!.rule} ${life.violations[0]!.words}`);
    }
    const every = Math.max(1, Math.floor(seeds / 20));
    if (counts.seeds % every === 0) say(flags.json, `${counts.seeds} of ${seeds} lives, ${counts.commands} commands, ${broken.length} broken, ${elapsed()} s`);
  },
  threw(seed, error) {
    threw.push(`seed ${seed} ended in an error: ${error}`);
    say(flags.json, threw.at(-1)!);
  },
});

for (const life of broken.toSorted((a, b) => a.seed - b.seed).slice(0, 5)) await tell(life);
for (const error of threw) say(flags.json, error);
const rare = Object.keys(ruleWords).filter((rule) => (counts.conflicts_by_rule[rule] ?? 0) < Math.ceil(seeds / 10));
if (seeds >= 50 && rare.length > 0) say(flags.json, `Rules met less than once in ten lives: ${rare.map((rule) => `${rule} ${counts.conflicts_by_rule[rule] ?? 0}`).join(', ')}`);
const totals: Totals = { ...counts, violations: counts.violations + threw.length, seconds: elapsed() };
if (!flags.json) say(false, `${totals.seeds} lives, ${totals.commands} commands, ${Object.values(totals.faults).reduce((sum, n) => sum + n, 0)} faults, ${Object.keys(totals.conflicts_by_rule).length} rules met, ${totals.violations} violations, ${totals.seconds} s`);
printResult(flags.json, totals);
process.exitCode = totals.violations > 0 ? 1 : 0;

async function tell(life: Life): Promise<void> {
  const options = { seed: life.seed, script: scriptOf(life.seed, steps), stations };
  say(flags.json, `\nAgain: npm run simulate -- --from ${life.seed} --seeds 1 --steps ${steps} --stations ${stations} --story`);
  // A real store keeps its own order of things, so its lives are told as they were.
  if (flags.whole || flags.real) return say(flags.json, tellStory(life));
  const script = await shrink(options, life.violations[0]!.rule);
  say(flags.json, tellStory(await live({ ...options, script })));
  if (flags.story) say(flags.json, JSON.stringify(script));
}

function elapsed(): number {
  return Math.round((performance.now() - began) / 100) / 10;
}
function numberOf(name: string, flag: string | undefined, otherwise: number, most: number): number {
  const value = Number(flag ?? otherwise);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  process.stderr.write(`--${name} ${flag ?? ''} is not a number from 1 to ${most}.\n${usage}\n`);
  process.exit(2);
}
