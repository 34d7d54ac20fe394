// Answers to what windows ask, from this replica and according to who is signed in.
import { account, isAccount, isOnHand } from '#domain/positions.ts';
import { statusOf } from '#domain/status.ts';
import { compareText } from '#domain/slice.ts';
import { counts } from '#domain/teaching.ts';
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import { approvalsWaiting, approvalInbox, whyOf } from './answers-approvals.ts';
import { blindFor, tellable, type Blind } from './blind.ts';
import { cartonsFor } from './answers-cartons.ts';
import { countFiguresFor, countsBehindFigure } from './answers-count-figures.ts';
import { expectedIn } from './expected.ts';
import { unitNumbers } from './answers-unit-numbers.ts';
import { receiptAnswer } from './answers-receipt.ts';
import { receivingFiguresFor } from './answers-receiving-figures.ts';
import { insteadPlaces } from './answers-instead.ts';
import { homeBin, putAwayPlaces } from './answers-put-away.ts';
import { toBring } from './answers-replenish.ts';
import { transferCards } from './answers-transfers.ts';
import { countSheet } from './answers-count-sheet.ts';
import { countCandidates, countPlan } from './answers-count-plan.ts';
import { changedWork } from './answers-changed-work.ts';
import { openHolds, type Recalls } from './answers-holds.ts';
import { mayLook, orderBoard, orderFiguresFor } from './answers-orders.ts';
import { orderLine, refundCards, refundForecast } from './answers-refunds.ts';
import { suspenseLines } from './answers-suspense.ts';
import type { Promises } from './answers-promise.ts';
import type { Routes } from './answers-route.ts';
import { openPutBacks, stationsAtWork } from './answers-work.ts';
import type { GlanceKeeper } from './glances.ts';
import type { Why } from './answers-why.ts';
import type { Answers, ItemCard, Person, Question, StockLine } from './contract.ts';
import type { Printing } from './printing/printing.ts';
import { dispositionTable } from './answers-dispositions.ts';
import { doingsOf } from './answers-doings.ts';
import { returnOrigin } from './return-origin.ts';
import { possibleOrders } from './return-search.ts';
import { thingOf } from './thing.ts';

interface Asking {
  readonly person: Person | null;
  readonly now: number;
  readonly routes: Routes;
  readonly why: Why;
  readonly recalls: Recalls;
  readonly promises: Promises;
  readonly glances: GlanceKeeper;
  readonly printing: Pick<Printing, 'jobs'>;
}

const SEARCH_MAX = 50;
const HISTORY_MAX = 100;

/** What the ERP must be asked for is a promise. */
export function answer(replica: Replica, asking: Asking, question: Question): Answers[keyof Answers] | Promise<Answers[keyof Answers]> {
  const { rows } = replica;
  switch (question.about) {
    case 'thing': return thingOf(replica, question.raw);
    case 'items': return question.ids.flatMap((itemId) => cardOf(replica, itemId) ?? []);
    case 'search': return search(replica, question.text);
    case 'stock': return seesBooks(asking.person) ? stock(replica, blindFor(replica, asking.person), question.itemId, question.locationId) : null;
    case 'expected': return expectedIn(replica, question.locationId, question.taskId);
    case 'instead': return insteadPlaces(replica, asking.now, question);
    case 'home_bin': return homeBin(replica, question);
    case 'put_away': return putAwayPlaces(replica, asking.now, question);
    case 'approvals_waiting': return approvalsWaiting(replica, asking.person);
    case 'approvals': return approvalInbox(replica, asking);
    case 'refunds': return isSupervisor(asking.person) || asking.person?.roles.includes('finance') ? refundCards(rows, home(replica)) : null;
    case 'refund_forecast': return refundForecast(rows, home(replica), asking.now, question);
    case 'order_line': return orderLine(rows, question.number, question.itemId);
    case 'approval_why': return whyOf(replica, asking, question.lineId);
    case 'how_many_left': return asking.glances.shouldAsk(asking.person, question.itemId, question.locationId, asking.now);
    case 'count_figures': return countFiguresFor(replica, asking.person, asking.now);
    case 'unit_numbers': return unitNumbers(replica, question.unitId ?? '');
    case 'set': return rows.find('item_component', { item_id: question.itemId }).map((row) => ({ itemId: row.component_id, quantity: row.quantity })).toSorted((a, b) => compareText(a.itemId, b.itemId));
    case 'receipt': return receiptAnswer(replica, question.deliveryId);
    case 'count_sheet': return countSheet(replica, question.sheetId, (locationId, taskId) => expectedIn(replica, locationId, taskId));
    case 'count_sheets': return rows.find('count_sheet', { warehouse_id: home(replica) }).filter((row) => row.ended_at === null).toSorted((a, b) => b.printed_at - a.printed_at);
    case 'counts_behind': return countsBehindFigure(replica, asking.person, asking.now, question);
    case 'count_plan': return countPlan(replica, asking.person, asking.now);
    case 'count_candidates': return countCandidates(replica, asking.person, question);
    case 'to_bring': return toBring(replica);
    case 'transfers': return transferCards(replica, asking.now);
    case 'warehouses': return rows.find('warehouse', {});
    case 'exceptions': return exceptions(replica, blindFor(replica, asking.person));
    case 'changed_work': return changedWork(replica, asking.person);
    case 'photos_of': return [...new Set(rows.find('attachment', { warehouse_id: home(replica), subject_id: question.subjectId }).toSorted((a, b) => a.named_at - b.named_at).map((row) => row.hash))];
    case 'doings': return doingsOf(replica, question.of);
    case 'print_jobs': return asking.printing.jobs();
    case 'suspense': return isSupervisor(asking.person) || asking.person?.roles.includes('finance') ? suspenseLines(rows, home(replica)) : null;
    case 'holds': return isSupervisor(asking.person) ? openHolds(rows, home(replica)) : null;
    case 'promise': return mayLook(asking.person) ? asking.promises.answer(question) : null;
    case 'channels': return rows.find('channel', {}).toSorted((a, b) => compareText(a.channel_id, b.channel_id));
    case 'orders': return orderBoard(replica, asking.person, asking.now, question.show ?? 'all');
    case 'dispositions': return dispositionTable(replica);
    case 'receiving_figures': return receivingFiguresFor(replica, asking.person, asking.now);
    case 'order_figures': return orderFiguresFor(replica, asking.person, asking.now);
    case 'received_by': return isSupervisor(asking.person) ? asking.recalls.answer(question) : null;
    case 'movements': return seesBooks(asking.person) ? tellable(blindFor(replica, asking.person), movements(replica, question)) : null;
    case 'codes': return rows.find('code', { kind: question.kind });
    case 'places': return places(replica).filter((row) => row.kind === question.kind);
    case 'people': return rows.find('person', {});
    case 'stations': return stationsAtWork(replica, home(replica));
    case 'put_backs': return openPutBacks(replica, home(replica));
    case 'carriers': return rows.find('carrier', {});
    case 'suppliers': return rows.find('supplier', {});
    case 'setting': return rows.find('setting', { key: question.key })[0]?.value ?? null;
    case 'possible_orders': return possibleOrders(rows, home(replica), question);
    case 'return_of': return returnOrigin(rows, home(replica), question);
    case 'work': return work(replica, question.orderIds);
    case 'on_hand': return onHand(replica, asking.person?.roles.includes('counter') ? blindFor(replica, asking.person) : undefined);
    case 'route': return asking.routes.answer(question);
    case 'cart_work': return asking.routes.cart();
    case 'cartons': return cartonsFor(rows, home(replica), question.fulfilmentId);
    case 'why': return seesBooks(asking.person) && !isBlindTo(replica, asking.person, question) ? asking.why.answer(question) : null;
  }
}

const isSupervisor = (person: Person | null): boolean => person?.roles.includes('supervisor') ?? false;
/** Who only counts must not learn what the books have. */
const seesBooks = (person: Person | null): boolean => person !== null && person.roles.some((role) => role !== 'counter');

const isBlindTo = (replica: Replica, person: Person | null, { subject }: Extract<Question, { about: 'why' }>): boolean => subject.kind === 'position' && blindFor(replica, person).hides(subject.itemId, subject.locationId);

const home = (replica: Replica): string => replica.meta.get('warehouse_id') ?? '';
const places = (replica: Replica): readonly Row<'location'>[] => replica.rows.find('location', { warehouse_id: home(replica) });

function cardOf(replica: Replica, itemId: string): ItemCard | undefined {
  const { rows } = replica;
  const item = rows.find('item', { item_id: itemId })[0];
  if (!item) return undefined;
  const alike = item.look_alike_group === '' ? [] : rows.find('item', { look_alike_group: item.look_alike_group }).map((row) => row.item_id).filter((id) => id !== itemId);
  return {
    item,
    barcodes: rows.find('barcode', { item_id: itemId }).filter(counts).map(({ code, units }) => ({ code, units })),
    packs: rows.find('item_pack', { item_id: itemId }).map(({ label, units }) => ({ label, units })),
    lookAlikes: alike,
  };
}

function search(replica: Replica, text: string): Answers['search'] {
  const like = `%${text.trim().replaceAll(/[%_\\]/g, (mark) => `\\${mark}`).replaceAll(/\s+/g, '%')}%`;
  const ids = replica.db.prepare(`select item_id from item where sku like ? escape '\\' or name like ? escape '\\' order by abc_class, name limit ${SEARCH_MAX}`).pluck().all(like, like) as string[];
  return ids.flatMap((itemId) => replica.rows.find('item', { item_id: itemId }));
}

function stock(replica: Replica, blind: Blind, itemId: string | undefined, locationId: string | undefined): readonly StockLine[] {
  const warehouse_id = home(replica);
  const found = locationId === undefined
    ? (itemId === undefined ? [] : replica.rows.find('position', { warehouse_id, item_id: itemId }))
    : [...replica.rows.find('position', { warehouse_id, location_id: locationId }), ...replica.rows.find('position', { warehouse_id, location_id: account.suspense(locationId) })];
  return found.filter((row) => row.quantity !== 0 && (itemId === undefined || row.item_id === itemId)).map((row) => {
    const place = replica.rows.find('location', { warehouse_id, location_id: row.location_id })[0];
    const hidden = blind.hides(row.item_id, row.location_id);
    return {
      locationId: row.location_id, itemId: row.item_id, lot: row.lot, serial: row.serial, condition: row.condition, hold: row.hold, quantity: hidden ? 0 : row.quantity, hidden,
      status: statusOf(row, place), expiresOn: row.lot === '' ? null : (replica.rows.find('lot', { item_id: row.item_id, lot: row.lot })[0]?.expires_on ?? null),
    };
  });
}

/** Without figures where they would tell what is being counted. */
const exceptions = (replica: Replica, blind: Blind): readonly Row<'exception'>[] =>
  replica.rows.find('exception', { warehouse_id: home(replica) }).filter((row) => row.state === 'OPEN').toSorted((a, b) => a.due_at - b.due_at)
    .map((row) => (row.location_id !== '' && blind.hides(row.item_id, row.location_id) ? { ...row, quantity: 0, book: {} } : row));

interface Of { readonly itemId?: string | undefined; readonly locationId?: string | undefined; readonly documentId?: string | undefined }
/** By item or document through its index, which is named: left to itself SQLite walks all movements of the warehouse. */
function movements(replica: Replica, { itemId, locationId, documentId }: Of): readonly Row<'movement'>[] {
  const suspense = locationId === undefined ? '' : account.suspense(locationId);
  const [index, which] = documentId !== undefined ? ['document_id', 'document_id = @document and (@item is null or item_id = @item)'] : itemId !== undefined ? ['item_id_effective_at', 'item_id = @item']
    : ['item_id_effective_at', 'item_id in (select item_id from position where warehouse_id = @warehouse and location_id in (@place, @suspense))'];
  const found = replica.db.prepare(`
    select movement_id from movement indexed by movement_by_${index} where warehouse_id = @warehouse and ${which}
      and (@place is null or from_location in (@place, @suspense) or to_location in (@place, @suspense))
    order by effective_at desc, movement_id limit ${HISTORY_MAX}`).pluck().all({ warehouse: home(replica), item: itemId ?? null, document: documentId ?? null, place: locationId ?? null, suspense }) as string[];
  return found.flatMap((movementId) => replica.rows.find('movement', { warehouse_id: home(replica), movement_id: movementId }));
}

function work(replica: Replica, orderIds: readonly string[]): readonly Row<'pick_task'>[] {
  const warehouse_id = home(replica);
  return orderIds.flatMap((order_id) => replica.rows.find('fulfilment', { warehouse_id, order_id }))
    .filter((row) => row.state !== 'SHIPPED' && row.state !== 'CANCELLED')
    .flatMap((row) => replica.rows.find('pick_task', { warehouse_id, fulfilment_id: row.fulfilment_id }));
}

function onHand(replica: Replica, blind?: Blind): Answers['on_hand'] {
  const sums = replica.db.prepare('select item_id, location_id, sum(quantity) as quantity from position where warehouse_id = ? group by item_id, location_id').all(home(replica)) as { item_id: string; location_id: string; quantity: number }[];
  const totals = new Map<string, number>();
  for (const { item_id, location_id, quantity } of sums) {
    if ((isAccount(location_id) && !isOnHand(location_id)) || blind?.hides(item_id, location_id)) continue;
    totals.set(item_id, (totals.get(item_id) ?? 0) + quantity);
  }
  return [...totals].map(([itemId, quantity]) => ({ itemId, quantity }));
}
