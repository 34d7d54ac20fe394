// A copied or restored replica asks to be let in again. It waits until a supervisor's command has made its new identity;
// then its chain begins where its own order continues, and ids keep what it sends from counting twice.
import { readmissionId } from '#domain/stations.ts';
import { createSlice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { ExactBytes } from '#sync/protocol/messages.ts';
import type { Chain } from '#db/central/command-log.ts';
import type { Store, StoreTx } from '#db/central/store.ts';
import { arrive } from './admission.ts';
import { openException } from './exceptions.ts';
import { takeIn } from './reconcile.ts';
import { proven } from './signing.ts';

export interface AsksIn {
  readonly next: string;
  readonly nextIncarnation: string;
  readonly after: number;
  readonly link: string;
  readonly unsent: number;
  readonly oldestUnsentAt: number | null;
  /** It begins with the oldest command that its file still has. */
  readonly whole: boolean;
  readonly reason: string;
  /** With which it signs. */
  readonly key?: string | undefined;
  readonly word?: { readonly sequence: number; readonly bytes: ExactBytes; readonly signature?: string | undefined } | undefined;
}

export async function askIn(store: Store, now: () => number, device: Row<'device'>, incarnation: string, asked: AsksIn): Promise<{ readonly admitted: boolean; readonly held?: { readonly sequence: number; readonly link: string }; readonly committed: boolean }> {
  return store.inScope({ role: 'restow_writer', warehouse: device.home_warehouse, device: '*' }, async (tx) => {
    const old = await tx.lockChain(device.device_id, incarnation);
    const formerly = [...old.formerly, device.device_id];
    // What the station knows to be judged up to there was lost with a restore, and nobody would ever send it again.
    if (!asked.whole && !(await isHere(tx, old, formerly, asked))) return { admitted: false, held: { sequence: old.last_sequence, link: old.last_hash }, committed: false };
    // A supervisor lets in the one who asks, so its key counts from then on beside those that its former names had.
    const signing = { signing_keys: asked.key === undefined || old.signing_keys.includes(asked.key) ? old.signing_keys : [...old.signing_keys, asked.key], signed_from: old.signed_from };
    const [word] = proven(signing, asked.word ? [arrive(asked.word.bytes, asked.word.sequence, asked.word.signature)] : []);
    // Of two copies that wait under one new name the first has it; the other hears so when it sends, and asks under a name of its own.
    const inPlace = word && (await tx.hashesAt(asked.next, [word.sequence])).get(word.sequence);
    if (word && (inPlace ?? word.hash) === word.hash) await takeIn(tx, now(), { device: asked.next, warehouse: device.home_warehouse, formerly, ...(signing.signed_from === null ? {} : { signedFrom: signing.signed_from }) }, [word]);
    if ((await tx.findDevice(asked.next)) !== undefined) {
      await tx.beginChain(asked.next, { incarnation: asked.nextIncarnation, last_sequence: asked.after, last_hash: asked.link, formerly, ...signing });
      return { admitted: true, committed: true };
    }
    const id = readmissionId(asked.next);
    const slice = createSlice();
    await tx.loadSlice([{ table: 'exception', where: { warehouse_id: device.home_warehouse, exception_id: id } }], slice);
    if (slice.get('exception', device.home_warehouse, id)) return { admitted: false, committed: asked.word !== undefined };
    openException(slice, now(), {
      warehouse: device.home_warehouse, id, rule: 'STA-2', kind: 'STATION_COPIED', subject: { kind: 'station', id: asked.next },
      did: { station: device.name, unsent: asked.unsent, ...(asked.oldestUnsentAt === null ? {} : { oldest: asked.oldestUnsentAt }) }, book: { reason: asked.reason, held: old.last_sequence, next: asked.next },
      person: '', device: device.device_id, hours: 4,
    });
    await tx.writeChanges(slice.takeChanges());
    return { admitted: false, committed: true };
  });
}

/** Whether the server has what stands right before the beginning, under whatever name it came. */
async function isHere(tx: StoreTx, old: Chain, names: readonly string[], { after, link }: AsksIn): Promise<boolean> {
  if (after === 0 || (old.last_sequence === after && old.last_hash === link)) return true;
  for (const name of names) if ((await tx.hashesAt(name, [after])).get(after) === link) return true;
  return false;
}
