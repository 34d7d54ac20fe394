// The print queue of a station, in the same file as its rows.
import type { Database } from 'better-sqlite3';

export type PrintState = 'WAITING' | 'SENDING' | 'PRINTED' | 'UNCERTAIN' | 'DROPPED';
export interface PrintJob {
  readonly job_id: string;
  readonly position: number;
  /** JSON of the label. */
  readonly label: string;
  readonly copies: number;
  readonly reprint: number;
  readonly reprint_of: string | null;
  readonly state: PrintState;
  readonly attempts: number;
  readonly problem: string;
  readonly person_id: string;
  readonly asked_at: number;
  readonly ended_at: number | null;
}
type NewJob = Pick<PrintJob, 'job_id' | 'label' | 'copies' | 'reprint' | 'reprint_of' | 'person_id' | 'asked_at'>;

export interface PrintJobs {
  /** Nothing happens when the id is known: asking twice prints once. */
  add(job: NewJob): void;
  find(jobId: string): PrintJob | undefined;
  /** The oldest that waits. */
  next(): PrintJob | undefined;
  become(jobId: string, state: PrintState, problem: string, endedAt: number | null): void;
  /** One more try is begun; what was being sent when the station stopped is found as such. */
  begin(jobId: string): void;
  /** Jobs that were being sent when the station stopped: some of it may be on paper. */
  interrupted(): readonly PrintJob[];
  /** Newest first. */
  list(most: number): readonly PrintJob[];
  /** Jobs that ended before this time are forgotten. */
  forget(before: number): void;
}

export function createPrintJobs(db: Database): PrintJobs {
  const add = db.prepare(`insert into print_job (job_id, position, label, copies, reprint, reprint_of, state, attempts, problem, person_id, asked_at, ended_at)
    values (@job_id, (select coalesce(max(position), 0) + 1 from print_job), @label, @copies, @reprint, @reprint_of, 'WAITING', 0, '', @person_id, @asked_at, null) on conflict (job_id) do nothing`);
  const find = db.prepare('select * from print_job where job_id = ?');
  const next = db.prepare(`select * from print_job where state = 'WAITING' order by position limit 1`);
  const become = db.prepare('update print_job set state = ?, problem = ?, ended_at = ? where job_id = ?');
  const begin = db.prepare(`update print_job set state = 'SENDING', attempts = attempts + 1 where job_id = ?`);
  const interrupted = db.prepare(`select * from print_job where state = 'SENDING' order by position`);
  const list = db.prepare('select * from print_job order by position desc limit ?');
  const forget = db.prepare(`delete from print_job where ended_at < ? and state in ('PRINTED', 'DROPPED')`);
  return {
    add: (job) => void add.run(job),
    find: (jobId) => find.get(jobId) as PrintJob | undefined,
    next: () => next.get() as PrintJob | undefined,
    become: (jobId, state, problem, endedAt) => void become.run(state, problem, endedAt, jobId),
    begin: (jobId) => void begin.run(jobId),
    interrupted: () => interrupted.all() as PrintJob[],
    list: (most) => list.all(most) as PrintJob[],
    forget: (before) => void forget.run(before),
  };
}
