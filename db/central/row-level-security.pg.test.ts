// The law in the database itself: every table that the catalogue has × every role × every verb × own and foreign warehouse,
// without a WHERE anywhere, as a defect of the service would ask. A table that is added and forgotten fails here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceUrl } from '#bin/service-login.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { createDatabase, type TestDatabase } from '#test/support/database.ts';
import { inScope, openCentral, SERVICE_ROLE, type Central, type Tx } from './open.ts';

/** Tables without rows of one warehouse or device: what all of the company shares, and names of locks and cursors that say nothing. */
const OF_THE_COMPANY = ['gl_account', 'posting_rule', 'root', 'restore', 'audit_cursor', 'valuation_cursor', 'migration'];
/** Named by a warehouse, and the company's all the same: what an order line was refunded is one sum wherever the goods came back. */
const COMPANY_BY_DESIGN = ['warehouse', 'refund'];
/** Rows of these may be added for another warehouse: it says only that somebody should look. */
const ADDED_FOR_OTHERS = ['policy_queue'];
/** What happened: added to, never changed, never removed. */
const APPEND_ONLY = ['movement', 'command_log', 'parked_verdict', 'audit_entry', 'audit_seal', 'journal_entry', 'journal_line', 'tombstone'];
const ROLES = ['restow_writer', 'restow_reader', 'restow_auditor', SERVICE_ROLE] as const;
const VERBS = ['select', 'insert', 'update', 'delete', 'truncate'] as const;

let database: TestDatabase;
let owner: Central;
let tables: readonly { name: string; secured: boolean; columns: Readonly<Record<string, string>>; scope: 'warehouse' | 'device' | 'company' }[];

/** A row that any table takes, of this warehouse and device. */
function rowOf(columns: Readonly<Record<string, string>>, place: string): string {
  const value = (name: string, type: string): string => {
    if (name === 'warehouse_id') return `'${place}'`;
    if (name === 'device_id') return `'D-${place}'`;
    if (name === 'parked_id' || name === 'command_id') return `'C-${place}'`;
    return { text: `'x-${place}'`, bigint: place.slice(1), boolean: 'false', jsonb: `'{}'`, bytea: `'\\x00'`, 'text[]': `'{}'`, xid8: 'pg_current_xact_id()', 'timestamp with time zone': 'now()' }[type]!;
  };
  return `(${Object.keys(columns).map((name) => `"${name}"`).join(', ')}) overriding system value values (${Object.entries(columns).map(([name, type]) => value(name, type)).join(', ')})`;
}

beforeAll(async () => {
  database = await createDatabase();
  owner = openCentral(database.url, 2);
  const rows = await owner<{ name: string; secured: boolean; columns: Record<string, string>; policies: string }[]>`
    select c.relname as name, c.relrowsecurity as secured,
      (select jsonb_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select string_agg(pg_get_expr(p.polqual, p.polrelid), ' ') from pg_policy p where p.polrelid = c.oid), '') as policies
    from pg_class c where c.relkind in ('r', 'p', 'm', 'v') and c.relnamespace = 'public'::regnamespace order by 1`;
  tables = rows.map(({ name, secured, columns, policies }) => ({
    name, secured, columns,
    scope: !COMPANY_BY_DESIGN.includes(name) && ('warehouse_id' in columns || name === 'parked_verdict') ? 'warehouse' : policies.includes('restow.device') ? 'device' : 'company',
  }));
  await owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const { name, columns, scope } of tables) if (scope !== 'company') for (const place of ['W1', 'W2']) await tx.unsafe(`insert into "${name}" ${rowOf(columns, place)}`);
  });
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** What a statement does under a role in W1: how many rows it touched, or that it was refused. */
async function tried(tx: Tx, role: string, text: string): Promise<number | 'refused'> {
  try {
    return (await tx.savepoint(async (inner) => {
      await inner.unsafe(`set local session_replication_role = replica; set local role ${role}; set local restow.warehouse = 'W1'; set local restow.device = 'D-W1'`);
      const { count } = await inner.unsafe(text);
      throw Object.assign(new Error('undone'), { touched: count });
    })) as never;
  } catch (error) {
    const { touched, code } = error as { touched?: number; code?: string };
    if (touched !== undefined) return touched;
    if (code !== '42501') throw error;
    return 'refused';
  }
}

describe('row level security', () => {
  it('is on for every table that has rows of one warehouse or of one device', () => {
    expect(tables.length).toBeGreaterThan(60);
    expect(tables.filter(({ secured, name }) => !secured && !OF_THE_COMPANY.includes(name)).map(({ name }) => name)).toEqual([]);
    expect(tables.filter(({ scope, secured, name }) => scope === 'warehouse' && (!secured || OF_THE_COMPANY.includes(name))).map(({ name }) => name)).toEqual([]);
  });

  it('holds for every table × role × verb × own and foreign warehouse', { timeout: 60_000 }, async () => {
    const granted = await owner<{ name: string; role: string; verbs: string[] }[]>`
      select c.relname as name, r.rolname as role, array(select verb from unnest(${VERBS as unknown as string[]}::text[]) as verb where has_table_privilege(r.oid, c.oid, verb)) as verbs
      from pg_class c cross join pg_roles r where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and r.rolname = any(${ROLES as unknown as string[]}::text[])`;
    const verbsOf = (name: string, role: string): readonly string[] => granted.find((row) => row.name === name && row.role === role)!.verbs;
    const wrong: string[] = [];
    let cells = 0;
    const expectCell = (what: string, is: number | 'refused', should: number | 'refused') => {
      cells += 1;
      if (is !== should) wrong.push(`${what}: ${is}, should be ${should}`);
    };
    await owner.begin(async (tx) => {
      for (const { name, columns, scope } of tables) {
        if (scope === 'company') continue;
        const column = Object.keys(columns).find((each) => each === (scope === 'device' ? 'device_id' : name === 'parked_verdict' ? 'parked_id' : 'warehouse_id'))!;
        const ofPlace = (place: string) => ({ warehouse_id: place, device_id: `D-${place}`, parked_id: `C-${place}` })[column]!;
        for (const role of ROLES) {
          const may = (verb: string) => verbsOf(name, role).includes(verb);
          // An auditor reads all warehouses and writes nothing.
          const seen = role === 'restow_auditor' ? 2 : 1;
          expectCell(`${role} selects all of ${name}`, await tried(tx, role, `select 1 from "${name}"`), may('select') ? seen : 'refused');
          expectCell(`${role} selects ${name} of W2`, await tried(tx, role, `select 1 from "${name}" where "${column}" = '${ofPlace('W2')}'`), may('select') ? seen - 1 : 'refused');
          expectCell(`${role} updates all of ${name}`, await tried(tx, role, `update "${name}" set "${column}" = "${column}"`), may('update') ? 1 : 'refused');
          expectCell(`${role} makes ${name} of W1 W2's`, await tried(tx, role, `update "${name}" set "${column}" = '${ofPlace('W3')}'`), may('update') && ADDED_FOR_OTHERS.includes(name) ? 1 : 'refused');
          expectCell(`${role} deletes all of ${name}`, await tried(tx, role, `delete from "${name}"`), may('delete') ? 1 : 'refused');
          expectCell(`${role} truncates ${name}`, await tried(tx, role, `truncate "${name}" cascade`), 'refused');
          for (const place of ['W1', 'W2']) {
            // Room for a row with the same key first, as nobody whom a policy holds.
            const free = `delete from "${name}"`;
            await tx.savepoint(async (inner) => {
              await inner.unsafe(`set local session_replication_role = replica; ${free}${name === 'command_log' ? '; delete from parked_verdict' : ''}`);
              const should = may('insert') && (place === 'W1' || ADDED_FOR_OTHERS.includes(name)) ? 1 : 'refused';
              expectCell(`${role} inserts into ${name} of ${place}`, await tried(inner, role, `insert into "${name}" ${rowOf(columns, place)}`), should);
              throw new Error('undone');
            }).catch((error: Error) => {
              if (error.message !== 'undone') throw error;
            });
          }
        }
      }
    });
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(1300);
    for (const name of APPEND_ONLY) for (const role of ROLES) expect(`${name} ${role} ${verbsOf(name, role).filter((verb) => ['update', 'delete', 'truncate'].includes(verb)).join()}`).toBe(`${name} ${role} `);
    // Nobody but the writer writes anything, and as the service itself no table of the business is even read.
    expect(granted.filter(({ role, verbs }) => role !== 'restow_writer' && verbs.some((verb) => verb !== 'select'))).toEqual([]);
    expect(granted.filter(({ role, verbs }) => role === SERVICE_ROLE && verbs.length > 0).map(({ name }) => name)).toEqual(['restore']);
  });

  it('the login of the service is none that policies do not hold, and changes no schema and no role', async () => {
    const [login] = await owner<{ loose: boolean }[]>`select bool_or(rolsuper or rolbypassrls or rolcreaterole or rolcreatedb) as loose from pg_roles where rolname in ('restow_service', 'restow_writer', 'restow_reader', 'restow_auditor')`;
    expect(login!.loose).toBe(false);
    const service = openCentral(await serviceUrl(owner, database.url, `${temporaryFolder()}/password`), 1, SERVICE_ROLE);
    try {
      for (const text of ['select * from movement', 'reset role; select * from movement', 'create table x (y int)', 'alter table movement disable row level security', 'drop table movement', 'truncate movement', 'create role someone superuser', 'set role postgres', 'set session authorization postgres', 'alter role restow_writer bypassrls', 'update migration set version = 1', `copy (select 1) to '/tmp/x'`]) {
        await expect(service.unsafe(text), text).rejects.toMatchObject({ code: '42501' });
      }
      await expect(inScope(service, { role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => tx`drop table movement`)).rejects.toMatchObject({ code: '42501' });
      expect(await inScope(service, { role: 'restow_reader', warehouse: 'W1', device: 'D-W1' }, (tx) => tx`select 1 from movement`)).toHaveLength(1);
    } finally {
      await service.end();
    }
  });

  it('1,000 transactions of alternating warehouses on a few connections: none sees, nor leaves behind, another one’s scope', async () => {
    const pool = openCentral(database.url, 4, SERVICE_ROLE);
    try {
      const seen = await Promise.all(Array.from({ length: 1000 }, async (_, i) => {
        const place = i % 2 === 0 ? 'W1' : 'W2';
        if (i % 10 === 3) return pool`select * from position`.then(() => 'read without a scope', (error: { code: string }) => (error.code === '42501' ? place : error.code));
        const asked = inScope(pool, { role: i % 3 === 0 ? 'restow_writer' : 'restow_reader', warehouse: place, device: `D-${place}` }, async (tx) => {
          const rows = await tx<{ warehouse_id: string }[]>`select warehouse_id from position union all select warehouse_id from exception union all select warehouse_id from command_log union all select warehouse_id from attachment`;
          if (i % 7 === 0) throw new Error('a defect');
          return rows;
        });
        return asked.then((rows) => (rows.length > 0 ? [...new Set(rows.map((row) => row.warehouse_id))].join() : 'nothing'), (error: Error) => (error.message === 'a defect' ? place : error.message));
      }));
      expect(seen.filter((each, i) => each !== (i % 2 === 0 ? 'W1' : 'W2'))).toEqual([]);
    } finally {
      await pool.end();
    }
  });
});
