// Photos as evidence. Work names them by the hash of their content and never waits for the file: that travels by itself,
// and where it does not come somebody is told.
import type { Book } from './book.ts';
import type { Command, CommandType } from './commands.ts';
import { closeAbout, raise, subjectOf } from './exceptions.ts';
import { decider } from './decider.ts';
import { idFrom } from './ids.ts';
import { document } from './reads.ts';
import { inOrder, type Read, type Slice } from './slice.ts';
import type { Json, Row } from './tables.ts';

/** How long (ms) a photo may be on its way before somebody looks for it. */
export const PHOTO_PATIENCE = 4 * 3_600_000;

const SHA256 = /^[0-9a-f]{64}$/;
/** The photos that a command names, each once. */
export function photosOf(payload: object): readonly string[] {
  const named = 'evidence' in payload && Array.isArray(payload.evidence) ? (payload.evidence as readonly unknown[]) : [];
  return [...new Set(named.filter((hash): hash is string => typeof hash === 'string' && SHA256.test(hash)))];
}

const photo = (warehouse: string, hash: string): readonly Read[] =>
  document(`attachment:${warehouse}:${hash}`, { table: 'attachment', where: { warehouse_id: warehouse, hash } }, { table: 'exception', where: { warehouse_id: warehouse, subject_id: hash } });
const named = (slice: Slice, warehouse: string, hash: string): readonly Row<'attachment'>[] => inOrder(slice.list('attachment', { warehouse_id: warehouse, hash }), (row) => row.subject_id);

export const photoReads = ({ warehouse, payload }: Command): readonly Read[] => photosOf(payload).flatMap((hash) => photo(warehouse, hash));

/** Writes down which photos prove what the command is about. */
export function namePhotos(book: Book<CommandType>): void {
  const { command, slice } = book;
  const { warehouse } = command;
  for (const hash of photosOf(command.payload)) {
    const [kind, id] = subjectOf(command.payload as unknown as Readonly<Record<string, Json>>);
    const before = named(slice, warehouse, hash);
    if (before.some((row) => row.subject_id === id)) continue;
    book.became('attachment', { warehouse_id: warehouse, hash, subject_id: id, subject_kind: kind, command_id: command.id, person_id: command.person, device_id: command.device, named_at: book.at, arrived_at: before[0]?.arrived_at ?? null });
  }
}

export const arrivePhoto = decider('attachment.arrive', {
  reads: ({ warehouse, payload: p }) => photo(warehouse, p.hash),
  refuse: () => undefined,
  effects: (book) => {
    const { warehouse, payload: p } = book.command;
    for (const row of named(book.slice, warehouse, p.hash)) if (row.arrived_at === null) book.became('attachment', { ...row, arrived_at: book.at });
    closeAbout(book, p.hash, 'PHOTO_MISSING', 'ARRIVED');
  },
});

export const missPhoto = decider('attachment.miss', {
  reads: ({ warehouse, payload: p }) => photo(warehouse, p.hash),
  refuse: () => undefined,
  effects: (book) => {
    const { warehouse, payload: p } = book.command;
    const row = named(book.slice, warehouse, p.hash).find((each) => each.arrived_at === null);
    if (row === undefined) return;
    raise(book, {
      id: idFrom('photo-missing', warehouse, p.hash), rule: 'PHO-1', kind: 'PHOTO_MISSING', subject: { kind: 'attachment', id: p.hash }, ownerRole: 'supervisor', maxAgeHours: 72,
      did: { type: 'attachment.miss', subjectKind: row.subject_kind, subjectId: row.subject_id, deviceId: row.device_id, personId: row.person_id, namedAt: row.named_at },
    });
  },
});
