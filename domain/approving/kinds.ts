// Everything that waits for somebody's signature, by kind. A new kind is one file beside this one and one line here:
// the inbox, the limits, the views, the two people and the forbidden pairs are the same for all.
import type { Role } from '#domain/duties.ts';
import type { Book } from '#domain/book.ts';
import type { CommandOf } from '#domain/commands.ts';
import type { Read, Slice } from '#domain/slice.ts';
import type { AnyRow, TableName } from '#domain/tables.ts';
import { adjustmentKind } from './adjustment-kind.ts';
import { destructionKind } from './destruction-kind.ts';
import { overReceiptKind } from './over-receipt-kind.ts';
import { purchaseKind } from './purchase-kind.ts';
import { refundKind } from './refund-kind.ts';
import { taughtCodeKind } from './taught-code-kind.ts';

type Sign = CommandOf<'approval.sign'>;
export type SignedLine = Sign['payload']['lines'][number];

/** One change that a signature brings about. */
export interface SheetLine {
  readonly lineId: string;
  readonly state: 'PENDING' | 'DECIDED';
  /** Who decided, empty while nobody has. */
  readonly by: string;
  readonly itemId: string;
  readonly locationId: string;
  readonly units: number;
  /** In 1/10,000 of the currency unit, with its sign. */
  readonly value: number;
  /** What of the value the signature is about, where that is less: the part that changed since it was signed before. */
  readonly stake?: number;
  /** Hash of all that the signature stands for; with `shown`, as it would be with those figures. */
  readonly view: (shown?: Pick<SignedLine, 'units' | 'value' | 'book'>) => string;
  /** Signatures it needs, and who has given one. */
  readonly needed: number;
  readonly signers: readonly string[];
}
/** A document as it is signed: its lines, and who had a part in it and so may not sign. */
export interface Sheet {
  readonly lines: readonly SheetLine[];
  readonly partakers: readonly string[];
  /** Lines that sum to zero stand or fall together. */
  readonly whole: boolean;
}
export interface ApprovalKind {
  readonly roles: readonly Role[];
  /** Table whose rows wait, and which of them do; for the inbox. */
  readonly table: TableName;
  readonly documentOf: (row: AnyRow) => string | undefined;
  /** Who had a part in what a row of the table says; for counting what waits for somebody, without opening each document. */
  readonly partOf: (row: AnyRow) => readonly string[];
  readonly reads: (command: Sign) => readonly Read[];
  /** The lines that the command may name; empty when nobody knows the document. */
  readonly sheet: (slice: Slice, warehouse: string, documentId: string) => Sheet;
  /** The first of two signatures. */
  readonly sign: (book: Book<'approval.sign'>, lineId: string) => void;
  readonly approve: (book: Book<'approval.sign'>, lineId: string) => void;
  readonly reject: (book: Book<'approval.sign'>, lineId: string) => void;
}

export const approvalKinds: Readonly<Record<string, ApprovalKind>> = {
  adjustment: adjustmentKind,
  over_receipt: overReceiptKind,
  taught_code: taughtCodeKind,
  refund: refundKind,
  destruction: destructionKind,
  purchase: purchaseKind,
};
