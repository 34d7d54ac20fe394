// The program as a person runs it: that it measures and answers in its promised shape. How fast it was is nobody's
// business here, because tests share their machine.
import { describe, expect, it } from 'vitest';
import { runProgram } from '#test/support/program.ts';

describe('npm run bench', () => {
  it('answers figures with units, and goals with whether they are met', { timeout: 120_000 }, async () => {
    const program = runProgram('bin/bench.ts', ['--quick', '--only', 'submit', '--json']);
    const result = (await program.result) as { figures: readonly Record<string, unknown>[] };
    expect(await program.ended).toBe(0);
    expect(result).toMatchObject({ quick: true, seconds: expect.any(Number) as number, not_measured: expect.arrayContaining(['200 stations reconnecting at once']) as string[] });
    expect(result.figures.length).toBeGreaterThan(6);
    for (const figure of result.figures) {
      expect(figure).toMatchObject({ bench: 'submit', name: expect.any(String) as string, unit: expect.stringMatching(/^(ms|x|per s)$/) as string });
      expect(figure['value']).toBeGreaterThan(0);
      expect('met' in figure).toBe('goal' in figure);
    }
    expect(result.figures.map((figure) => figure['name'])).toContain('submit ÷ bare, 10000 items, p50');
    expect(program.said()).toMatch(/^submit ÷ bare, 10000 items, p50 +\d/m);
  });

  it('names what it can measure when asked for something else', { timeout: 60_000 }, async () => {
    const program = runProgram('bin/bench.ts', ['--only', 'speed']);
    expect(await program.ended).toBe(2);
    expect(program.said()).toContain('submit|trust|rebase|upload|other-station|window');
  });
});
