// The inbox of everything that waits for a signature, of every kind, by money and age: who signs it here and now, whom
// it waits for if that is nobody, and what explains each line with the correction that would settle it.
import { approvalKinds, type Sheet, type SheetLine } from '#domain/approving/kinds.ts';
import { worthOfLines } from '#domain/approving/sign.ts';
import { aboveLimit, limitsOf, needsServerFor, worthOf } from '#domain/approving/limits.ts';
import { isSamePosition } from '#domain/count-tasks.ts';
import { createSlice, type Read, type Slice } from '#domain/slice.ts';
import type { Why } from '#domain/purchasing/reorder-point.ts';
import { account } from '#domain/positions.ts';
import type { AnyRow, Json, Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { ApprovalAnswer, ApprovalCount, ApprovalDocument, ApprovalWhy, Cause, Correction, Person } from './contract.ts';
import { likelyCauses } from './likely-causes.ts';

interface Asking {
  readonly person: Person | null;
  readonly now: number;
}
const HISTORY_MAX = 100;
const HISTORY_SHOWN = 12;
const home = (replica: Replica): string => replica.meta.get('warehouse_id') ?? '';
const maySign = (person: Person): boolean => Object.values(approvalKinds).some((kind) => kind.roles.some((role) => person.roles.includes(role)));

export function approvalInbox(replica: Replica, { person, now }: Asking): ApprovalAnswer | null {
  if (!person || !maySign(person)) return null;
  const everybody = replica.rows.find('person', {}).filter((row) => row.active);
  const documents = Object.entries(approvalKinds).flatMap(([kind, { table, documentOf }]) => {
    const waiting = replica.rows.find(table, { warehouse_id: home(replica) }).flatMap((row) => documentOf(row as AnyRow) ?? []);
    return [...new Set(waiting)].map((documentId) => documentFor(replica, { person, now }, kind, documentId, everybody));
  });
  const limits = limitsOf(sliceOf(replica, limitReadsOf(replica, person.id)), person.id, now);
  return { documents: documents.toSorted((a, b) => Number(b.yours) - Number(a.yours) || b.value - a.value || a.since - b.since), dayLimit: limits?.day ?? null };
}

/** How many documents this person may sign, by the rows alone: asked often, so no document is opened for it. */
export function approvalsWaiting(replica: Replica, person: Person | null): number {
  if (!person) return 0;
  return Object.values(approvalKinds).filter((kind) => kind.roles.some((role) => person.roles.includes(role))).reduce((sum, { table, documentOf, partOf }) => {
    const waiting = (replica.rows.find(table, { warehouse_id: home(replica) }) as readonly AnyRow[]).filter((row) => documentOf(row) !== undefined);
    const own = new Set(waiting.filter((row) => partOf(row).includes(person.id)).map(documentOf));
    return sum + new Set(waiting.map(documentOf).filter((id) => !own.has(id))).size;
  }, 0);
}

interface Signing extends Asking {
  readonly person: Person;
}
function documentFor(replica: Replica, { person, now }: Signing, kind: string, documentId: string, everybody: readonly Row<'person'>[]): ApprovalDocument {
  const stamp = stampOf(replica, person.id, now);
  const slice = sliceFor(replica, stamp, kind, documentId);
  const warehouse = home(replica);
  const sheet = approvalKinds[kind]!.sheet(slice, warehouse, documentId);
  const waiting = sheet.lines.filter((line) => line.state === 'PENDING');
  const worth = worthOfLines(waiting, sheet.whole);
  const [first] = waiting;
  const about = aboutOf(replica, kind, documentId, first);
  const signers = new Set(waiting.flatMap((line) => line.signers));
  return {
    kind, documentId, ...about, value: worthOf(waiting, sheet.whole).total, whole: sheet.whole,
    lines: waiting.map(({ view, ...line }) => ({ lineId: line.lineId, itemId: line.itemId, locationId: line.locationId, units: line.units, value: line.value, needed: line.needed, signers: line.signers, view: view(), ...bookOf(replica, kind, line.lineId), bought: kind === 'purchase' ? whyBought(replica, documentId, line.itemId) : null })),
    mine: sheet.partakers.includes(person.id) || signers.has(person.id),
    yours: approvalKinds[kind]!.roles.some((role) => person.roles.includes(role)),
    above: aboveLimit(slice, stamp, worth, sheet.partakers)?.book['which'] as ApprovalDocument['above'] ?? null,
    asksServer: needsServerFor(slice, stamp, worth),
    waitsFor: whoSigns(replica, kind, sheet, worth.total, everybody, now),
  };
}

/** Hashes of the photos that somebody named for it, the oldest first, each once. */
function photosAbout(replica: Replica, subjectId: string): readonly string[] {
  const rows = replica.rows.find('attachment', { warehouse_id: home(replica), subject_id: subjectId });
  return [...new Set(rows.toSorted((x, y) => x.named_at - y.named_at).map((row) => row.hash))];
}

/** What a person should know of the document besides its figures. */
function aboutOf(replica: Replica, kind: string, documentId: string, line: SheetLine | undefined): Pick<ApprovalDocument, 'label' | 'author' | 'counters' | 'reason' | 'note' | 'evidence' | 'since'> {
  const warehouse_id = home(replica);
  if (kind === 'refund') {
    const row = replica.rows.find('refund', { refund_id: documentId })[0];
    return { label: 'refund', author: row?.decided_by ?? '', counters: row?.graded_by ? [row.graded_by] : [], reason: ((row?.reasons ?? []) as readonly string[]).join(' '), note: row?.note ?? '', evidence: [], since: row?.decided_at ?? 0 };
  }
  if (kind === 'destruction') {
    const unit = replica.rows.find('return_unit', { warehouse_id, unit_id: documentId })[0];
    return { label: 'unit_destruction', author: unit?.disposed_by ?? '', counters: unit?.inspected_by ? [unit.inspected_by] : [], reason: unit?.grade ?? '', note: unit?.note ?? '', evidence: photosAbout(replica, documentId), since: unit?.disposed_at ?? 0 };
  }
  if (kind === 'purchase') {
    const rows = replica.rows.find('purchase_proposal', { warehouse_id, proposal_id: documentId });
    const supplier = replica.rows.find('supplier', { supplier_id: rows[0]?.supplier_id ?? '' })[0];
    return { label: 'purchase', author: 'system', counters: [], reason: supplier?.name ?? rows[0]?.supplier_id ?? '', note: '', evidence: [], since: Math.min(...rows.map((row) => row.proposed_at)) };
  }
  if (kind !== 'adjustment') {
    const row = replica.rows.find('exception', { warehouse_id, exception_id: documentId })[0] ?? replica.rows.find('exception', { warehouse_id, subject_id: documentId }).find((each) => each.state === 'OPEN');
    return { label: kind === 'taught_code' ? 'taught_code' : 'over_receipt', author: row?.person_id ?? '', counters: [], reason: row?.subject_id ?? '', note: '', evidence: row ? photosAbout(replica, row.subject_id) : [], since: row?.opened_at ?? 0 };
  }
  const row = line && replica.rows.find('adjustment', { warehouse_id, adjustment_id: line.lineId })[0];
  const attributes = row === undefined ? {} : (replica.rows.find('code', { kind: 'adjustment_reason', code: row.reason })[0]?.attributes as Readonly<Record<string, Json>> | undefined);
  const label = row?.source === 'count' ? 'count' : row?.source === 'correction' ? 'correction' : row !== undefined && row.needed > 1 ? 'destruction' : attributes?.['writeOff'] === true ? 'write_off' : 'change';
  return { label, author: row?.author ?? '', counters: (row?.counters ?? []) as readonly string[], reason: row?.reason ?? '', note: row?.note ?? '', evidence: (row?.evidence ?? []) as readonly string[], since: row?.submitted_at ?? 0 };
}
const whyBought = (replica: Replica, proposal_id: string, item_id: string): Why | null => (replica.rows.find('purchase_proposal', { warehouse_id: home(replica), proposal_id, item_id })[0]?.why ?? null) as Why | null;

function bookOf(replica: Replica, kind: string, lineId: string): { readonly book: number; readonly counted: number | null; readonly lot: string; readonly serial: string; readonly at: number; readonly count: ApprovalCount | null } {
  const row = kind === 'adjustment' ? replica.rows.find('adjustment', { warehouse_id: home(replica), adjustment_id: lineId })[0] : undefined;
  return { book: row?.book ?? 0, counted: row?.counted ?? null, lot: row?.lot ?? '', serial: row?.serial ?? '', at: row?.effective_at ?? 0, count: row?.source === 'count' ? countOf(replica, row) : null };
}

function countOf(replica: Replica, row: Row<'adjustment'>): ApprovalCount {
  const earlier = replica.rows.find('adjustment', { warehouse_id: row.warehouse_id, location_id: row.location_id })
    .filter((other) => other.state === 'SUPERSEDED' && other.effective_at < row.effective_at && isSamePosition(other, row))
    .toSorted((a, b) => a.effective_at - b.effective_at).slice(1 - row.round);
  return {
    firstLook: row.window_from + (row.window_to - row.effective_at), lastLook: row.effective_at, disturbed: row.disturbed, posted: row.posted,
    was: row.was_book === null || row.was_delta === null ? null : { book: row.was_book, units: row.was_delta },
    earlier: row.round === 1 ? [] : earlier.map((other) => ({ counted: other.counted ?? 0, units: other.delta, at: other.effective_at, by: other.counters as readonly string[] })),
  };
}

/** People here who may sign it; where there is none, the deputies; where there is none either, whoever could at all. */
function whoSigns(replica: Replica, kind: string, sheet: Sheet, total: number, everybody: readonly Row<'person'>[], now: number): ApprovalDocument['waitsFor'] {
  const named = replica.rows.find('setting', { key: `approvers:${home(replica)}` })[0]?.value as { readonly people?: readonly string[]; readonly deputies?: readonly string[] } | undefined;
  const delegations = replica.rows.find('delegation', {}).filter((row) => row.from_at <= now && now < row.until_at);
  const away = new Set(delegations.map((row) => row.person_id));
  const signers = new Set(sheet.lines.flatMap((line) => line.signers));
  const may = (row: Row<'person'>): boolean => {
    if (sheet.partakers.includes(row.person_id) || signers.has(row.person_id) || !approvalKinds[kind]!.roles.some((role) => (row.roles as readonly string[]).includes(role))) return false;
    const limits = limitsOf(sliceOf(replica, limitReadsOf(replica, row.person_id)), row.person_id, now, sheet.partakers);
    return limits === undefined || limits.one === null || total <= limits.one;
  };
  const able = everybody.filter(may).map((row) => row.person_id);
  const here = able.filter((id) => !away.has(id) && (named?.people?.includes(id) ?? true));
  if (here.length > 0) return { people: here, why: 'here' };
  const deputies = [...new Set([...delegations.map((row) => row.deputy_id), ...(named?.deputies ?? [])])].filter((id) => able.includes(id));
  return deputies.length > 0 ? { people: deputies, why: 'deputy' } : { people: able, why: able.length > 0 ? 'elsewhere' : 'nobody' };
}

const stampOf = (replica: Replica, person: string, now: number) =>
  ({ id: '', version: 1, device: replica.meta.get('device_id') ?? '', sequence: 0, previous: '', at: now, offset: Number(replica.meta.get('offset_ms') ?? 0), person, warehouse: home(replica), confirmed: [] });
function limitReadsOf(replica: Replica, person: string): readonly Read[] {
  const spent = (kind: string): Read => ({ table: 'approval_spent', where: { kind, subject_id: person } });
  return [
    { table: 'setting', where: { key: 'approval_limits' } }, { table: 'setting', where: { key: 'approval_offline_limit' } }, { table: 'person', where: { person_id: person } }, { table: 'delegation', where: { deputy_id: person } },
    spent('person'), spent('handed_out'), { table: 'approval_budget', where: { device_id: replica.meta.get('device_id') ?? '', person_id: person } },
  ];
}
/** The document's own rows first, then what its lines are about. */
function sliceFor(replica: Replica, stamp: ReturnType<typeof stampOf>, kind: string, documentId: string): Slice {
  const base = approvalKinds[kind]!.reads({ ...stamp, type: 'approval.sign', payload: { kind, documentId, note: '', breakGlass: '', lines: [] } });
  const slice = sliceOf(replica, [...base, ...limitReadsOf(replica, stamp.person)]);
  const items = [...new Set(approvalKinds[kind]!.sheet(slice, stamp.warehouse, documentId).lines.map((line) => line.itemId))];
  replica.rows.load(items.flatMap((itemId): Read[] => [{ table: 'item', where: { item_id: itemId } }, { table: 'approval_spent', where: { kind: 'item', subject_id: itemId } }]), slice);
  return slice;
}
function sliceOf(replica: Replica, reads: readonly Read[]): Slice {
  const slice = createSlice();
  replica.rows.load(reads, slice);
  return slice;
}

// --- why a line differs, and what would put it right

export function whyOf(replica: Replica, { person }: Asking, lineId: string): ApprovalWhy | null {
  const warehouse_id = home(replica);
  if (!person || !maySign(person)) return null;
  const { rows } = replica;
  const adjustment = rows.find('adjustment', { warehouse_id, adjustment_id: lineId })[0];
  if (!adjustment) {
    const exception = rows.find('exception', { warehouse_id, exception_id: lineId })[0];
    return { history: exception ? movementsAt(replica, exception.item_id, exception.location_id).slice(0, HISTORY_SHOWN) : [], causes: [] };
  }
  const pending = rows.find('adjustment', { warehouse_id }).filter((row) => row.state === 'PENDING');
  const locations = new Map(rows.find('location', { warehouse_id }).map((row) => [row.location_id, row]));
  const group = rows.find('item', { item_id: adjustment.item_id })[0]?.look_alike_group ?? '';
  const alike = new Set(group === '' ? [] : rows.find('item', { look_alike_group: group }).map((row) => row.item_id));
  const history = movementsAt(replica, adjustment.item_id, adjustment.location_id);
  const causes = likelyCauses({
    adjustment, pending, history,
    place: (locationId) => locations.get(locationId),
    isAlike: (itemId) => itemId !== adjustment.item_id && alike.has(itemId),
    positions: rows.find('position', { warehouse_id, item_id: adjustment.item_id }),
    packs: rows.find('item_pack', { item_id: adjustment.item_id }).map((pack) => pack.units),
    movementsAt: (itemId, locationId) => movementsAt(replica, itemId, locationId),
  });
  return { history: history.slice(0, HISTORY_SHOWN), causes: causes.map((cause) => ({ ...cause, correction: correctionFor(adjustment, cause, pending) })) };
}

/** The change of zero units that would settle the difference, where the cause accounts for all of it. */
export function correctionFor(row: Row<'adjustment'>, cause: Cause, pending: readonly Row<'adjustment'>[]): Correction | null {
  const axes = { lot: row.lot, serial: row.serial, condition: row.condition, hold: row.hold, owner: row.owner };
  const here = { ...axes, locationId: row.location_id, itemId: row.item_id, delta: row.delta };
  const twin = pending.find((other) => other.adjustment_id === cause.adjustmentId);
  if ((cause.kind === 'swapped' || cause.kind === 'other_bin') && twin?.delta === -row.delta) {
    const there = { lot: twin.lot, serial: twin.serial, condition: twin.condition, hold: twin.hold, owner: twin.owner, locationId: twin.location_id, itemId: twin.item_id, delta: twin.delta };
    return { reason: cause.kind === 'swapped' ? 'MISTAKEN_ITEM' : 'BIN_CORRECTION', replaces: [row.adjustment_id, twin.adjustment_id], lines: [here, there] };
  }
  const covers = cause.kind === 'not_put_away' ? row.delta > 0 && cause.units >= row.delta : cause.kind === 'taken_elsewhere' && row.delta < 0 && cause.units <= row.delta;
  return covers ? { reason: 'BIN_CORRECTION', replaces: [row.adjustment_id], lines: [here, { ...axes, locationId: cause.locationId, itemId: row.item_id, delta: -row.delta }] } : null;
}

/** Newest first, with those of the place's suspense. */
function movementsAt(replica: Replica, itemId: string, locationId: string): readonly Row<'movement'>[] {
  const warehouse = home(replica);
  const found = replica.db.prepare(`
    select movement_id from movement where warehouse_id = @warehouse and item_id = @itemId and (from_location in (@locationId, @suspense) or to_location in (@locationId, @suspense))
    order by effective_at desc, movement_id limit ${HISTORY_MAX}`).pluck().all({ warehouse, itemId, locationId, suspense: account.suspense(locationId) }) as string[];
  return found.flatMap((movementId) => replica.rows.find('movement', { warehouse_id: warehouse, movement_id: movementId }));
}
