// Makes the demo company's past by the product's own judge: every step is a command that is judged on rows in memory
// as the server will judge it, so that later steps find the picks, parcels and books that earlier ones made.
import { payloads, type Command, type CommandType, type PayloadInput } from '#domain/commands.ts';
import { mayDo } from '#domain/duties.ts';
import { idFrom } from '#domain/ids.ts';
import { createSlice, type Slice } from '#domain/slice.ts';
import type { AnyRow, Row, TableName } from '#domain/tables.ts';
import { judge } from '#sync/conflict/judge.ts';
import type { Verdict } from '#sync/conflict/rules.ts';
import { versionOf } from '#sync/protocol/upcasts.ts';
import type { Company } from './company.ts';
import { masterRow, type MasterRow } from './master-row.ts';
import { rolesOf } from './people.ts';
import { chanceFrom, type Chance } from './random.ts';

export interface Expected {
  /** What the judge is expected to say; anything else is a mistake in the demo. */
  readonly verdict?: Verdict;
  readonly rule?: string;
}
export interface Run {
  readonly seed: string;
  readonly now: number;
  readonly company: Company;
  readonly slice: Slice;
  readonly chance: Chance;
  readonly master: readonly MasterRow[];
  readonly commands: readonly Command[];
  readonly movements: readonly Row<'movement'>[];
  /** Writes a row as the ERP does; only rows that no command has touched, because all of them come first at the start-up. */
  erp<T extends TableName>(table: T, row: Row<T>): void;
  /** Judges a command of a person at a time; answers its id. */
  act<T extends CommandType>(at: number, person: string, warehouse: string, type: T, payload: PayloadInput<T>, expected?: Expected): string;
  /** The next number of a series, for ids that people read: `SO-10001`. */
  next(prefix: string, first: number): string;
  /** Puts work on the agenda; `play` does it in the order of time. */
  later(at: number, work: (at: number) => void): void;
  play(): void;
}

export interface RunOptions {
  readonly seed: string;
  readonly now: number;
  readonly company: Company;
  /** Device id on the commands. */
  readonly device: string;
}

export function createRun({ seed, now, company, device }: RunOptions): Run {
  const slice = createSlice();
  const master: MasterRow[] = [];
  const commands: Command[] = [];
  const movements: Row<'movement'>[] = [];
  const written = new Set<string>();
  const counters = new Map<string, number>();
  const agenda = createAgenda();

  const write = (entry: MasterRow): void => {
    master.push(entry);
    slice.load(entry.table, [entry.row as never]);
  };
  company.rows.forEach(write);

  function act<T extends CommandType>(at: number, person: string, warehouse: string, type: T, payload: PayloadInput<T>, expected: Expected = {}): string {
    if (!mayDo(rolesOf(person), type)) throw new Error(`${person} may not send ${type}`);
    if (at > now) throw new Error(`${type} lies ${at - now} ms after now`);
    const id = idFrom('demo', seed, commands.length + 1);
    const command = { id, type, version: versionOf(type), device, sequence: 0, previous: '', at, offset: 0, person, warehouse, confirmed: [], payload: payloads[type].parse(payload) } as unknown as Command;
    const judgement = judge(command, slice);
    const { verdict = 'applied', rule } = expected;
    if (judgement.verdict !== verdict || (rule !== undefined && judgement.rule !== rule)) {
      throw new Error(`${type} was ${judgement.verdict} ${judgement.rule}, not ${verdict} ${rule ?? ''}: ${JSON.stringify(judgement.rejection)} ${JSON.stringify(payload)}`);
    }
    for (const event of judgement.events) {
      if (event.kind === 'moved') movements.push(event.movement);
    }
    commands.push(command);
    return id;
  }

  return {
    seed, now, company, slice, chance: chanceFrom(`${seed}/days`), master, commands, movements, act,
    erp: (table, row) => write(masterRow(table, row)),
    next(prefix, first) {
      const n = (counters.get(prefix) ?? first - 1) + 1;
      counters.set(prefix, n);
      const id = `${prefix}-${n}`;
      if (written.has(id)) throw new Error(`${id} twice`);
      written.add(id);
      return id;
    },
    later: (at, work) => agenda.add(at, work),
    play: () => agenda.play(),
  };
}

/** Work in order of time; what is due at the same time is done in the order in which it was added. */
function createAgenda() {
  const due: { readonly at: number; readonly work: (at: number) => void }[] = [];
  return {
    add(at: number, work: (at: number) => void): void {
      let place = due.length;
      while (place > 0 && due[place - 1]!.at <= at) place -= 1;
      due.splice(place, 0, { at, work });
    },
    play(): void {
      for (let next = due.pop(); next !== undefined; next = due.pop()) next.work(next.at);
    },
  };
}

/** All rows of a table as they stand. */
export const rowsOf = (slice: Slice, table: TableName): readonly AnyRow[] => slice.list(table, {}) as readonly AnyRow[];
