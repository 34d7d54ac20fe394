// The print queue at work: one label after the other in the order in which people asked, tried again while the printer is away,
// and left to a person where nobody can know whether it is on paper.
import type { Label } from '#domain/labels/label.ts';
import { writeZpl } from '#domain/labels/zpl.ts';
import type { PrintJob, PrintJobs } from '#db/local/print-jobs.ts';
import { barsOf } from './bars.ts';
import type { Sent } from './raw-printer.ts';

export interface PrintQueueOptions {
  readonly jobs: PrintJobs;
  readonly now: () => number;
  readonly newId: () => string;
  /** Undefined where this station has no printer: labels wait, and can be had as a PDF. */
  readonly send: ((zpl: string) => Promise<Sent>) | undefined;
  /** Calls back later; returns the way to call it off. */
  readonly later: (run: () => void, delay: number) => () => void;
  /** Short, on every label: where it was printed. */
  readonly note: () => string;
  readonly changed: () => void;
}
export interface PrintQueue {
  add(jobId: string, label: Label, copies: number, personId: string): void;
  /** The same label once more, marked as a reprint; undefined when the job is not known. */
  again(jobId: string, personId: string): string | undefined;
  /** A person says what became of a job: it is on paper, or nobody wants it any more. */
  settle(jobId: string, state: 'PRINTED' | 'DROPPED'): void;
  list(): readonly PrintJob[];
  stop(): void;
}

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60_000;
const KEPT_MS = 7 * 86_400_000;

export function createPrintQueue({ jobs, now, newId, send, later, note, changed }: PrintQueueOptions): PrintQueue {
  let busy = false;
  let stopped = false;
  let wait = FIRST_WAIT;
  let callOff: (() => void) | undefined;

  for (const job of jobs.interrupted()) jobs.become(job.job_id, 'UNCERTAIN', 'The station stopped while it was being sent.', null);
  jobs.forget(now() - KEPT_MS);
  void work();

  async function work(): Promise<void> {
    if (busy || stopped || !send) return;
    busy = true;
    try {
      for (let job = jobs.next(); job && !stopped; job = jobs.next()) {
        if (!(await print(job, send))) return tryLater();
        wait = FIRST_WAIT;
      }
    } finally {
      busy = false;
    }
  }

  /** False when the printer is away and the rest should wait. */
  async function print(job: PrintJob, sending: NonNullable<typeof send>): Promise<boolean> {
    const zpl = zplOf(job);
    if (zpl === undefined) {
      jobs.become(job.job_id, 'DROPPED', 'This code cannot be drawn as bars.', now());
      changed();
      return true;
    }
    jobs.begin(job.job_id);
    const sent = await sending(zpl);
    if (stopped) return true;
    if (sent.outcome === 'printed') jobs.become(job.job_id, 'PRINTED', '', now());
    else if (sent.outcome === 'uncertain') jobs.become(job.job_id, 'UNCERTAIN', sent.problem, null);
    else jobs.become(job.job_id, 'WAITING', sent.problem, null);
    changed();
    return sent.outcome !== 'not_sent';
  }

  /** Undefined for a code with characters that no bars exist for. */
  function zplOf(job: PrintJob): string | undefined {
    const label = JSON.parse(job.label) as Label;
    const bars = barsOf(label);
    return bars && writeZpl(label, bars, { copies: job.copies, reprint: job.reprint, note: note() });
  }

  function tryLater(): void {
    callOff?.();
    callOff = later(() => void work(), wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }

  function add(job: Parameters<PrintJobs['add']>[0]): void {
    jobs.add(job);
    changed();
    void work();
  }

  return {
    add: (jobId, label, copies, personId) => add({ job_id: jobId, label: JSON.stringify(label), copies, reprint: 0, reprint_of: null, person_id: personId, asked_at: now() }),
    again(jobId, personId) {
      const job = jobs.find(jobId);
      if (!job) return undefined;
      const id = newId();
      // What may already be on paper is settled by printing it again, marked: two labels then say which is the second.
      if (job.state === 'UNCERTAIN') jobs.become(jobId, 'DROPPED', job.problem, now());
      add({ job_id: id, label: job.label, copies: job.copies, reprint: job.reprint + 1, reprint_of: job.job_id, person_id: personId, asked_at: now() });
      return id;
    },
    settle(jobId, state) {
      const job = jobs.find(jobId);
      if (!job || job.state === 'SENDING' || job.ended_at !== null) return;
      jobs.become(jobId, state, job.problem, now());
      changed();
    },
    list: () => jobs.list(100),
    stop() {
      stopped = true;
      callOff?.();
    },
  };
}
