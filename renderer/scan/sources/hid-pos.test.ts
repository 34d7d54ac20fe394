// Codes from HID-POS scanners, by descriptions of devices that differ as real ones do.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReports, layoutOf, readAllowed, readHid, type HidCollection, type HidDeviceLike, type HidItem } from './hid-pos.ts';

const of = (id: number): number => (0x8c << 16) | id;
const one = (id: number, reportSize = 8, reportCount = 1): HidItem => ({ usages: [of(id)], reportSize, reportCount });
/** Length, three bytes of symbology one by one, 56 of data, two of the maker's own, and the bit that says there is more. */
const apart: readonly HidItem[] = [{ usages: [0xff660001], reportSize: 8, reportCount: 1 }, one(0xfb), one(0xfc), one(0xfd), one(0xfe, 8, 56), { usages: [], reportSize: 8, reportCount: 2 }, one(0xff, 1), { reportSize: 1, reportCount: 7 }];
/** The symbology as one range, and no length. */
const asRange: readonly HidItem[] = [{ isRange: true, usageMinimum: of(0xfb), reportSize: 8, reportCount: 3 }, one(0xfe, 8, 32), one(0xff, 1), { reportSize: 1, reportCount: 7 }];
const scanner = (items: readonly HidItem[]): readonly HidCollection[] => [{ usagePage: 1, usage: 6, inputReports: [{ reportId: 1, items: [{ usages: [0x70004], reportSize: 8, reportCount: 6 }] }] }, { usagePage: 0x8c, usage: 2, children: [{ usagePage: 0x8c, usage: 0x12, inputReports: [{ reportId: 2, items }] }] }];

const bytes = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));
/** What such a device sends for a code, report after report. */
function reports(code: string, aim: string, room: number, counted: boolean): readonly DataView[] {
  const chunks = Array.from({ length: Math.max(1, Math.ceil(code.length / room)) }, (_, n) => code.slice(n * room, (n + 1) * room));
  return chunks.map((chunk, n) => {
    const data = [...bytes(chunk), ...Array.from({ length: room - chunk.length }, () => 0)];
    const tail = counted ? [0x6a, 0] : [];
    return new DataView(Uint8Array.from([...(counted ? [chunk.length] : []), ...bytes(aim), ...data, ...tail, n === chunks.length - 1 ? 0 : 1]).buffer);
  });
}

describe('a HID-POS scanner', () => {
  it.each([['fields apart', apart, 56, true], ['a range and no length', asRange, 32, false]] as const)('every code once and whole, however many reports it takes: %s', (_, items, room, counted) => {
    const layout = layoutOf(scanner(items))!;
    expect(layout.reportId).toBe(2);
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[!-~][ -~]{0,150}$/).filter((code) => !code.startsWith(']')).map((code) => code.replaceAll('|', '\u001d')), { minLength: 1, maxLength: 5 }), fc.constantFrom(']C1', ']d2', '\0\0\0'), (codes, aim) => {
      const heard: string[] = [];
      const take = createReports(layout, (code) => heard.push(code));
      for (const code of codes) for (const report of reports(code, aim, room, counted)) take(report);
      expect(heard).toEqual(codes.map((code) => (aim.startsWith(']') ? aim : '') + code));
    }));
  });

  it('takes the line end off, and says nothing for a report without a code', () => {
    const heard: string[] = [];
    const take = createReports(layoutOf(scanner(apart))!, (code) => heard.push(code));
    for (const report of [...reports('4006381333931\r\n', ']E0', 56, true), ...reports('', ']E0', 56, true), ...reports(']C0LOC-A', ']C0', 56, true)]) take(report);
    expect(heard).toEqual([']E04006381333931', ']C0LOC-A']);
  });

  it('a report that is shorter than promised, or never ends, does no harm', () => {
    const heard: string[] = [];
    const take = createReports(layoutOf(scanner(apart))!, (code) => heard.push(code));
    take(new DataView(Uint8Array.of(200, 0x5d, 0x43, 0x31, 0x41).buffer));
    for (let n = 0; n < 500; n++) take(reports('x'.repeat(57), ']C1', 56, true)[0]!);
    take(reports('y', ']C1', 56, true)[0]!);
    expect(heard.map((code) => code.length)).toEqual([4, 8193 + 3]);
  });

  it('allowed once, it is read whenever the window opens and whenever it is plugged in, by one reader', async () => {
    const made = () => Object.assign(new EventTarget(), { vendorId: 1, productName: 'Any', opened: true, collections: scanner(apart), open: () => Promise.resolve(), close: () => Promise.resolve(), sendFeatureReport: () => Promise.resolve() }) as HidDeviceLike;
    const [before, later] = [made(), made()];
    const hid = Object.assign(new EventTarget(), { requestDevice: () => Promise.resolve([]), getDevices: () => Promise.resolve([before]) });
    const heard: string[] = [];
    const bus = { inject: (raw: string) => void heard.push(raw) };
    await readAllowed(hid, bus);
    await readHid(before, bus);
    hid.dispatchEvent(Object.assign(new Event('connect'), { device: later }));
    for (const device of [before, later]) device.dispatchEvent(Object.assign(new Event('inputreport'), { reportId: 2, data: reports('A1', ']C0', 56, true)[0]! }));
    await expect.poll(() => heard).toEqual([']C0A1', ']C0A1']);
  });

  it('is no scanner without decoded data; a Honeywell is told that it is read, and what is not its report is not heard', async () => {
    const device = Object.assign(new EventTarget(), { vendorId: 0x0c2e, productName: 'Voyager', opened: false, collections: scanner(apart), told: [] as number[], open: () => Promise.resolve(), close: () => Promise.resolve(), sendFeatureReport(id: number) { this.told.push(id); return Promise.reject(new Error('not this one')); } });
    const heard: string[] = [];
    const stop = await readHid(device as HidDeviceLike, { inject: (raw) => void heard.push(raw) });
    const send = (reportId: number): boolean => device.dispatchEvent(Object.assign(new Event('inputreport'), { reportId, data: reports('A1', ']C0', 56, true)[0]! }));
    send(2);
    send(1);
    await stop();
    send(2);
    expect([device.told, heard]).toEqual([[254], [']C0A1']]);
    await expect(readHid({ ...device, collections: scanner([one(0x20)]) } as unknown as HidDeviceLike, { inject: () => undefined })).rejects.toThrow('does not say where its codes are');
  });
});
