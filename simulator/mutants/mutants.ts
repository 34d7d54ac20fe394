// Deliberate bugs that the simulator must find. One that it does not find is a defect of the simulator, not of the mutant.

export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Text that stands exactly once in the file, and what stands there instead. */
  readonly find: string;
  readonly replace: string;
}
const mutant = (name: string, file: string, find: string, replace: string): Mutant => ({ name, file, find, replace });

/**
 * Found in fewer than one of a hundred lives, because little of what people do meets it: tried with `RESTOW_MUTANTS=all` only,
 * which tells how often. Tests of their own name what they break: SER-1.
 */
export const seldomMet: ReadonlySet<string> = new Set(['a serial number may be anywhere']);

export const mutants: readonly Mutant[] = [
  // Nothing is wrong here: found, it would say that the hunt finds what is not there.
  mutant('none', 'sync/client/push.ts', 'held = reply.value.held;', 'held = reply.value.held; // sound'),
  // --- station
  mutant('rows that are gone stay', 'sync/client/pull.ts', 'for (const row of line.rows) window.gone.push({ table: line.gone, row });', ''),
  mutant('a station folds its history by its own clock', 'sync/client/pull.ts', 'foldOld(replica.db, meta, window.serverNow)', 'foldOld(replica.db, meta, now)'),
  mutant('a command is settled by the reply of the push', 'sync/client/push.ts', '      held = reply.value.held;\n', "      held = reply.value.held;\n      replica.db.prepare('update outbox set settled_at = 1 where sequence <= ? and settled_at is null').run(held);\n"),
  mutant('what was judged once is never sent again', 'sync/client/push.ts', 'withoutGap(replica.outbox.after(held, PUSH_MAX))', 'withoutGap(replica.outbox.after(Math.max(held, replica.outbox.lastSettled()), PUSH_MAX))'),
  mutant('the push starts one too late', 'sync/client/push.ts', "reply = await transport.push({ ...identity(), first: batch[0]?.sequence ??", "reply = await transport.push({ ...identity(), first: batch[0] ? batch[0].sequence + 1 :"),
  mutant('a copied station goes on sending', 'sync/client/push.ts', 'if (isAnother(replica, reply.value)) return', 'if (isAnother(replica, reply.value) && held === -1) return'),
  mutant('after a failure nobody sets the next wake-up', 'sync/client/loop.ts', '        schedule(outcome.ok ?', '        if (outcome.ok) schedule(outcome.ok ?'),
  mutant('a command that is submitted again is recorded again', 'sync/client/submit.ts', 'intents.filter((intent) => !replica.outbox.has(intent.id))', 'intents.map((intent) => (replica.outbox.has(intent.id) ? { ...intent, id: `${intent.id}+` } : intent))'),
  mutant('a command names no command before it', 'sync/client/submit.ts', 'sequence, previous, at: now, offset,', "sequence, previous: '', at: now, offset,"),
  mutant('the rows before pending work are not kept', 'db/local/rows.ts', 'keepShadow().run(table, key, shadowText(table, before));', ''),
  mutant('taking pending work back leaves its movements', 'db/local/rows.ts', "    keepShadow().run('movement', key, null);\n", ''),
  mutant('a window is not held against pending work', 'sync/client/pending.ts', 'if (known.about(table)) for', 'if (false as boolean) for'),
  mutant('settled work is judged on', 'sync/client/pending.ts', 'settled.filter((sequence) => known.get(sequence) !== undefined)', '[]'),
  mutant('the cursor is saved before the window is applied', 'sync/client/pull.ts', '  const { written } = applied(replica, (changed) => applyWindow', "  replica.inTransaction(() => meta.set('cursor', window.cursor));\n  const { written } = applied(replica, (changed) => applyWindow"),
  // --- admission and reconcile
  mutant('work after a revocation is judged like any other', 'sync/server/admission.ts', 'if (unproven !== undefined) return park(`', "if (unproven === 'never') return park(`"),
  mutant('the link to the command before is not looked at', 'sync/server/admission.ts', 'if (previous !== undefined && command.previous !== previous)', 'if (false as boolean)'),
  mutant('trouble of the server parks good work', 'sync/server/reconcile.ts', 'return /^(08|25P03|40|53|55|57|58)[0-9A-Z]*$|^CONNECT|^E[A-Z]+$/.test(code);', "return code === 'never';"),
  mutant('anybody may decide', 'sync/server/admission.ts', 'if (isDecision(command.type) && !mayDo(person.roles as readonly string[], command.type))', 'if (false as boolean)'),
  mutant('a replay is judged again', 'sync/server/admission.ts', "if (isOurs(known.device_id)) return { kind: 'replay', arrived, logged: known };", ''),
  mutant('another device may be named', 'sync/server/admission.ts', 'if (!isOurs(command.device))', 'if (false as boolean)'),
  mutant('an id may be used for another content', 'sync/server/admission.ts', 'if (knownHash !== undefined) return', 'if (false as boolean) return'),
  mutant('the device chain does not advance', 'sync/server/reconcile.ts', 'await Promise.all([takeIn(tx, now, sender, fresh), tx.advanceChain(device.device_id, last.sequence, last.hash), ...', 'await Promise.all([takeIn(tx, now, sender, fresh), ...'),
  mutant('commands of a batch are sent without their verdicts', 'sync/server/reconcile.ts', '    tx.writeOutcomes(outcomes),\n', ''),
  mutant('a poisoned command is tried for ever', 'sync/server/reconcile.ts', 'return /^(08|25P03|40|53|55|57|58)[0-9A-Z]*$|^CONNECT|^E[A-Z]+$/.test(code);', "return code !== 'never';"),
  mutant('what is parked has no owner', 'sync/server/reconcile.ts', 'if (owner !== undefined) tellParked(', 'if (owner === undefined && owner) tellParked('),
  mutant('goods are written apart from their verdict', 'sync/server/reconcile.ts', '    tx.appendLog(entries),\n', "    tx.appendLog(entries.filter((entry) => entry.type !== 'stock.move')),\n"),
  mutant('a station gets the rows of all warehouses', 'sync/server/requests.ts', 'device: device.device_id, warehouse: device.home_warehouse, cursor', "device: device.device_id, warehouse: '*', cursor"),
  mutant('the feed goes by a number instead of a snapshot', 'simulator/world/memory-store.ts', 'return (xid) => xid >= Number(xmin) && (xid >= Number(xmax) || unseen.has(xid));', 'return (xid) => xid >= Number(xmax) && unseen.size >= 0 && xid >= Number(xmin);'),
  // --- rules and deciders
  mutant('a flagged command has no work item', 'sync/conflict/judge.ts', 'if (rule.look && !isTold(book.events, rule.look.kind)) tell(', 'if (rule.look && command.type !== command.type) tell('),
  mutant('a second pick of the same task is forgotten', 'sync/conflict/rules.ts', "already_done: flag('PIK-5', 'PUT_BACK', 'supervisor', 4)", "already_done: merge('PIK-5')"),
  mutant('a receipt of an unknown item is refused', 'sync/conflict/rules.ts', "unknown_item: flag('REC-1', 'UNKNOWN_ITEM', 'buyer')", "unknown_item: refuse('REC-1')"),
  mutant('goods in an unknown place are lost', 'sync/conflict/rules.ts', "const moving = { unknown_item: flag('MOV-1', 'UNKNOWN_ITEM'), unknown_location: flag(", "const moving = { unknown_item: flag('MOV-1', 'UNKNOWN_ITEM'), unknown_location: keepAsked("),
  mutant('bins go below zero', 'domain/ledger.ts', 'move(book, goods, short, { ...goods.from, location: account.suspense(goods.from.location) }, goods.to, goods.type);', 'move(book, goods, short, goods.from, goods.to, goods.type);'),
  mutant('suspense is not covered by what arrives', 'domain/ledger.ts', '    if (covered <= 0) continue;', '    if (covered !== -1) continue;'),
  mutant('a covered suspense keeps its work item', 'domain/ledger.ts', "if (known?.state === 'OPEN') resolveException(book, known, 'COVERED');", ''),
  mutant('two movements of different commands share an id', 'domain/ledger.ts', "const named = idFrom(command.id, 'movement',", "const named = idFrom('movement',"),
  mutant('a movement counts what is asked and not what is taken', 'domain/ledger.ts', 'move(book, goods, taken, from, to, goods.type);', 'move(book, goods, goods.quantity, from, to, goods.type);'),
  mutant('a bin with open suspense is promised from', 'domain/orders.ts', 'if (inSuspense.has(`${account.suspense(row.location_id)}\\u001f${row.lot}`)) continue;', ''),
  mutant('stock is promised twice', 'domain/orders.ts', '(promised.get(key) ?? 0) + task.quantity - task.picked - task.short', '0'),
  mutant('who proposed a change may approve it', 'domain/adjustments.ts', "  if (tookPart(row).includes(person)) return reject('approver_is_author', { author: row.author });\n  return isAbout", '  return isAbout'),
  mutant('an approved difference is booked the other way round', 'domain/adjustments.ts', '  postAdjustment(book, row, row.delta - row.posted);', '  postAdjustment(book, row, row.posted - row.delta);'),
  mutant('a decision that is taken back moves nothing', 'domain/adjustments.ts', '    postAdjustment(book, row, -row.delta);\n', ''),
  mutant('a unit is disposed of again', 'domain/returns.ts', "    if (unit.state === 'EXECUTED') return reject(unit.disposition === p.disposition ? 'already_done' : 'not_pending', { disposition: unit.disposition, by: unit.disposed_by ?? '', place: unit.location_id, ...numbered(unit) });\n", ''),
  mutant('a returned unit is destroyed by one person', 'domain/returns.ts', "    if (disposition.twoPeople) return book.became", "    if (disposition.twoPeople && p.unitId === '') return book.became"),
  mutant('what was handed out to stations does not count for the day', 'domain/approving/limits.ts', " - spentWithin(slice, 'handed_out', person, day, 1)", ''),
  mutant('a budget has no end', 'domain/approving/limits.ts', 'if (budget && budgetLeft(slice, command.device, command.person, day) >= total) book', 'if (budget) book'),
  mutant('a returned unit is booked in under a label in use', 'domain/returns.ts', "  if (slice.get('return_unit', warehouse, unit.unitId)) return;\n", ''),
  mutant('a parcel is shipped again', 'domain/picking.ts', "    if (parcel.state === 'SHIPPED') return reject('already_done', { parcel: p.parcelId, at: parcel.shipped_at ?? 0 });\n", ''),
  mutant('a serial number may be anywhere', 'domain/serials.ts', '  if (!already) return;\n', '  if (!already || already) return;\n'),
  mutant('a restated count forgets what it posted', 'domain/count-arrivals.ts', 'posted: check.posted - units, state', 'posted: check.posted, state'),
  mutant('an unpacked parcel keeps its goods', 'domain/bringing-back.ts', "    if (parcel.state === 'VOIDED') return reject('already_done', { parcel: p.parcelId });\n", ''),
  mutant('a set is made without its parts', 'domain/moving.ts', "for (const out of taken) carry(book, { ...goods, ...out, from: plain(p.locationId), to: plain(account.conversion) });", ''),
];
