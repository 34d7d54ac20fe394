// Plays a story with the real judgement: every station works on its own rows without the others, then the work reaches
// the ERP in a chosen order, where it is judged again; stations that are back pull the ERP's rows and judge what they
// still have on top. Nothing here decides anything.
import type { Command } from '#domain/commands.ts';
import { readsOf } from '#domain/decide.ts';
import { positionChanges } from '#domain/positions.ts';
import type { RejectionType } from '#domain/rejections.ts';
import type { Slice } from '#domain/slice.ts';
import { keyOf, type Row } from '#domain/tables.ts';
import { consider } from '#sync/core/consider.ts';
import { judgeAgain } from '#sync/core/rebase.ts';
import { clock, commandOf, copyOf, createCompany, HOME, judgeOn, sliceFor } from './company.ts';
import type { AnyAct, Side, Station, Story } from './story.ts';

/** Other figures than the story's, by the name of the act. */
export type Variation = Readonly<Record<string, { readonly quantity?: number; readonly at?: string } | undefined>>;

export interface Belief {
  /** One for each thing that is watched. */
  readonly values: readonly string[];
  /** Kinds of open work items. */
  readonly open: readonly string[];
}
export interface Moment {
  readonly kind: 'done' | 'arrived';
  readonly act: AnyAct;
  readonly at: number;
  readonly quantity: number;
  /** done: what the station answered; arrived: the ERP's lasting verdict. Nothing where the person had nothing to do it to. */
  readonly verdict: 'applied' | 'merged' | 'flagged' | 'refused' | 'asked' | 'nothing';
  readonly rule: string;
  /** What the station asked before it recorded; the person said "it is so". */
  readonly question: RejectionType | undefined;
  readonly beliefs: Readonly<Partial<Record<Side, Belief>>>;
}
export interface Play {
  /** Before anybody did anything. */
  readonly start: Readonly<Partial<Record<Side, Belief>>>;
  /** Alone, in the order of the clock. */
  readonly alone: readonly Moment[];
  /** As the work reaches the ERP. */
  readonly arriving: readonly Moment[];
  readonly end: Readonly<Partial<Record<Side, Belief>>>;
  /** Every position is the sum of its movements, and no shelf is below zero. */
  readonly isSound: boolean;
  /** What the ledger shows of the story, in the order in which it happened. */
  readonly ledger: readonly Row<'movement'>[];
  readonly rows: Slice;
}

interface Desk {
  readonly id: Station;
  /** The ERP's rows as this station last saw them, and with its unsent work on top. */
  base: Slice;
  rows: Slice;
  readonly pending: Command[];
  sequence: number;
  online: boolean;
}
/** Ids of what is done in a story begin with it. */
const STORY = 'story-';
/** Whoever is asked more often than this about one command does not say "it is so" any more. */
const MOST_QUESTIONS = 4;

export function play(story: Story, order: readonly string[], variation: Variation = {}): Play {
  const company = createCompany();
  story.before(company);
  const erp = company.rows;
  const desks = new Map((Object.keys(story.stations) as Station[]).map((id): [Station, Desk] => [id, { id, base: copyOf(erp), rows: copyOf(erp), pending: [], sequence: 0, online: false }]));
  const deskOf = (act: AnyAct): Desk => desks.get(act.station as Station)!;
  const whenOf = (act: AnyAct): number => clock(variation[act.name]?.at ?? act.at);
  const beliefs = (): Readonly<Partial<Record<Side, Belief>>> => Object.fromEntries([...[...desks.values()].map((desk) => [desk.id, beliefOf(story, desk.rows)] as const), ['erp', beliefOf(story, erp)] as const]);

  function pull(desk: Desk): void {
    desk.base = copyOf(erp);
    desk.rows = copyOf(erp);
    for (const command of desk.pending) {
      const { judgement } = judgeAgain(command.sequence, command, sliceFor(desk.rows, readsOf(command)));
      for (const event of judgement?.events ?? []) desk.rows.apply(event);
    }
  }

  function doIt(act: AnyAct): { readonly command: Command | undefined; readonly moment: Omit<Moment, 'beliefs'> } {
    const desk = deskOf(act);
    const at = whenOf(act);
    // A fast clock shows a later time, and the stamp says by how much it is wrong.
    const ahead = (act.fast ?? 0) * 60_000;
    const quantity = variation[act.name]?.quantity ?? act.quantity ?? 0;
    const payload = act.enters(desk.rows, quantity, at + ahead);
    const moment = { kind: 'done', act, at, quantity, rule: '', question: undefined } as const;
    if (payload === undefined) return { command: undefined, moment: { ...moment, verdict: 'nothing' } };
    let question: RejectionType | undefined;
    const confirmed: string[] = [...(act.confirms ?? [])];
    for (let asked = 0; asked <= MOST_QUESTIONS; asked++) {
      const command = commandOf(act.type, payload, { id: `${STORY}${story.id}-${act.name}`, device: `station-${desk.id}`, sequence: desk.sequence + 1, at: at + ahead, offset: -ahead, person: act.person, warehouse: act.warehouse ?? HOME, confirmed });
      const considered = consider(command, sliceFor(desk.rows, readsOf(command)));
      if (considered.kind === 'question') {
        question ??= considered.rejection.type;
        confirmed.push(considered.rejection.type);
        continue;
      }
      if (considered.kind === 'refused') return { command: undefined, moment: { ...moment, verdict: 'refused', rule: considered.rule, question } };
      desk.sequence += 1;
      desk.pending.push(command);
      if (considered.kind === 'asked') return { command, moment: { ...moment, verdict: 'asked', question } };
      for (const event of considered.judgement.events) desk.rows.apply(event);
      return { command, moment: { ...moment, verdict: considered.judgement.verdict, rule: considered.judgement.rule, question } };
    }
    throw new Error(`${story.id}: ${act.name} is asked about without end`);
  }

  /** What a policy of the ERP does as soon as it can. */
  function byItself(act: AnyAct): Moment {
    const at = whenOf(act);
    const payload = act.enters(erp, act.quantity ?? 0, at);
    const judgement = payload && judgeOn(erp, commandOf(act.type, payload, { id: `${STORY}${story.id}-${act.name}`, device: 'policy', sequence: 0, at, person: 'system', warehouse: HOME, confirmed: [] }));
    for (const each of desks.values()) if (each.online) pull(each);
    return { kind: 'arrived', act, at, quantity: act.quantity ?? 0, verdict: judgement?.verdict ?? 'nothing', rule: judgement?.rule ?? '', question: undefined, beliefs: beliefs() };
  }
  const start = beliefs();
  const sent = new Map<string, Command>();
  const alone = story.acts.filter((act) => act.after === undefined).toSorted((a, b) => whenOf(a) - whenOf(b)).map((act): Moment => {
    const { command, moment } = doIt(act);
    if (command) sent.set(act.name, command);
    return { ...moment, beliefs: beliefs() };
  });

  const arriving: Moment[] = [];
  for (const name of order) {
    const act = story.acts.find((each) => each.name === name)!;
    if (act.station === 'erp') {
      arriving.push(byItself(act));
      continue;
    }
    const desk = deskOf(act);
    let command = sent.get(name);
    if (act.after !== undefined) {
      desk.online = true;
      pull(desk);
      const done = doIt(act);
      command = done.command;
      if (!command) arriving.push({ ...done.moment, beliefs: beliefs() });
    }
    if (!command) continue;
    const judgement = judgeOn(erp, command);
    desk.pending.splice(desk.pending.indexOf(command), 1);
    desk.online = true;
    for (const each of desks.values()) if (each.online) pull(each);
    const before = alone.find((moment) => moment.act === act);
    arriving.push({ kind: 'arrived', act, at: whenOf(act), quantity: before?.quantity ?? act.quantity ?? 0, verdict: judgement.verdict, rule: judgement.rule, question: undefined, beliefs: beliefs() });
  }
  for (const desk of desks.values()) pull(desk);
  return { start, alone, arriving, end: beliefs(), isSound: isSound(erp), ledger: ledgerOf(erp), rows: erp };
}

const beliefOf = (story: Story, rows: Slice): Belief => ({
  values: story.watched.map(({ see }) => see(rows)),
  open: rows.list('exception', { state: 'OPEN' }).map((row) => row.kind).toSorted(),
});

const ledgerOf = (rows: Slice): readonly Row<'movement'>[] => rows.list('movement', {}).filter((row) => row.command_id.startsWith(STORY)).toSorted((a, b) => a.effective_at - b.effective_at);

function isSound(rows: Slice): boolean {
  const sums = new Map<string, number>();
  for (const movement of rows.list('movement', {})) for (const { position, delta } of positionChanges(movement)) sums.set(keyOf('position', position), (sums.get(keyOf('position', position)) ?? 0) + delta);
  return rows.list('position', {}).every((row) => row.quantity === (sums.get(keyOf('position', row)) ?? 0) && (row.quantity >= 0 || row.location_id.startsWith('~')));
}

/** All orders in which the work can reach the ERP: each station's in its own order, and an act after those it waits for. */
export function ordersOf(story: Story): readonly (readonly string[])[] {
  const orders: string[][] = [];
  const go = (before: readonly string[]): void => {
    if (before.length === story.acts.length) orders.push([...before]);
    for (const act of story.acts) if (!before.includes(act.name) && mayCome(story, act, before)) go([...before, act.name]);
  };
  go([]);
  return orders;
}
function mayCome(story: Story, act: AnyAct, before: readonly string[]): boolean {
  const earlier = story.acts.slice(0, story.acts.indexOf(act)).filter((each) => each.station === act.station).map((each) => each.name);
  return [...earlier, ...(act.after ?? [])].every((name) => before.includes(name));
}

/** The two orders that differ most: one station's work wholly before the other's, and the other way round. */
export function twoOrdersOf(story: Story): readonly [readonly string[], readonly string[]] {
  const orders = ordersOf(story);
  const weight = (order: readonly string[]): number => order.reduce((sum, name, index) => sum + ({ a: index, b: -index / 100, c: 0, erp: 0 })[story.acts.find((act) => act.name === name)!.station], 0);
  const sorted = orders.toSorted((a, b) => weight(a) - weight(b));
  return [sorted[0]!, sorted.at(-1)!];
}

/** The ending that the story states for an order of arrival. */
export const endingOf = (story: Story, order: readonly string[]) => story.endings.find(({ when }) => when === undefined || order.indexOf(when[0]) < order.indexOf(when[1]));
