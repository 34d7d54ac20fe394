// For explaining how something came about: movements by their command.
export const sql = `
create index movement_by_command_id on movement (warehouse_id, command_id);
`;
