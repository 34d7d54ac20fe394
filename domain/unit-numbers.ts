// Numbers for pallets that are made here: SSCCs under the company's own prefix. The server hands them out to each station in
// blocks, so that stations without a network never give the same one, and nobody waits for the server at the dock.
import { z } from 'zod';
import { ssccCheckDigit } from './barcode/check-digits.ts';
import type { Json } from './tables.ts';

/** The company's GS1 prefix, as the ERP writes it: seven to ten digits. */
export const UNIT_PREFIX = 'sscc_prefix';
/** Who was given which blocks; written by the server alone. */
export const UNIT_NUMBERS = 'sscc_blocks';
export const BLOCK = 100;
/** A station that has fewer left asks for more. */
export const ENOUGH = 50;
/** Our own pallets, among all that carry the prefix. */
const EXTENSION = '3';
const BODY = 17;

const prefix = z.string().regex(/^[0-9]{7,10}$/);
const handedOut = z.object({ next: z.int().nonnegative(), of: z.record(z.string(), z.array(z.int().nonnegative())) });
export type HandedOut = z.infer<typeof handedOut>;

export const prefixOf = (value: Json | undefined): string | undefined => prefix.safeParse(value).data;
export const handedOutOf = (value: Json | undefined): HandedOut => handedOut.safeParse(value).data ?? { next: 0, of: {} };
/** Another block for a device; undefined where the prefix leaves no room for one. */
export function withBlock(before: HandedOut, device: string, company: string): HandedOut | undefined {
  const room = 10 ** (BODY - EXTENSION.length - company.length);
  return (before.next + 1) * BLOCK > room ? undefined : { next: before.next + 1, of: { ...before.of, [device]: [...(before.of[device] ?? []), before.next] } };
}

export function unitNumber(company: string, serial: number): string {
  const body = EXTENSION + company + String(serial).padStart(BODY - EXTENSION.length - company.length, '0');
  return body + ssccCheckDigit(body);
}
/** What a device may still give, the next first. */
export function numbersLeft(company: string, given: HandedOut, device: string, taken: (unitId: string) => boolean): readonly string[] {
  return (given.of[device] ?? []).flatMap((block) => Array.from({ length: BLOCK }, (_, n) => unitNumber(company, block * BLOCK + n))).filter((unitId) => !taken(unitId));
}
