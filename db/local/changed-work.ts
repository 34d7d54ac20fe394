// Commands that came out otherwise than the person who gave them was told: kept until that person has noted it.
import type { Database } from 'better-sqlite3';

/** What a judgement means to a person; equal texts mean the same to them. */
export interface Meaning {
  readonly verdict: string;
  readonly rule: string;
  /** Type of the rejection, empty for none. */
  readonly rejection: string;
}
export type SaidBy = 'STATION' | 'ERP';
export interface ChangedWork {
  readonly sequence: number;
  readonly command_id: string;
  readonly person_id: string;
  /** Exact bytes of the command. */
  readonly bytes: Buffer;
  readonly seen: Meaning;
  readonly became: Meaning;
  readonly said_by: SaidBy;
}

export interface ChangedWorks {
  /** What the person was told last; undefined where nobody knows. */
  seen(sequence: number): Meaning | undefined;
  put(sequence: number, became: Meaning, saidBy: SaidBy): void;
  drop(sequence: number): void;
  /** Oldest first, without what a work item of its own tells already; of everybody for `person` undefined. */
  list(person: string | undefined): readonly ChangedWork[];
  count(person: string | undefined): number;
  /** From now on the person knows: what it became is what was seen. Answers whether there was something to note. */
  noted(commandId: string): boolean;
}

/** A flagged command that raised an exception is told by that; one that only added to an older one is not. */
const untold = `from changed_work join outbox using (sequence)
  where not exists (select 1 from exception where exception.command_id = outbox.command_id)`;

export function createChangedWorks(db: Database): ChangedWorks {
  const seen = db.prepare('select seen from outbox where sequence = ?').pluck();
  const put = db.prepare('insert into changed_work (sequence, became, said_by) values (?, ?, ?) on conflict (sequence) do update set became = excluded.became, said_by = excluded.said_by');
  const drop = db.prepare('delete from changed_work where sequence = ?');
  const list = db.prepare(`select sequence, command_id, person_id, bytes, seen, became, said_by ${untold} and coalesce(?, person_id) = person_id order by sequence`);
  const count = db.prepare(`select count(*) ${untold} and coalesce(?, person_id) = person_id`).pluck();
  const note = db.prepare('update outbox set seen = (select became from changed_work where sequence = outbox.sequence) where command_id = ? and sequence in (select sequence from changed_work) returning sequence').pluck();
  return {
    seen: (sequence) => meaningOf(seen.get(sequence) as string | null | undefined),
    put: (sequence, became, saidBy) => void put.run(sequence, JSON.stringify(became), saidBy),
    drop: (sequence) => void drop.run(sequence),
    list: (person) => (list.all(person ?? null) as (Omit<ChangedWork, 'seen' | 'became'> & { seen: string; became: string })[]).map((row) => ({ ...row, seen: meaningOf(row.seen)!, became: meaningOf(row.became)! })),
    count: (person) => count.get(person ?? null) as number,
    noted(commandId) {
      const sequence = note.get(commandId) as number | undefined;
      if (sequence !== undefined) drop.run(sequence);
      return sequence !== undefined;
    },
  };
}

const meaningOf = (text: string | null | undefined): Meaning | undefined => (text === null || text === undefined ? undefined : (JSON.parse(text) as Meaning));
