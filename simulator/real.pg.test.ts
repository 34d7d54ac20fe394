// A few of the same lives on a real Postgres and real SQLite files.
import { describe, expect, inject, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { live } from './life.ts';
import { scriptOf } from './script.ts';
import { tellStory } from './story.ts';
import { realParts } from './world/postgres-parts.ts';

describe('I1-I16 on a real Postgres and real files', () => {
  it.each([3, 8])('life %i', { timeout: 300_000 }, async (seed) => {
    const life = await live({ seed, script: scriptOf(seed, 80), stations: 3, real: realParts(inject('pgUrl'), temporaryFolder(), `life_${seed}_${process.pid}`) });
    expect(life.violations.length > 0 ? tellStory(life) : '').toBe('');
    expect(life.commands).toBeGreaterThan(20);
  });
});
