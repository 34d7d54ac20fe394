// Scanners that speak the USB standard for points of sale (HID-POS), where the browser offers them: nothing is typed, so no
// keyboard layout can spoil a code, and the separators of GS1 come as they are. Where what lies in a report is read from the
// description that the device gives of itself; makers differ in it.
import type { ScanBus } from '#renderer/scan/scan-bus.ts';

/** As far as it is used here; browsers without it lack the property. */
export interface HidItem {
  /** Page and usage of each field, as 32 bits; empty or absent for padding. */
  readonly usages?: readonly number[];
  readonly isRange?: boolean;
  readonly usageMinimum?: number;
  readonly reportSize?: number;
  readonly reportCount?: number;
}
export interface HidCollection {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly children?: readonly HidCollection[];
  readonly inputReports?: readonly { readonly reportId?: number; readonly items?: readonly HidItem[] }[];
}
export interface HidDeviceLike extends EventTarget {
  readonly vendorId: number;
  readonly productName: string;
  readonly opened: boolean;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendFeatureReport(reportId: number, data: BufferSource): Promise<void>;
}
export interface Hid extends EventTarget {
  requestDevice(options: { readonly filters: readonly { readonly usagePage: number }[] }): Promise<readonly HidDeviceLike[]>;
  getDevices(): Promise<readonly HidDeviceLike[]>;
}
export interface InputReport extends Event {
  readonly reportId: number;
  readonly data: DataView;
}

const BAR_CODE_SCANNERS = 0x8c;
const usage = (id: number): number => (BAR_CODE_SCANNERS << 16) | id;
const SYMBOLOGY_1 = usage(0xfb);
const SYMBOLOGY_3 = usage(0xfd);
const DECODED_DATA = usage(0xfe);
const CONTINUED = usage(0xff);
/** Some scanners of this maker type until they are told that somebody reads them. */
const HONEYWELL = 0x0c2e;
const HONEYWELL_MODE = 254;
/** No symbol holds more; what never ends is cut and reads as damaged. */
const LONGEST = 8193;

export const hidOf = (from: Navigator): Hid | undefined => (from as { hid?: Hid }).hid;
/** Asks the person for one; empty where none was chosen. */
export const chooseHid = (hid: Hid): Promise<readonly HidDeviceLike[]> => hid.requestDevice({ filters: [{ usagePage: BAR_CODE_SCANNERS }] });

interface Field {
  /** In bits from the beginning of the report, without its id. */
  readonly at: number;
  readonly size: number;
  readonly count: number;
}
export interface ReportLayout {
  readonly reportId: number;
  readonly data: Field;
  /** How many of the data bytes count; without it, those up to the first zeros at the end. */
  readonly length?: Field;
  readonly symbology?: Field;
  readonly continued?: Field;
}

/** Where the decoded data lies, by the device's own description; undefined for a device that reports none. */
export function layoutOf(collections: readonly HidCollection[]): ReportLayout | undefined {
  for (const { inputReports = [], children = [] } of collections) {
    for (const { reportId = 0, items = [] } of inputReports) {
      const fields = fieldsOf(items);
      const data = fields.find(({ first }) => first === DECODED_DATA);
      if (!data) continue;
      const symbology = fields.find(({ first }) => first === SYMBOLOGY_1);
      const continued = fields.find(({ first }) => first === CONTINUED);
      // The byte that counts stands first, before the three of the symbology, under whatever usage the maker chose.
      const length = fields.find((field) => field.at === 0 && field.size === 8 && field.count === 1 && field !== symbology && field !== data);
      return { reportId, data, ...(length ? { length } : {}), ...(symbology ? { symbology } : {}), ...(continued ? { continued } : {}) };
    }
    const below = layoutOf(children);
    if (below) return below;
  }
  return undefined;
}
function fieldsOf(items: readonly HidItem[]): readonly (Field & { readonly first: number })[] {
  let at = 0;
  return items.map(({ usages = [], isRange = false, usageMinimum = 0, reportSize = 0, reportCount = 0 }) => {
    const field = { at, size: reportSize, count: reportCount, first: isRange ? usageMinimum : (usages[0] ?? 0) };
    at += reportSize * reportCount;
    return field;
  });
}

const byteAt = (data: DataView, bit: number): number => (bit >> 3 < data.byteLength ? data.getUint8(bit >> 3) : 0);
const bytesOf = (data: DataView, { at, count }: Field, most = count): readonly number[] => Array.from({ length: Math.min(count, most) }, (_, n) => byteAt(data, at + n * 8));
const textOf = (bytes: readonly number[]): string => String.fromCharCode(...bytes);

/** Reports in, codes out: a long code comes in several; its AIM identifier stands before it, as a keyboard scanner would type it. */
export function createReports(layout: ReportLayout, onCode: (code: string) => void): (data: DataView) => void {
  let text = '';
  return (data) => {
    const all = bytesOf(data, layout.data);
    const counted = layout.length ? byteAt(data, layout.length.at) : all.findLastIndex((byte) => byte !== 0) + 1;
    text = (text + textOf(all.slice(0, counted))).slice(0, LONGEST);
    if (layout.continued && ((byteAt(data, layout.continued.at) >> (layout.continued.at & 7)) & 1) === 1) return;
    const code = text.replace(/[\r\n\0]+$/, '');
    text = '';
    if (code === '') return;
    // One field of three bytes, or three fields side by side.
    const aim = layout.symbology ? textOf(bytesOf(data, { ...layout.symbology, count: SYMBOLOGY_3 - SYMBOLOGY_1 + 1 })) : '';
    onCode(/^\][A-Za-z][0-9A-Za-z]$/.test(aim) && !code.startsWith(']') ? aim + code : code);
  };
}

/** One device has one reader, however often it is chosen. */
const readers = new WeakMap<HidDeviceLike, () => Promise<void>>();

/** Reads every scanner that was allowed here before, now and whenever it is plugged in. */
export async function readAllowed(hid: Hid, bus: Pick<ScanBus, 'inject'>): Promise<void> {
  const read = async (device: HidDeviceLike): Promise<void> => {
    if (layoutOf(device.collections)) await readHid(device, bus);
  };
  hid.addEventListener('connect', (event) => void read((event as Event & { readonly device: HidDeviceLike }).device).catch(reportError));
  for (const device of await hid.getDevices()) await read(device).catch(reportError);
}

/** Hands on every code until it is stopped; rejects where the device describes no decoded data. */
export async function readHid(device: HidDeviceLike, bus: Pick<ScanBus, 'inject'>): Promise<() => Promise<void>> {
  const reader = readers.get(device);
  if (reader) return reader;
  const layout = layoutOf(device.collections);
  if (!layout) throw new Error(`${device.productName} does not say where its codes are`);
  if (!device.opened) await device.open();
  if (device.vendorId === HONEYWELL) await device.sendFeatureReport(HONEYWELL_MODE, Uint8Array.of(1)).catch(() => undefined);
  const take = createReports(layout, (code) => bus.inject(code));
  const hear = (event: Event): void => {
    const { reportId, data } = event as InputReport;
    if (reportId === layout.reportId) take(data);
  };
  device.addEventListener('inputreport', hear);
  const stop = async (): Promise<void> => {
    readers.delete(device);
    device.removeEventListener('inputreport', hear);
    await device.close();
  };
  readers.set(device, stop);
  return stop;
}
