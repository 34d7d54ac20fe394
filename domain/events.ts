// What became true by a command: goods moved, or a row took a new state. Nothing else changes a store.
import type { Row, TableName } from './tables.ts';

export type Moved = { readonly kind: 'moved'; readonly movement: Row<'movement'> };
export type Became = { [T in TableName]: { readonly kind: 'became'; readonly table: T; readonly row: Row<T> } }[TableName];
export type Event = Moved | Became;
