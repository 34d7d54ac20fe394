// Every movement of goods asks which holds stand open over its warehouse.
export const sql = `create index hold_by_state on hold (warehouse_id, state);`;
