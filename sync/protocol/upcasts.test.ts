import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lift, parseCommand, versionOf, type Upcasts } from './upcasts.ts';

const stamp = { id: '0190-abcd-0001', type: 'stock.move', version: 1, device: 'D1', sequence: 1, previous: '', at: 1, offset: 0, person: 'ann', warehouse: 'W1', confirmed: [] };
const payload = { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A2' };
const text = (more: object = {}) => JSON.stringify({ ...stamp, payload, ...more });
const why = (source: string, upcasts?: Upcasts) => {
  const parsed = parseCommand(source, upcasts);
  return parsed.ok ? 'ok' : parsed.reason;
};

describe('reading a command', () => {
  it('CMD-1 fills in what was left out and keeps the stamp', () => {
    const parsed = parseCommand(text());
    expect(parsed).toMatchObject({ ok: true, command: { ...stamp, payload: { ...payload, condition: 'N', packUnits: 1 } } });
  });

  it.each([
    ['not JSON', '{', 'not JSON'],
    ['no stamp', '{}', 'stamp: id'],
    ['not an object', '[]', 'stamp:'],
    ['a stamp that is incomplete', text({ person: undefined }), 'stamp: person'],
    ['a sequence that is none', text({ sequence: -1 }), 'stamp: sequence'],
    ['an unknown type', text({ type: 'stock.teleport' }), 'unknown command type "stock.teleport"'],
    ['a type that every object has', text({ type: 'constructor' }), 'unknown command type "constructor"'],
    ['a type that every object has', text({ type: '__proto__' }), 'unknown command type "__proto__"'],
    ['a newer version', text({ version: 2 }), 'stock.move version 2 is newer than this program knows'],
    ['no payload', text({ payload: undefined }), 'stamp: payload'],
    ['a payload that is nothing', text({ payload: null }), 'stock.move: payload is not an object'],
    ['a payload that is a list', text({ payload: [] }), 'stock.move: payload is not an object'],
    ['a payload that does not fit', text({ payload: { ...payload, quantity: 0 } }), 'stock.move: quantity'],
  ])('CMD-2 says why not: %s', (_, source, reason) => {
    expect(why(source)).toContain(reason);
  });

  it('CMD-2 names the command where the stamp could be read', () => {
    expect(parseCommand(text({ type: 'stock.teleport' }))).toMatchObject({ ok: false, id: stamp.id });
    expect(parseCommand(text({ payload: null }))).toMatchObject({ ok: false, id: stamp.id });
  });

  it('CMD-2 never throws, whatever it is given', () => {
    const junk = fc.oneof(fc.string(), fc.json(), fc.jsonValue().map((value) => text({ payload: value })), fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype)).map((type) => text({ type })), fc.jsonValue().map((version) => text({ version })));
    fc.assert(fc.property(junk, (source) => typeof parseCommand(source).ok === 'boolean'), { numRuns: 500 });
  });
});

describe('older versions', () => {
  /** As if v1 had said `qty`, and v2 had not known packs. */
  const upcasts: Upcasts = {
    'stock.move': [({ qty, ...rest }) => ({ ...rest, quantity: qty }), (old) => ({ ...old, packUnits: (old['pack'] as { units: number } | undefined)?.units ?? 1 })],
  };

  it.each([
    [1, { itemId: 'CUP', qty: 3, fromLocation: 'A1', toLocation: 'A2', pack: { units: 6 } }],
    [2, { itemId: 'CUP', quantity: 3, fromLocation: 'A1', toLocation: 'A2', pack: { units: 6 } }],
    [3, { itemId: 'CUP', quantity: 3, fromLocation: 'A1', toLocation: 'A2', packUnits: 6 }],
  ])('CMD-3 version %i is lifted to the shape of today, and stays that version', (version, old) => {
    const source = text({ version, payload: old });
    const parsed = parseCommand(source, upcasts);
    expect(parsed).toMatchObject({ ok: true, command: { version, payload: { itemId: 'CUP', quantity: 3, packUnits: 6 } } });
    expect(parsed.ok && Object.keys(parsed.command.payload)).not.toContain('qty');
    expect(source).toBe(text({ version, payload: old }));
  });

  it('CMD-3 lifting leaves the older payload as it was', () => {
    const old = Object.freeze({ itemId: 'CUP', qty: 3 });
    expect(lift('stock.move', 1, old, upcasts)).toEqual({ itemId: 'CUP', quantity: 3, packUnits: 1 });
    expect(old).toEqual({ itemId: 'CUP', qty: 3 });
  });

  it('CMD-3 the current version is one more than the steps', () => {
    expect([versionOf('stock.move', upcasts), versionOf('stock.move', {}), why(text({ version: 4 }), upcasts)]).toEqual([3, 1, 'stock.move version 4 is newer than this program knows']);
  });

  it('CMD-3 a step that stumbles makes the command malformed', () => {
    const strict: Upcasts = { 'stock.move': [(old) => ({ ...old, quantity: (old['qty'] as { units: number }).units })] };
    expect(why(text(), strict)).toBe('stock.move version 1: payload cannot be read');
  });
});
