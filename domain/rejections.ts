// Why a command cannot simply be applied: a closed list in the order in which the reasons are looked for.
// For a physical fact a rejection is never the end; the rule table says what is recorded instead.
export const rejectionTypes = [
  'unknown_item', 'unknown_location', 'unknown_document', 'unknown_unit', 'not_this_document',
  'already_done', 'document_closed', 'counted_before', 'order_cancelled', 'not_open', 'not_pending', 'not_your_decision', 'approver_is_author', 'view_changed', 'above_limit', 'break_glass', 'changed_smaller',
  'over_expected', 'order_held', 'dealt_elsewhere', 'goods_held', 'not_enough_stock', 'reason_not_allowed', 'evidence_missing', 'not_balanced', 'serial_elsewhere', 'grade_differs', 'not_teachable', 'code_elsewhere', 'nothing_to_do',
] as const;
export type RejectionType = (typeof rejectionTypes)[number];

export interface Rejection<R extends RejectionType = RejectionType> {
  readonly type: R;
  /** What was found in the books, for the person who is asked and for the exception: names and numbers only. */
  readonly book: Readonly<Record<string, string | number>>;
}

export function reject<const R extends RejectionType>(type: R, book: Readonly<Record<string, string | number>> = {}): Rejection<R> {
  return { type, book };
}
