// The person is told when their own work came out otherwise than they were told at the key press, and only then:
// because rows that came down changed what it means, or because the server judged it otherwise.
import type { Rejudged } from '#sync/core/rebase.ts';
import type { ChangedWorks, Meaning, SaidBy } from '#db/local/changed-work.ts';
import type { Settled } from '#db/local/outbox.ts';

interface Judged {
  readonly verdict: string;
  readonly rule: string;
  readonly rejection?: unknown;
}

export function meaningOf({ verdict, rule, rejection }: Judged): Meaning {
  const type = typeof rejection === 'object' && rejection !== null && 'type' in rejection ? rejection.type : '';
  return { verdict, rule, rejection: typeof type === 'string' ? type : '' };
}

/** Who only asked waits for an answer, and yes is the one that was hoped for. */
function isNews(seen: Meaning, became: Meaning): boolean {
  if (seen.verdict === 'asked' && became.verdict === 'applied') return false;
  return seen.verdict !== became.verdict || seen.rule !== became.rule || seen.rejection !== became.rejection;
}

/** After pending work was judged again; inside that transaction. */
export function tellRejudged(changed: ChangedWorks, rejudged: readonly Rejudged[]): void {
  for (const { sequence, judgement } of rejudged) tell(changed, sequence, meaningOf(judgement ?? { verdict: 'asked', rule: '' }), 'STATION');
}

/** After the server's outcomes came down; inside that transaction. */
export function tellOutcomes(changed: ChangedWorks, settled: readonly { readonly sequence: number; readonly outcome: Settled }[]): void {
  for (const { sequence, outcome } of settled) tell(changed, sequence, meaningOf(outcome), 'ERP');
}

function tell(changed: ChangedWorks, sequence: number, became: Meaning, saidBy: SaidBy): void {
  const seen = changed.seen(sequence);
  if (seen === undefined) return;
  if (isNews(seen, became)) changed.put(sequence, became, saidBy);
  else changed.drop(sequence);
}
