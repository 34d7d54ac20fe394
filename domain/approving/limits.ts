// How much a person may approve: at once, in a day, and of one item in a number of days, by role or by name. The ERP
// owns the limits; where it sets none, a person may approve any amount, and a station what lies below a fixed one.
import { z } from 'zod';
import type { Book } from '#domain/book.ts';
import { effectiveAt, type Stamp } from '#domain/commands.ts';
import { daysBetween, dayOf } from '#domain/days.ts';
import { document, setting } from '#domain/reads.ts';
import { reject } from '#domain/rejections.ts';
import type { Read, Slice } from '#domain/slice.ts';
import type { Json } from '#domain/tables.ts';

/** Stock value in 1/10,000 of the currency unit above which an approval is the server's alone, where the ERP sets no limits. */
const OFFLINE_LIMIT_DEFAULT = 5_000_000;
export const OFFLINE_LIMIT = 'approval_offline_limit';
export const APPROVAL_LIMITS = 'approval_limits';

/** Values in 1/10,000 of the currency unit; null: no limit. */
export interface Limits {
  /** In one command. */
  readonly one: number | null;
  /** In one day, over all devices. */
  readonly day: number | null;
  /** Of one item within `itemDays`, by everybody together. */
  readonly item: number | null;
  /** Handed out to a device at a time, to be spent without the server. */
  readonly offline: number;
}
const amount = z.int().nonnegative().nullable().default(null);
const someLimits = z.object({ one: amount, day: amount, item: amount, offline: z.int().nonnegative().default(0) });
const limitSetting = z.object({
  roles: z.record(z.string(), someLimits), people: z.record(z.string(), someLimits).default({}), itemDays: z.int().positive().max(366).default(30),
  /** Who changed the limits, and on which day (ISO): nobody changes a limit and uses it the same day. */
  changedBy: z.string().default(''), changedOn: z.string().default(''),
});
type LimitSetting = z.infer<typeof limitSetting>;
/** Limits that cannot be read let nobody approve, which somebody notices; the other way round nobody would. */
const NOTHING: LimitSetting = { roles: {}, people: {}, itemDays: 30, changedBy: '', changedOn: '' };

function settingOf(slice: Slice): LimitSetting | undefined {
  const row = slice.get('setting', APPROVAL_LIMITS);
  if (!row) return undefined;
  const read = limitSetting.safeParse(row.value);
  return read.success ? read.data : NOTHING;
}

/** What a decision is worth, all values without sign. */
export interface Worth {
  readonly total: number;
  readonly items: ReadonlyMap<string, number>;
}
export interface Valued {
  readonly itemId: string;
  readonly value: number;
}
/** Losses and gains add up; in a correction that sums to zero they cancel out, and what is left counts. */
export function worthOf(goods: readonly Valued[], cancelsOut = false): Worth {
  const items = new Map<string, number>();
  for (const { itemId, value } of goods) items.set(itemId, (items.get(itemId) ?? 0) + (cancelsOut ? value : Math.abs(value)));
  const sum = [...items.values()].reduce((total, value) => total + value, 0);
  return { total: Math.abs(sum), items: new Map([...items].map(([itemId, value]) => [itemId, Math.abs(value)])) };
}

const spentReads = (kind: SpentKind, subject: string): readonly Read[] => document(`approved:${kind}:${subject}`, { table: 'approval_spent', where: { kind, subject_id: subject } });
export const limitReads = ({ person, device }: Stamp, itemIds: readonly string[]): readonly Read[] => [
  setting(APPROVAL_LIMITS), setting(OFFLINE_LIMIT), { table: 'person', where: { person_id: person } }, { table: 'delegation', where: { deputy_id: person } },
  ...budgetReads(person, device),
  ...[...new Set(itemIds)].flatMap((itemId) => spentReads('item', itemId)),
];
export const budgetReads = (person: string, device: string): readonly Read[] => [
  ...spentReads('person', person), ...spentReads('handed_out', person),
  ...document(`approved:person:${person}`, { table: 'approval_budget', where: { device_id: device, person_id: person } }),
];

/** The widest of what the person holds by name, by role and, for work that the absent one had no part in, by standing in. */
export function limitsOf(slice: Slice, person: string, at: number, partakers: readonly string[] = []): Limits | undefined {
  const set = settingOf(slice);
  if (!set) return undefined;
  const own = slice.get('person', person);
  const standingIn = slice.list('delegation', { deputy_id: person }).filter((row) => row.from_at <= at && at < row.until_at && !partakers.includes(row.person_id));
  return [{ person_id: person, roles: own?.roles ?? [] }, ...standingIn].map((row) => limitsBy(set, row.person_id, row.roles)).reduce(widest);
}
function limitsBy(set: LimitSetting, person: string, roles: Json): Limits {
  const named = set.people[person];
  return named ?? (roles as readonly string[]).flatMap((role) => set.roles[role] ?? []).reduce(widest, { one: 0, day: 0, item: 0, offline: 0 });
}
const widest = (a: Limits, b: Limits): Limits => ({ one: wider(a.one, b.one), day: wider(a.day, b.day), item: wider(a.item, b.item), offline: Math.max(a.offline, b.offline) });
const wider = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : Math.max(a, b));

// --- what was approved, by day

type SpentKind = 'person' | 'handed_out' | 'item' | 'author';
const daysOf = (slice: Slice, kind: SpentKind, subject: string): Readonly<Record<string, number>> => (slice.get('approval_spent', kind, subject)?.days ?? {}) as Readonly<Record<string, number>>;
/** Within this many days before and after, because a clock may be ahead. */
function spentWithin(slice: Slice, kind: SpentKind, subject: string, day: string, days: number): number {
  return Object.entries(daysOf(slice, kind, subject)).reduce((sum, [other, value]) => (Math.abs(daysBetween(other, day)) < days ? sum + value : sum), 0);
}
/** Days that no limit looks at any more are dropped as others are written. */
const KEPT_DAYS = 400;
export function addSpent(book: Book, kind: SpentKind, subject: string, value: number): void {
  if (value === 0) return;
  const today = dayOf(book.at);
  const before = Object.entries(daysOf(book.slice, kind, subject)).filter(([day]) => daysBetween(day, today) < KEPT_DAYS);
  const days = Object.fromEntries(before);
  book.became('approval_spent', { kind, subject_id: subject, days: { ...days, [today]: (days[today] ?? 0) + value } });
}

/** What is left to spend at this device today without the server. */
export function budgetLeft(slice: Slice, device: string, person: string, day: string): number {
  const row = slice.get('approval_budget', device, person);
  return row?.day === day ? row.granted - row.spent : 0;
}
/** What may still be handed out or approved at the server today; null: no limit. */
export function dayLeft(slice: Slice, person: string, limits: Limits, day: string): number | null {
  return limits.day === null ? null : limits.day - spentWithin(slice, 'person', person, day, 1) - spentWithin(slice, 'handed_out', person, day, 1);
}

/** Whether a station must leave this to the server. */
export function needsServerFor(slice: Slice, stamp: Stamp, { total }: Worth): boolean {
  if (settingOf(slice)) return total > budgetLeft(slice, stamp.device, stamp.person, dayOf(effectiveAt(stamp)));
  const limit = slice.get('setting', OFFLINE_LIMIT)?.value;
  return total > (typeof limit === 'number' ? limit : OFFLINE_LIMIT_DEFAULT);
}

/** Which limit this goes beyond, for the person who signs. */
export function aboveLimit(slice: Slice, stamp: Stamp, { total, items }: Worth, partakers: readonly string[]) {
  const at = effectiveAt(stamp);
  const [set, limits, day] = [settingOf(slice), limitsOf(slice, stamp.person, at, partakers), dayOf(at)];
  if (!set || !limits || (total === 0 && [...items.values()].every((value) => value === 0))) return undefined;
  if (set.changedBy === stamp.person && set.changedOn === day) return reject('above_limit', { limit: 0, value: total, which: 'changed_today' });
  if (limits.one !== null && total > limits.one) return reject('above_limit', { limit: limits.one, value: total, which: 'one' });
  const left = dayLeft(slice, stamp.person, limits, day);
  if (left !== null && total > budgetLeft(slice, stamp.device, stamp.person, day) && total > left) return reject('above_limit', { limit: limits.day ?? 0, value: total, which: 'day' });
  const most = limits.item;
  const [item] = most === null ? [] : [...items].filter(([itemId, value]) => spentWithin(slice, 'item', itemId, day, set.itemDays) + value > most);
  return item === undefined ? undefined : reject('above_limit', { limit: most ?? 0, value: item[1], which: 'item', item: item[0] });
}

/** Notes what was approved: on the device's budget where that covers it, else on the person's day; and on the items. */
export function spend(book: Book, { total, items }: Worth): void {
  const { slice, command, at } = book;
  if (!settingOf(slice)) return;
  const day = dayOf(at);
  const budget = slice.get('approval_budget', command.device, command.person);
  if (budget && budgetLeft(slice, command.device, command.person, day) >= total) book.became('approval_budget', { ...budget, spent: budget.spent + total });
  else addSpent(book, 'person', command.person, total);
  for (const [itemId, value] of items) addSpent(book, 'item', itemId, value);
}

/** What an author may still post today without anybody's approval, in all. */
export const authorReads = (person: string): readonly Read[] => spentReads('author', person);
export const authoredToday = (slice: Slice, person: string, at: number): number => spentWithin(slice, 'author', person, dayOf(at), 1);
