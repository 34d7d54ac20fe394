// The code lists and settings of the demo company, in words a person on the floor understands. `attributes` carry
// what rules and screens need to know about a code, such as the direction a reason may change stock in.
import { caseItemId, soldOutId } from './items.ts';
import type { Json } from '#domain/tables.ts';
import { masterRow, type MasterRow } from './master-row.ts';

type Entry = readonly [code: string, label: string, attributes?: Record<string, Json>];

const lists: Readonly<Record<string, readonly Entry[]>> = {
  condition: [
    ['N', 'New, sealed', { sellable: true }],
    ['A', 'Opened, complete, as new', { sellable: true }],
    ['B', 'Small marks or damaged box'],
    ['C', 'Used, works'],
    ['D', 'Damaged, visibly', { asksAttribution: true }],
    ['F', 'Defective, not visibly'],
    ['X', 'Expired, unsafe or recalled'],
    ['W', 'Wrong item'],
    ['M', 'Missing, empty box'],
    ['U', 'Not graded yet', { choosable: false }],
  ],
  disposition: [
    ['RESTOCK', 'Back to the shelf', { grades: 'NA' }],
    ['RESTOCK_B', 'Sell as second choice', { grades: 'ABC' }],
    ['REFURBISH', 'Clean or repair first', { grades: 'ABCDF' }],
    ['QUARANTINE', 'Set aside until somebody looks', { grades: 'NABCDFXWMU' }],
    ['RETURN_TO_VENDOR', 'Send back to the supplier', { grades: 'NABCDFXW' }],
    ['LIQUIDATE', 'Sell off in bulk', { grades: 'ABCDF' }],
    ['DONATE', 'Give to charity', { grades: 'NABC' }],
    ['RECYCLE', 'Recycle', { grades: 'CDFX' }],
    ['DESTROY', 'Destroy', { grades: 'DFX', twoPeople: true }],
    ['RETURN_TO_CUSTOMER', 'Send back to the customer', { grades: 'NABCDFXW' }],
  ],
  attribution: [['CUSTOMER', 'The customer'], ['CARRIER', 'The carrier'], ['WAREHOUSE', 'Us'], ['SUPPLIER', 'The supplier'], ['UNKNOWN', 'Nobody knows']],
  adjustment_reason: [
    ['COUNT', 'Count differs', { direction: 'both', choosable: false }],
    ['DAMAGED', 'Damaged here', { direction: 'down', writeOff: true }],
    ['EXPIRED', 'Past its date', { direction: 'down', writeOff: true }],
    ['DESTROYED', 'To be destroyed', { direction: 'down', writeOff: true, evidence: 'note', two: 0, roles: ['supervisor', 'inspector', 'finance'] }],
    ['MISSING', 'Cannot be found', { direction: 'down', two: 100_000_000 }],
    ['STOLEN', 'Stolen', { direction: 'down', evidence: 'note', writeOff: true, roles: ['supervisor', 'finance'] }],
    ['SAMPLE', 'Used as a sample', { direction: 'down', auto: 200_000, autoDay: 500_000 }],
    ['INTERNAL_USE', 'Used by ourselves', { direction: 'down' }],
    ['FOUND', 'Found', { direction: 'up' }],
    ['RETURN_NOT_RECORDED', 'Came back unrecorded', { direction: 'up' }],
    ['INBOUND_NOT_RECORDED', 'Delivery was not recorded', { direction: 'up' }],
    ['OUTBOUND_NOT_RECORDED', 'Left without a record', { direction: 'down' }],
    ['BIN_CORRECTION', 'Lies in another bin', { direction: 'zero', auto: 0, autoDay: 0 }],
    ['LOT_CORRECTION', 'It is another lot', { direction: 'zero' }],
    ['MISTAKEN_ITEM', 'One item was taken for another', { direction: 'zero', auto: 10_000, autoDay: 100_000 }],
    ['UOM_ERROR', 'Pieces and packs were mixed up', { direction: 'both' }],
    ['DATA_ENTRY_ERROR', 'Typed wrongly before', { direction: 'both' }],
    ['OTHER', 'Something else', { direction: 'both', evidence: 'note' }],
  ],
  return_reason: [
    ['CHANGED_MIND', 'Changed my mind', { x12: 'CO' }],
    ['SIZE_FIT', 'Does not fit', { x12: 'PF' }],
    ['COLOUR', 'Colour differs', { x12: 'CV' }],
    ['NOT_AS_DESCRIBED', 'Not as described', { x12: 'NA' }],
    ['WRONG_ITEM', 'Wrong item sent', { x12: 'WG' }],
    ['DEFECTIVE', 'Does not work', { x12: 'DR' }],
    ['DAMAGED_PACKAGING', 'Arrived damaged', { x12: 'DP' }],
    ['QUALITY', 'Quality', { x12: 'PW' }],
    ['LATE', 'Came too late', { x12: 'SP' }],
    ['NOT_GIVEN', 'No reason given'],
  ],
  receipt_refusal: [
    ['DAMAGED', 'Damaged on the way'],
    ['WRONG_ITEM', 'Not what was ordered'],
    ['EXPIRED', 'Too old, or too little time left'],
    ['TOO_LATE', 'Came too late'],
    ['NO_ROOM', 'Not announced, and no room for it'],
  ],
  pick_exception: [
    ['NOT_FOUND', 'Nothing there', { opens: 'count' }],
    ['SHORT', 'Fewer than asked', { opens: 'count' }],
    ['DAMAGED', 'Damaged in the bin', { opens: 'inspection' }],
    ['WRONG_ITEM_IN_BIN', 'Another item in the bin', { opens: 'count' }],
    ['EXPIRED', 'Past its date', { opens: 'disposal' }],
    ['UNREADABLE_LABEL', 'Label cannot be read', { opens: 'reprint' }],
  ],
  hold: [
    ['INSPECTION', 'Waits for inspection', { choosable: false }],
    ['QUARANTINE', 'Set aside', {}],
    ['RECALL', 'Recalled by the supplier', {}],
    ['QUALITY', 'Quality is in doubt', {}],
    ['COUNT_HOLD', 'Waits for a count', { choosable: false }],
    ['REWORK', 'Waits for repair', {}],
    ['CLAIM', 'Waits for the supplier', {}],
    ['SAMPLE', 'Waits for the inspector', { choosable: false }],
  ],
  order_hold: [['PAYMENT', 'Payment is missing'], ['FRAUD', 'Suspicious order'], ['ADDRESS', 'Address is unclear'], ['MANUAL', 'Kept back by hand']],
  count_trigger: [
    ['PERIODIC', 'Its turn'], ['ABC', 'Sells often'], ['NEAR_ZERO', 'Almost empty'], ['EMPTY_LOCATION', 'Should be empty'], ['AFTER_SHORT_PICK', 'Fewer than asked when picking'], ['SPOT', 'Asked for by a supervisor'], ['FOUND', 'Started on the floor'], ['RECOUNT', 'Count again'], ['SUSPENSE', 'Taken, but not in the books'],
  ],
  resolution: [['ACCEPTED', 'It is right as recorded'], ['PUT_BACK', 'Put back'], ['CLAIMED', 'Claimed from the supplier'], ['RECOUNTED', 'Counted again'], ['TOO_LATE', 'Already gone'], ['CORRECTED', 'Corrected']],
};

/** What a station is handed out to approve without the server, in 1/10,000 of the currency unit: 500.00. */
export const OFFLINE_LIMIT = 5_000_000;

export function codesAndSettings(): MasterRow[] {
  const codes = Object.entries(lists).flatMap(([kind, entries]) => entries.map(([code, label, attributes]) => masterRow('code', { kind, code, label, attributes: attributes ?? {} })));
  const settings: Record<string, Json> = {
    company_name: 'Linden & Lark', currency: 'GBP',
    approval_limits: {
      roles: { supervisor: { one: 20_000_000, day: 50_000_000, item: 30_000_000, offline: OFFLINE_LIMIT }, finance: { one: null, day: null, item: null, offline: 20_000_000 } },
      itemDays: 30,
    },
    // What should happen to what comes back, the first rule that fits; and about what each way brings in.
    disposition_rules: {
      rules: [
        { disposition: 'RETURN_TO_VENDOR', grades: 'DF', causes: ['SUPPLIER'] }, { disposition: 'RECYCLE', grades: 'CDF', maxCost: 30_000 }, { disposition: 'REFURBISH', grades: 'CD', minCost: 200_000 }, { disposition: 'REFURBISH', grades: 'F', categories: ['Electronics'], minCost: 100_000 },
      ],
      recovery: { RESTOCK: { percent: 100 }, RESTOCK_B: { percent: 90, of: 'grade' }, REFURBISH: { percent: 85, expense: 40_000 }, RETURN_TO_VENDOR: { percent: 100, expense: 15_000 }, LIQUIDATE: { percent: 12 }, DONATE: { percent: 0 }, RECYCLE: { percent: 0, expense: 2000 }, DESTROY: { percent: 0, expense: 5000 } },
    },
    // The demo has a week of sales. What is proposed above 10,000.00 two people sign.
    reorder_policy: { lookBackDays: 7, coverDays: 14, safetyDays: 3, twoAbove: 100_000_000 },
    // Where goods belong, the first rule that fits; and what a bin of each zone holds, in litres.
    put_away: { zones: [{ zone: 'OVERSIZE', oversize: true }, { zone: 'SECURE', serial: true }, { zone: 'MIXED', classes: ['C'] }, { zone: 'SHELF' }], litres: { SHELF: 600, MIXED: 300, SECURE: 400 } },
    // What may go out where the ordered one is missing, the best first; a marketplace's customers want none.
    substitutes: { items: { [caseItemId]: ['KI-CASE-02'], 'KI-CASE-02': [caseItemId], [soldOutId]: ['LI-STORM-02'] }, neverFor: ['marketplace'] },
    // The web shop ships from whichever is nearer to the customer and has all of it, or in parts; two of each item are never promised to it.
    sourcing: { channels: { WEB: { warehouses: ['LEEDS', 'BREMEN'], choose: 'nearest', split: 'allowed' } }, distance: { LEEDS: { IE: 10, NL: 40, DE: 60 }, BREMEN: { NL: 10, IE: 70 } }, safety: [{ units: 2 }], notTo: [] },
    count_while_working: { most: 3, perHour: 6 },
    count_plan: { perDay: 4, classes: { A: 30, B: 90, C: 180 }, empty: 120, nearZero: 2 },
    // Who approves at a warehouse, and who is asked when none of them is there.
    'approvers:LEEDS': { people: ['dana.r', 'priya.s'], deputies: ['karin.s'] }, 'approvers:BREMEN': { people: ['karin.s'], deputies: ['priya.s'] },
    history_days: 35,
    // Under this prefix of the company's the stations number their pallets.
    sscc_prefix: '5012345',
    // Up to 5.00 and one unit or one percent passes by itself, 50.00 in 30 days; from 250.00 on two people count; items of 100.00 and more are exact.
    count_rules: { handBeforeScan: 120_000, clockUncertainty: 2000, pass: { value: 50_000, units: 1, percent: 1 }, passed: { item: 500_000, counter: 1_000_000 }, exactFromCost: 1_000_000, controlled: [], recountFrom: 2_500_000 },
    // The carton types of the packing benches: inside in mm, the most they carry, what one costs in pence.
    cartons: [
      { id: 'C-XS', name: 'Carton XS', size: [240, 180, 100], max_weight_g: 5_000, cost: 22 },
      { id: 'C-S', name: 'Carton S', size: [300, 220, 160], max_weight_g: 8_000, cost: 31 },
      { id: 'C-M', name: 'Carton M', size: [390, 300, 220], max_weight_g: 15_000, cost: 48 },
      { id: 'C-L', name: 'Carton L', size: [500, 400, 300], max_weight_g: 20_000, cost: 79 },
      { id: 'C-XL', name: 'Carton XL', size: [600, 500, 400], max_weight_g: 25_000, cost: 124 },
    ],
    'layout:LEEDS': { aisle_pitch_mm: 3_200, bay_pitch_mm: 1_300, end_gap_mm: 2_000, doors: { 'PACK-1': { aisle: 3 }, 'PACK-2': { aisle: 8 }, 'STAGE-1': { aisle: 5 }, 'STAGE-2': { aisle: 6 }, 'DOCK-1': { aisle: 1 }, 'DOCK-2': { aisle: 2 } } },
    'layout:BREMEN': { aisle_pitch_mm: 3_000, bay_pitch_mm: 1_300, end_gap_mm: 1_800, doors: { 'PACK-1': { aisle: 3 } } },
  };
  return [...codes, ...Object.entries(settings).map(([key, value]) => masterRow('setting', { key, value }))];
}
