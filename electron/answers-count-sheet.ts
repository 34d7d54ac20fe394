// A count sheet as it is printed and typed in: its bins in their order with what to ask about, and what was entered of it.
// Never what the books have.
import { paperOf } from '#domain/count-planning/sheets.ts';
import { isClosed } from '#domain/count-tasks.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { CountSheetAnswer } from './contract.ts';

export function countSheet(replica: Replica, sheetId: string, expected: (locationId: string, taskId: string) => readonly { readonly itemId: string; readonly lot: string }[]): CountSheetAnswer | null {
  const warehouse_id = replica.meta.get('warehouse_id') ?? '';
  const sheet = replica.rows.find('count_sheet', { warehouse_id, sheet_id: sheetId })[0];
  if (!sheet) return null;
  const offset = Number(replica.meta.get('offset_ms') ?? 0);
  const sequenceOf = (locationId: string): number => replica.rows.find('location', { warehouse_id, location_id: locationId })[0]?.sequence ?? Number.MAX_SAFE_INTEGER;
  const tasks = (sheet.task_ids as readonly string[]).flatMap((task_id) => replica.rows.find('count_task', { warehouse_id, task_id }));
  return {
    sheetId, state: sheet.state as CountSheetAnswer['state'], printedBy: sheet.printed_by, printedAt: sheet.printed_at, startedBy: sheet.started_by, endedBy: sheet.ended_by,
    // By this station's clock, as the looks are told.
    startedAt: sheet.started_at === null ? null : sheet.started_at - offset,
    unknown: (sheet.task_ids as readonly string[]).length - tasks.length,
    bins: tasks.toSorted((a, b) => sequenceOf(a.location_id) - sequenceOf(b.location_id)).map((task) => ({
      taskId: task.task_id, locationId: task.location_id, onlyItem: task.item_id, closed: isClosed(task), notBy: task.not_by as readonly string[],
      expected: expected(task.location_id, task.task_id).filter((line) => task.item_id === '' || line.itemId === task.item_id),
      entered: replica.rows.find('count_line', { warehouse_id, task_id: task.task_id }).filter((line) => line.device_id === paperOf(sheetId) && line.last_look > 0)
        .map((line) => ({ itemId: line.item_id, lot: line.lot, serial: line.serial, counted: line.counted })),
    })),
  };
}
