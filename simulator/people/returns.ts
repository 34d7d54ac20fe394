// What people do with what customers send back.
import type { CommandType } from '#domain/commands.ts';
import { everybody, into, outOf, nothing, units, type Doing } from './person.ts';
import { aBin, anItem, aRow, goodsOf, named, slips, PHOTOS } from './view.ts';

const dispositions = ['RESTOCK', 'RESTOCK', 'RESTOCK_B', 'QUARANTINE', 'DONATE', 'DESTROY', 'RETURN_TO_CUSTOMER'] as const;
const out = new Set<string>(['LIQUIDATE', 'DONATE', 'RECYCLE', 'DESTROY', 'RETURN_TO_CUSTOMER']);

export const returnsWork = {
  'return.receive': {
    weight: 6, by: everybody,
    draw(view) {
      const line = view.chance.happens(0.6) ? aRow(view, 'sales_order_line', (each) => each.shipped > 0 || slips(view, 0.2)) : undefined;
      const count = view.chance.between(1, 2);
      const base = named(view, 'RP', 12);
      // Nothing in it, or what nobody knows.
      if (slips(view, 0.15)) return { parcelId: base, locationId: 'DESK', units: [], ...(slips(view, 0.5) ? { empty: true } : { found: [{ label: named(view, 'RX', 5), code: 'TOY-1' }] }) };
      return {
        parcelId: base, ...(slips(view, 0.3) ? { rmaId: slips(view, 0.3) ? 'RMA-9' : 'RMA-1' } : {}), locationId: 'DESK',
        units: Array.from({ length: count }, (_, i) => {
          const itemId = line?.item_id ?? (slips(view) ? 'GHOST-1' : anItem(view));
          return { ...goodsOf(view, itemId), unitId: slips(view, 0.15) ? named(view, 'RU', 3) : `${base}/${view.chance.between(1, 3)}${i}`, ...(line ? { orderId: line.order_id, orderLine: line.line_no } : {}), reason: 'CHANGED_MIND' };
        }),
      };
    },
    tell: (p) => `opens return parcel ${p.parcelId} at ${p.locationId}: ${p.units.map((unit) => `${units(unit)} as ${unit.unitId}`).join(', ')}`,
    did: ({ id, warehouse, payload: p }, books) => p.units
      // A label that was in use already tells of one unit only: the other stays in the exception until it has its own.
      .filter((unit, i) => p.units.findIndex((each) => each.unitId === unit.unitId) === i && books.firstToName(warehouse, unit.unitId) === id)
      .map((unit) => into(unit, p.locationId)),
  },
  'return.inspect': {
    weight: 6, by: everybody,
    draw(view) {
      const graded = slips(view, 0.25) ? aRow(view, 'return_unit', (each) => each.state === 'GRADED') : undefined;
      const unit = graded ?? (slips(view, 0.05) ? undefined : aRow(view, 'return_unit', (each) => slips(view, 0.35) || each.state === 'RECEIVED'));
      return { unitId: unit?.unit_id ?? named(view, 'RU', 9), itemId: unit?.item_id ?? 'CUP-RED', locationId: unit && !slips(view, 0.1) && !unit.location_id.startsWith('~') ? unit.location_id : 'DESK', grade: view.chance.one(['N', 'N', 'A', 'B', 'D']), ...(slips(view, 0.3) ? { evidence: [view.chance.one(PHOTOS)] } : {}) };
    },
    tell: (p) => `grades ${p.unitId} as ${p.grade} at ${p.locationId}`,
    did: nothing,
  },
  'return.split': {
    weight: 1.5, by: everybody,
    draw(view) {
      const unit = slips(view, 0.1) ? undefined : aRow(view, 'return_unit', (each) => (each.state === 'RECEIVED' && each.quantity > 1) || slips(view, 0.1));
      return { unitId: unit?.unit_id ?? named(view, 'RU', 9), itemId: unit?.item_id ?? 'CUP-RED', locationId: unit && !unit.location_id.startsWith('~') ? unit.location_id : 'DESK', newUnitId: named(view, 'RU', 60), quantity: unit && unit.quantity > 1 && !slips(view, 0.1) ? view.chance.between(1, unit.quantity) : 1 };
    },
    tell: (p) => `splits ${p.quantity} off ${p.unitId} as ${p.newUnitId}`,
    did: nothing,
  },
  'return.dispose': {
    weight: 11, by: ['lee', 'dana', 'sam'],
    draw(view) {
      const disputed = slips(view, 0.6) ? aRow(view, 'return_unit', (each) => each.state === 'DISPUTED') : undefined;
      const unit = disputed ?? (slips(view, 0.05) ? undefined : aRow(view, 'return_unit', (each) => slips(view, 0.25) || each.state === 'GRADED'));
      const before = unit?.state === 'EXECUTED' && slips(view, 0.6) ? dispositions.find((each) => each === unit.disposition) : undefined;
      return {
        unitId: unit?.unit_id ?? named(view, 'RU', 9), itemId: unit?.item_id ?? 'CUP-RED', locationId: unit && !unit.location_id.startsWith('~') ? unit.location_id : 'DESK',
        disposition: before ?? (unit?.grade === 'D' && slips(view, 0.5) ? ('DESTROY' as const) : view.chance.one(dispositions)), toLocation: slips(view, 0.2) ? 'A-99' : view.chance.happens(0.7) ? aBin(view) : '',
      };
    },
    tell: (p) => `decides ${p.disposition} for ${p.unitId}${p.toLocation ? `, into ${p.toLocation}` : ''}`,
    did({ warehouse, payload: p }, books) {
      const unit = books.rows('return_unit').find((each) => each.warehouse_id === warehouse && each.unit_id === p.unitId);
      // Nothing is destroyed before a second person has signed.
      if (!unit || p.disposition === 'DESTROY') return [];
      const goods = { itemId: unit.item_id, quantity: unit.quantity };
      return [outOf(goods, p.locationId), ...(out.has(p.disposition) ? [] : [into(goods, p.toLocation || p.locationId)])];
    },
  },
} satisfies { readonly [T in CommandType]?: Doing<T> };
