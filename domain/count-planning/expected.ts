// What a count is asked about without saying how many: a line that nobody has entered for each item and lot that the
// books have there. Whoever counts without the books learns from it what to ask *none here?* about.
import type { Book } from '#domain/book.ts';
import type { CommandType } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { inOrder } from '#domain/slice.ts';
import { keyOf, type Row } from '#domain/tables.ts';

export function expectLines(book: Book<CommandType>, task: Row<'count_task'>): void {
  const { slice } = book;
  const where = { warehouse_id: task.warehouse_id, location_id: task.location_id };
  const here = slice.list('position', where).filter((row) => row.quantity > 0 && (task.item_id === '' || row.item_id === task.item_id));
  for (const { item_id, lot } of inOrder(here, (row) => keyOf('position', row))) {
    // No serial, grade or hold: a line for each of those would tell how many there are.
    const lineId = idFrom(task.task_id, task.location_id, item_id, lot, '', 'N', '', '');
    if (slice.get('count_line', task.warehouse_id, task.task_id, lineId)) continue;
    book.became('count_line', {
      ...where, task_id: task.task_id, line_id: lineId, item_id, lot, serial: '', condition: 'N', hold: '', owner: '', counted: 0, unit_cost: 0, first_look: 0, last_look: 0, counted_by: '', device_id: '',
    });
  }
}
