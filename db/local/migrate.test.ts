// A file of an older program, with pending work in it, opened by this one.
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createLocalRows } from './rows.ts';
import { sql as m0010 } from './migrations/0010-replicated-tables.ts';
import { sql as m0020 } from './migrations/0020-own-work.ts';
import { newestVersion } from './migrate.ts';
import { openReplica } from './open.ts';
import { createStaging } from './staging.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const before = {
  warehouse_id: 'W1', exception_id: 'E1', rule: 'SCN-1', kind: 'UNMATCHED_SCAN', subject_kind: 'scan', subject_id: '???', item_id: '', location_id: '', quantity: 0, did: { raw: '???' }, book: {}, owner_role: 'supervisor',
  person_id: 'ann', device_id: 'D1', command_id: 'C1', state: 'OPEN', opened_at: 1, due_at: 2, resolved_by: null, resolution: null, resolved_at: null,
};

it('REB-7 pending work is taken back in the shape the rows had then, and the new columns are empty', () => {
  const file = path.join(temporaryFolder(), 'replica.db');
  const old = new Database(file);
  old.exec(m0010);
  old.exec(m0020);
  old.pragma('user_version = 20');
  const columns = Object.keys(before);
  const values = Object.values({ ...before, did: JSON.stringify(before.did), book: '{}', state: 'RESOLVED', resolved_by: 'sue' });
  old.prepare(`insert into exception (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`).run(values);
  old.prepare('insert into shadow (table_name, row_key, before) values (?, ?, ?)').run('exception', 'W1\u001fE1', JSON.stringify(before));
  // What an unfinished load has left behind has the old shape as well.
  old.exec('create table "stage_exception" as select * from exception where 0');
  old.close();
  const db = openReplica(file);
  expect(db.pragma('user_version', { simple: true })).toBe(newestVersion);
  const rows = createLocalRows(db);
  expect(rows.find('exception', {})).toEqual([{ ...before, resolved_with: null, taken_by: null, taken_at: null }]);
  const staging = createStaging(db);
  staging.begin();
  const row = { ...before, resolved_with: null, taken_by: 'sue', taken_at: 5 };
  staging.add('exception', Object.keys(row), [Object.values(row)]);
  staging.swapIn();
  expect(rows.find('exception', {})).toEqual([row]);
  db.close();
});
