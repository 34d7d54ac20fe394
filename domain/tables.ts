// The vocabulary of rows: every replicated table with its key, scope, columns and the shapes it is read by.
// One declaration serves the judge, SQLite, Postgres, the feed and the window, so a row has the same names in
// every store; the names are the database's own (snake_case), because a second spelling would need a mapping.

type ColumnType = 'text' | 'int' | 'bool' | 'json';
/** `?` marks a column that may be null. */
export type Column = ColumnType | `${ColumnType}?`;
/** Who holds a copy: every station, the stations of one warehouse, or the one device. */
export type Scope = 'company' | 'warehouse' | 'device';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

type Scalar<C extends string> = C extends 'text' ? string : C extends 'int' ? number : C extends 'bool' ? boolean : Json;
type Value<C extends Column> = C extends `${infer T}?` ? Scalar<T> | null : Scalar<C>;

interface Definition {
  readonly scope: Scope;
  readonly key: readonly string[];
  /** Column lists that rows are looked up by, besides the key and its prefixes. */
  readonly indexes: readonly (readonly string[])[];
  readonly columns: Readonly<Record<string, Column>>;
}

function table<const S extends Scope, const C extends Readonly<Record<string, Column>>>(
  scope: S,
  key: readonly (keyof C & string)[],
  columns: C,
  indexes: readonly (readonly (keyof C & string)[])[] = [],
) {
  return { scope, key, columns, indexes } as const;
}

/** The axes of the ledger key behind warehouse, location, item: lot, serial, condition, hold, owner. */
const axes = { lot: 'text', serial: 'text', condition: 'text', hold: 'text', owner: 'text' } as const;

export const tables = {
  // --- master data: the ERP owns it, one way down
  warehouse: table('company', ['warehouse_id'], { warehouse_id: 'text', name: 'text', country: 'text' }),
  item: table('company', ['item_id'], {
    item_id: 'text', sku: 'text', name: 'text', category: 'text', unit: 'text', colour: 'text', size: 'text',
    look_alike_group: 'text', lot_control: 'bool', serial_control: 'bool', shelf_life_days: 'int?', hygiene_seal: 'bool',
    battery: 'bool', oversize: 'bool', weight_g: 'int', length_mm: 'int', width_mm: 'int', height_mm: 'int',
    standard_cost: 'int', sales_price: 'int', abc_class: 'text', supplier_id: 'text?', active: 'bool',
  }, [['sku'], ['look_alike_group']]),
  item_pack: table('company', ['item_id', 'pack_code'], { item_id: 'text', pack_code: 'text', label: 'text', units: 'int' }),
  item_component: table('company', ['item_id', 'component_id'], { item_id: 'text', component_id: 'text', quantity: 'int' }),
  lot: table('company', ['item_id', 'lot'], { item_id: 'text', lot: 'text', expires_on: 'text?' }),
  barcode: table('company', ['code', 'item_id'], { code: 'text', item_id: 'text', pack_code: 'text', units: 'int', source: 'text' }, [['item_id']]),
  supplier: table('company', ['supplier_id'], { supplier_id: 'text', name: 'text', lead_days: 'int' }),
  customer: table('company', ['customer_id'], { customer_id: 'text', name: 'text', country: 'text' }),
  channel: table('company', ['channel_id'], { channel_id: 'text', name: 'text', kind: 'text', ship_from: 'text' }),
  carrier: table('company', ['carrier_id'], { carrier_id: 'text', name: 'text', cutoff_minute: 'int' }),
  code: table('company', ['kind', 'code'], { kind: 'text', code: 'text', label: 'text', attributes: 'json' }),
  person: table('company', ['person_id'], { person_id: 'text', name: 'text', badge: 'text', roles: 'json', active: 'bool' }, [['badge']]),
  device: table('company', ['device_id'], { device_id: 'text', name: 'text', home_warehouse: 'text', kind: 'text', state: 'text', enrolled_at: 'int', last_seen_at: 'int?' }),
  /** Who speaks no more, from when on: `kind` is person or device. */
  revocation: table('company', ['kind', 'subject_id'], { kind: 'text', subject_id: 'text', revoked_at: 'int', reason: 'text', by_id: 'text', decided_at: 'int', command_id: 'text' }),
  /** Somebody may choose a new PIN, because a supervisor said so. */
  pin_reset: table('company', ['person_id'], { person_id: 'text', reset_at: 'int', by_id: 'text', command_id: 'text' }),
  setting: table('company', ['key'], { key: 'text', value: 'json' }),
  serial: table('company', ['item_id', 'serial'], {
    item_id: 'text', serial: 'text', state: 'text', at_warehouse: 'text', at_location: 'text', order_id: 'text?', command_id: 'text', effective_at: 'int',
  }),

  // --- approvals: what was approved by a person or of an item, by day; what a person may approve at a device without the server; who stands in
  approval_spent: table('company', ['kind', 'subject_id'], { kind: 'text', subject_id: 'text', days: 'json' }),
  approval_budget: table('device', ['device_id', 'person_id'], { device_id: 'text', person_id: 'text', day: 'text', granted: 'int', spent: 'int' }),
  delegation: table('company', ['person_id'], { person_id: 'text', deputy_id: 'text', roles: 'json', from_at: 'int', until_at: 'int', note: 'text', command_id: 'text' }, [['deputy_id']]),

  // --- company documents
  sales_order: table('company', ['order_id'], {
    order_id: 'text', channel_id: 'text', channel_number: 'text', customer_id: 'text?', state: 'text', ship_from: 'text', ordered_at: 'int',
    promised_at: 'int?', priority: 'int', currency: 'text', cancel_reason: 'text?', taken_in_at: 'int',
    /** The channel's version that it is at; why it ships from there; the channel's number of the order it is a part of (empty: a whole one). */
    version: 'int', sourced: 'text', part_of: 'text',
  }, [['channel_id', 'channel_number'], ['customer_id']]),
  sales_order_line: table('company', ['order_id', 'line_no'], {
    order_id: 'text', line_no: 'int', item_id: 'text', quantity: 'int', unit_price: 'int', allocated: 'int', shipped: 'int',
    cancelled: 'int', returned: 'int', backordered: 'bool',
  }, [['item_id', 'backordered']]),
  order_hold: table('company', ['order_id', 'hold_id'], {
    order_id: 'text', hold_id: 'text', kind: 'text', state: 'text', placed_by: 'text', placed_at: 'int', released_by: 'text?', released_at: 'int?',
    /** Why, in words, and until when somebody is to have looked. */
    note: 'text', due_at: 'int?',
  }),
  rma: table('company', ['rma_id'], { rma_id: 'text', order_id: 'text?', customer_id: 'text?', state: 'text', reason: 'text', created_at: 'int',
    /** What the policy said of it, and who decided. */
    channel_id: 'text', policy: 'text', refusal: 'text', reasons: 'json', decided_by: 'text?', decided_at: 'int?', note: 'text',
  }, [['order_id']]),
  rma_line: table('company', ['rma_id', 'line_no'], {
    rma_id: 'text', line_no: 'int', item_id: 'text', order_id: 'text?', order_line: 'int?', quantity: 'int', received: 'int', reason: 'text',
  }),
  /** Another item that went out for an order line, as the company allows; one row for each task it is picked by. */
  substitution: table('company', ['order_id', 'line_no', 'task_id'], { order_id: 'text', line_no: 'int', task_id: 'text', item_id: 'text', quantity: 'int', chosen_by: 'text', chosen_at: 'int' }),
  /** What was paid for an order line, in minor units, and what of it went back: decided here, and read in from elsewhere. */
  paid_line: table('company', ['order_id', 'line_no'], {
    order_id: 'text', line_no: 'int', currency: 'text', goods: 'int', tax: 'int', shipping: 'int', refunded: 'int', refunded_units: 'int', elsewhere: 'int',
  }),
  /** One decision about money that goes back (or not), in minor units; `amount` is goods + tax + shipping − fee, as far as the line has that left. */
  refund: table('company', ['refund_id'], {
    refund_id: 'text', warehouse_id: 'text', unit_id: 'text', item_id: 'text', quantity: 'int', order_id: 'text?', order_line: 'int?', customer_id: 'text?', kind: 'text', state: 'text', reasons: 'json', refusal: 'text',
    currency: 'text', goods: 'int', tax: 'int', shipping: 'int', fee: 'int', amount: 'int', policy: 'text', grade: 'text', graded_by: 'text', supplements: 'text?', exchange: 'json', exchange_order_id: 'text?',
    decided_by: 'text', decided_at: 'int', approver: 'text?', note: 'text', attempt: 'int', requested_at: 'int?', settled_at: 'int?', reference: 'text',
  }, [['order_id'], ['customer_id'], ['warehouse_id', 'unit_id'], ['warehouse_id', 'state']]),
  transfer: table('company', ['transfer_id'], { transfer_id: 'text', from_warehouse: 'text', to_warehouse: 'text', state: 'text', created_at: 'int',
    /** When each side said that it has sent, or received, all it will; and when what was lost or too much was settled. */
    sent_done_at: 'int?', received_done_at: 'int?', settled_at: 'int?',
  }),
  transfer_line: table('company', ['transfer_id', 'line_no'], {
    transfer_id: 'text', line_no: 'int', item_id: 'text', lot: 'text', quantity: 'int', sent: 'int', received: 'int',
    /** What was booked as lost on the way, below zero as too much. */
    settled: 'int',
  }),

  // --- one warehouse: places, documents, work
  location: table('warehouse', ['warehouse_id', 'location_id'], {
    warehouse_id: 'text', location_id: 'text', zone: 'text', kind: 'text', aisle: 'int', bay: 'int', level: 'int', sequence: 'int', pickable: 'bool',
  }),
  handling_unit: table('warehouse', ['warehouse_id', 'unit_id'], {
    warehouse_id: 'text', unit_id: 'text', kind: 'text', state: 'text', at_location: 'text', fulfilment_id: 'text?',
  }),
  purchase_order: table('warehouse', ['warehouse_id', 'purchase_order_id'], {
    warehouse_id: 'text', purchase_order_id: 'text', supplier_id: 'text', state: 'text', ordered_at: 'int', expected_at: 'int',
  }),
  purchase_order_line: table('warehouse', ['warehouse_id', 'purchase_order_id', 'line_no'], {
    warehouse_id: 'text', purchase_order_id: 'text', line_no: 'int', item_id: 'text', quantity: 'int', received: 'int', unit_cost: 'int',
  }),
  /** What the reorder policy proposes to buy: PROPOSED, ORDERED, DECLINED or WITHDRAWN; `why` has the figures behind it. */
  purchase_proposal: table('warehouse', ['warehouse_id', 'proposal_id', 'item_id'], {
    warehouse_id: 'text', proposal_id: 'text', item_id: 'text', supplier_id: 'text', quantity: 'int', unit_cost: 'int', why: 'json', state: 'text', needed: 'int', signers: 'json', lead_days: 'int', proposed_at: 'int', decided_by: 'text?', decided_at: 'int?', purchase_order_id: 'text?',
  }, [['warehouse_id', 'item_id']]),
  delivery: table('warehouse', ['warehouse_id', 'delivery_id'], {
    warehouse_id: 'text', delivery_id: 'text', supplier_id: 'text?', purchase_order_id: 'text?', state: 'text', expected_at: 'int?', arrived_at: 'int?',
  }),
  delivery_line: table('warehouse', ['warehouse_id', 'delivery_id', 'line_id'], {
    warehouse_id: 'text', delivery_id: 'text', line_id: 'text', item_id: 'text', expected: 'int', received: 'int', damaged: 'int', purchase_order_line: 'int?',
    /** Sent away at the door: came, and was never ours. `told`: what was said of goods that were sent away or found bad, for the claim. */
    refused: 'int', told: 'json',
  }, [['warehouse_id', 'delivery_id', 'item_id']]),
  /** What the supplier says is on a pallet of a delivery, by its SSCC; `received`: of it, by scanning the pallet. */
  delivery_pallet: table('warehouse', ['warehouse_id', 'delivery_id', 'sscc', 'line_no'], {
    warehouse_id: 'text', delivery_id: 'text', sscc: 'text', line_no: 'int', item_id: 'text', lot: 'text', expires_on: 'text?', quantity: 'int', received: 'int',
  }, [['warehouse_id', 'sscc']]),
  delivery_station: table('warehouse', ['warehouse_id', 'delivery_id', 'device_id'], {
    warehouse_id: 'text', delivery_id: 'text', device_id: 'text', joined_at: 'int', finished_at: 'int?',
  }),
  count_task: table('warehouse', ['warehouse_id', 'task_id'], {
    warehouse_id: 'text', task_id: 'text', location_id: 'text', item_id: 'text', trigger: 'text', state: 'text', opened_at: 'int', due_at: 'int?', counted_by: 'text?', closed_at: 'int?',
    assigned_to: 'text?', not_by: 'json', live_to: 'int', dealt_to: 'text?', dealt_at: 'int?',
  }, [['warehouse_id', 'location_id', 'live_to']]),
  count_line: table('warehouse', ['warehouse_id', 'task_id', 'line_id'], {
    warehouse_id: 'text', task_id: 'text', line_id: 'text', location_id: 'text', item_id: 'text', ...axes, counted: 'int', unit_cost: 'int',
    first_look: 'int', last_look: 'int', counted_by: 'text', device_id: 'text',
  }),
  /** Bins that pickers go to for an item, and how many are to lie there: filled to the maximum once below the minimum. */
  pick_face: table('warehouse', ['warehouse_id', 'item_id', 'location_id'], { warehouse_id: 'text', item_id: 'text', location_id: 'text', minimum: 'int', maximum: 'int' }),
  /** What is to be brought from reserve to a pick face. */
  replenishment: table('warehouse', ['warehouse_id', 'task_id'], {
    warehouse_id: 'text', task_id: 'text', item_id: 'text', lot: 'text', from_location: 'text', to_location: 'text', quantity: 'int', moved: 'int', state: 'text', reason: 'text', created_at: 'int', ended_at: 'int?', ended_by: 'text?',
  }, [['warehouse_id', 'item_id']]),
  /** Goods that were put elsewhere than suggested, with the reason given. */
  put_away_override: table('warehouse', ['warehouse_id', 'override_id'], {
    warehouse_id: 'text', override_id: 'text', item_id: 'text', suggested: 'text', taken: 'text', reason: 'text', person_id: 'text', at: 'int',
  }),
  /** Counts on paper: `task_ids` in the order of the sheet. */
  count_sheet: table('warehouse', ['warehouse_id', 'sheet_id'], {
    warehouse_id: 'text', sheet_id: 'text', task_ids: 'json', state: 'text', printed_by: 'text', printed_at: 'int', started_by: 'text?', started_at: 'int?', ended_by: 'text?', ended_at: 'int?',
  }),
  adjustment: table('warehouse', ['warehouse_id', 'adjustment_id'], {
    warehouse_id: 'text', adjustment_id: 'text', source: 'text', task_id: 'text?', location_id: 'text', item_id: 'text', ...axes, delta: 'int', book: 'int',
    counted: 'int?', value: 'int', reason: 'text', note: 'text', state: 'text', author: 'text', counters: 'json', approver: 'text?',
    effective_at: 'int', submitted_at: 'int', decided_at: 'int?', reverses: 'text?',
    /** What is signed as one: the count task, the correction, or the change itself. */
    sheet_id: 'text', needed: 'int', signatures: 'json', evidence: 'json',
    /** A count in time: its window, until when movements concern it, and its figures before it was restated. */
    device_id: 'text', unit_cost: 'int', window_from: 'int', window_to: 'int', live_to: 'int', next_moved_at: 'int?', disturbed: 'bool', apart: 'json', round: 'int', posted: 'int', was_book: 'int?', was_delta: 'int?', restated_at: 'int?',
  }, [['warehouse_id', 'task_id'], ['warehouse_id', 'sheet_id'], ['warehouse_id', 'location_id', 'live_to']]),
  /** A photo by the hash of its content, as evidence of one thing; `arrived_at`: when the server had the file. */
  attachment: table('warehouse', ['warehouse_id', 'hash', 'subject_id'], {
    warehouse_id: 'text', hash: 'text', subject_id: 'text', subject_kind: 'text', command_id: 'text', person_id: 'text', device_id: 'text', named_at: 'int', arrived_at: 'int?',
  }, [['warehouse_id', 'subject_id']]),
  tolerance_use: table('warehouse', ['warehouse_id', 'kind', 'subject_id'], { warehouse_id: 'text', kind: 'text', subject_id: 'text', days: 'json' }),
  hold: table('warehouse', ['warehouse_id', 'hold_id'], {
    warehouse_id: 'text', hold_id: 'text', item_id: 'text', lot: 'text', serial: 'text', location_id: 'text', code: 'text', note: 'text', state: 'text',
    placed_by: 'text', placed_at: 'int', released_by: 'text?', released_at: 'int?',
  }, [['warehouse_id', 'state']]),
  return_parcel: table('warehouse', ['warehouse_id', 'parcel_id'], {
    warehouse_id: 'text', parcel_id: 'text', tracking: 'text', rma_id: 'text?', customer_id: 'text?', state: 'text', arrived_at: 'int', received_by: 'text',
    /** `EMPTY_BOX` or empty; the orders it may be of, as scans told; what came in it that nobody knows: { code, label, note }. */
    outcome: 'text', orders: 'json', found: 'json',
  }),
  return_unit: table('warehouse', ['warehouse_id', 'unit_id'], {
    warehouse_id: 'text', unit_id: 'text', parcel_id: 'text', item_id: 'text', lot: 'text', serial: 'text', quantity: 'int', order_id: 'text?', order_line: 'int?',
    reason: 'text', state: 'text', location_id: 'text', grade: 'text', attribution: 'text', answers: 'json', note: 'text', disposition: 'text',
    received_by: 'text', received_at: 'int', inspected_by: 'text?', inspected_at: 'int?', disposed_by: 'text?', disposed_at: 'int?',
    /** How it came (empty: as announced), what it was split from, what was proposed and why otherwise was done, who was the second at its destruction, the claim or lot it is in. */
    outcome: 'text', split_from: 'text?', proposed: 'text', decided_because: 'text', second_by: 'text?', recovery_id: 'text?',
  }, [['warehouse_id', 'parcel_id'], ['warehouse_id', 'state']]),
  /** Returned units together on their way to whoever pays for them: a claim on a supplier, or a lot that is sold off. Amounts in minor units. */
  recovery: table('warehouse', ['warehouse_id', 'recovery_id'], {
    warehouse_id: 'text', recovery_id: 'text', kind: 'text', partner_id: 'text', state: 'text', reference: 'text', asked: 'int', received: 'int', currency: 'text', note: 'text', opened_by: 'text', opened_at: 'int', shipped_at: 'int?', closed_by: 'text?', closed_at: 'int?',
  }, [['warehouse_id', 'state']]),
  recovery_line: table('warehouse', ['warehouse_id', 'recovery_id', 'unit_id'], {
    warehouse_id: 'text', recovery_id: 'text', unit_id: 'text', item_id: 'text', lot: 'text', serial: 'text', quantity: 'int', grade: 'text', location_id: 'text', unit_cost: 'int', reason: 'text', evidence: 'json', gone: 'bool',
  }),
  fulfilment: table('warehouse', ['warehouse_id', 'fulfilment_id'], {
    warehouse_id: 'text', fulfilment_id: 'text', order_id: 'text', state: 'text', carrier_id: 'text', priority: 'int', promised_at: 'int?', dealt_to: 'text?', dealt_at: 'int?', created_at: 'int',
  }, [['warehouse_id', 'order_id']]),
  pick_task: table('warehouse', ['warehouse_id', 'task_id'], {
    warehouse_id: 'text', task_id: 'text', fulfilment_id: 'text', order_id: 'text', order_line: 'int', item_id: 'text', location_id: 'text', lot: 'text',
    quantity: 'int', picked: 'int', packed: 'int', short: 'int', state: 'text', open: 'bool', tote: 'text', sequence: 'int', picked_by: 'text?',
  }, [['warehouse_id', 'fulfilment_id'], ['warehouse_id', 'item_id', 'open']]),
  parcel: table('warehouse', ['warehouse_id', 'parcel_id'], {
    warehouse_id: 'text', parcel_id: 'text', fulfilment_id: 'text', order_id: 'text', state: 'text', carrier_id: 'text', tracking: 'text', packed_by: 'text', packed_at: 'int', shipped_at: 'int?',
  }, [['warehouse_id', 'fulfilment_id'], ['warehouse_id', 'tracking']]),
  parcel_line: table('warehouse', ['warehouse_id', 'parcel_id', 'line_no'], {
    warehouse_id: 'text', parcel_id: 'text', line_no: 'int', task_id: 'text', order_line: 'int', item_id: 'text', lot: 'text', serial: 'text', quantity: 'int',
  }),
  /** Goods that are to leave a tote or cart for a bin again: `quantity` of them, of which `done` are back. */
  put_back: table('warehouse', ['warehouse_id', 'put_back_id'], {
    warehouse_id: 'text', put_back_id: 'text', location_id: 'text', item_id: 'text', lot: 'text', serial: 'text', quantity: 'int', done: 'int', to_location: 'text', reason: 'text',
    order_id: 'text', fulfilment_id: 'text', task_id: 'text', state: 'text', open: 'bool', created_at: 'int', closed_at: 'int?', closed_by: 'text?',
  }, [['warehouse_id', 'location_id', 'open'], ['warehouse_id', 'order_id']]),
  /** A station that wants to be dealt work of a kind. */
  work_request: table('warehouse', ['warehouse_id', 'device_id', 'kind'], {
    warehouse_id: 'text', device_id: 'text', kind: 'text', open: 'bool', asked_by: 'text', asked_at: 'int',
  }),
  /** When the server last heard of a station, and what it said it had not sent yet; written at most once a minute, by the server alone. */
  contact: table('warehouse', ['warehouse_id', 'device_id'], {
    warehouse_id: 'text', device_id: 'text', last_contact_at: 'int', unsent: 'int', person_id: 'text?',
  }),
  exception: table('warehouse', ['warehouse_id', 'exception_id'], {
    warehouse_id: 'text', exception_id: 'text', rule: 'text', kind: 'text', subject_kind: 'text', subject_id: 'text', item_id: 'text', location_id: 'text', quantity: 'int',
    did: 'json', book: 'json', owner_role: 'text', person_id: 'text', device_id: 'text', command_id: 'text', state: 'text', opened_at: 'int', due_at: 'int',
    resolved_by: 'text?', resolution: 'text?', resolved_at: 'int?', resolved_with: 'text?', taken_by: 'text?', taken_at: 'int?',
  }, [['warehouse_id', 'subject_id']]),

  // --- the ledger: movements are the record, positions are their sum
  position: table('warehouse', ['warehouse_id', 'item_id', 'location_id', 'lot', 'serial', 'condition', 'hold', 'owner'], {
    warehouse_id: 'text', item_id: 'text', location_id: 'text', ...axes, quantity: 'int',
  }, [['warehouse_id', 'location_id']]),
  movement: table('warehouse', ['warehouse_id', 'movement_id'], {
    warehouse_id: 'text', movement_id: 'text', command_id: 'text', type: 'text', item_id: 'text', lot: 'text', serial: 'text', quantity: 'int',
    from_location: 'text', from_condition: 'text', from_hold: 'text', from_owner: 'text',
    to_location: 'text', to_condition: 'text', to_hold: 'text', to_owner: 'text',
    pack_units: 'int', document_id: 'text', reason: 'text', person_id: 'text', device_id: 'text', effective_at: 'int',
  }, [['warehouse_id', 'item_id', 'effective_at'], ['warehouse_id', 'document_id'], ['warehouse_id', 'command_id']]),

  /** How far the audit trail of the warehouse is sealed, for its stations to witness. */
  audit_head: table('warehouse', ['warehouse_id'], { warehouse_id: 'text', entry_no: 'int', link: 'text', sealed_at: 'int', public_key: 'text', signature: 'text' }),

  // --- the server's lasting verdicts, sent to the device that asked
  outcome: table('device', ['device_id', 'command_id'], {
    device_id: 'text', command_id: 'text', sequence: 'int', verdict: 'text', rule: 'text', rejection: 'json?', recorded_at: 'int',
  }),
} satisfies Record<string, Definition>;

export type TableName = keyof typeof tables;
export type Row<T extends TableName> = { readonly [K in keyof (typeof tables)[T]['columns']]: (typeof tables)[T]['columns'][K] extends Column ? Value<(typeof tables)[T]['columns'][K]> : never };
/** A row of a table that is only known at run time. */
export type AnyRow = Readonly<Record<string, Json>>;
export const tableNames = Object.keys(tables) as TableName[];
export const definitionOf = (name: TableName): Definition => tables[name];

const SEPARATOR = '\u001f';
/** One string per row and table, equal exactly when the key columns are equal. */
export function keyOf(name: TableName, row: AnyRow): string {
  return joinValues(definitionOf(name).key.map((column) => row[column] as string | number | boolean));
}
/** The key columns of a joined key: numbers come back as numbers. */
export function keyColumns(name: TableName, key: string): Readonly<Record<string, string | number>> {
  const { key: columns, columns: types } = definitionOf(name);
  const values = key.split(SEPARATOR);
  return Object.fromEntries(columns.map((column, i) => [column, types[column] === 'int' ? Number(values[i]) : values[i]!]));
}
export function joinValues(values: readonly (string | number | boolean)[]): string {
  return values.join(SEPARATOR);
}
