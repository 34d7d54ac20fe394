// A device that only counts is blind by construction: it is sent what somebody needs to count and nothing that tells
// what the books have, and it may say nothing but what it counted.
import type { CommandType } from './commands.ts';
import type { TableName } from './tables.ts';

/** The kind under which it is enrolled; a device never changes its kind. */
export const COUNTING = 'counting';

/** What it is sent; of count lines only its own and those that nobody has counted yet. */
export const countingTables: readonly TableName[] = ['warehouse', 'item', 'item_pack', 'lot', 'barcode', 'code', 'person', 'device', 'setting', 'location', 'handling_unit', 'count_task', 'count_line', 'attachment', 'outcome'];

const commands: readonly CommandType[] = ['count.open', 'count.assign', 'count.record', 'count.submit', 'scan.keep'];
export const mayCount = (type: string): boolean => (commands as readonly string[]).includes(type);
