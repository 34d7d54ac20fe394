// Money for what came back, said to whoever decides about it and to whoever has the unit in hand.
import type { RefundCard, RefundForecast } from '#electron/contract.ts';
import { money } from '#renderer/numbers.ts';

const states: Readonly<Record<string, string>> = {
  GATED: 'waits for the unit', REVIEW: 'find the sale, or refuse', PENDING_APPROVAL: 'waits for a signature', REQUESTED: 'at the payment side', SETTLED: 'paid back', FAILED: 'could not be paid', EXCHANGED: 'exchanged', NOTHING_DUE: 'nothing to pay back', DENIED: 'no money',
};
export const refundState = (state: string): string => states[state] ?? state.toLowerCase();

const reasonTexts: Readonly<Record<string, string>> = {
  NOT_INSPECTED: 'the unit is not graded yet', GRADE_DISPUTE: 'two people graded it differently', NOT_DECIDED: 'nobody has decided what happens to the unit', NO_SALE: 'no sale is on record for it', BEYOND_BOUGHT: 'more came back than was bought',
  POLICY: 'the policy asks a person for this grade', HIGH_VALUE: 'it is a large amount', CUSTOMER_RISK: 'this customer has got much back lately', LATE: 'it came back late', REFUNDED_BEFORE: 'part or all of it was paid back before', LESS_THAN_PRICE: 'less than the price, for its condition or the work',
  RETURN_DENIED: 'the return had been turned down',
};
export const refundReason = (reason: string): string => reasonTexts[reason] ?? reason.toLowerCase().replaceAll('_', ' ');

const kinds: Readonly<Record<string, string>> = { REFUND: 'Money back', CREDIT: 'Store credit', EXCHANGE: 'Exchange', SUPPLEMENT: 'Supplement', ELSEWHERE: 'Paid back elsewhere' };
export const refundKindWords = (kind: string): string => kinds[kind] ?? kind;

/** Says in a sentence what happens to the money, and why. */
export function forecastWords({ state, reasons, refusal, amount, currency, decided }: RefundForecast, refusalWords: (code: string) => string): string {
  const why = reasons.length === 0 ? '' : `: ${reasons.map(refundReason).join(', ')}`;
  switch (state) {
    case 'GATED': return `Money waits${why}.`;
    case 'REVIEW': return `No money by itself${why}. Somebody in finance looks.`;
    case 'PENDING_APPROVAL': return `${money(amount, currency)} ${decided ? 'wait' : 'will wait'} for a signature${why}.`;
    case 'REQUESTED': return `${money(amount, currency)} ${decided ? 'go' : 'will go'} back${reasons.length === 0 ? '' : ` (${reasons.map(refundReason).join(', ')})`}.`;
    case 'SETTLED': return `${money(amount, currency)} were paid back.`;
    case 'DENIED': return `No money goes back${why}${refusal === '' ? '' : ` · ${refusalWords(refusal)}`}.`;
    case 'NOTHING_DUE': return `Nothing is left to pay back${why}.`;
    default: return `${refundState(state)}${why}.`;
  }
}

/** How the amount came about, line by line. */
export function sumWords({ refund }: RefundCard): readonly (readonly [string, number])[] {
  const { goods, tax, shipping, fee, amount } = refund;
  const cut = goods + tax + shipping - fee - amount;
  return ([['Goods, after discount', goods], ['Tax', tax], ['Shipping', shipping], ['Fee for the work', -fee], ['Paid back before', -cut]] as const).filter(([, value]) => value !== 0);
}
