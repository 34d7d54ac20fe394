// What a decider writes with once nothing can go wrong any more: each event is applied to the slice at once,
// so the next line of the same decision already sees it.
import { effectiveAt, type CommandOf, type CommandType } from './commands.ts';
import type { Event } from './events.ts';
import { idFrom } from './ids.ts';
import type { Slice } from './slice.ts';
import type { Row, TableName } from './tables.ts';

export interface Book<T extends CommandType = CommandType> {
  readonly command: CommandOf<T>;
  readonly slice: Slice;
  readonly events: readonly Event[];
  /** When it happened, by the device's time and its last known offset. */
  readonly at: number;
  /** The id of the row this command creates in this role for this key. */
  id(role: string, key?: string | number): string;
  became<N extends TableName>(table: N, row: Row<N>): void;
  moved(movement: Row<'movement'>): void;
}

export function openBook<T extends CommandType>(command: CommandOf<T>, slice: Slice): Book<T> {
  const events: Event[] = [];
  const record = (event: Event) => {
    slice.apply(event);
    events.push(event);
  };
  return {
    command,
    slice,
    events,
    at: effectiveAt(command),
    id: (role, key = '') => idFrom(command.id, role, key),
    became: (table, row) => record({ kind: 'became', table, row } as Event),
    moved: (movement) => record({ kind: 'moved', movement }),
  };
}
