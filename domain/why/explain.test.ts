import { describe, expect, it } from 'vitest';
import type { Command } from '#domain/commands.ts';
import { viewOf } from '#domain/adjustments.ts';
import type { Json, Row } from '#domain/tables.ts';
import { createSlice } from '#domain/slice.ts';
import { allocate, announce, pick, short, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import { HOUR, MINUTE, type World } from '#test/support/world.ts';
import { documentsOf, foldOlder, rowsOf, sliceOf, together, type CommandTrace, type Evidence } from './evidence.ts';
import { explain } from './explain.ts';
import { readsAbout, ROUNDS, type Subject } from './subject.ts';

const bin: Subject = { kind: 'position', warehouse: 'W1', itemId: 'CUP', locationId: 'A1' };

/** What a store that has everything answers. */
function evidenceOf(w: World, subject: Subject, commands: readonly CommandTrace[] = []): Evidence {
  const slice = createSlice();
  for (let round = 0; round < ROUNDS; round++) for (const { table, where } of readsAbout(subject, slice)) slice.load(table, w.rows.list(table, where as never));
  return { rows: rowsOf(slice), movements: [...w.movements], opening: [], since: null, commands };
}
const trace = (command: Command, recordedAt: number | null): CommandTrace => ({
  id: command.id, type: command.type, person: command.person, device: command.device, sequence: command.sequence, at: command.at, recordedAt, verdict: recordedAt === null ? '' : 'applied', rule: '', rejection: null, confirmed: [], payload: command.payload as Json,
});
function worked(): World {
  const w = smallCompany();
  stock(w, 'A1', 'CUP', 12);
  takeIn(w, 'SO', [['CUP', 5]]);
  allocate(w, 'SO');
  for (const task of tasksOf(w, 'SO')) {
    pick(w, task, 3);
    short(w, task, 2);
  }
  w.submit('stock.move', { itemId: 'CUP', quantity: 11, fromLocation: 'A1', toLocation: 'A2' });
  w.submit('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A2', toLocation: 'A1' });
  return w;
}

describe('a number', () => {
  it('WHY-1 is the last balance of its lines, suspense and holds included', () => {
    const w = worked();
    const { lines, total } = explain(bin, evidenceOf(w, bin));
    expect(lines.map(({ movement, change, balance }) => [movement!.type, change, balance])).toEqual([
      ['stock.open', 12, 12], ['pick.pick', -3, 9], ['pick.short', 0, 9], ['stock.move', expect.any(Number), expect.any(Number)], ['stock.move', expect.any(Number), -2], ['stock.move', 1, -1], ['suspense.cover', 0, -1],
    ]);
    expect(total).toMatchObject({ books: -1, lines: -1, isSound: true });
  });

  it('WHY-1 says so when the books are not what the lines add up to, also when only the state is wrong', () => {
    const w = worked();
    const more = w.all('position').find((row) => row.location_id === 'A2' && row.item_id === 'CUP')!;
    const subject: Subject = { ...bin, locationId: 'A2' };
    const good = evidenceOf(w, subject);
    const tampered = (rows: readonly Row<'position'>[]): Evidence => ({ ...good, rows: good.rows.map((each) => (each.table === 'position' ? { table: 'position', rows } : each)) });
    expect(explain(subject, good).total).toMatchObject({ isSound: true });
    expect(explain(subject, tampered([{ ...more, quantity: more.quantity + 1 }])).total).toMatchObject({ isSound: false, books: more.quantity + 1, lines: more.quantity });
    expect(explain(subject, tampered([{ ...more, quantity: 0 }, { ...more, hold: 'QUALITY' }])).total).toMatchObject({ isSound: false, books: more.quantity, lines: more.quantity });
  });

  it('WHY-1 older lines become one opening line, and the sum stays', () => {
    const w = worked();
    const whole = explain(bin, evidenceOf(w, bin));
    const kept = foldOlder(evidenceOf(w, bin), 4);
    const short = explain(bin, kept);
    expect(kept.movements.length).toBe(4);
    expect(short.lines[0]).toMatchObject({ kind: 'opening', at: short.since });
    expect(short.total).toMatchObject({ books: whole.total!.books, lines: whole.total!.lines, isSound: true });
  });

  it('WHY-2 says how late work reached the ERP, that it waits, and that an import was never on its way', () => {
    const w = smallCompany();
    const opening = w.command('stock.open', { itemId: 'CUP', quantity: 9, locationId: 'A1' }, { person: 'system' });
    const late = w.command('stock.move', { itemId: 'CUP', quantity: 2, fromLocation: 'A1', toLocation: 'A2' });
    const quick = w.command('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A2' });
    const here = w.command('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A2' });
    for (const command of [opening, late, quick, here]) w.send(command);
    const traces = [{ ...trace(opening, opening.at + 9 * HOUR), sequence: 0 }, trace(late, late.at + 3 * HOUR), trace(quick, quick.at + MINUTE), trace(here, null)];
    const { lines } = explain(bin, evidenceOf(w, bin, traces));
    expect(lines.map(({ change, late: by, waiting }) => [change, by, waiting])).toEqual([[9, null, false], [-2, 3 * HOUR, false], [-1, null, false], [-1, null, true]]);
  });

  it('WHY-2 names the count that work done before it came too late for', () => {
    const w = smallCompany();
    stock(w, 'A1', 'CUP', 9);
    const pickedAt = w.now + 1000;
    w.advance(5 * MINUTE);
    w.apply('count.open', { taskId: 'CT', locationId: 'A1', trigger: 'SPOT' });
    w.apply('count.record', { taskId: 'CT', locationId: 'A1', itemId: 'CUP', quantity: 7, firstLook: w.now, lastLook: w.now });
    w.apply('count.submit', { taskId: 'CT', locationId: 'A1' });
    const row = w.all('adjustment')[0]!;
    const approve = w.command('adjustment.approve', { adjustmentId: row.adjustment_id, locationId: 'A1', itemId: 'CUP', view: viewOf(row) }, { person: 'sue' });
    w.send(approve);
    const late = w.command('stock.move', { itemId: 'CUP', quantity: 2, fromLocation: 'A1', toLocation: 'A2' }, { at: pickedAt, device: 'D2' });
    w.send(late);
    const { lines, total } = explain(bin, evidenceOf(w, bin, [trace(approve, approve.at + MINUTE), trace(late, approve.at + HOUR)]));
    const moved = lines.find((line) => line.movement?.type === 'stock.move')!;
    expect(moved).toMatchObject({ change: -2, afterCountOf: row.effective_at });
    expect(lines.find((line) => line.kind === 'count')).toMatchObject({ person: 'ann', count: { line: { counted: 7 }, adjustment: { state: 'POSTED', delta: 0, was_delta: -2 } } });
    expect(lines.find((line) => line.movement?.type === 'adjustment.restate')).toMatchObject({ change: 2, afterCountOf: null, late: null });
    expect([total!.isSound, total!.books, lines.at(-1)!.balance]).toEqual([true, 7, 7]);
  });

  it('WHY-3 what the company has takes the place of the opening, and unsent work stays on top', () => {
    const w = worked();
    const company = evidenceOf(w, bin);
    const pending = w.command('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A3', toLocation: 'A1' }, { at: w.now - 90 * 24 * HOUR });
    w.send(pending);
    const all = evidenceOf(w, bin, [trace(pending, null)]);
    const here = { ...foldOlder({ ...all, movements: company.movements }, 2), movements: [...foldOlder({ ...all, movements: company.movements }, 2).movements, ...w.movements.filter((row) => row.command_id === pending.id)] };
    const alone = explain(bin, here);
    const both = explain(bin, together(here, company, true));
    expect(alone.total).toMatchObject({ isSound: true });
    expect(both.total).toEqual(alone.total);
    expect([alone.since, both.since, both.lines.filter((line) => line.waiting).length > 0]).toEqual([expect.any(Number), null, true]);
  });

  it('WHY-3 of another moment the company only tells about commands', () => {
    const w = worked();
    const here = foldOlder(evidenceOf(w, bin), 2);
    const both = together(here, evidenceOf(w, bin, [{ id: 'x' } as CommandTrace]), false);
    expect([both.movements, both.opening, both.commands]).toEqual([here.movements, here.opening, [{ id: 'x' }]]);
  });
});

describe('a document', () => {
  it('WHY-4 is told by the commands that name it or its parts, what they moved, and who has to look', () => {
    const w = smallCompany();
    announce(w, 'DN', { CUP: 5 });
    const commands = [
      w.command('delivery.receive', { deliveryId: 'DN', itemId: 'CUP', quantity: 5, locationId: 'DOCK' }),
      w.command('delivery.receive', { deliveryId: 'DN', itemId: 'LID', quantity: 2, locationId: 'DOCK' }),
      w.command('delivery.finish', { deliveryId: 'DN' }),
    ];
    for (const command of commands) w.send(command);
    const subject: Subject = { kind: 'document', warehouse: 'W1', id: 'DN' };
    const told = explain(subject, evidenceOf(w, subject, commands.map((command) => trace(command, command.at))));
    expect(told.lines.map((line) => [line.kind, line.movement?.item_id ?? line.exception?.kind ?? line.command?.type])).toEqual([
      ['movement', 'CUP'], ['movement', 'LID'], ['exception', 'NOT_ON_DELIVERY'], ['command', 'delivery.finish'], ['exception', 'DELIVERY_DIFFERS'],
    ]);
    expect([told.document?.table, told.open.exceptions.length, told.total]).toEqual(['delivery', 2, null]);
  });

  it('WHY-4 an order leads to its work, parcels and picks', () => {
    const w = smallCompany();
    stock(w, 'A1', 'CUP', 2);
    takeIn(w, 'SO', [['CUP', 2]]);
    allocate(w, 'SO');
    for (const task of tasksOf(w, 'SO')) pick(w, task);
    const subject: Subject = { kind: 'document', warehouse: 'W1', id: 'SO' };
    const rows = sliceOf(evidenceOf(w, subject));
    expect([rows.list('fulfilment', {}).length, rows.list('pick_task', {}).length, rows.list('sales_order_line', {}).length]).toEqual([1, 1, 1]);
    expect(explain(subject, evidenceOf(w, subject)).lines.map((line) => line.movement?.type)).toEqual(['pick.pick']);
  });

  it('WHY-4 a command is found by every document that it names, and by no item or place', () => {
    const w = smallCompany();
    const returned = w.command('return.receive', { parcelId: 'P', rmaId: 'R', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1, orderId: 'SO' }, { unitId: 'U2', itemId: 'CUP', quantity: 1 }] });
    expect(documentsOf(returned).toSorted()).toEqual(['P', 'R', 'SO', 'U1', 'U2']);
    expect(documentsOf(w.command('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A2' }))).toEqual([]);
  });
});
