// A real sync service on a database of its own, with the smallest company that work can be done in.
import { startService, type Service, type ServiceOptions } from '#sync/server/service.ts';
import { inScope } from '#db/central/open.ts';
import { upsert } from '#db/central/rows.ts';
import type { AnyRow, Row, TableName } from '#domain/tables.ts';
import { asOwner } from './as-owner.ts';
import { createDatabase } from './database.ts';
import type { CommandType, PayloadInput } from '#domain/commands.ts';
import { paths, type IntakeReply } from '#sync/protocol/messages.ts';
import { versionOf } from '#sync/protocol/upcasts.ts';

export const WAREHOUSE = 'W1';

export const itemRow = (itemId: string, more: Partial<Row<'item'>> = {}): Row<'item'> => ({
  item_id: itemId, sku: itemId, name: `Item ${itemId}`, category: 'home', unit: 'each', colour: '', size: '', look_alike_group: '', lot_control: false, serial_control: false, shelf_life_days: null,
  hygiene_seal: false, battery: false, oversize: false, weight_g: 100, length_mm: 100, width_mm: 100, height_mm: 100, standard_cost: 20_000, sales_price: 50_000, abc_class: 'A', supplier_id: null, active: true, ...more,
});
const place = (locationId: string, kind: string, sequence: number): Row<'location'> => ({ warehouse_id: WAREHOUSE, location_id: locationId, zone: kind, kind, aisle: 1, bay: sequence, level: 1, sequence, pickable: kind === 'bin' });
export const personRow = (personId: string, roles: readonly string[]): Row<'person'> => ({ person_id: personId, name: personId, badge: `RB-${personId.toUpperCase()}`, roles, active: true });

export const smallCompany: readonly { readonly table: TableName; readonly rows: readonly AnyRow[] }[] = [
  { table: 'warehouse', rows: [{ warehouse_id: WAREHOUSE, name: 'Test warehouse', country: 'GB' }] },
  { table: 'item', rows: ['A', 'B', 'C'].map((id) => itemRow(id)) },
  { table: 'barcode', rows: ['A', 'B', 'C'].map((id) => ({ code: `code-${id}`, item_id: id, pack_code: 'EA', units: 1, source: 'erp' })) },
  { table: 'location', rows: [place('DOCK', 'dock', 0), place('RETURNS', 'returns', 0), ...[1, 2, 3, 4].map((n) => place(`B-${n}`, 'bin', n))] },
  { table: 'person', rows: [personRow('mara', ['floor', 'receiver', 'inspector', 'counter']), personRow('dana', ['supervisor']), personRow('system', ['system'])] },
  { table: 'handling_unit', rows: ['TOTE-1', 'TOTE-2'].map((unit_id) => ({ warehouse_id: WAREHOUSE, unit_id, kind: 'tote', state: 'FREE', at_location: '', fulfilment_id: null })) },
];

export interface TestCentral {
  readonly service: Service;
  readonly databaseUrl: string;
  write(table: TableName, rows: readonly AnyRow[]): Promise<void>;
  /** A command of the ERP or a channel, through the door they use; throws unless it is applied. */
  intake<T extends CommandType>(id: string, type: T, payload: PayloadInput<T>): Promise<void>;
  /** The same service on the same port and database after a stop; `between` runs while nobody is connected. */
  restart(between?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestCentral(now: () => number = Date.now, company = smallCompany, options: Partial<Pick<ServiceOptions, 'photos' | 'sealKey' | 'guard'>> = {}): Promise<TestCentral> {
  const database = await createDatabase();
  const start = async (port: number) => asOwner(await startService({ databaseUrl: database.url, now, port, ...options }), database.url);
  let service = await start(0);
  const write = async (table: TableName, rows: readonly AnyRow[]) => {
    await inScope(service.central, { role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => upsert(tx, table, rows));
  };
  for (const { table, rows } of company) await write(table, rows);
  return {
    get service() {
      return service;
    },
    databaseUrl: database.url,
    write,
    async intake(id, type, payload) {
      const text = JSON.stringify({ id, type, version: versionOf(type), device: 'intake', sequence: 0, previous: '', at: now(), offset: 0, person: 'system', warehouse: WAREHOUSE, confirmed: [], payload });
      const response = await fetch(`${service.url}${paths.intake}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
      const { outcomes } = (await response.json()) as IntakeReply;
      if (outcomes[0]?.verdict !== 'applied') throw new Error(`${type} was answered ${JSON.stringify(outcomes)}`);
    },
    async restart(between) {
      const port = Number(new URL(service.url).port);
      await service.stop();
      await between?.();
      service = await start(port);
    },
    async stop() {
      await service.stop();
      await database.drop();
    },
  };
}
