// Plays a flow from a script, without a screen, a station or a clock. A script is text: `> item CUP x12 lot=L1` is a scan,
// `> act undo` a key; the lines below each are what the flow answered: `? …` what it asks for now, `! …` what it told the
// station, `= …` what it said, `~ …` how it sounded. A test plays a script and expects the same text again.
import type { Thing } from '#electron/contract.ts';
import { acted, asks, scanned, type Flow, type Turn } from './flow.ts';

/** Reads the part of a line behind `> `. */
export function thingIn(words: string): Thing {
  const [kind = '', ...rest] = words.split(' ');
  const [id = ''] = rest;
  const field = (name: string): string => rest.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  switch (kind) {
    case 'item': return { kind, itemId: id, units: Number(rest.find((word) => /^x\d+$/.test(word))?.slice(1) ?? 1), lot: field('lot'), serial: field('serial'), expiresOn: field('expires') || null };
    case 'location': return { kind, locationId: id, locationKind: field('kind') || 'bin' };
    case 'handling_unit': return { kind, unitId: id, fulfilmentId: field('fulfilment') || null };
    case 'document': return { kind, document: id as Extract<Thing, { kind: 'document' }>['document'], id: rest[1] ?? '' };
    case 'pallet': return { kind, sscc: id, deliveryId: rest[1] ?? '', lines: rest.slice(2).map((word) => word.split('*')).map(([quantity, itemId = '', lot = '', received = '0']) => ({ itemId, lot, expiresOn: null, quantity: Number(quantity), received: Number(received) })) };
    case 'unknown': return { kind, text: rest.join(' ') };
    default: throw new Error(`a script has no scan of “${kind}”`);
  }
}

/** Fields of a command that say nothing are left out; the others stand in the order of their names. */
function told({ type, payload }: { readonly type: string; readonly payload: object }): string {
  const fields = Object.entries(payload).filter(([, value]) => value !== '' && value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0));
  return `! ${type} ${fields.map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).toSorted((a, b) => (a < b ? -1 : 1)).join(' ')}`;
}

export interface Stage<S, K, C> {
  readonly flow: Flow<S, K, C>;
  /** What the screen would have asked the station before this scan, or before this act. */
  readonly knows: (state: S, thing: Thing | undefined) => K;
  readonly from?: S;
}

/** The script with what the flow answers to each of its scans; everything told is taken as recorded at once. */
export function play<S, K, C>({ flow, knows, from = flow.start }: Stage<S, K, C>, script: string): string {
  let state = from;
  const lines: string[] = [`? ${asks(flow, state)}`];
  for (const line of script.split('\n').map((each) => each.trim()).filter((each) => each.startsWith('> '))) {
    const words = line.slice(2);
    const turn: Turn<S, C> | undefined = words.startsWith('act ') ? acted(flow, state, words.slice(4), knows(state, undefined)) : scanned(flow, state, thingIn(words), knows(state, thingIn(words)));
    lines.push(line);
    if (turn === undefined) lines.push('= stop not wanted here');
    else {
      state = turn.state;
      for (const { intent, context } of turn.tells ?? []) {
        lines.push(told(intent));
        state = flow.recorded?.(state, context) ?? state;
      }
      if (turn.sound !== undefined) lines.push(`~ ${turn.sound}`);
      if (turn.says) lines.push(`= ${turn.says.tone} ${turn.says.text}: ${turn.says.effect}`);
    }
    lines.push(`? ${asks(flow, state)}`);
  }
  return lines.join('\n');
}
/** A script as it is written in a test, without its indentation. */
export const script = (text: string): string => text.split('\n').map((line) => line.trim()).filter((line) => line !== '').join('\n');
