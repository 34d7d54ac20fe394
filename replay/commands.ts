// Owns what the documents become: the commands of the product's own workflow, with ids that are a function of the
// document alone.
import type { CommandType, PayloadInput } from '#domain/commands.ts';
import type { Row } from '#domain/tables.ts';
import { versionOf } from '#sync/protocol/upcasts.ts';
import { adjustmentReason } from './adjustment-reason.ts';
import type { ClassifiedLine } from './classify.ts';
import { CARRIER, CHANNEL, RETURNS, SYSTEM } from './company.ts';
import type { ReplayDocument } from './documents.ts';
import { adjustmentIdOf, binOf, orderIdOf, parcelIdOf, returnParcelIdOf, returnUnitIdOf, stepId } from './ids.ts';
import type { ReturnMatch } from './match-returns.ts';

/** A command before its station stamps it. */
export type Intent = { id: string; type: CommandType; payload: object; confirmed: string[] };

function intent<T extends CommandType>(id: string, type: T, payload: PayloadInput<T>): Intent {
  return { id, type, payload, confirmed: [] };
}

/** The exact text of a command of the channels' intake; the same for the same document, however often it is sent. */
function intakeText<T extends CommandType>(id: string, type: T, at: number, warehouse: string, payload: PayloadInput<T>): string {
  return JSON.stringify({ id, type, version: versionOf(type), device: 'intake', sequence: 0, previous: '', at, offset: 0, person: SYSTEM, warehouse, confirmed: [], payload });
}

export function openingText(code: string, from: number, to: number, at: number, warehouse: string): string {
  return intakeText(stepId(code, to, `opening:${from}`), 'stock.open', at, warehouse, { itemId: code, quantity: to - from, locationId: binOf(code) });
}

export function orderText({ invoice, customer, startsAt, playsAt, lines }: ReplayDocument, warehouse: string): string {
  return intakeText(stepId(invoice, 0, 'take_in'), 'order.take_in', playsAt, warehouse, {
    orderId: orderIdOf(invoice), channelId: CHANNEL, channelNumber: invoice, ...(customer === null ? {} : { customerId: customer }), shipFrom: warehouse, orderedAt: startsAt, currency: 'GBP',
    lines: lines.map((line) => ({ lineNo: line.position, itemId: line.code, quantity: line.units, unitPrice: line.unitPrice })),
  });
}

/** Picks into a tote, packs and ships one fulfilment; what was picked before is not picked again. */
export function shipping(invoice: string, tasks: readonly Row<'pick_task'>[], tote: string): Intent[] {
  const [first] = tasks;
  if (first === undefined) return [];
  const { fulfilment_id: fulfilmentId, order_id: orderId } = first;
  const inOrder = tasks.toSorted((a, b) => a.sequence - b.sequence || a.order_line - b.order_line);
  const parcelId = parcelIdOf(fulfilmentId);
  const parts = inOrder.map((task) => ({ task, rest: task.quantity - task.picked - task.short, tote: task.tote === '' ? tote : task.tote }));
  return [
    ...parts.filter(({ rest }) => rest > 0).map(({ task, rest, tote: into }) =>
      intent(stepId(invoice, task.order_line, `pick:${task.task_id}`), 'pick.pick', { taskId: task.task_id, fulfilmentId, itemId: task.item_id, lot: task.lot, quantity: rest, fromLocation: task.location_id, tote: into })),
    intent(stepId(invoice, 0, `pack:${fulfilmentId}`), 'parcel.pack', {
      parcelId, fulfilmentId, orderId, carrierId: CARRIER,
      lines: parts.map(({ task, rest, tote: from }) => ({ taskId: task.task_id, orderLine: task.order_line, itemId: task.item_id, lot: task.lot, quantity: task.picked + Math.max(0, rest), tote: from })),
    }),
    intent(stepId(invoice, 0, `ship:${fulfilmentId}`), 'parcel.ship', { parcelId, fulfilmentId, orderId, carrierId: CARRIER }),
  ];
}

type ReturnedPart = { line: ClassifiedLine; unitId: string; units: number; orderId?: string; orderLine?: number };
const UNITS_A_COMMAND = 1000;

/** One parcel: its units received, each found as new, each back into its bin. The last command ends the document. */
export function returning({ invoice, customer, lines }: ReplayDocument, matchOf: (line: ClassifiedLine) => ReturnMatch): Intent[] {
  const parts = lines.flatMap((line) => partsOf(line, matchOf(line)));
  const parcelId = returnParcelIdOf(invoice);
  const chunks = Array.from({ length: Math.ceil(parts.length / UNITS_A_COMMAND) }, (_, i) => parts.slice(i * UNITS_A_COMMAND, (i + 1) * UNITS_A_COMMAND));
  return [
    ...chunks.map((chunk, i) => intent(stepId(invoice, 0, `receive:${i}`), 'return.receive', {
      parcelId, ...(customer === null ? {} : { customerId: customer }), locationId: RETURNS,
      units: chunk.map(({ line, unitId, units, orderId, orderLine }) => ({ unitId, itemId: line.code, quantity: units, ...(orderId === undefined ? {} : { orderId }), ...(orderLine === undefined ? {} : { orderLine }) })),
    })),
    ...parts.map(({ line, unitId }) => intent(stepId(invoice, line.position, `inspect:${unitId}`), 'return.inspect', { unitId, itemId: line.code, locationId: RETURNS, grade: 'N' })),
    ...parts.map(({ line, unitId }) => intent(stepId(invoice, line.position, `dispose:${unitId}`), 'return.dispose', { unitId, itemId: line.code, locationId: RETURNS, disposition: 'RESTOCK', toLocation: binOf(line.code) })),
  ];
}

function partsOf(line: ClassifiedLine, match: ReturnMatch): ReturnedPart[] {
  const linked = match.links.map(({ invoice, position, units }, i): ReturnedPart => ({ line, unitId: returnUnitIdOf(line.invoice, line.position, i), units, orderId: orderIdOf(invoice), orderLine: position }));
  if (match.unmatched === 0) return linked;
  return [...linked, { line, unitId: returnUnitIdOf(line.invoice, line.position, linked.length), units: match.unmatched }];
}

/** One adjustment a line, by its text. */
export function adjusting({ class: documentClass, invoice, lines }: ReplayDocument, isItemName: (code: string, text: string) => boolean): Intent[] {
  return lines.map((line) => {
    const reason = adjustmentReason(line.description, { direction: line.stockChange > 0 ? 'up' : 'down', isItemName: (text) => isItemName(line.code, text) });
    return intent(stepId(invoice, line.position, `adjust:${documentClass}`), 'adjustment.submit', {
      adjustmentId: adjustmentIdOf(documentClass, invoice, line.position), locationId: binOf(line.code), itemId: line.code, delta: line.stockChange, reason, note: line.description.slice(0, 2000),
    });
  });
}

/** `attempt` counts approvals of this adjustment that were refused, because it looked different to the server. */
export function approval(adjustment: Row<'adjustment'>, view: string, attempt: number): Intent {
  const { adjustment_id: adjustmentId, location_id: locationId, item_id: itemId } = adjustment;
  return intent(approvalId(adjustmentId, attempt), 'adjustment.approve', { adjustmentId, locationId, itemId, view });
}
export const approvalId = (adjustmentId: string, attempt: number): string => stepId(adjustmentId, attempt, 'approve');
