// The carriers as a folder, one for each: every booking becomes a file that is written once; beside it lies the answer with
// the parcel's number, from another program. With `numbers` the folder gives numbers of a reserved range by itself.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { s10Number } from '#domain/tracking/s10.ts';
import type { Booking, Carriers } from './carriers.ts';
import { exists, fileOf, writeOnce } from './once-files.ts';

export interface ReservedNumbers {
  /** Two letters in front, and two of the country behind. */
  readonly service: string;
  readonly country: string;
  /** The first serial number, from 0 to 99,999,999; each parcel takes the next one. */
  readonly from: number;
}
const answerSchema = z.object({ tracking: z.string().min(1).max(64) });
const MOST = 99_999_999;

export function carrierFolder(folder: string, { numbers }: { readonly numbers?: ReservedNumbers }): Carriers {
  const folderOf = (booking: Booking): string => path.join(folder, booking.carrierId.replaceAll(/[^0-9A-Za-z-]/g, '_'));
  let next: number | undefined;
  /** A number is taken by the file that names it, so that none is given twice, also by two services. */
  async function takeNumber(range: ReservedNumbers, booking: Booking): Promise<string> {
    const taken = path.join(folder, 'numbers');
    await mkdir(taken, { recursive: true });
    next ??= Math.max(range.from, ...(await readdir(taken)).map((name) => Number(name.slice(0, 8)) + 1).filter(Number.isInteger));
    for (; next <= MOST; next += 1) {
      if (await writeOnce(path.join(taken, `${String(next).padStart(8, '0')}.json`), `${JSON.stringify({ parcel: booking.parcelId })}\n`)) return s10Number(range.service, next, range.country);
    }
    throw new Error(`the range of ${range.service} numbers is used up`);
  }
  return {
    async book(booking) {
      await mkdir(folderOf(booking), { recursive: true });
      await writeOnce(fileOf(folderOf(booking), booking.key, 'booking'), `${JSON.stringify(booking)}\n`);
      const answer = fileOf(folderOf(booking), booking.key, 'answer');
      if (numbers && !(await exists(answer))) await writeOnce(answer, `${JSON.stringify({ tracking: await takeNumber(numbers, booking) })}\n`);
      return (await exists(answer)) ? readAnswer(await readFile(answer, 'utf8'), answer) : undefined;
    },
    async callOff(booking, tracking) {
      await mkdir(folderOf(booking), { recursive: true });
      await writeOnce(fileOf(folderOf(booking), booking.key, 'called-off'), `${JSON.stringify({ ...booking, tracking })}\n`);
    },
  };
}

/** An answer that is still being written counts as none; one that says something else is told, and the parcel waits. */
function readAnswer(text: string, file: string): string | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const answer = answerSchema.safeParse(read);
  if (!answer.success) throw new Error(`${file} names no tracking number`);
  return answer.data.tracking;
}
