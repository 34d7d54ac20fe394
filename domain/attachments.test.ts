import { expect, it } from 'vitest';
import { smallCompany, stock } from '#test/support/small-company.ts';
import { viewOf } from './adjustments.ts';
import { photosOf } from './attachments.ts';

const [SCRATCH, BOX] = ['a'.repeat(64), 'b'.repeat(64)];
const broken = (adjustmentId: string, evidence: readonly string[]) => ({ adjustmentId, locationId: 'A1', itemId: 'CUP', delta: -1, reason: 'DAMAGED', evidence: [...evidence] });
function company() {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 5);
  return world;
}

it('PHO-2 work names its photos, each once for each thing, and what is no hash of a photo is none', () => {
  const world = company();
  world.apply('adjustment.submit', broken('ADJ-1', [SCRATCH, BOX, SCRATCH, 'photo.jpg', '../etc']), { person: 'ann' });
  world.apply('adjustment.submit', broken('ADJ-2', [SCRATCH]), { person: 'ann' });
  expect(world.all('attachment').map((row) => [row.hash[0], row.subject_id, row.person_id, row.arrived_at])).toEqual([['a', 'ADJ-1', 'ann', null], ['b', 'ADJ-1', 'ann', null], ['a', 'ADJ-2', 'ann', null]]);
  expect(photosOf({ evidence: 'a'.repeat(64) })).toEqual([]);
});

it('PHO-3 an arrived photo has arrived for all that name it, also for what names it later', () => {
  const world = company();
  world.apply('adjustment.submit', broken('ADJ-1', [SCRATCH]), { person: 'ann' });
  world.apply('attachment.arrive', { hash: SCRATCH }, { person: 'system' });
  world.apply('adjustment.submit', broken('ADJ-2', [SCRATCH]), { person: 'ann' });
  expect(world.all('attachment').map((row) => row.arrived_at !== null)).toEqual([true, true]);
});

it('PHO-1 a photo that does not come is missed once, and its arrival closes that', () => {
  const world = company();
  world.apply('adjustment.submit', broken('ADJ-1', [SCRATCH]), { person: 'ann' });
  world.apply('attachment.miss', { hash: SCRATCH }, { person: 'system' });
  world.apply('attachment.miss', { hash: SCRATCH }, { person: 'system' });
  expect(world.openExceptions()).toMatchObject([{ kind: 'PHOTO_MISSING', rule: 'PHO-1', owner_role: 'supervisor', subject_id: SCRATCH, did: { subjectId: 'ADJ-1', personId: 'ann' } }]);
  world.apply('attachment.arrive', { hash: SCRATCH }, { person: 'system' });
  expect(world.openExceptions()).toEqual([]);
  world.apply('attachment.miss', { hash: SCRATCH }, { person: 'system' });
  expect(world.openExceptions()).toEqual([]);
});

it('PHO-4 the photos are part of what is signed: one that is added asks again', () => {
  const world = company();
  world.apply('count.open', { taskId: 'CT', locationId: 'A1', trigger: 'SPOT' });
  world.apply('count.record', { taskId: 'CT', locationId: 'A1', itemId: 'CUP', quantity: 1, firstLook: world.now, lastLook: world.now }, { person: 'ann' });
  world.apply('count.submit', { taskId: 'CT', locationId: 'A1' }, { person: 'ann' });
  const row = () => world.all('adjustment').find((each) => each.task_id === 'CT')!;
  const shown = row();
  const line = world.all('count_line').find((each) => each.task_id === 'CT')!;
  world.apply('count.explain', { taskId: 'CT', locationId: 'A1', lineId: line.line_id, evidence: [BOX] }, { person: 'ann' });
  expect(row()).toMatchObject({ evidence: [BOX], note: shown.note });
  expect(viewOf(row())).not.toBe(viewOf(shown));
});

it('PHO-2 two people who grade differently both have their photos kept', () => {
  const world = company();
  const unit = { unitId: 'RU-1', itemId: 'CUP', locationId: 'DESK' };
  world.apply('return.receive', { parcelId: 'RP-1', locationId: 'DESK', units: [{ unitId: 'RU-1', itemId: 'CUP', quantity: 1 }] }, { person: 'ivy' });
  world.apply('return.inspect', { ...unit, grade: 'N', evidence: [SCRATCH] }, { person: 'ivy' });
  expect(world.submit('return.inspect', { ...unit, grade: 'D', evidence: [BOX] }, { person: 'ian' })).toMatchObject({ rule: 'RET-6' });
  expect(world.all('attachment').filter((row) => row.subject_id === 'RU-1').map((row) => [row.hash[0], row.person_id])).toEqual([['a', 'ivy'], ['b', 'ian']]);
  expect(world.openExceptions().find((row) => row.kind === 'GRADE_DISPUTE')).toMatchObject({ did: { evidence: [BOX] } });
});
