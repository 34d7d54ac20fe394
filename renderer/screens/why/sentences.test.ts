import { describe, expect, it } from 'vitest';
import type { Row } from '#domain/tables.ts';
import type { Explanation, Line } from '#domain/why/explain.ts';
import { questionOf, sourceWords, sumWords, tell } from './sentences.ts';

const NOON = Date.UTC(2026, 2, 2, 12);
const HOUR = 3_600_000;
const names = { people: { ann: 'Ann B.', sue: 'Sue C.' }, devices: { D1: 'Pack 3' }, items: { CUP: 'Mug, sage' }, documents: { f1: 'order SO-1' } };
const position = (quantity: number, more: Partial<Row<'position'>> = {}): Row<'position'> => ({ warehouse_id: 'W1', item_id: 'CUP', location_id: 'A1', lot: '', serial: '', condition: 'N', hold: '', owner: '', quantity, ...more });
const movement = (more: Partial<Row<'movement'>>): Row<'movement'> => ({
  warehouse_id: 'W1', movement_id: 'm', command_id: 'c', type: 'pick.pick', item_id: 'CUP', lot: '', serial: '', quantity: 2, from_location: 'A1', from_condition: 'N', from_hold: '', from_owner: '', to_location: 'TOTE-1', to_condition: 'N', to_hold: '', to_owner: '',
  pack_units: 1, document_id: 'f1', reason: '', person_id: 'ann', device_id: 'D1', effective_at: NOON, ...more,
});
const line = (more: Partial<Line>): Line => ({ kind: 'movement', at: NOON, person: 'ann', device: 'D1', movement: movement({}), command: null, exception: null, count: null, change: -2, balance: 5, late: null, afterCountOf: null, waiting: false, ...more });
const explanation = (more: Partial<Explanation> = {}): Explanation => ({
  subject: { kind: 'position', warehouse: 'W1', itemId: 'CUP', locationId: 'A1' }, found: true, lines: [], document: null, open: { exceptions: [], adjustments: [] }, since: null,
  total: { books: 7, lines: 7, parts: [{ position: position(7), ledger: 7 }], isSound: true }, ...more,
});
const said = (more: Partial<Line>) => tell(line(more), explanation(), names, NOON + HOUR);

describe('the history in words', () => {
  it('WHY-2 a movement is told from the bin’s side, with who, where and for what', () => {
    expect(said({})).toMatchObject({ title: 'Picked: 2 out to TOTE-1', by: 'Ann B. at Pack 3', change: '− 2', balance: '5', notes: [{ tone: 'plain', text: 'for order SO-1' }] });
    expect(said({ movement: movement({ from_location: '~supplier', to_location: 'A1', type: 'delivery.receive' }), change: 2 }).title).toBe('Received: 2 in from supplier');
    expect(said({ movement: movement({ from_location: '~suspense:A1' }) }).title).toBe('Picked: 2 out to TOTE-1, which the books did not have here');
    expect(said({ movement: movement({ to_location: 'A1', to_hold: 'COUNT_HOLD', type: 'count.hold' }), change: 0 })).toMatchObject({ title: 'Held until the count is approved: 2 stay here, now waits for a count', change: '± 0' });
  });

  it('WHY-2 lateness, an older count, waiting work and a confirmed question are said aloud', () => {
    const command = { id: 'c', type: 'pick.pick', person: 'ann', device: 'D1', sequence: 4, at: NOON, recordedAt: NOON + 3 * HOUR, verdict: 'flagged', rule: 'PIK-6', rejection: null, confirmed: ['over_expected'], payload: {} };
    const notes = tell(line({ command, late: 3 * HOUR, afterCountOf: NOON, waiting: true }), explanation(), names, NOON + 4 * HOUR).notes.map((note) => note.text);
    expect(notes.slice(1)).toEqual([
      expect.stringContaining('(PIK-6)'), 'The station asked whether it is really so, and was told: it is so.', expect.stringMatching(/^Done before the count of /), expect.stringMatching(/^Came to the ERP 3 h later/), 'Not in the ERP yet: kept on this station.',
    ]);
  });

  it('WHY-1 a sum that does not hold is said before anything else', () => {
    expect(sumWords(explanation())).toEqual({ isSound: true, words: 'These lines add up to exactly the 7 in the books.' });
    const wrong = explanation({ total: { books: 7, lines: 6, isSound: false, parts: [{ position: position(7), ledger: 6 }] } });
    expect(sumWords(wrong)).toEqual({ isSound: false, words: 'These lines add up to 6, but the books have 7. This must never be: tell the administrator. free: lines 6, books 7.' });
    expect(questionOf(wrong, names)).toBe('Why does A1 have 7 × Mug, sage?');
  });

  it('WHY-3 an answer says where it comes from and what is missing in it', () => {
    const since = explanation({ since: NOON });
    expect(sourceWords({ explanation: since, sources: { here: null, erp: null, missing: 'offline' } }, NOON)).toMatch(/^From this station alone, because the ERP cannot be reached: what happened before .* is known there only\.$/);
    expect(sourceWords({ explanation: explanation(), sources: { here: null, erp: NOON, missing: '' } }, NOON)).toMatch(/^With what the ERP knows, as of /);
  });
});
