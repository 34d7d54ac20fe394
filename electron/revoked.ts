// What is said where rights have ended: who it was decided by, what becomes of the work, and whom to call.
import { REVOKED } from '#domain/revoking.ts';
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';

/** Of somebody who is not active any more. */
export function revokedPersonWords({ rows }: Replica, personId: string): string {
  const name = nameOf(rows, personId);
  return `${name} may not work here any more${decided(rows, rows.find('revocation', { kind: 'person', subject_id: personId })[0])}. What was done here is safe. Ask a supervisor; anybody else scans their own badge.`;
}

/** Empty while this station may speak. */
export function revokedStationWords({ rows, meta }: Replica): string {
  const id = meta.get('device_id')!;
  const own = rows.find('revocation', { kind: 'device', subject_id: id })[0];
  if (!own || rows.find('device', { device_id: id })[0]?.state !== REVOKED) return '';
  return `This station was taken out of service${decided(rows, own)}. What is done here is kept safe, but counts only when a supervisor releases it. Call a supervisor, and work at another station.`;
}

function decided(rows: Replica['rows'], row: Row<'revocation'> | undefined): string {
  return row ? `: ${nameOf(rows, row.by_id)} decided so (${row.reason})` : '';
}
const nameOf = (rows: Replica['rows'], personId: string): string => rows.find('person', { person_id: personId })[0]?.name ?? personId;
