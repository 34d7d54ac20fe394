import { describe, expect, it } from 'vitest';
import { createChainCheck, extendChain, noLink, type AuditEntry, type AuditFacts } from './audit-chain.ts';

const facts = (n: number): AuditFacts => ({
  command_id: `command-${n}`, device_id: 'pack-1', sequence: n, person_id: 'mara', type: 'pick.pick', verdict: 'applied', rule: '', rejection: '', hash: `hash-${n}`, effective_at: n, recorded_at: n,
});
const recorded = [1, 2, 3, 4, 5].map(facts);
const sealed = extendChain('LEEDS', { entry_no: 0, link: noLink }, recorded);

function problemsOf(entries: readonly AuditEntry[], log: readonly AuditFacts[] = recorded): string {
  const check = createChainCheck('LEEDS');
  return entries.flatMap((entry) => check.follow(entry, log.find((each) => each.command_id === entry.command_id))).join('\n');
}

describe('AUD-2 a sealed trail', () => {
  it('is without a word when nothing was touched, however often it was extended', () => {
    expect(problemsOf(sealed)).toBe('');
    const first = extendChain('LEEDS', { entry_no: 0, link: noLink }, recorded.slice(0, 2));
    expect([...first, ...extendChain('LEEDS', first.at(-1)!, recorded.slice(2))]).toEqual(sealed);
  });

  it('tells an edited log, an edited entry, a removed and a moved one, each by its number', () => {
    const edited = recorded.map((each) => (each.sequence === 3 ? { ...each, person_id: 'dana' } : each));
    expect(problemsOf(sealed, edited)).toContain('entry 3 of LEEDS: the log now says something else about command command-3');
    const rewritten = sealed.map((entry) => (entry.entry_no === 3 ? { ...entry, content: entry.content.replace('mara', 'dana') } : entry));
    expect(problemsOf(rewritten, edited)).toContain('entry 3 of LEEDS: does not continue');
    expect(problemsOf(sealed.toSpliced(1, 1))).toContain('entry 3 of LEEDS: follows entry 1');
    expect(problemsOf([sealed[0]!, sealed[2]!, sealed[1]!, sealed[3]!, sealed[4]!])).toContain('out of order');
    expect(problemsOf(sealed, recorded.slice(1))).toContain('the command command-1 it seals is gone');
  });

  it('of another warehouse does not pass for this one', () => {
    expect(problemsOf(extendChain('YORK', { entry_no: 0, link: noLink }, recorded))).toContain('entry 1 of LEEDS');
  });
});
