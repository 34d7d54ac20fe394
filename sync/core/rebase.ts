// Pending work on fresh rows: every command that still waits for the server is judged again, in device order, as if
// its key had been pressed now; its id, time and words stay what they were.
import type { Command } from '#domain/commands.ts';
import { needsServer, readsOf } from '#domain/decide.ts';
import type { Read, Slice } from '#domain/slice.ts';
import { judge, type Judgement } from '#sync/conflict/judge.ts';

export interface Rejudged {
  readonly command: Command;
  /** Absent for what only the server decides: it has no effect until its rows come down. */
  readonly judgement?: Judgement;
}

export const readsOfAll = (commands: readonly Command[]): readonly Read[] => commands.flatMap(readsOf);

/** Judges all commands on one slice; the slice's changes are what pending work adds to the server's rows. */
export function judgeAgain(commands: readonly Command[], slice: Slice): readonly Rejudged[] {
  return commands.map((command) => (needsServer(command, slice) ? { command } : { command, judgement: judge(command, slice) }));
}
