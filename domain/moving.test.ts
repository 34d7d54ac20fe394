import { describe, expect, it } from 'vitest';
import { smallCompany, stock } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';

const at = (world: World, ...places: string[]) => places.map((place) => world.quantity(place, 'CUP'));

describe('put away, move, put back', () => {
  it.each(['stock.put_away', 'stock.move', 'stock.put_back'] as const)('LED-1 %s carries goods, also into and out of a tote', (type) => {
    const world = smallCompany();
    stock(world, 'DOCK', 'CUP', 5);
    world.apply(type, { itemId: 'CUP', quantity: 3, fromLocation: 'DOCK', toLocation: 'TOTE-1' });
    world.apply(type, { itemId: 'CUP', quantity: 2, fromLocation: 'TOTE-1', toLocation: 'A1' });
    expect(at(world, 'DOCK', 'TOTE-1', 'A1')).toEqual([2, 1, 2]);
  });

  it('LED-1 keeps lot, serial and owner, and the registry knows where a serial is', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CAM', 1, { serial: 'S1', owner: 'client' });
    world.apply('stock.move', { itemId: 'CAM', quantity: 1, serial: 'S1', owner: 'client', fromLocation: 'A1', toLocation: 'A2' });
    expect(world.quantity('A2', 'CAM', { serial: 'S1', owner: 'client' })).toBe(1);
    expect(world.rows.get('serial', 'CAM', 'S1')).toMatchObject({ at_location: 'A2', state: 'ON_HAND' });
  });

  it('LED-1 a scan from before the last known one does not move a serial back', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CAM', 1, { serial: 'S1' });
    const early = world.now;
    world.apply('stock.move', { itemId: 'CAM', quantity: 1, serial: 'S1', fromLocation: 'A1', toLocation: 'A2' });
    world.submit('stock.move', { itemId: 'CAM', quantity: 1, serial: 'S1', fromLocation: 'A1', toLocation: 'A3' }, { at: early - 5000 });
    expect(world.rows.get('serial', 'CAM', 'S1')).toMatchObject({ at_location: 'A2' });
  });

  it('MOV-2 goods in a place nobody knows are there', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 1);
    world.submit('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'NOWHERE' });
    expect(at(world, 'A1', 'NOWHERE')).toEqual([0, 1]);
  });

  it('LED-1 regrading changes the condition in place, and back again', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 5);
    world.apply('stock.regrade', { itemId: 'CUP', quantity: 2, locationId: 'A1', toCondition: 'D' });
    expect(world.quantity('A1', 'CUP', { condition: 'D' })).toBe(2);
    world.apply('stock.regrade', { itemId: 'CUP', quantity: 2, locationId: 'A1', condition: 'D', toCondition: 'N' });
    expect(world.quantity('A1', 'CUP', { condition: 'N' })).toBe(5);
  });
});

describe('sets', () => {
  const parts = (world: World) => ['SET', 'CUP', 'LID'].map((item) => world.quantity('A1', item));
  function shelf(): World {
    const world = smallCompany();
    stock(world, 'A1', 'SET', 1);
    stock(world, 'A1', 'CUP', 7);
    stock(world, 'A1', 'LID', 3);
    return world;
  }

  it('LED-7 are made from their parts', () => {
    const world = shelf();
    world.apply('pack.assemble', { itemId: 'SET', quantity: 3, locationId: 'A1' });
    expect(parts(world)).toEqual([4, 1, 0]);
  });

  it.each([['pack.assemble', 'pack.split', 3], ['pack.split', 'pack.assemble', 1]] as const)('LED-7 %s then %s leaves the shelf as it was', (first, then, quantity) => {
    const world = shelf();
    world.apply(first, { itemId: 'SET', quantity, locationId: 'A1' });
    world.apply(then, { itemId: 'SET', quantity, locationId: 'A1' });
    expect(parts(world)).toEqual([1, 7, 3]);
  });

  it('LED-7 SUS-1 SUS-4 draw a missing part from suspense, and splitting covers it again', () => {
    const world = shelf();
    expect(world.submit('pack.assemble', { itemId: 'SET', quantity: 4, locationId: 'A1' })).toMatchObject({ rule: 'SUS-1', rejection: { book: { item: 'CUP', book: 7, quantity: 8 } } });
    expect([parts(world), world.quantity('~suspense:A1', 'LID'), world.quantity('~suspense:A1', 'CUP')]).toEqual([[5, 0, 0], -1, -1]);
    world.apply('pack.split', { itemId: 'SET', quantity: 4, locationId: 'A1' });
    expect([parts(world), world.openExceptions()]).toEqual([[1, 7, 3], []]);
  });
});

describe('transfers', () => {
  function opened(quantity = 5): World {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 5);
    world.apply('transfer.open', { transferId: 'T1', fromWarehouse: 'W1', toWarehouse: 'W2', lines: [{ lineNo: 1, itemId: 'CUP', quantity }] });
    return world;
  }
  const send = (world: World, quantity: number) => world.apply('transfer.send', { transferId: 'T1', lineNo: 1, itemId: 'CUP', quantity, locationId: 'A1' });
  const arrive = (world: World, quantity: number) => world.apply('transfer.receive', { transferId: 'T1', lineNo: 1, itemId: 'CUP', quantity, locationId: 'DOCK' }, { warehouse: 'W2', device: 'D2' });
  const inTransit = (world: World) => [world.quantity('~transit:out:T1', 'CUP'), world.quantity('~transit:in:T1', 'CUP')];

  it.each([['sent first', true], ['received first', false]])('LED-8 meet in transit when %s', (_, sentFirst) => {
    const world = opened();
    if (sentFirst) send(world, 5);
    arrive(world, 5);
    if (!sentFirst) send(world, 5);
    expect(inTransit(world)).toEqual([5, -5]);
    expect(at(world, 'A1', 'DOCK')).toEqual([0, 5]);
    expect(world.rows.get('transfer', 'T1')).toMatchObject({ state: 'RECEIVED' });
    expect(world.rows.get('transfer_line', 'T1', 1)).toMatchObject({ sent: 5, received: 5 });
  });

  it('LED-8 leave what was lost on the way as the sum of both accounts', () => {
    const world = opened();
    send(world, 5);
    arrive(world, 4);
    expect(inTransit(world).reduce((a, b) => a + b)).toBe(1);
    expect(world.rows.get('transfer', 'T1')).toMatchObject({ state: 'IN_TRANSIT' });
  });

  it('LED-8 TRF-5 keep another item in transit without closing the line', () => {
    const world = opened();
    stock(world, 'A1', 'LID', 1);
    expect(world.submit('transfer.send', { transferId: 'T1', lineNo: 1, itemId: 'LID', quantity: 1, locationId: 'A1' })).toMatchObject({ rule: 'TRF-5' });
    expect(world.quantity('~transit:out:T1', 'LID')).toBe(1);
    expect(world.rows.get('transfer_line', 'T1', 1)).toMatchObject({ sent: 0 });
  });
});

describe('goods under another name', () => {
  it('MOV-1 LED-2 what was kept under an unknown code becomes the item it is, in the same place and state', () => {
    const world = smallCompany();
    world.submit('delivery.receive', { deliveryId: 'D9', itemId: 'GHOST', quantity: 3, locationId: 'DOCK' });
    world.apply('stock.identify', { itemId: 'GHOST', quantity: 3, locationId: 'DOCK', toItemId: 'CUP' }, { person: 'sue' });
    expect([world.quantity('DOCK', 'GHOST'), world.quantity('DOCK', 'CUP')]).toEqual([0, 3]);
    expect(world.movements.filter((each) => each.type === 'stock.identify').map((each) => [each.item_id, each.from_location, each.to_location])).toEqual([['GHOST', 'DOCK', '~conversion'], ['CUP', '~conversion', 'DOCK']]);
  });

  it('SER-1 a misread serial number leaves the registry, and the right one enters it', () => {
    const world = smallCompany();
    world.apply('stock.open', { itemId: 'CAM', quantity: 1, serial: 'S8', locationId: 'A1' }, { person: 'system' });
    world.apply('stock.identify', { itemId: 'CAM', quantity: 1, serial: 'S8', locationId: 'A1', toItemId: 'CAM', toSerial: 'S3' }, { person: 'sue' });
    expect([world.rows.get('serial', 'CAM', 'S8')!.state, world.rows.get('serial', 'CAM', 'S3')]).toMatchObject(['MISREAD', { state: 'ON_HAND', at_location: 'A1' }]);
  });

  it('SER-1 goods that are named as a serial number that stands elsewhere are told', () => {
    const world = smallCompany();
    for (const [serial, locationId] of [['S8', 'A1'], ['S3', 'A2']] as const) world.apply('stock.open', { itemId: 'CAM', quantity: 1, serial, locationId }, { person: 'system' });
    const named = world.submit('stock.identify', { itemId: 'CAM', quantity: 1, serial: 'S8', locationId: 'A1', toItemId: 'CAM', toSerial: 'S3' }, { person: 'sue' });
    expect(named).toMatchObject({ verdict: 'flagged', rule: 'SER-1', rejection: { book: { serial: 'S3', location: 'A2' } } });
    expect(world.quantity('A1', 'CAM', { serial: 'S3' })).toBe(1);
  });

  it('SER-1 SUS-1 both are told: that the number stands elsewhere, and that the goods were not there by the books', () => {
    const world = smallCompany();
    world.apply('stock.open', { itemId: 'CAM', quantity: 1, serial: 'S3', locationId: 'A2' }, { person: 'system' });
    expect(world.submit('stock.identify', { itemId: 'CAM', quantity: 1, serial: 'S8', locationId: 'A1', toItemId: 'CAM', toSerial: 'S3' }, { person: 'sue' })).toMatchObject({ verdict: 'flagged', rule: 'SUS-1' });
    expect(world.openExceptions().map((row) => row.kind).toSorted()).toEqual(['SERIAL_ELSEWHERE', 'SUSPENSE']);
  });
});
