import { describe, expect, it } from 'vitest';
import { commandTypes, effectiveAt, isCentral, payloads, type CommandType } from './commands.ts';
import { deciders, readsOf } from './decide.ts';
import { mayDo } from './duties.ts';
import { createWorld } from '#test/support/world.ts';

const reads = (type: CommandType, payload: unknown): boolean => payloads[type].safeParse(payload).success;
const move = { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A2' };

describe('payloads', () => {
  it('CMD-2 every type has its decider', () => {
    expect(Object.keys(deciders).toSorted()).toEqual(commandTypes.toSorted());
  });

  it('CMD-1 what is left out means none, new, and the company', () => {
    expect(payloads['stock.move'].parse(move)).toEqual({ ...move, lot: '', serial: '', condition: 'N', hold: '', owner: '', packUnits: 1 });
  });

  it.each([0, -1, 1.5, 1e12, Number.NaN, '3'])('CMD-2 a quantity is whole units above zero, not %s', (quantity) => {
    expect(reads('stock.move', { ...move, quantity })).toBe(false);
  });

  it.each<[CommandType, object]>([
    ['stock.move', { ...move, toLocation: '~scrap' }],
    ['stock.move', { ...move, fromLocation: '~opening' }],
    ['delivery.receive', { deliveryId: 'D', itemId: 'CUP', quantity: 1, locationId: '~suspense:A1' }],
    ['pick.pick', { taskId: 'T', fulfilmentId: 'F', itemId: 'CUP', quantity: 1, fromLocation: 'A1', tote: '~customer' }],
    ['return.dispose', { unitId: 'U', itemId: 'CUP', locationId: 'A1', disposition: 'RESTOCK', toLocation: '~scrap' }],
    ['adjustment.submit', { adjustmentId: 'A', itemId: 'CUP', locationId: '~count-variance', delta: 1, reason: 'FOUND' }],
  ])('CMD-4 %s names no account: %j', (type, payload) => {
    expect(reads(type, payload)).toBe(false);
  });

  it.each(['A\u001fB', 'A\u0000', 'A\nB', '\u0085'])('CMD-4 codes hold no control characters: %j', (itemId) => {
    expect(reads('stock.move', { ...move, itemId })).toBe(false);
    expect(reads('stock.move', { ...move, lot: itemId })).toBe(false);
  });

  it('CMD-4 a note may have lines, and a kept scan its separators', () => {
    expect(reads('adjustment.submit', { adjustmentId: 'A', itemId: 'CUP', locationId: 'A1', delta: 1, reason: 'FOUND', note: 'one\ntwo' })).toBe(true);
    expect(reads('scan.keep', { raw: ']C1010\u001d21', screen: 'pick' })).toBe(true);
    expect(reads('scan.keep', { raw: 'a\u0000b', screen: 'pick' })).toBe(false);
  });

  it('CMD-2 a hold names an item or a bin, and a change changes something', () => {
    expect(reads('hold.place', { holdId: 'H', code: 'RECALL' })).toBe(false);
    expect(reads('hold.place', { holdId: 'H', code: 'RECALL', locationId: 'A1' })).toBe(true);
    expect(reads('adjustment.submit', { adjustmentId: 'A', itemId: 'CUP', locationId: 'A1', delta: 0, reason: 'FOUND' })).toBe(false);
  });
});

it('CMD-1 it happened by the time of the device and the offset it last knew', () => {
  const command = createWorld().command('delivery.finish', { deliveryId: 'D' }, { at: 1000, offset: -250 });
  expect(effectiveAt(command)).toBe(750);
});

it('CMD-6 reads are a function of the command alone', () => {
  const command = createWorld().command('stock.move', move);
  expect(readsOf(command)).toEqual(readsOf(structuredClone(command)));
});

it('CMD-8 what only the server decides, and who may', () => {
  expect(commandTypes.filter(isCentral).toSorted()).toEqual(['approval.delegate', 'approval.draw', 'attachment.arrive', 'attachment.miss', 'cancel.decide', 'channel.tell', 'device.revoke', 'order.allocate', 'order.cancel', 'order.change', 'order.place_hold', 'order.release_hold', 'order.reroute', 'order.rush', 'order.settle_cancel', 'order.take_in', 'parcel.book', 'parked.abandon', 'parked.release', 'person.reset_pin', 'person.revoke', 'purchase.propose', 'receipt.overdue', 'refund.consider', 'refund.decide', 'refund.elsewhere', 'refund.report', 'refund.retry', 'refund.supplement', 'replenish.plan', 'station.readmit', 'stock.open', 'transfer.compare', 'transfer.open', 'transfer.settle', 'unit.draw_numbers', 'work.claim', 'work.deal', 'work.replan', 'work.take_back']);
  expect([mayDo(['floor'], 'pick.pick'), mayDo([], 'count.record'), mayDo(['floor'], 'adjustment.approve'), mayDo(['floor', 'supervisor'], 'adjustment.approve')]).toEqual([true, true, false, true]);
});
