// What must be true of every single transaction of the server, looked at as it commits. Each check has the number of the
// invariant that it holds; what it knows of the past it has from earlier commits alone.
import { isAccount, isOnHand, isSuspense, binOfSuspense } from '#domain/positions.ts';
import { suspenseExceptionId } from '#domain/exceptions.ts';
import { isDecision, mayDo } from '#domain/duties.ts';
import { effectiveAt, type CommandType } from '#domain/commands.ts';
import { joinValues, keyOf, tableNames, type AnyRow, type Row, type TableName } from '#domain/tables.ts';
import { rules, type Rule } from '#sync/conflict/rules.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { LogEntry } from '#db/central/command-log.ts';
import { doingOf, doings } from '#simulator/people/people.ts';
import { nothing } from '#simulator/people/person.ts';
import { SUPERVISOR_DAY } from '#simulator/world/company.ts';
import type { Commit, SimulatedStore } from '#simulator/world/simulated-store.ts';

export type Violate = (rule: string, words: string) => void;

interface Known {
  readonly log: Map<string, LogEntry>;
  readonly last: Map<string, { readonly sequence: number; readonly hash: string }>;
  readonly movements: Set<string>;
  /** Sum of all movements by position. */
  readonly ledger: Map<string, number>;
  readonly positions: Map<string, Row<'position'>>;
  readonly exceptions: Map<string, Row<'exception'>>;
  readonly people: Map<string, Row<'person'>>;
  /** Since when somebody's rights have ended, and by which commit that was said first. */
  readonly ended: Map<string, { readonly at: number; readonly commit: number }>;
  readonly outcomes: Map<string, Row<'outcome'>>;
  readonly tasks: Map<string, Row<'pick_task'>>;
  readonly places: Map<string, Row<'location'>>;
  /** Device and number of everything that was answered, replays among it. */
  readonly answered: Set<string>;
  /** What people approved, or were handed out to approve, by day; and who may, or did, go beyond their own limit. */
  readonly spent: Map<string, Readonly<Record<string, number>>>;
  readonly beyond: Set<string>;
  readonly lost: { readonly device: string; readonly from: number; readonly to: number }[];
}
export type CommitCheck = (commit: Commit, known: Known, violate: Violate) => void;

const rowsOf = <T extends TableName>(commit: Commit, table: T): readonly Row<T>[] => (commit.rows.get(table) ?? []) as unknown as readonly Row<T>[];
const short = (id: string): string => id.slice(0, 8);

/** Same id, one entry and one set of movements, for ever. */
const onceOnly: CommitCheck = (commit, known, violate) => {
  for (const entry of commit.entries) if (known.log.has(entry.command_id)) violate('I2', `command ${short(entry.command_id)} was taken twice`);
  const here = new Set<string>();
  for (const { movement_id, type } of commit.movements) {
    if (known.movements.has(movement_id) || here.has(movement_id)) violate('I2', `a movement of ${type} was written twice`);
    here.add(movement_id);
  }
};

const balanced: CommitCheck = (commit, _known, violate) => {
  for (const moved of commit.movements) {
    if (moved.quantity <= 0 || !Number.isSafeInteger(moved.quantity)) violate('I3', `${moved.type} moved ${moved.quantity} of ${moved.item_id}`);
    const isNowhere = moved.from_location === moved.to_location && moved.from_condition === moved.to_condition && moved.from_hold === moved.to_hold && moved.from_owner === moved.to_owner;
    if (isNowhere) violate('I3', `${moved.type} moved ${moved.quantity} of ${moved.item_id} from ${moved.from_location} to itself`);
  }
};

const positionsAreTheLedger: CommitCheck = (commit, known, violate) => {
  for (const row of rowsOf(commit, 'position')) {
    const sum = known.ledger.get(keyOf('position', row)) ?? 0;
    if (sum !== row.quantity) violate('I4', `${row.location_id} has ${row.quantity} of ${row.item_id} (${row.condition}${row.hold}), its movements make ${sum}`);
  }
};

const nothingBelowZero: CommitCheck = (commit, _known, violate) => {
  for (const row of rowsOf(commit, 'position')) {
    if (!isAccount(row.location_id) && row.quantity < 0) violate('I5', `${row.location_id} has ${row.quantity} of ${row.item_id}`);
    if (isSuspense(row.location_id) && row.quantity > 0) violate('I5', `the suspense of ${binOfSuspense(row.location_id)} has ${row.quantity} of ${row.item_id} too many`);
  }
};

/** What is promised by a new task is there, free, and not promised to anybody else. */
const promisedOnce: CommitCheck = (commit, known, violate) => {
  const allocations = new Set(commit.entries.filter((entry) => entry.type === 'order.allocate').map((entry) => entry.command_id));
  // Other commands of the same batch may have taken goods after the promise.
  if (allocations.size === 0 || commit.entries.some((entry) => entry.type !== 'order.allocate')) return;
  const bins = new Set(rowsOf(commit, 'pick_task').map((task) => joinValues([task.warehouse_id, task.item_id, task.location_id, task.lot])));
  for (const bin of bins) {
    const [warehouse, item, place, lot] = bin.split('\u001f') as [string, string, string, string];
    const tasks = [...known.tasks.values()].filter((task) => task.open && joinValues([task.warehouse_id, task.item_id, task.location_id, task.lot]) === bin);
    const promised = tasks.reduce((sum, task) => sum + task.quantity - task.picked - task.short, 0);
    const here = [...known.positions.values()].filter((row) => row.warehouse_id === warehouse && row.item_id === item && row.lot === lot);
    const free = here.filter((row) => row.location_id === place && row.condition === 'N' && row.hold === '' && row.owner === '').reduce((sum, row) => sum + row.quantity, 0);
    if (!rowsOf(commit, 'pick_task').some((task) => task.picked === 0 && task.short === 0)) continue;
    if (promised > free) violate('I5', `${promised} of ${item} in ${place} are promised, ${free} are free`);
    if (here.some((row) => isSuspense(row.location_id) && binOfSuspense(row.location_id) === place && row.quantity !== 0)) violate('SUS-3', `${item} in ${place} was promised although its suspense is open`);
    if (!known.places.get(joinValues([warehouse, place]))?.pickable) violate('LED-9', `${item} was promised from ${place}, where nobody picks`);
  }
};

const suspenseIsTold: CommitCheck = (commit, known, violate) => {
  const touched = [...rowsOf(commit, 'position')].filter((row) => isSuspense(row.location_id)).map((row) => ({ warehouse: row.warehouse_id, bin: binOfSuspense(row.location_id), item: row.item_id, lot: row.lot }));
  const told = rowsOf(commit, 'exception').filter((row) => row.kind === 'SUSPENSE');
  for (const { warehouse, bin, item, lot } of touched) {
    const open = [...known.positions.values()].filter((row) => row.warehouse_id === warehouse && row.item_id === item && row.lot === lot && isSuspense(row.location_id) && binOfSuspense(row.location_id) === bin).reduce((sum, row) => sum - row.quantity, 0);
    const exception = known.exceptions.get(joinValues([warehouse, suspenseExceptionId(warehouse, bin, item, lot)]));
    const shown = exception?.state === 'OPEN' ? exception.quantity : 0;
    if (shown !== open) violate('SUS-4', `${open} of ${item} are in the suspense of ${bin}, its work item says ${shown}`);
  }
  for (const row of told) if (row.state === 'OPEN' && row.quantity <= 0) violate('SUS-4', `a work item says ${row.quantity} in suspense`);
};

/** What lies in a bin has covered what was drawn there in the same state; goods freed by a hold on an item everywhere, or named everywhere, do so with the next movement. */
const suspenseIsCovered: CommitCheck = (commit, known, violate) => {
  if (commit.entries.some((entry) => entry.type.startsWith('hold.') || entry.type === 'scan.match')) return;
  for (const moved of commit.movements) {
    if (isAccount(moved.to_location) || moved.type.startsWith('hold.')) continue;
    const at = (place: string) => known.positions.get(joinValues([moved.warehouse_id, moved.item_id, place, moved.lot, moved.serial, moved.to_condition, moved.to_hold, moved.to_owner]))?.quantity ?? 0;
    if (at(moved.to_location) > 0 && at(`~suspense:${moved.to_location}`) < 0) violate('SUS-2', `${moved.item_id} arrived in ${moved.to_location} and did not cover what was drawn there`);
  }
};

/** All that a command did is in the transaction of its verdict, and so is the verdict for whoever asked. */
const wholeCommands: CommitCheck = (commit, known, violate) => {
  const ids = new Set(commit.entries.map((entry) => entry.command_id));
  for (const moved of commit.movements) if (!ids.has(moved.command_id)) violate('I9', `goods of command ${short(moved.command_id)} moved apart from its verdict`);
  const verdicts = new Map(rowsOf(commit, 'outcome').map((row) => [row.command_id, row]));
  for (const entry of commit.entries) {
    if (entry.sequence === 0) continue;
    const outcome = verdicts.get(entry.command_id);
    if (outcome?.verdict !== entry.verdict || outcome.rule !== entry.rule || outcome.device_id !== entry.device_id || outcome.sequence !== entry.sequence) violate('I15', `the verdict on ${entry.type} no. ${entry.sequence} of ${entry.device_id} is ${entry.verdict}, its station is told ${outcome?.verdict ?? 'nothing'}`);
  }
  for (const row of rowsOf(commit, 'outcome')) {
    const before = known.outcomes.get(keyOf('outcome', row));
    if (before && before.verdict !== 'parked' && (before.verdict !== row.verdict || before.rule !== row.rule)) violate('ADM-2', `the answer to no. ${row.sequence} of ${row.device_id} was ${before.verdict} ${before.rule} and is now ${row.verdict} ${row.rule}`);
  }
};

/** A device's commands come in its order and linked by their hashes; a gap is one that was declared, or was sent before under a former name. */
const inDeviceOrder: CommitCheck = (commit, known, violate) => {
  const told = new Map(Map.groupBy(rowsOf(commit, 'outcome'), (row) => row.device_id));
  for (const row of rowsOf(commit, 'exception')) if (row.kind === 'LOST_COMMANDS') known.lost.push({ device: row.device_id, ...(row.did as { from: number; to: number }) });
  for (const [device, entries] of Map.groupBy(commit.entries.filter(isInOrder), (entry) => entry.device_id)) {
    const answered = new Set((told.get(device) ?? []).map((row) => row.sequence));
    const isExplained = (sequence: number) => answered.has(sequence) || known.answered.has(joinValues([device, sequence])) || known.lost.some((gap) => gap.device === device && gap.from <= sequence && sequence <= gap.to);
    let before = known.last.get(device);
    for (const entry of entries) {
      const expected = before ? before.sequence + 1 : isFirstName(device) ? 1 : entry.sequence;
      if (entry.sequence < expected) violate('I8', `no. ${entry.sequence} of ${device} was taken behind no. ${expected - 1}`);
      for (let sequence = expected; sequence < entry.sequence; sequence++) if (!isExplained(sequence)) violate('I8', `no. ${sequence} of ${device} was jumped over`);
      const link = before?.sequence === entry.sequence - 1 ? before.hash : expected === 1 && entry.sequence === 1 ? '' : undefined;
      before = { sequence: entry.sequence, hash: entry.hash };
      if (entry.verdict === 'parked') continue;
      const parsed = parseCommand(Buffer.from(entry.bytes).toString('utf8'));
      if (!parsed.ok) violate('I11', `no. ${entry.sequence} of ${device} was judged although nobody can read it`);
      else if (link !== undefined && parsed.command.previous !== link) violate('I11', `no. ${entry.sequence} of ${device} is not linked to what came before it`);
      else if ((isFirstName(device) && parsed.command.device !== device) || parsed.command.sequence !== entry.sequence || parsed.command.id !== entry.command_id) violate('I11', `no. ${entry.sequence} of ${device} says that it is another`);
    }
  }
};
/** The word that lets a station in goes ahead of what it lets in. */
const isInOrder = (entry: LogEntry): boolean => entry.sequence > 0 && !(entry.type === 'station.readmit' && !isFirstName(entry.device_id));
/** A station that was let in again has a random name; its order begins where its own continues. */
const isFirstName = (device: string): boolean => /^D\d$/.test(device);

function happenedBefore(entry: LogEntry, time: number): boolean {
  const parsed = parseCommand(Buffer.from(entry.bytes).toString('utf8'));
  return parsed.ok && effectiveAt(parsed.command) < time;
}

function isBeforeTheWord(entries: readonly LogEntry[], entry: LogEntry): boolean {
  const word = entries.findIndex((each) => {
    const parsed = each.type === 'person.revoke' && each.verdict === 'applied' ? parseCommand(Buffer.from(each.bytes).toString('utf8')) : undefined;
    return parsed?.ok && parsed.command.type === 'person.revoke' && parsed.command.payload.personId === entry.person_id;
  });
  return word > entries.indexOf(entry);
}

/** Rights are held when the server decides, and nobody approves what they had a part in. */
const fourEyes: CommitCheck = (commit, known, violate) => {
  for (const entry of commit.entries) {
    if (entry.verdict === 'parked') continue;
    // What was kept back because of who did it is judged under whoever releases it (PRK-3).
    if (entry.sequence === 0 && commit.entries.some((each) => each.type === 'parked.release' && each.verdict === 'applied')) continue;
    const person = known.people.get(entry.person_id);
    const ended = known.ended.get(entry.person_id);
    // What was done before somebody's rights ended still counts (REV-3).
    if (!person?.active && ended !== undefined && happenedBefore(entry, ended.at)) continue;
    // A batch that was under way when the word came, or that brings the word behind it, was admitted before anybody had said it (ADM-6).
    if (!person?.active && ended !== undefined && (commit.since < ended.commit && (commit.number !== ended.commit || isBeforeTheWord(commit.entries, entry)))) continue;
    if (!person?.active) violate('I12', `${entry.type} of ${entry.person_id}, who may not work here, was judged`);
    else if (entry.verdict !== 'refused' && !mayDo(person.roles as readonly string[], entry.type as CommandType)) violate('I12', `${entry.type} by ${entry.person_id}, who may not decide it`);
  }
  for (const row of rowsOf(commit, 'adjustment')) {
    if (row.state !== 'POSTED' || row.approver === null) continue;
    if (row.approver === row.author || (row.counters as readonly string[]).includes(row.approver)) violate('I12', `${row.approver} approved ${row.delta} ${row.item_id} in ${row.location_id}, which they proposed or counted`);
    const signers = new Set([...(row.signatures as readonly { readonly person: string }[]).map((each) => each.person), row.approver]);
    // Alone where two sign is allowed with a reason that everybody sees (APR-6).
    const brokeGlass = commit.entries.some((entry) => entry.rule === 'APP-6' && entry.person_id === row.approver);
    if (signers.size < row.needed && !brokeGlass) violate('I12', `${row.delta} ${row.item_id} in ${row.location_id} need ${row.needed} people and have ${signers.size}`);
  }
};

/** What a supervisor approves in a day, at the server and with what was handed out to stations, never exceeds the limit. */
const limitsHold: CommitCheck = (commit, known, violate) => {
  for (const row of rowsOf(commit, 'approval_spent')) {
    const { subject_id: person, kind } = row;
    if ((kind !== 'person' && kind !== 'handed_out') || known.beyond.has(person)) continue;
    const roles = (known.people.get(person)?.roles ?? []) as readonly string[];
    if (!roles.includes('supervisor') || roles.includes('finance')) continue;
    for (const day of Object.keys(row.days as object)) {
      const sum = ['person', 'handed_out'].reduce((total, each) => total + (known.spent.get(joinValues([each, person]))?.[day] ?? 0), 0);
      if (sum > SUPERVISOR_DAY) violate('APR-2', `${person} may approve ${SUPERVISOR_DAY} a day and comes to ${sum} on ${day}`);
    }
  }
  for (const row of rowsOf(commit, 'approval_budget')) if (row.spent > row.granted) violate('APR-3', `${row.person_id} spent ${row.spent} at ${row.device_id}, where ${row.granted} were handed out`);
};

/** A returned unit is gone by the word of two people, of whom one at most inspected it. */
const destroyedByTwo: CommitCheck = (commit, _known, violate) => {
  for (const unit of rowsOf(commit, 'return_unit')) {
    if (unit.state !== 'EXECUTED' || unit.disposition !== 'DESTROY') continue;
    if (unit.second_by === null || unit.second_by === unit.disposed_by || unit.second_by === unit.inspected_by) violate('RET-17', `${unit.unit_id} was destroyed by ${String(unit.disposed_by)} and ${String(unit.second_by)}, inspected by ${String(unit.inspected_by)}`);
  }
};

/** Whatever is flagged or parked has a work item that somebody owns. */
const somebodyLooks: CommitCheck = (commit, _known, violate) => {
  const told = rowsOf(commit, 'exception');
  for (const entry of commit.entries) {
    if (entry.verdict === 'parked') {
      if (entry.warehouse_id !== '*' && !told.some((row) => row.exception_id === entry.command_id && row.kind === 'PARKED')) violate('PRK-1', `${entry.type} no. ${entry.sequence} of ${entry.device_id} was parked and nobody is told`);
      continue;
    }
    if (entry.verdict !== 'flagged' || entry.rejection === null) continue;
    const rule = (rules[entry.type as CommandType] as Readonly<Record<string, Rule>>)[(entry.rejection as { readonly type: string }).type];
    if (rule?.look && !told.some((row) => row.kind === rule.look!.kind)) violate('FLAG', `${entry.type} was flagged by ${entry.rule} and nobody is told`);
  }
  for (const row of told) if (row.owner_role === '' || row.due_at < row.opened_at) violate('FLAG', `a work item ${row.kind} has no owner or no time`);
};

/** What came by an approved difference was told when it was proposed. A serial number is on hand once, or somebody was told that it cannot be where it was scanned. */
const serialsInOnePlace: CommitCheck = (commit, known, violate) => {
  for (const serial of new Set(commit.movements.filter((moved) => moved.serial !== '' && !moved.type.startsWith('adjustment.')).map((moved) => joinValues([moved.item_id, moved.serial])))) {
    const [item, number] = serial.split('\u001f');
    const onHand = [...known.positions.values()].filter((row) => row.item_id === item && row.serial === number && isOnHand(row.location_id)).reduce((sum, row) => sum + row.quantity, 0);
    if (onHand > 1 && ![...known.exceptions.values()].some((row) => row.kind !== 'SUSPENSE' && (row.item_id === item || JSON.stringify(row.did).includes(number!)))) violate('I6', `${item} no. ${number} is in ${onHand} places and nobody is told`);
  }
};

/** Imports and names that an office gives can be refused and sent again; what hands did cannot. */
const officeWork = new Set(['stock.open', 'stock.identify']);
/** Whether somebody's hands did this, so that saying no comes too late. */
export const isFact = (type: string): boolean => type in doings && doingOf(type as CommandType).did !== nothing && !isDecision(type as CommandType) && !officeWork.has(type);
const factsStand: CommitCheck = (commit, _known, violate) => {
  for (const entry of commit.entries) {
    if (entry.verdict === 'refused' && isFact(entry.type)) violate('FACT', `${entry.type} no. ${entry.sequence} of ${entry.device_id} happened and was refused under ${entry.rule}`);
  }
};

/** Orders add up whatever happened to them. */
const ordersAddUp: CommitCheck = (commit, _known, violate) => {
  for (const line of rowsOf(commit, 'sales_order_line')) {
    const { order_id: order, line_no: no, quantity, allocated, shipped, cancelled, returned } = line;
    if ([allocated, shipped, cancelled, returned].some((each) => each < 0)) violate('I16', `line ${no} of ${order} has a number below zero`);
    if (shipped > allocated) violate('LED-10', `line ${no} of ${order} shipped ${shipped} and was promised ${allocated}`);
    if (cancelled + shipped > Math.max(quantity, shipped)) violate('LED-10', `line ${no} of ${order} ordered ${quantity}, cancelled ${cancelled} and shipped ${shipped}`);
  }
  for (const task of rowsOf(commit, 'pick_task')) {
    if ([task.picked, task.packed, task.short].some((each) => each < 0) || task.short > task.quantity) violate('LED-10', `a pick of ${task.quantity} ${task.item_id} has ${task.picked} picked, ${task.short} short, ${task.packed} packed`);
  }
};

export const commitChecks: Readonly<Record<string, CommitCheck>> = {
  onceOnly, balanced, positionsAreTheLedger, nothingBelowZero, promisedOnce, suspenseIsTold, suspenseIsCovered, wholeCommands, inDeviceOrder, fourEyes, limitsHold, destroyedByTwo, somebodyLooks, serialsInOnePlace, ordersAddUp, factsStand,
};

export interface CommitChecks {
  readonly committed: (commit: Commit) => void;
  /** The past is another one: the store was put back to an earlier state. */
  restored(store: SimulatedStore): Promise<void>;
}

export function createCommitChecks(violate: Violate): CommitChecks {
  let known = nothingKnown();
  return {
    committed(commit) {
      for (const moved of commit.movements) addTo(known.ledger, moved);
      remember(known, commit);
      for (const check of Object.values(commitChecks)) check(commit, known, violate);
      for (const entry of commit.entries) {
        known.log.set(entry.command_id, entry);
        if (isInOrder(entry)) known.last.set(entry.device_id, { sequence: entry.sequence, hash: entry.hash });
      }
      for (const moved of commit.movements) known.movements.add(moved.movement_id);
      for (const row of rowsOf(commit, 'outcome')) {
        known.outcomes.set(keyOf('outcome', row), row);
        known.answered.add(joinValues([row.device_id, row.sequence]));
      }
    },
    async restored(store) {
      known = nothingKnown();
      const rows = new Map<TableName, readonly AnyRow[]>();
      for (const table of tableNames) rows.set(table, await store.rows(table, '*', '*'));
      remember(known, { number: 0, since: 0, entries: [], rows, movements: [] });
      for (const moved of rows.get('movement') as unknown as readonly Row<'movement'>[]) {
        addTo(known.ledger, moved);
        known.movements.add(moved.movement_id);
      }
      for (const row of rows.get('outcome') as unknown as readonly Row<'outcome'>[]) {
        known.outcomes.set(keyOf('outcome', row), row);
        known.answered.add(joinValues([row.device_id, row.sequence]));
      }
      for (const row of rows.get('exception') as unknown as readonly Row<'exception'>[]) if (row.kind === 'LOST_COMMANDS') known.lost.push({ device: row.device_id, ...(row.did as { from: number; to: number }) });
      for (const entry of (await store.log()).toSorted((a, b) => a.sequence - b.sequence)) {
        known.log.set(entry.command_id, entry);
        if (isInOrder(entry)) known.last.set(entry.device_id, { sequence: entry.sequence, hash: entry.hash });
      }
    },
  };
}

const nothingKnown = (): Known => ({ log: new Map(), last: new Map(), movements: new Set(), ledger: new Map(), positions: new Map(), exceptions: new Map(), people: new Map(), ended: new Map(), outcomes: new Map(), tasks: new Map(), places: new Map(), answered: new Set(), spent: new Map(), beyond: new Set(), lost: [] });

function remember(known: Known, commit: Commit): void {
  for (const row of rowsOf(commit, 'position')) known.positions.set(keyOf('position', row), row);
  for (const row of rowsOf(commit, 'exception')) known.exceptions.set(keyOf('exception', row), row);
  for (const row of rowsOf(commit, 'person')) {
    known.people.set(row.person_id, row);
    if (row.active) known.ended.delete(row.person_id);
  }
  for (const row of rowsOf(commit, 'revocation')) if (row.kind === 'person') known.ended.set(row.subject_id, { at: row.revoked_at, commit: known.ended.get(row.subject_id)?.commit ?? commit.number });
  for (const row of rowsOf(commit, 'approval_spent')) known.spent.set(joinValues([row.kind, row.subject_id]), row.days as Readonly<Record<string, number>>);
  // Standing in for finance has no limit of a day; with a reason that everybody sees, nobody has one.
  for (const row of rowsOf(commit, 'delegation')) if ((known.people.get(row.person_id)?.roles as readonly string[] | undefined)?.includes('finance')) known.beyond.add(row.deputy_id);
  for (const entry of commit.entries) if (entry.rule === 'APP-6') known.beyond.add(entry.person_id);
  for (const row of rowsOf(commit, 'pick_task')) known.tasks.set(keyOf('pick_task', row), row);
  for (const row of rowsOf(commit, 'location')) known.places.set(keyOf('location', row), row);
}

function addTo(ledger: Map<string, number>, moved: Row<'movement'>): void {
  const { warehouse_id, item_id, lot, serial, quantity } = moved;
  const add = (place: string, condition: string, hold: string, owner: string, units: number) => {
    const key = joinValues([warehouse_id, item_id, place, lot, serial, condition, hold, owner]);
    ledger.set(key, (ledger.get(key) ?? 0) + units);
  };
  add(moved.from_location, moved.from_condition, moved.from_hold, moved.from_owner, -quantity);
  add(moved.to_location, moved.to_condition, moved.to_hold, moved.to_owner, quantity);
}
