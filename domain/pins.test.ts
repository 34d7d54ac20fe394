import { describe, expect, it } from 'vitest';
import { smallCompany } from '#test/support/small-company.ts';
import { lockedUntil, readPinPolicy, UNTIL_RESET, weakness } from './pins.ts';

it('a PIN that anybody would try first is not taken', () => {
  for (const weak of ['', '12345', '123456', '987654', '000000', '024680', '121212', '131131', '482482', '19840521', '210584', '05211984', 'abcdef', '12 456']) expect([weak, weakness(weak, 6)]).not.toEqual([weak, '']);
  for (const fine of ['493027', '7160435', '885012']) expect([fine, weakness(fine, 6)]).toEqual([fine, '']);
});

it('waiting doubles from the fifth wrong try, and after the tenth only a supervisor helps', () => {
  expect([0, 4, 5, 6, 9].map((failures) => lockedUntil(failures, 1000))).toEqual([0, 0, 31_000, 61_000, 481_000]);
  expect([10, 11, 400].map((failures) => lockedUntil(failures, 1000))).toEqual([UNTIL_RESET, UNTIL_RESET, UNTIL_RESET]);
});

it('a setting that cannot be read asks for a PIN', () => {
  expect([readPinPolicy(undefined), readPinPolicy({ required: false }), readPinPolicy({ required: true, lockMinutes: 2 }), readPinPolicy('yes')]).toMatchObject([undefined, undefined, { required: true, digits: 6, lockMinutes: 2 }, { required: true, lockMinutes: 5 }]);
});

describe('a new PIN', () => {
  it('PIN-1 is allowed by a supervisor, and not to oneself', () => {
    const world = smallCompany();
    for (const [id, ...roles] of [['ann', 'floor'], ['sue', 'supervisor']] as const) world.seed('person', { person_id: id, name: id, badge: id, roles, active: true });
    expect(world.submit('person.reset_pin', { personId: 'ann' }, { person: 'sue' }).verdict).toBe('applied');
    expect(world.submit('person.reset_pin', { personId: 'sue' }, { person: 'sue' })).toMatchObject({ verdict: 'refused', rule: 'PIN-1' });
    expect(world.all('pin_reset')).toMatchObject([{ person_id: 'ann', by_id: 'sue' }]);
  });
});
