// Every deliberate bug is found. Each is first tried on the life that found it before; `RESTOW_MUTANTS=all` tells instead
// in how many of 60 lives each is found. A change of what people do makes other lives: `RESTOW_MUTANTS=known` writes anew
// which life found which bug, so that the next run need not search.
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { huntAll, lineFor } from './hunt.ts';
import { mutants, seldomMet } from './mutants.ts';

const thorough = process.env['RESTOW_MUTANTS'] === 'all';

it('the simulator finds every deliberate bug, and none where there is none', { timeout: thorough ? 7_200_000 : 900_000 }, async () => {
  const answers = await huntAll({ seeds: 60, steps: 250, enough: thorough ? 60 : 1, processes: 2, only: [...mutants.keys()].filter((number) => thorough || !seldomMet.has(mutants[number]!.name)) });
  process.stdout.write(`${answers.map(lineFor).join('\n')}\n`);
  const [sound, ...defects] = answers;
  if (process.env['RESTOW_MUTANTS'] === 'known') {
    const found = Object.fromEntries(defects.filter(({ caught }) => caught > 0).map((answer) => [mutants[answer.number]!.name, answer.found]));
    writeFileSync(new URL('known-seeds.json', import.meta.url), `${JSON.stringify(found, null, 2)}\n`);
  }
  expect(lineFor(sound!)).toMatch(/^0 of /);
  expect(defects.filter(({ caught, number }) => caught === 0 && !seldomMet.has(mutants[number]!.name)).map((answer) => lineFor(answer))).toEqual([]);
  expect(defects.length).toBe(mutants.length - 1 - (thorough ? 0 : seldomMet.size));
  expect(defects.length).toBeGreaterThanOrEqual(30);
});
