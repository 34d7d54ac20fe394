import { describe, expect, it } from 'vitest';
import { commandTypes, type Command } from './commands.ts';
import { mayDo, needsConfirmedRights } from './duties.ts';
import { stockNamed } from './named-stock.ts';
import { notProvenBefore, rightsFor } from './revoking.ts';

const MINUTE = 60_000;
const NOON = 720 * MINUTE;
const done = (at: number, latest: number | undefined = at, offset = 0): Command => ({ type: 'scan.keep', at, offset, latest }) as unknown as Command;
const nothing = { chainLatest: -Infinity, levelAt: -Infinity, drift: undefined };

describe('ADM-6 what is proven to have happened before rights ended', () => {
  it('says an earlier time, corrected, and its station had seen none later', () => {
    expect(notProvenBefore(done(NOON - 1), NOON, nothing)).toBeUndefined();
    expect(notProvenBefore(done(NOON - 90 * MINUTE, NOON - 30 * MINUTE, 60 * MINUTE), NOON, nothing)).toBeUndefined();
    expect(notProvenBefore(done(NOON), NOON, nothing)).toMatch(/done after/);
    expect(notProvenBefore(done(NOON - 30 * MINUTE, NOON + 30 * MINUTE, 60 * MINUTE), NOON, nothing)).toMatch(/done after/);
  });

  it('never without the time of the ERP', () => {
    const { latest: _none, ...blank } = done(NOON - 60 * MINUTE);
    expect(notProvenBefore(blank as Command, NOON, nothing)).toMatch(/did not know the time/);
  });

  it.each([
    ['its station had seen a later time', done(NOON - 60 * MINUTE, NOON + MINUTE), nothing, /seen a later time/],
    ['its station had seen half past eleven when it said eleven', done(NOON - 60 * MINUTE, NOON - 30 * MINUTE), nothing, /set back/],
    ['what stands before it says half past eleven', done(NOON - 60 * MINUTE), { ...nothing, chainLatest: NOON - 30 * MINUTE }, /set back/],
    ['its station had nothing unsent at half past eleven', done(NOON - 60 * MINUTE), { ...nothing, levelAt: NOON - 30 * MINUTE }, /set back/],
    ['its clock is two hours behind when it is sent', done(NOON - 60 * MINUTE), { ...nothing, drift: 120 * MINUTE }, /was set since/],
  ])('not where %s', (_name, command, witnesses, why) => {
    expect(notProvenBefore(command, NOON, witnesses)).toMatch(why);
  });

  it('a clock that is corrected by a minute proves nothing against anybody', () => {
    expect(notProvenBefore(done(NOON - 60 * MINUTE, NOON - 59 * MINUTE), NOON, { chainLatest: NOON - 59 * MINUTE, levelAt: NOON - 59 * MINUTE, drift: -MINUTE })).toBeUndefined();
  });
});

describe('ADM-8 what stops without confirmed rights', () => {
  it('is every decision that nobody on the floor takes, and nothing else', () => {
    const stops = commandTypes.filter(needsConfirmedRights);
    for (const type of ['approval.sign', 'adjustment.approve', 'barcode.teach', 'parked.release', 'station.readmit', 'person.revoke', 'order.cancel'] as const) expect(stops).toContain(type);
    for (const type of ['stock.move', 'pick.pick', 'count.record', 'return.dispose', 'stock.identify', 'scan.keep'] as const) expect(stops).not.toContain(type);
    for (const type of stops) expect([type, mayDo(['floor', 'receiver', 'inspector', 'counter'], type)]).toEqual([type, false]);
  });
  it('is after 72 hours, unless the company says otherwise', () => {
    expect([rightsFor(undefined), rightsFor({ key: 'rights_hours', value: 24 }), rightsFor({ key: 'rights_hours', value: 'often' })]).toEqual([72, 24, 72].map((hours) => hours * 60 * MINUTE));
  });
});

describe('ADM-7 the stock that work names', () => {
  const named = (type: string, payload: object) => stockNamed({ type, payload } as unknown as Command);
  it('is where the books have the goods: whence they were taken', () => {
    expect(named('stock.move', { itemId: 'CUP', lot: 'L1', fromLocation: 'A1', toLocation: 'A2' })).toEqual([{ itemId: 'CUP', lot: 'L1', locationId: 'A1' }]);
    expect(named('parcel.pack', { parcelId: 'P', lines: [{ itemId: 'CUP', lot: '', tote: 'T1' }, { itemId: 'LID', lot: '', tote: 'T1' }, { itemId: 'CUP', lot: '', tote: 'T1' }] })).toEqual([{ itemId: 'CUP', lot: '', locationId: 'T1' }, { itemId: 'LID', lot: '', locationId: 'T1' }]);
    expect(named('parcel.ship', { parcelId: 'P' })).toEqual([{ itemId: '', lot: '', locationId: 'P' }]);
    expect(named('return.receive', { parcelId: 'R', locationId: 'DESK', units: [{ unitId: 'U', itemId: 'CUP', lot: '' }] })).toEqual([{ itemId: 'CUP', lot: '', locationId: 'DESK' }]);
  });
  it('is none for a count, an approval or a scan', () => {
    expect([named('count.record', { itemId: 'CUP', locationId: 'A1' }), named('adjustment.approve', { itemId: 'CUP', locationId: 'A1' }), named('scan.keep', {})]).toEqual([[], [], []]);
  });
});
