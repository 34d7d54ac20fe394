// What this station may still number its pallets with, and where one stands.
import { handedOutOf, numbersLeft, prefixOf, UNIT_NUMBERS, UNIT_PREFIX } from '#domain/unit-numbers.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Answers } from './contract.ts';

export function unitNumbers({ rows, meta }: Pick<Replica, 'rows' | 'meta'>, unitId: string): Answers['unit_numbers'] {
  const warehouse_id = meta.get('warehouse_id') ?? '';
  const setting = (key: string) => rows.find('setting', { key })[0]?.value;
  const unit = (id: string) => rows.find('handling_unit', { warehouse_id, unit_id: id })[0];
  const company = prefixOf(setting(UNIT_PREFIX));
  const left = company === undefined ? [] : numbersLeft(company, handedOutOf(setting(UNIT_NUMBERS)), meta.get('device_id') ?? '', (id) => unit(id) !== undefined);
  const at = unitId === '' ? undefined : unit(unitId)?.at_location;
  return { left: left.length, next: left[0] ?? '', ...(at === undefined || at === '' ? {} : { at }) };
}
