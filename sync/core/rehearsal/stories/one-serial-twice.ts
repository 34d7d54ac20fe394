import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { said, units } from '#sync/core/rehearsal/watching.ts';

const received = (locationId: string) => () => ({ deliveryId: 'DN-7', itemId: 'CAMERA', quantity: 1, serial: 'S-100', locationId });

export const oneSerialTwice: Story = {
  id: 'one-serial-twice',
  title: 'One serial number is scanned at two places',
  about: 'Serial, handling unit',
  setting: 'Cameras arrive without an announcement. Two people without network receive them; one number is read twice.',
  stations: { a: 'Ann’s station', b: 'Ben’s station' },
  before: () => undefined,
  acts: [
    act({ name: 'ann', station: 'a', at: '10:01', person: 'ann', says: 'Ann receives camera S-100 at the dock.', type: 'delivery.receive', enters: received('DOCK') }),
    act({ name: 'ben', station: 'b', at: '10:05', person: 'ben', says: 'Ben receives camera S-100 into A1.', type: 'delivery.receive', enters: received('A1') }),
  ],
  watched: [units('Cameras at the dock', 'CAMERA', 'DOCK'), units('Cameras in A1', 'CAMERA', 'A1'), said('The list has S-100 in', (rows) => rows.get('serial', 'CAMERA', 'S-100')?.at_location)],
  endings: [{
    words: 'Two cameras were received, so two are there. One number cannot be at two places: the list follows the later scan, and a supervisor gets both scans to see which label was misread.',
    sees: { 'Cameras at the dock': '1', 'Cameras in A1': '1', 'The list has S-100 in': 'A1' }, open: ['SERIAL_ELSEWHERE', 'UNANNOUNCED_DELIVERY'],
  }],
};
