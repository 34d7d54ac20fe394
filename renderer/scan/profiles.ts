// The scanners that this computer was taught, by the name people gave them, and the one in use. Kept in the browser, because a
// scanner belongs to the desk and not to the person or the company.
import { z } from 'zod';
import { layoutNames } from './layouts.ts';
import { DEFAULT_PROFILE, type ScanProfile } from './profile.ts';

const ms = z.number().positive().max(5000);
const profile = z.object({ layout: z.enum(layoutNames), prefix: z.string().min(1).max(32).optional(), suffixes: z.array(z.string().min(1).max(16)).min(1).max(4), averageGapMs: ms, maxGapMs: ms, minLength: z.int().min(1).max(20), joinMs: ms });
const shape = z.object({ active: z.string().max(64), scanners: z.record(z.string().min(1).max(64), profile) });
export interface Scanners {
  /** Empty: as it comes out of the box. */
  readonly active: string;
  readonly scanners: Readonly<Record<string, ScanProfile>>;
}

const KEPT = 'restow.scanners';
export const NO_SCANNERS: Scanners = { active: '', scanners: {} };

/** What was kept, or none of it when it cannot be read: a scanner must work all the same. */
export function keptScanners(storage: Pick<Storage, 'getItem'>): Scanners {
  try {
    const read = shape.safeParse(JSON.parse(storage.getItem(KEPT) ?? 'null'));
    return read.success ? (read.data as Scanners) : NO_SCANNERS;
  } catch {
    return NO_SCANNERS;
  }
}
export const keepScanners = (storage: Pick<Storage, 'setItem'>, scanners: Scanners): void => storage.setItem(KEPT, JSON.stringify(scanners));
export const profileInUse = ({ active, scanners }: Scanners): ScanProfile => scanners[active] ?? DEFAULT_PROFILE;
