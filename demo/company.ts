// The demo company's master data: everything the ERP owns and writes itself, made from a seed, dated around `now`.
import { codesAndSettings } from './codes.ts';
import { assortment, type Assortment } from './items.ts';
import type { MasterRow } from './master-row.ts';
import { partners } from './partners.ts';
import { peopleAndDevices } from './people.ts';
import { places } from './places.ts';
import { chanceFrom } from './random.ts';

export interface Company {
  readonly rows: readonly MasterRow[];
  readonly assortment: Assortment;
}

export function companyFrom(seed: string, now: number): Company {
  const goods = assortment(chanceFrom(`${seed}/items`), now);
  return { rows: [...places(), ...partners(chanceFrom(`${seed}/partners`)), ...peopleAndDevices(now), ...codesAndSettings(), ...goods.rows], assortment: goods };
}

/** Rows of master data in an order in which every row stands behind those it names. `now` in ms. */
export const masterData = (seed: string, now: number): readonly MasterRow[] => companyFrom(seed, now).rows;
