// What people sign, and with which authority.
import { viewOf } from '#domain/adjustments.ts';
import { approvalKinds } from '#domain/approving/kinds.ts';
import { binOfSuspense, isSuspense } from '#domain/positions.ts';
import type { CommandType, PayloadInput } from '#domain/commands.ts';
import { createSlice } from '#domain/slice.ts';
import { deciders, everybody, nothing, outOf, type Doing } from './person.ts';
import { aBin, anItem, aRow, named, slips, some } from './view.ts';
import type { View } from './view.ts';

const HOUR = 3_600_000;

/** Everything of a document that waits, as the screen shows it; now and then an older or half of it. */
function sheetOf(view: View): PayloadInput<'approval.sign'> | undefined {
  if (slips(view, 0.3)) {
    const surplus = aRow(view, 'exception', (row) => row.state === 'OPEN' && (row.kind === 'OVER_DELIVERED' || row.kind === 'NOT_ON_DELIVERY'));
    if (surplus) {
      const slice = createSlice();
      slice.load('exception', view.rows('exception'));
      slice.load('item', view.rows('item'));
      const [line] = approvalKinds['over_receipt']!.sheet(slice, view.warehouse, surplus.exception_id).lines;
      return { kind: 'over_receipt', documentId: surplus.exception_id, lines: line ? [{ lineId: line.lineId, itemId: line.itemId, locationId: line.locationId, decision: view.chance.one(['approve', 'approve', 'reject']), view: line.view(), units: line.units, value: line.value, book: 0 }] : [] };
    }
  }
  if (slips(view, 0.6)) {
    // Some try it with what they asked for or inspected themselves.
    const own = slips(view, 0.5) ? aRow(view, 'return_unit', (row) => row.state === 'TO_DESTROY' && (row.disposed_by === view.person || row.inspected_by === view.person)) : undefined;
    const unit = own ?? aRow(view, 'return_unit', (row) => row.state === 'TO_DESTROY' || (row.proposed === 'DESTROY' && slips(view, 0.3)));
    if (unit) {
      const slice = createSlice();
      slice.load('return_unit', [unit]);
      slice.load('item', view.rows('item'));
      const [line] = approvalKinds['destruction']!.sheet(slice, view.warehouse, unit.unit_id).lines;
      return { kind: 'destruction', documentId: unit.unit_id, lines: line ? [{ lineId: line.lineId, itemId: line.itemId, locationId: line.locationId.startsWith('~') ? 'DESK' : line.locationId, serial: unit.serial, decision: view.chance.one(['approve', 'approve', 'reject']), view: line.view(), units: line.units, value: line.value, book: 0 }] : [] };
    }
  }
  if (slips(view, 0.2)) {
    const proposed = aRow(view, 'purchase_proposal', (row) => row.state === 'PROPOSED' || slips(view, 0.1));
    if (proposed) {
      const slice = createSlice();
      slice.load('purchase_proposal', view.rows('purchase_proposal').filter((row) => row.proposal_id === proposed.proposal_id));
      const { lines } = approvalKinds['purchase']!.sheet(slice, view.warehouse, proposed.proposal_id);
      return { kind: 'purchase', documentId: proposed.proposal_id, lines: lines.filter((line) => line.state === 'PENDING' || slips(view, 0.2)).map((line) => ({ lineId: line.lineId, itemId: line.itemId, locationId: line.locationId, decision: view.chance.one(['approve', 'approve', 'reject'] as const), view: line.view(), units: line.units, value: line.value, book: 0 })) };
    }
  }
  const first = aRow(view, 'adjustment', (row) => row.state === 'PENDING') ?? (slips(view, 0.1) ? aRow(view, 'adjustment') : undefined);
  if (!first) return undefined;
  const rows = view.rows('adjustment').filter((row) => row.sheet_id === first.sheet_id);
  const some = rows.length > 1 && slips(view, 0.2) ? rows.slice(1) : rows;
  const shift = slips(view, 0.45) ? view.chance.one([-1, 1]) : 0;
  return {
    kind: 'adjustment', documentId: first.sheet_id,
    lines: some.map((row) => {
      const cost = row.delta === 0 ? 0 : row.value / row.delta;
      const shown = { ...row, delta: row.delta + shift, value: (row.delta + shift) * cost };
      return { lineId: row.adjustment_id, itemId: row.item_id, locationId: row.location_id, serial: row.serial, decision: slips(view, 0.15) ? ('reject' as const) : ('approve' as const), view: viewOf(shown), units: shown.delta, value: shown.value, book: shown.book };
    }),
  };
}

export const approvingWork = {
  'approval.sign': {
    weight: 6, by: [...deciders, 'fin'],
    draw(view) {
      const sheet = sheetOf(view);
      return sheet && sheet.lines.length > 0 ? { ...sheet, ...(slips(view, 0.3) ? { breakGlass: 'the carrier waits' } : {}) } : undefined;
    },
    tell: (p) => `signs ${p.kind} ${p.documentId.slice(0, 12)}: ${p.lines.map((line) => `${line.decision} ${line.units} ${line.itemId} in ${line.locationId}`).join(', ')}${p.breakGlass ? ' by breaking the glass' : ''}`,
    // A signature moves nothing in the hand, but for what is destroyed with it.
    did: ({ id, warehouse }, books) => books.rows('movement').filter((row) => row.command_id === id && row.warehouse_id === warehouse && row.type === 'return.dispose').map((row) => outOf({ itemId: row.item_id, quantity: row.quantity }, isSuspense(row.from_location) ? binOfSuspense(row.from_location) : row.from_location)),
  },
  'approval.draw': { weight: 2, by: deciders, draw: () => ({}), tell: () => 'asks for a budget to approve with', did: nothing },
  'approval.give_back': { weight: 1, by: deciders, draw: () => ({}), tell: () => 'gives the rest of a budget back', did: nothing },
  'approval.delegate': {
    weight: 1, by: deciders,
    draw: (view) => ({ deputyId: slips(view, 0.2) ? view.chance.one(['nobody', 'mara']) : view.chance.one(['dana', 'sam', 'fin']), fromAt: Math.max(0, view.now), untilAt: Math.max(0, view.now) + view.chance.between(0, 2) * HOUR, note: '' }),
    tell: (p) => `names ${p.deputyId} as deputy`,
    did: nothing,
  },
  'correction.submit': {
    weight: 2, by: [...everybody, 'dana'],
    draw(view) {
      const itemId = anItem(view);
      const quantity = some(view, 3);
      const waiting = slips(view, 0.4) ? aRow(view, 'adjustment', (row) => row.state === 'PENDING' || slips(view, 0.1)) : undefined;
      return {
        correctionId: named(view, 'COR', 12), replaces: waiting ? [waiting.adjustment_id] : slips(view, 0.04) ? ['ADJ-0'] : [], reason: view.chance.one(['MIXED_UP', 'MIXED_UP', 'BIN_CORRECTION', 'BROKEN', 'STOLEN']),
        lines: [{ locationId: aBin(view), itemId, delta: -quantity }, { locationId: aBin(view), itemId: slips(view, 0.3) ? 'LID-14' : itemId, delta: quantity + (slips(view, 0.18) ? 1 : 0) }],
      };
    },
    tell: (p) => `proposes a correction ${p.correctionId} (${p.reason}): ${p.lines.map((line) => `${line.delta > 0 ? '+' : ''}${line.delta} ${line.itemId} in ${line.locationId}`).join(', ')}${p.replaces.length > 0 ? ` instead of ${p.replaces.join()}` : ''}`,
    did: nothing,
  },
} satisfies { readonly [T in CommandType]?: Doing<T> };
