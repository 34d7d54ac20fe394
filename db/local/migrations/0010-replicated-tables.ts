// The replica's tables, the same rows as at the server.
export const sql = `
create table warehouse (
  warehouse_id text not null,
  name text not null,
  country text not null,
  primary key (warehouse_id)
) strict, without rowid;
create table item (
  item_id text not null,
  sku text not null,
  name text not null,
  category text not null,
  "unit" text not null,
  colour text not null,
  "size" text not null,
  look_alike_group text not null,
  lot_control integer not null,
  serial_control integer not null,
  shelf_life_days integer,
  hygiene_seal integer not null,
  battery integer not null,
  oversize integer not null,
  weight_g integer not null,
  length_mm integer not null,
  width_mm integer not null,
  height_mm integer not null,
  standard_cost integer not null,
  sales_price integer not null,
  abc_class text not null,
  supplier_id text,
  active integer not null,
  primary key (item_id)
) strict, without rowid;
create index item_by_sku on item (sku);
create index item_by_look_alike_group on item (look_alike_group);
create table item_pack (
  item_id text not null,
  pack_code text not null,
  label text not null,
  units integer not null,
  primary key (item_id, pack_code)
) strict, without rowid;
create table item_component (
  item_id text not null,
  component_id text not null,
  quantity integer not null,
  primary key (item_id, component_id)
) strict, without rowid;
create table lot (
  item_id text not null,
  lot text not null,
  expires_on text,
  primary key (item_id, lot)
) strict, without rowid;
create table barcode (
  code text not null,
  item_id text not null,
  pack_code text not null,
  units integer not null,
  source text not null,
  primary key (code, item_id)
) strict, without rowid;
create index barcode_by_item_id on barcode (item_id);
create table supplier (
  supplier_id text not null,
  name text not null,
  lead_days integer not null,
  primary key (supplier_id)
) strict, without rowid;
create table customer (
  customer_id text not null,
  name text not null,
  country text not null,
  primary key (customer_id)
) strict, without rowid;
create table channel (
  channel_id text not null,
  name text not null,
  kind text not null,
  ship_from text not null,
  primary key (channel_id)
) strict, without rowid;
create table carrier (
  carrier_id text not null,
  name text not null,
  cutoff_minute integer not null,
  primary key (carrier_id)
) strict, without rowid;
create table code (
  kind text not null,
  code text not null,
  label text not null,
  attributes text not null,
  primary key (kind, code)
) strict, without rowid;
create table person (
  person_id text not null,
  name text not null,
  badge text not null,
  roles text not null,
  active integer not null,
  primary key (person_id)
) strict, without rowid;
create index person_by_badge on person (badge);
create table device (
  device_id text not null,
  name text not null,
  home_warehouse text not null,
  kind text not null,
  state text not null,
  enrolled_at integer not null,
  last_seen_at integer,
  primary key (device_id)
) strict, without rowid;
create table setting (
  "key" text not null,
  "value" text not null,
  primary key ("key")
) strict, without rowid;
create table serial (
  item_id text not null,
  serial text not null,
  state text not null,
  at_warehouse text not null,
  at_location text not null,
  order_id text,
  command_id text not null,
  effective_at integer not null,
  primary key (item_id, serial)
) strict, without rowid;
create table sales_order (
  order_id text not null,
  channel_id text not null,
  channel_number text not null,
  customer_id text,
  state text not null,
  ship_from text not null,
  ordered_at integer not null,
  promised_at integer,
  priority integer not null,
  currency text not null,
  cancel_reason text,
  taken_in_at integer not null,
  primary key (order_id)
) strict, without rowid;
create index sales_order_by_channel_id_channel_number on sales_order (channel_id, channel_number);
create index sales_order_by_customer_id on sales_order (customer_id);
create table sales_order_line (
  order_id text not null,
  line_no integer not null,
  item_id text not null,
  quantity integer not null,
  unit_price integer not null,
  allocated integer not null,
  shipped integer not null,
  cancelled integer not null,
  returned integer not null,
  backordered integer not null,
  primary key (order_id, line_no)
) strict, without rowid;
create index sales_order_line_by_item_id_backordered on sales_order_line (item_id, backordered);
create table order_hold (
  order_id text not null,
  hold_id text not null,
  kind text not null,
  state text not null,
  placed_by text not null,
  placed_at integer not null,
  released_by text,
  released_at integer,
  primary key (order_id, hold_id)
) strict, without rowid;
create table rma (
  rma_id text not null,
  order_id text,
  customer_id text,
  state text not null,
  reason text not null,
  created_at integer not null,
  primary key (rma_id)
) strict, without rowid;
create index rma_by_order_id on rma (order_id);
create table rma_line (
  rma_id text not null,
  line_no integer not null,
  item_id text not null,
  order_id text,
  order_line integer,
  quantity integer not null,
  received integer not null,
  reason text not null,
  primary key (rma_id, line_no)
) strict, without rowid;
create table transfer (
  transfer_id text not null,
  from_warehouse text not null,
  to_warehouse text not null,
  state text not null,
  created_at integer not null,
  primary key (transfer_id)
) strict, without rowid;
create table transfer_line (
  transfer_id text not null,
  line_no integer not null,
  item_id text not null,
  lot text not null,
  quantity integer not null,
  sent integer not null,
  received integer not null,
  primary key (transfer_id, line_no)
) strict, without rowid;
create table location (
  warehouse_id text not null,
  location_id text not null,
  zone text not null,
  kind text not null,
  aisle integer not null,
  bay integer not null,
  level integer not null,
  sequence integer not null,
  pickable integer not null,
  primary key (warehouse_id, location_id)
) strict, without rowid;
create table handling_unit (
  warehouse_id text not null,
  unit_id text not null,
  kind text not null,
  state text not null,
  at_location text not null,
  fulfilment_id text,
  primary key (warehouse_id, unit_id)
) strict, without rowid;
create table purchase_order (
  warehouse_id text not null,
  purchase_order_id text not null,
  supplier_id text not null,
  state text not null,
  ordered_at integer not null,
  expected_at integer not null,
  primary key (warehouse_id, purchase_order_id)
) strict, without rowid;
create table purchase_order_line (
  warehouse_id text not null,
  purchase_order_id text not null,
  line_no integer not null,
  item_id text not null,
  quantity integer not null,
  received integer not null,
  unit_cost integer not null,
  primary key (warehouse_id, purchase_order_id, line_no)
) strict, without rowid;
create table delivery (
  warehouse_id text not null,
  delivery_id text not null,
  supplier_id text,
  purchase_order_id text,
  state text not null,
  expected_at integer,
  arrived_at integer,
  primary key (warehouse_id, delivery_id)
) strict, without rowid;
create table delivery_line (
  warehouse_id text not null,
  delivery_id text not null,
  line_id text not null,
  item_id text not null,
  expected integer not null,
  received integer not null,
  damaged integer not null,
  purchase_order_line integer,
  primary key (warehouse_id, delivery_id, line_id)
) strict, without rowid;
create table delivery_station (
  warehouse_id text not null,
  delivery_id text not null,
  device_id text not null,
  joined_at integer not null,
  finished_at integer,
  primary key (warehouse_id, delivery_id, device_id)
) strict, without rowid;
create table count_task (
  warehouse_id text not null,
  task_id text not null,
  location_id text not null,
  item_id text not null,
  "trigger" text not null,
  state text not null,
  opened_at integer not null,
  due_at integer,
  counted_by text,
  closed_at integer,
  primary key (warehouse_id, task_id)
) strict, without rowid;
create index count_task_by_location_id on count_task (warehouse_id, location_id);
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
  counted integer not null,
  unit_cost integer not null,
  first_look integer not null,
  last_look integer not null,
  counted_by text not null,
  device_id text not null,
  primary key (warehouse_id, task_id, line_id)
) strict, without rowid;
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
  delta integer not null,
  book integer not null,
  counted integer,
  "value" integer not null,
  reason text not null,
  note text not null,
  state text not null,
  author text not null,
  counters text not null,
  approver text,
  effective_at integer not null,
  submitted_at integer not null,
  decided_at integer,
  reverses text,
  primary key (warehouse_id, adjustment_id)
) strict, without rowid;
create index adjustment_by_task_id on adjustment (warehouse_id, task_id);
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
  placed_at integer not null,
  released_by text,
  released_at integer,
  primary key (warehouse_id, hold_id)
) strict, without rowid;
create table return_parcel (
  warehouse_id text not null,
  parcel_id text not null,
  tracking text not null,
  rma_id text,
  customer_id text,
  state text not null,
  arrived_at integer not null,
  received_by text not null,
  primary key (warehouse_id, parcel_id)
) strict, without rowid;
create table return_unit (
  warehouse_id text not null,
  unit_id text not null,
  parcel_id text not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  quantity integer not null,
  order_id text,
  order_line integer,
  reason text not null,
  state text not null,
  location_id text not null,
  grade text not null,
  attribution text not null,
  answers text not null,
  note text not null,
  disposition text not null,
  received_by text not null,
  received_at integer not null,
  inspected_by text,
  inspected_at integer,
  disposed_by text,
  disposed_at integer,
  primary key (warehouse_id, unit_id)
) strict, without rowid;
create index return_unit_by_parcel_id on return_unit (warehouse_id, parcel_id);
create table fulfilment (
  warehouse_id text not null,
  fulfilment_id text not null,
  order_id text not null,
  state text not null,
  carrier_id text not null,
  priority integer not null,
  promised_at integer,
  dealt_to text,
  created_at integer not null,
  primary key (warehouse_id, fulfilment_id)
) strict, without rowid;
create index fulfilment_by_order_id on fulfilment (warehouse_id, order_id);
create table pick_task (
  warehouse_id text not null,
  task_id text not null,
  fulfilment_id text not null,
  order_id text not null,
  order_line integer not null,
  item_id text not null,
  location_id text not null,
  lot text not null,
  quantity integer not null,
  picked integer not null,
  packed integer not null,
  short integer not null,
  state text not null,
  "open" integer not null,
  tote text not null,
  sequence integer not null,
  picked_by text,
  primary key (warehouse_id, task_id)
) strict, without rowid;
create index pick_task_by_fulfilment_id on pick_task (warehouse_id, fulfilment_id);
create index pick_task_by_item_id_open on pick_task (warehouse_id, item_id, "open");
create table parcel (
  warehouse_id text not null,
  parcel_id text not null,
  fulfilment_id text not null,
  order_id text not null,
  state text not null,
  carrier_id text not null,
  tracking text not null,
  packed_by text not null,
  packed_at integer not null,
  shipped_at integer,
  primary key (warehouse_id, parcel_id)
) strict, without rowid;
create index parcel_by_fulfilment_id on parcel (warehouse_id, fulfilment_id);
create table parcel_line (
  warehouse_id text not null,
  parcel_id text not null,
  line_no integer not null,
  task_id text not null,
  order_line integer not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  quantity integer not null,
  primary key (warehouse_id, parcel_id, line_no)
) strict, without rowid;
create table exception (
  warehouse_id text not null,
  exception_id text not null,
  rule text not null,
  kind text not null,
  subject_kind text not null,
  subject_id text not null,
  item_id text not null,
  location_id text not null,
  quantity integer not null,
  did text not null,
  book text not null,
  owner_role text not null,
  person_id text not null,
  device_id text not null,
  command_id text not null,
  state text not null,
  opened_at integer not null,
  due_at integer not null,
  resolved_by text,
  resolution text,
  resolved_at integer,
  primary key (warehouse_id, exception_id)
) strict, without rowid;
create index exception_by_subject_id on exception (warehouse_id, subject_id);
create table position (
  warehouse_id text not null,
  item_id text not null,
  location_id text not null,
  lot text not null,
  serial text not null,
  "condition" text not null,
  "hold" text not null,
  "owner" text not null,
  quantity integer not null,
  primary key (warehouse_id, item_id, location_id, lot, serial, "condition", "hold", "owner")
) strict, without rowid;
create index position_by_location_id on position (warehouse_id, location_id);
create table movement (
  warehouse_id text not null,
  movement_id text not null,
  command_id text not null,
  type text not null,
  item_id text not null,
  lot text not null,
  serial text not null,
  quantity integer not null,
  from_location text not null,
  from_condition text not null,
  from_hold text not null,
  from_owner text not null,
  to_location text not null,
  to_condition text not null,
  to_hold text not null,
  to_owner text not null,
  pack_units integer not null,
  document_id text not null,
  reason text not null,
  person_id text not null,
  device_id text not null,
  effective_at integer not null,
  primary key (warehouse_id, movement_id)
) strict, without rowid;
create index movement_by_item_id on movement (warehouse_id, item_id);
create index movement_by_document_id on movement (warehouse_id, document_id);
create table outcome (
  device_id text not null,
  command_id text not null,
  sequence integer not null,
  verdict text not null,
  rule text not null,
  rejection text,
  recorded_at integer not null,
  primary key (device_id, command_id)
) strict, without rowid;
`;
