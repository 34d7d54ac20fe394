// The replicated tables, each row stamped with the transaction that last wrote it: the feed is built on that stamp.
export const sql = `
create table warehouse (
  warehouse_id text not null,
  name text not null,
  country text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id)
);
create index warehouse_feed on warehouse (xid);
create table item (
  item_id text not null,
  sku text not null,
  name text not null,
  category text not null,
  "unit" text not null,
  colour text not null,
  "size" text not null,
  look_alike_group text not null,
  lot_control boolean not null,
  serial_control boolean not null,
  shelf_life_days bigint,
  hygiene_seal boolean not null,
  battery boolean not null,
  oversize boolean not null,
  weight_g bigint not null,
  length_mm bigint not null,
  width_mm bigint not null,
  height_mm bigint not null,
  standard_cost bigint not null,
  sales_price bigint not null,
  abc_class text not null,
  supplier_id text,
  active boolean not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (item_id)
);
create index item_by_sku on item (sku);
create index item_by_look_alike_group on item (look_alike_group);
create index item_feed on item (xid);
create table item_pack (
  item_id text not null,
  pack_code text not null,
  label text not null,
  units bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (item_id, pack_code)
);
create index item_pack_feed on item_pack (xid);
create table item_component (
  item_id text not null,
  component_id text not null,
  quantity bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (item_id, component_id)
);
create index item_component_feed on item_component (xid);
create table lot (
  item_id text not null,
  lot text not null,
  expires_on text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (item_id, lot)
);
create index lot_feed on lot (xid);
create table barcode (
  code text not null,
  item_id text not null,
  pack_code text not null,
  units bigint not null,
  source text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (code, item_id)
);
create index barcode_by_item_id on barcode (item_id);
create index barcode_feed on barcode (xid);
create table supplier (
  supplier_id text not null,
  name text not null,
  lead_days bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (supplier_id)
);
create index supplier_feed on supplier (xid);
create table customer (
  customer_id text not null,
  name text not null,
  country text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (customer_id)
);
create index customer_feed on customer (xid);
create table channel (
  channel_id text not null,
  name text not null,
  kind text not null,
  ship_from text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (channel_id)
);
create index channel_feed on channel (xid);
create table carrier (
  carrier_id text not null,
  name text not null,
  cutoff_minute bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (carrier_id)
);
create index carrier_feed on carrier (xid);
create table code (
  kind text not null,
  code text not null,
  label text not null,
  attributes jsonb not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (kind, code)
);
create index code_feed on code (xid);
create table person (
  person_id text not null,
  name text not null,
  badge text not null,
  roles jsonb not null,
  active boolean not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (person_id)
);
create index person_by_badge on person (badge);
create index person_feed on person (xid);
create table device (
  device_id text not null,
  name text not null,
  home_warehouse text not null,
  kind text not null,
  state text not null,
  enrolled_at bigint not null,
  last_seen_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (device_id)
);
create index device_feed on device (xid);
create table setting (
  "key" text not null,
  "value" jsonb not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key ("key")
);
create index setting_feed on setting (xid);
create table serial (
  item_id text not null,
  serial text not null,
  state text not null,
  at_warehouse text not null,
  at_location text not null,
  order_id text,
  command_id text not null,
  effective_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (item_id, serial)
);
create index serial_feed on serial (xid);
create table sales_order (
  order_id text not null,
  channel_id text not null,
  channel_number text not null,
  customer_id text,
  state text not null,
  ship_from text not null,
  ordered_at bigint not null,
  promised_at bigint,
  priority bigint not null,
  currency text not null,
  cancel_reason text,
  taken_in_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (order_id)
);
create index sales_order_by_channel_id_channel_number on sales_order (channel_id, channel_number);
create index sales_order_by_customer_id on sales_order (customer_id);
create index sales_order_feed on sales_order (xid);
create table sales_order_line (
  order_id text not null,
  line_no bigint not null,
  item_id text not null,
  quantity bigint not null,
  unit_price bigint not null,
  allocated bigint not null,
  shipped bigint not null,
  cancelled bigint not null,
  returned bigint not null,
  backordered boolean not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (order_id, line_no)
);
create index sales_order_line_by_item_id_backordered on sales_order_line (item_id, backordered);
create index sales_order_line_feed on sales_order_line (xid);
create table order_hold (
  order_id text not null,
  hold_id text not null,
  kind text not null,
  state text not null,
  placed_by text not null,
  placed_at bigint not null,
  released_by text,
  released_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (order_id, hold_id)
);
create index order_hold_feed on order_hold (xid);
create table rma (
  rma_id text not null,
  order_id text,
  customer_id text,
  state text not null,
  reason text not null,
  created_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (rma_id)
);
create index rma_by_order_id on rma (order_id);
create index rma_feed on rma (xid);
create table rma_line (
  rma_id text not null,
  line_no bigint not null,
  item_id text not null,
  order_id text,
  order_line bigint,
  quantity bigint not null,
  received bigint not null,
  reason text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (rma_id, line_no)
);
create index rma_line_feed on rma_line (xid);
create table transfer (
  transfer_id text not null,
  from_warehouse text not null,
  to_warehouse text not null,
  state text not null,
  created_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (transfer_id)
);
create index transfer_feed on transfer (xid);
create table transfer_line (
  transfer_id text not null,
  line_no bigint not null,
  item_id text not null,
  lot text not null,
  quantity bigint not null,
  sent bigint not null,
  received bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (transfer_id, line_no)
);
create index transfer_line_feed on transfer_line (xid);
create table location (
  warehouse_id text not null,
  location_id text not null,
  zone text not null,
  kind text not null,
  aisle bigint not null,
  bay bigint not null,
  level bigint not null,
  sequence bigint not null,
  pickable boolean not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, location_id)
);
create index location_feed on location (xid);
create table handling_unit (
  warehouse_id text not null,
  unit_id text not null,
  kind text not null,
  state text not null,
  at_location text not null,
  fulfilment_id text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, unit_id)
);
create index handling_unit_feed on handling_unit (xid);
create table purchase_order (
  warehouse_id text not null,
  purchase_order_id text not null,
  supplier_id text not null,
  state text not null,
  ordered_at bigint not null,
  expected_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, purchase_order_id)
);
create index purchase_order_feed on purchase_order (xid);
create table purchase_order_line (
  warehouse_id text not null,
  purchase_order_id text not null,
  line_no bigint not null,
  item_id text not null,
  quantity bigint not null,
  received bigint not null,
  unit_cost bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, purchase_order_id, line_no)
);
create index purchase_order_line_feed on purchase_order_line (xid);
create table delivery (
  warehouse_id text not null,
  delivery_id text not null,
  supplier_id text,
  purchase_order_id text,
  state text not null,
  expected_at bigint,
  arrived_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, delivery_id)
);
create index delivery_feed on delivery (xid);
create table delivery_line (
  warehouse_id text not null,
  delivery_id text not null,
  line_id text not null,
  item_id text not null,
  expected bigint not null,
  received bigint not null,
  damaged bigint not null,
  purchase_order_line bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, delivery_id, line_id)
);
create index delivery_line_feed on delivery_line (xid);
create table delivery_station (
  warehouse_id text not null,
  delivery_id text not null,
  device_id text not null,
  joined_at bigint not null,
  finished_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, delivery_id, device_id)
);
create index delivery_station_feed on delivery_station (xid);
create table count_task (
  warehouse_id text not null,
  task_id text not null,
  location_id text not null,
  item_id text not null,
  "trigger" text not null,
  state text not null,
  opened_at bigint not null,
  due_at bigint,
  counted_by text,
  closed_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, task_id)
);
create index count_task_by_location_id on count_task (warehouse_id, location_id);
create index count_task_feed on count_task (xid);
create table count_line (
  warehouse_id text not null,
  task_id text not null,
  line_id text not null,
  location_id text not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  "condition" text not null,
  "hold" text not null,
  "owner" text not null,
  counted bigint not null,
  unit_cost bigint not null,
  first_look bigint not null,
  last_look bigint not null,
  counted_by text not null,
  device_id text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, task_id, line_id)
);
create index count_line_feed on count_line (xid);
create table adjustment (
  warehouse_id text not null,
  adjustment_id text not null,
  source text not null,
  task_id text,
  location_id text not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  "condition" text not null,
  "hold" text not null,
  "owner" text not null,
  delta bigint not null,
  book bigint not null,
  counted bigint,
  "value" bigint not null,
  reason text not null,
  note text not null,
  state text not null,
  author text not null,
  counters jsonb not null,
  approver text,
  effective_at bigint not null,
  submitted_at bigint not null,
  decided_at bigint,
  reverses text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, adjustment_id)
);
create index adjustment_by_task_id on adjustment (warehouse_id, task_id);
create index adjustment_feed on adjustment (xid);
create table hold (
  warehouse_id text not null,
  hold_id text not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  location_id text not null,
  code text not null,
  note text not null,
  state text not null,
  placed_by text not null,
  placed_at bigint not null,
  released_by text,
  released_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, hold_id)
);
create index hold_feed on hold (xid);
create table return_parcel (
  warehouse_id text not null,
  parcel_id text not null,
  tracking text not null,
  rma_id text,
  customer_id text,
  state text not null,
  arrived_at bigint not null,
  received_by text not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, parcel_id)
);
create index return_parcel_feed on return_parcel (xid);
create table return_unit (
  warehouse_id text not null,
  unit_id text not null,
  parcel_id text not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  quantity bigint not null,
  order_id text,
  order_line bigint,
  reason text not null,
  state text not null,
  location_id text not null,
  grade text not null,
  attribution text not null,
  answers jsonb not null,
  note text not null,
  disposition text not null,
  received_by text not null,
  received_at bigint not null,
  inspected_by text,
  inspected_at bigint,
  disposed_by text,
  disposed_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, unit_id)
);
create index return_unit_by_parcel_id on return_unit (warehouse_id, parcel_id);
create index return_unit_feed on return_unit (xid);
create table fulfilment (
  warehouse_id text not null,
  fulfilment_id text not null,
  order_id text not null,
  state text not null,
  carrier_id text not null,
  priority bigint not null,
  promised_at bigint,
  dealt_to text,
  created_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, fulfilment_id)
);
create index fulfilment_by_order_id on fulfilment (warehouse_id, order_id);
create index fulfilment_feed on fulfilment (xid);
create table pick_task (
  warehouse_id text not null,
  task_id text not null,
  fulfilment_id text not null,
  order_id text not null,
  order_line bigint not null,
  item_id text not null,
  location_id text not null,
  lot text not null,
  quantity bigint not null,
  picked bigint not null,
  packed bigint not null,
  short bigint not null,
  state text not null,
  "open" boolean not null,
  tote text not null,
  sequence bigint not null,
  picked_by text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, task_id)
);
create index pick_task_by_fulfilment_id on pick_task (warehouse_id, fulfilment_id);
create index pick_task_by_item_id_open on pick_task (warehouse_id, item_id, "open");
create index pick_task_feed on pick_task (xid);
create table parcel (
  warehouse_id text not null,
  parcel_id text not null,
  fulfilment_id text not null,
  order_id text not null,
  state text not null,
  carrier_id text not null,
  tracking text not null,
  packed_by text not null,
  packed_at bigint not null,
  shipped_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, parcel_id)
);
create index parcel_by_fulfilment_id on parcel (warehouse_id, fulfilment_id);
create index parcel_feed on parcel (xid);
create table parcel_line (
  warehouse_id text not null,
  parcel_id text not null,
  line_no bigint not null,
  task_id text not null,
  order_line bigint not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  quantity bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, parcel_id, line_no)
);
create index parcel_line_feed on parcel_line (xid);
create table exception (
  warehouse_id text not null,
  exception_id text not null,
  rule text not null,
  kind text not null,
  subject_kind text not null,
  subject_id text not null,
  item_id text not null,
  location_id text not null,
  quantity bigint not null,
  did jsonb not null,
  book jsonb not null,
  owner_role text not null,
  person_id text not null,
  device_id text not null,
  command_id text not null,
  state text not null,
  opened_at bigint not null,
  due_at bigint not null,
  resolved_by text,
  resolution text,
  resolved_at bigint,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, exception_id)
);
create index exception_by_subject_id on exception (warehouse_id, subject_id);
create index exception_feed on exception (xid);
create table position (
  warehouse_id text not null,
  item_id text not null,
  location_id text not null,
  lot text not null,
  serial text not null,
  "condition" text not null,
  "hold" text not null,
  "owner" text not null,
  quantity bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, item_id, location_id, lot, serial, "condition", "hold", "owner")
);
create index position_by_location_id on position (warehouse_id, location_id);
create index position_feed on position (xid);
create table movement (
  warehouse_id text not null,
  movement_id text not null,
  command_id text not null,
  type text not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  quantity bigint not null,
  from_location text not null,
  from_condition text not null,
  from_hold text not null,
  from_owner text not null,
  to_location text not null,
  to_condition text not null,
  to_hold text not null,
  to_owner text not null,
  pack_units bigint not null,
  document_id text not null,
  reason text not null,
  person_id text not null,
  device_id text not null,
  effective_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (warehouse_id, movement_id)
);
create index movement_by_item_id on movement (warehouse_id, item_id);
create index movement_by_document_id on movement (warehouse_id, document_id);
create index movement_feed on movement (xid);
create table outcome (
  device_id text not null,
  command_id text not null,
  sequence bigint not null,
  verdict text not null,
  rule text not null,
  rejection jsonb,
  recorded_at bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (device_id, command_id)
);
create index outcome_feed on outcome (xid);
`;
