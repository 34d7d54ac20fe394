// Every live question the screens have, by name.
import { useMemo } from 'react';
import type { WorkingTable } from '#electron/contract.ts';
import { useCount, useRows } from './live.ts';
import type { WorkingRow } from './schema.ts';

type Rows<T extends WorkingTable> = readonly WorkingRow<T>[] | undefined;
const everything = { selector: {} };

function useFiltered<T extends WorkingTable>(rows: Rows<T>, keep: (row: WorkingRow<T>) => boolean, order: (row: WorkingRow<T>) => number | string): Rows<T> {
  // The two functions are constants of the callers below.
  return useMemo(() => rows?.filter(keep).sort((a, b) => compare(order(a), order(b))), [rows, keep, order]);
}
const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

const deliveryOpen = (row: WorkingRow<'delivery'>): boolean => row.state !== 'RECEIVED' && row.state !== 'CLOSED';
const byExpected = (row: WorkingRow<'delivery'>): number => (row.state === 'RECEIVING' ? 0 : (row.expected_at ?? row.arrived_at ?? Number.MAX_SAFE_INTEGER));
/** Being received first, then by when they were expected. */
export const useOpenDeliveries = (): Rows<'delivery'> => useFiltered(useRows('delivery', everything), deliveryOpen, byExpected);
export const useDelivery = (deliveryId: string): WorkingRow<'delivery'> | undefined => useRows('delivery', everything)?.find((row) => row.delivery_id === deliveryId);
export const useDeliveryLines = (deliveryId: string): Rows<'delivery_line'> => useRows('delivery_line', { selector: { delivery_id: deliveryId } });

const countOpen = (row: WorkingRow<'count_task'>): boolean => row.state === 'OPEN' || row.state === 'COUNTING';
const byDue = (row: WorkingRow<'count_task'>): number => row.due_at ?? Number.MAX_SAFE_INTEGER;
export const useCountTasks = (): Rows<'count_task'> => useFiltered(useRows('count_task', everything), countOpen, byDue);
const wasEntered = (row: WorkingRow<'count_line'>): boolean => row.last_look > 0;
const byLine = (row: WorkingRow<'count_line'>): string => row.line_id;
/** What somebody has counted; lines that only say what to ask about are left out. */
export const useCountLines = (taskId: string): Rows<'count_line'> => useFiltered(useRows('count_line', { selector: { task_id: taskId } }), wasEntered, byLine);

const byArrival = (row: WorkingRow<'return_parcel'>): number => row.arrived_at;
const anyRow = (): boolean => true;
export const useReturnParcels = (): Rows<'return_parcel'> => useFiltered(useRows('return_parcel', everything), anyRow, byArrival);
export const useReturnUnits = (parcelId: string): Rows<'return_unit'> => useRows('return_unit', { selector: { parcel_id: parcelId } });
const unitWaits = (row: WorkingRow<'return_unit'>): boolean => row.state === 'RECEIVED' || row.state === 'GRADED';
const byReceived = (row: WorkingRow<'return_unit'>): number => row.received_at;
/** Received or graded, but not yet decided. */
export const useUnitsToInspect = (): Rows<'return_unit'> => useFiltered(useRows('return_unit', everything), unitWaits, byReceived);

const byPromise = (row: WorkingRow<'fulfilment'>): string => `${String(1e6 - row.priority).padStart(9, '0')} ${String(row.promised_at ?? Number.MAX_SAFE_INTEGER).padStart(17, '0')}`;
/** Cancelled work that somebody was dealt is shown until they have answered. */
const toPick = (row: WorkingRow<'fulfilment'>): boolean => row.state === 'OPEN' || row.state === 'PICKING' || (row.state === 'CANCEL_REQUESTED' && row.dealt_to !== null);
const toPack = (row: WorkingRow<'fulfilment'>): boolean => row.state === 'PICKED';
/** Most urgent first. */
export const useFulfilmentsToPick = (): Rows<'fulfilment'> => useFiltered(useRows('fulfilment', everything), toPick, byPromise);
export const useFulfilmentsToPack = (): Rows<'fulfilment'> => useFiltered(useRows('fulfilment', everything), toPack, byPromise);
export const useAllWork = (): Rows<'fulfilment'> => useRows('fulfilment', everything);
export const useFulfilment = (fulfilmentId: string): WorkingRow<'fulfilment'> | undefined => useRows('fulfilment', everything)?.find((row) => row.fulfilment_id === fulfilmentId);
const byWalk = (row: WorkingRow<'pick_task'>): number => row.sequence;
/** Of one or several orders, in walking order. */
export function usePickTasks(fulfilmentIds: readonly string[]): Rows<'pick_task'> {
  const text = fulfilmentIds.join('\u001f');
  const query = useMemo(() => ({ selector: { fulfilment_id: { $in: text.split('\u001f') } } }), [text]);
  return useFiltered(useRows('pick_task', query), anyRow, byWalk);
}
export const useOpenPickLines = (): number | undefined => useCount('pick_task', { selector: { open: true }, index: ['open'] });

const byPacked = (row: WorkingRow<'parcel'>): number => row.packed_at;
export const usePackedParcels = (): Rows<'parcel'> => useFiltered(useRows('parcel', { selector: { state: 'PACKED' } }), anyRow, byPacked);

const waitsForApproval = (row: WorkingRow<'adjustment'>): boolean => row.state === 'PENDING' || row.state === 'RESTATED';
const bySubmitted = (row: WorkingRow<'adjustment'>): number => row.submitted_at;
export const usePendingAdjustments = (): Rows<'adjustment'> => useFiltered(useRows('adjustment', everything), waitsForApproval, bySubmitted);
const lastFirst = (row: WorkingRow<'adjustment'>): number => -row.effective_at;
const isUndecidedCount = (row: WorkingRow<'adjustment'>): boolean => row.source === 'count' && (row.state === 'RECOUNT' || waitsForApproval(row));
/** Counted lines that wait for somebody, the last first; whether there is more or less than in the books is not known here. */
export const useUndecidedCounts = (): Rows<'adjustment'> => useFiltered(useRows('adjustment', everything), isUndecidedCount, lastFirst);
const byAge = (row: WorkingRow<'exception'>): number => row.due_at;
export const useOpenExceptions = (): Rows<'exception'> => useFiltered(useRows('exception', { selector: { state: 'OPEN' } }), anyRow, byAge);
/** Ids of packed parcels that must not leave, because their order was cancelled. */
export function useParcelsToUnpack(): ReadonlySet<string> {
  const open = useOpenExceptions();
  const packed = usePackedParcels();
  const work = useAllWork();
  return useMemo(() => {
    const cancelled = new Set(work?.filter(isCancelledWork).map((row) => row.fulfilment_id));
    return new Set([...(open ?? []).filter((row) => row.kind === 'UNPACK_AND_PUT_BACK').map((row) => row.subject_id), ...(packed ?? []).filter((row) => cancelled.has(row.fulfilment_id)).map((row) => row.parcel_id)]);
  }, [open, packed, work]);
}
export const isCancelledWork = (row: Pick<WorkingRow<'fulfilment'>, 'state'>): boolean => row.state === 'CANCEL_REQUESTED' || row.state === 'CANCELLED';

const byOpening = (row: WorkingRow<'transfer'>): number => -row.created_at;
export const useTransfers = (): Rows<'transfer'> => useFiltered(useRows('transfer', everything), anyRow, byOpening);
