// A signature under a document: one command, whatever its kind and however many lines; each line is approved, turned
// down, or left out and so waits on.
import type { CommandOf } from '#domain/commands.ts';
import { decider } from '#domain/decider.ts';
import { reject } from '#domain/rejections.ts';
import type { Slice } from '#domain/slice.ts';
import { approvalKinds, type ApprovalKind, type Sheet, type SheetLine, type SignedLine } from './kinds.ts';
import { aboveLimit, limitReads, needsServerFor, spend, worthOf, type Worth } from './limits.ts';

type Sign = CommandOf<'approval.sign'>;

const kindOf = ({ payload: p }: Sign): ApprovalKind | undefined => (Object.hasOwn(approvalKinds, p.kind) ? approvalKinds[p.kind] : undefined);
const sheetOf = (slice: Slice, command: Sign): Sheet | undefined => kindOf(command)?.sheet(slice, command.warehouse, command.payload.documentId);
const lineIn = (sheet: Sheet, line: SignedLine): SheetLine | undefined => sheet.lines.find((each) => each.lineId === line.lineId);

function worthSigned(sheet: Sheet, { payload: p }: Sign): Worth {
  const approved = p.lines.flatMap((line) => (line.decision === 'approve' ? (lineIn(sheet, line) ?? []) : []));
  return worthOfLines(approved, sheet.whole);
}

export const worthOfLines = (lines: readonly SheetLine[], whole: boolean): Worth => worthOf(lines.map(({ itemId, value, stake }) => ({ itemId, value: stake ?? value })), whole);

export const needsServerToSign = (slice: Slice, command: Sign): boolean => {
  const sheet = sheetOf(slice, command);
  return sheet !== undefined && needsServerFor(slice, command, worthSigned(sheet, command));
};

/** The same line with smaller figures in the same direction than those that were signed. */
const isSmaller = (line: SheetLine, signed: SignedLine): boolean =>
  Math.sign(line.units) === Math.sign(signed.units) && Math.abs(line.units) < Math.abs(signed.units) && Math.abs(line.value) <= Math.abs(signed.value) && line.view(signed) === signed.view;

export const sign = decider('approval.sign', {
  reads: (command) => [...(kindOf(command)?.reads(command) ?? []), ...limitReads(command, command.payload.lines.map((line) => line.itemId))],
  refuse: (command, slice) => {
    const { person, payload: p } = command;
    const [kind, sheet] = [kindOf(command), sheetOf(slice, command)];
    const lines = p.lines.map((signed) => ({ signed, line: sheet && lineIn(sheet, signed) }));
    const unknown = lines.find(({ line }) => line === undefined);
    if (!kind || !sheet || unknown) return reject('unknown_document', { document: p.documentId, line: unknown?.signed.lineId ?? '' });
    const roles = slice.get('person', person)?.roles as readonly string[] | undefined;
    if (roles && !kind.roles.some((role) => roles.includes(role))) return reject('not_your_decision', { kind: p.kind });
    const decided = lines.find(({ line }) => line?.state === 'DECIDED');
    if (decided) return reject('not_pending', { line: decided.signed.lineId, by: decided.line?.by ?? '' });
    if (sheet.partakers.includes(person) || lines.some(({ line, signed }) => signed.decision === 'approve' && line?.signers.includes(person))) return reject('approver_is_author', { author: person });
    const changed = lines.filter(({ line, signed }) => line && (line.view() !== signed.view || line.itemId !== signed.itemId || line.locationId !== signed.locationId));
    const other = changed.find(({ line, signed }) => line && !(isSmaller(line, signed) && line.itemId === signed.itemId && line.locationId === signed.locationId));
    if (other) return reject('view_changed', { line: other.signed.lineId, delta: other.line?.units ?? 0, value: other.line?.value ?? 0 });
    if (sheet.whole && (p.lines.length !== sheet.lines.length || new Set(p.lines.map((line) => line.decision)).size > 1)) return reject('not_balanced', { document: p.documentId, lines: sheet.lines.length });
    const above = aboveLimit(slice, command, worthSigned(sheet, command), sheet.partakers);
    if (above && p.breakGlass === '') return above;
    if (p.breakGlass !== '') return reject('break_glass', { limit: above?.book['limit'] ?? 0, value: above?.book['value'] ?? 0, reason: p.breakGlass });
    const [smaller] = changed;
    return smaller ? reject('changed_smaller', { line: smaller.signed.lineId, signed: smaller.signed.units, delta: smaller.line?.units ?? 0 }) : undefined;
  },
  effects: (book) => {
    const { command, slice } = book;
    const [kind, sheet] = [kindOf(command), sheetOf(slice, command)];
    if (!kind || !sheet) return;
    const posted: SignedLine[] = [];
    for (const signed of command.payload.lines) {
      const line = lineIn(sheet, signed);
      if (line?.state !== 'PENDING') continue;
      if (signed.decision === 'reject') kind.reject(book, line.lineId);
      else if (line.signers.length + 1 < line.needed && command.payload.breakGlass === '') kind.sign(book, line.lineId);
      else {
        posted.push(signed);
        kind.approve(book, line.lineId);
      }
    }
    spend(book, worthSigned(sheet, { ...command, payload: { ...command.payload, lines: posted } }));
  },
});
