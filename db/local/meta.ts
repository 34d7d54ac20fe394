// Small facts about the replica itself, in the same file and transactions as its rows: a settings file beside it
// could be zeroed by a power cut while the rows survive.
import type { Database } from 'better-sqlite3';

export type MetaName = 'device_id' | 'device_name' | 'device_kind' | 'warehouse_id' | 'incarnation' | 'cursor' | 'epoch' | 'offset_ms' | 'heard_at' | 'latest_at' | 'person_id' | 'level_at' | 'working_set' | 'horizon_at' | 'replica_id' | 'chain_start' | 'next_device' | 'next_incarnation' | 'former_device' | 'former_incarnation' | 'seal_key' | 'audit_alarm' | 'receipt' | 'pin_tries';

export interface Meta {
  get(name: MetaName): string | undefined;
  set(name: MetaName, value: string): void;
  clear(name: MetaName): void;
}

export function createMeta(db: Database): Meta {
  const get = db.prepare('select value from meta where name = ?').pluck();
  const set = db.prepare('insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value');
  const clear = db.prepare('delete from meta where name = ?');
  return {
    get: (name) => get.get(name) as string | undefined,
    set: (name, value) => void set.run(name, value),
    clear: (name) => void clear.run(name),
  };
}
