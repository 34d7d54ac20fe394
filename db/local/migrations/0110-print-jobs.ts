// What this station is to print: kept until a printer has it, so that neither a restart nor a silent printer loses a label.
export const sql = `
create table print_job (
  job_id text not null,
  -- In the order in which people asked.
  position integer not null,
  label text not null,
  copies integer not null,
  -- 0 for the first print of a label; a reprint counts up from the job it repeats.
  reprint integer not null,
  reprint_of text,
  state text not null check (state in ('WAITING', 'SENDING', 'PRINTED', 'UNCERTAIN', 'DROPPED')),
  attempts integer not null,
  problem text not null,
  person_id text not null,
  asked_at integer not null,
  ended_at integer,
  primary key (job_id)
) strict, without rowid;
create index print_job_by_state on print_job (state, position);
`;
