// Who works here, what they may decide, and from which stations. Badges are what the sign-in scans.
import type { Row } from '#domain/tables.ts';
import { masterRow, type MasterRow } from './master-row.ts';
import { DAY, HOUR, MINUTE } from './times.ts';

/** Person ids by what they do in the stories of the demo. */
export const who = {
  receiver: 'mara.k', picker: 'jonas.p', packer: 'ewa.n', inspector: 'ines.o', secondInspector: 'leo.f', counter: 'ali.b', secondCounter: 'grace.t', silent: 'noah.w',
  supervisor: 'dana.r', buyer: 'tom.h', finance: 'priya.s', admin: 'sam.v', bremenFloor: 'lena.m', bremenPicker: 'uwe.d', bremenSupervisor: 'karin.s', system: 'system',
} as const;

const people: readonly (readonly [id: string, name: string, badge: string, roles: readonly string[]])[] = [
  [who.receiver, 'Mara K.', 'RB-1001', ['floor', 'receiver', 'inspector', 'counter']],
  [who.picker, 'Jonas P.', 'RB-1002', ['floor', 'counter']],
  [who.packer, 'Ewa N.', 'RB-1003', ['floor']],
  [who.inspector, 'Ines O.', 'RB-1004', ['floor', 'inspector']],
  [who.secondInspector, 'Leo F.', 'RB-1005', ['floor', 'inspector']],
  [who.counter, 'Ali B.', 'RB-1006', ['floor', 'counter']],
  [who.secondCounter, 'Grace T.', 'RB-1007', ['floor', 'counter']],
  [who.silent, 'Noah W.', 'RB-1008', ['floor', 'counter']],
  [who.supervisor, 'Dana R.', 'RB-1009', ['floor', 'supervisor']],
  [who.buyer, 'Tom H.', 'RB-1010', ['buyer']],
  [who.finance, 'Priya S.', 'RB-1011', ['finance']],
  [who.admin, 'Sam V.', 'RB-1012', ['admin']],
  [who.bremenFloor, 'Lena M.', 'RB-2001', ['floor', 'receiver', 'inspector', 'counter']],
  [who.bremenPicker, 'Uwe D.', 'RB-2002', ['floor', 'counter']],
  [who.bremenSupervisor, 'Karin S.', 'RB-2003', ['floor', 'supervisor']],
  [who.system, 'Restow', 'RB-0000', ['system']],
];

/** The station that went silent: its device id, and since when nothing was heard of it. */
export const silentDevice = { id: 'leeds-cart-2', name: 'Leeds cart 2', silentFor: 4 * HOUR + 10 * MINUTE } as const;
/** It had sent everything when it was last heard of. */
export const silentContact = (now: number): Row<'contact'> => ({ warehouse_id: 'LEEDS', device_id: silentDevice.id, last_contact_at: now - silentDevice.silentFor, unsent: 0, person_id: who.silent });
/** The device name on commands that the demo company brings with it. */
export const IMPORT_DEVICE = 'demo-import';

/** Roles of a person, none for an unknown one. */
export const rolesOf = (personId: string): readonly string[] => people.find(([id]) => id === personId)?.[3] ?? [];

export function peopleAndDevices(now: number): MasterRow[] {
  const device = (id: string, name: string, warehouse: string, kind: string, silentFor: number) =>
    masterRow('device', { device_id: id, name, home_warehouse: warehouse, kind, state: 'ACTIVE', enrolled_at: now - 40 * DAY, last_seen_at: now - silentFor });
  return [
    ...people.map(([person_id, name, badge, roles]) => masterRow('person', { person_id, name, badge, roles: [...roles], active: true })),
    device(IMPORT_DEVICE, 'Records of the last week', 'LEEDS', 'import', 0),
    device(silentDevice.id, silentDevice.name, 'LEEDS', 'station', silentDevice.silentFor),
    device('leeds-dock-1', 'Leeds dock 1', 'LEEDS', 'station', 2 * MINUTE),
    device('leeds-returns-1', 'Leeds returns 1', 'LEEDS', 'station', MINUTE),
    device('bremen-pack-1', 'Bremen packing 1', 'BREMEN', 'station', 4 * MINUTE),
    masterRow('contact', silentContact(now)),
  ];
}
