// What the sync service answers to each request, whatever carries it: messages are checked against their schema before
// anything else looks at them, and what cannot be done is a status with words.
import { COUNTING } from '#domain/counting-device.ts';
import type { Row } from '#domain/tables.ts';
import type { Subject } from '#domain/why/subject.ts';
import { enrolRequest, intakeRequest, promiseRequest, PROTOCOL, pushRequest, readmitRequest, recallRequest, whyRequest, type EnrolReply, type IntakeReply, type PushReply, type ReadmitReply } from '#sync/protocol/messages.ts';
import type { PullRequest } from '#db/central/feed.ts';
import type { Store } from '#db/central/store.ts';
import { arrive } from './admission.ts';
import { signReceipt } from '#sync/keys/receipt.ts';
import type { SigningKey } from '#sync/keys/ed25519.ts';
import { enrol } from './enrolment.ts';
import { createListener } from './heard.ts';
import { askIn } from './readmission.ts';
import { reconcilePush, takeIn } from './reconcile.ts';

export interface RequestOptions {
  readonly store: Store;
  readonly epoch: () => Promise<string>;
  readonly now: () => number;
  /** Called after a commit that others should hear of. */
  readonly committed: () => void;
  /** Days of movements that a new station gets. */
  readonly horizonDays: number;
  /** Signs for what stations have sent. */
  readonly sealKey?: SigningKey | undefined;
  /** New stations come in with an enrolment code only. */
  readonly needsCode?: boolean | undefined;
}
export type Answer<T> = { readonly status: 200; readonly body: T } | { readonly status: 403 | 404 | 409; readonly body: { readonly problem: string } };

/** Each throws a ZodError for a message that is none. */
export interface Requests {
  enrol(body: unknown): Promise<Answer<EnrolReply>>;
  push(body: unknown): Promise<Answer<PushReply>>;
  readmit(body: unknown): Promise<Answer<ReadmitReply>>;
  intake(body: unknown): Promise<Answer<IntakeReply>>;
  /** What of the past may be told, and from which cursor's point of view; none for the state of now. */
  past(body: unknown): Promise<Answer<{ readonly subject: Subject; readonly cursor: string }>>;
  /** Which goods it is asked who received them; a device that only counts is not told. */
  recall(body: unknown): Promise<Answer<{ readonly itemId: string; readonly lot: string }>>;
  /** Of what it is asked how much can be promised, and to whom; a device that only counts is not told. */
  promise(body: unknown): Promise<Answer<{ readonly itemId: string; readonly channelId: string; readonly quantity: number }>>;
  /** Which device asks. */
  sender(id: string): Promise<Answer<Row<'device'>>>;
  /** What a station that holds this cursor of this epoch is to be sent. */
  window(asked: { readonly device?: string; readonly cursor?: string; readonly epoch?: string; readonly unsent?: string; readonly person?: string }): Promise<Answer<PullRequest>>;
}

const DAY = 86_400_000;

export function createRequests({ store, epoch, now, committed, horizonDays, sealKey, needsCode }: RequestOptions): Requests {
  const heard = createListener(store, now, committed);
  const devices = new Map<string, Row<'device'>>();
  async function deviceOf(id: string): Promise<Row<'device'> | undefined> {
    const known = devices.get(id) ?? (await store.inScope({ role: 'restow_reader', warehouse: '*', device: id }, (tx) => tx.findDevice(id)));
    if (known) devices.set(id, known);
    return known;
  }
  const notEnrolled = (id: string) => ({ status: 404, body: { problem: `The device ${id} is not enrolled here.` } }) as const;

  return {
    async enrol(body) {
      const asked = enrolRequest.parse(body);
      if (asked.protocol !== PROTOCOL) return { status: 409, body: { problem: `This server speaks version ${PROTOCOL} of the protocol, the station ${asked.protocol}. The station keeps its work and goes on capturing; update it to send.` } };
      const row = await enrol(store, now, asked, needsCode);
      if ('problem' in row) return { status: 409, body: row };
      return { status: 200, body: { device: row.device_id, warehouse: row.home_warehouse, epoch: await epoch() } };
    },
    async push(body) {
      const { device: id, incarnation, first, commands, ...beside } = pushRequest.parse(body);
      const device = await deviceOf(id);
      if (!device) return notEnrolled(id);
      const { held, link, alarm, unknown, committed: wrote } = await reconcilePush(store, now, device, incarnation, first, commands, beside);
      if (unknown) return notEnrolled(id);
      if (wrote) committed();
      const at = now();
      if (alarm) return { status: 200, body: { held, link, now: at, alarm } };
      if (!sealKey || held === 0) return { status: 200, body: { held, link, now: at } };
      const { publicKey, signature } = signReceipt(sealKey, { device: id, held, link, at });
      return { status: 200, body: { held, link, now: at, receipt: { at, publicKey, signature } } };
    },
    async readmit(body) {
      const { device: id, incarnation, protocol: _protocol, ...asked } = readmitRequest.parse(body);
      const device = await deviceOf(id);
      if (!device) return notEnrolled(id);
      const { admitted, held, committed: wrote } = await askIn(store, now, device, incarnation, asked);
      if (wrote) committed();
      return { status: 200, body: { admitted, ...(held ? { held } : {}) } };
    },
    async intake(body) {
      const commands = intakeRequest.parse(body).commands.map((text) => text.toWellFormed());
      // The same text twice in one message is one command, as it would be in two messages.
      const distinct = [...new Set(commands)];
      const outcomes = await store.inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => takeIn(tx, now(), { device: INTAKE_DEVICE, warehouse: '*' }, distinct.map((text) => arrive(text, 0))));
      committed();
      const answers = new Map(distinct.map((text, i) => [text, outcomes[i]!]));
      return { status: 200, body: { outcomes: commands.map((text) => answers.get(text)!) } };
    },
    async past(body) {
      const { device: id, cursor, epoch: of, subject } = whyRequest.parse(body);
      const device = id === '' ? undefined : await deviceOf(id);
      if (id !== '' && !device) return notEnrolled(id);
      if (device?.kind === COUNTING) return { status: 403, body: { problem: 'This device only counts, and is not told what the books have.' } };
      if (device && device.home_warehouse !== subject.warehouse) return { status: 403, body: { problem: `This station works in ${device.home_warehouse} and is not told about ${subject.warehouse}.` } };
      return { status: 200, body: { subject, cursor: of === (await epoch()) ? cursor : '' } };
    },
    async recall(body) {
      const { device: id, itemId, lot } = recallRequest.parse(body);
      const device = await deviceOf(id);
      if (!device) return notEnrolled(id);
      if (device.kind === COUNTING) return { status: 403, body: { problem: 'This device only counts, and is not told what the books have.' } };
      return { status: 200, body: { itemId, lot } };
    },
    async promise(body) {
      const { device: id, itemId, channelId, quantity } = promiseRequest.parse(body);
      const device = await deviceOf(id);
      if (!device) return notEnrolled(id);
      if (device.kind === COUNTING) return { status: 403, body: { problem: 'This device only counts, and is not told what the books have.' } };
      return { status: 200, body: { itemId, channelId, quantity } };
    },
    async sender(id) {
      const device = await deviceOf(id);
      return device ? { status: 200, body: device } : notEnrolled(id);
    },
    async window(asked) {
      const device = await deviceOf(asked.device ?? '');
      if (!device) return notEnrolled(asked.device ?? '');
      const [current] = await Promise.all([epoch(), heard.from(device, Number(asked.unsent ?? NaN), asked.person?.slice(0, 128) ?? '')]);
      const cursor = asked.epoch === current ? (asked.cursor ?? '') : '';
      return { status: 200, body: { device: device.device_id, warehouse: device.home_warehouse, cursor, epoch: current, movementsFrom: now() - horizonDays * DAY, now: now(), counting: device.kind === COUNTING } };
    },
  };
}

/** Commands of imports and of the channels' intake carry this device and no sequence: their ids are hashes of the source. */
export const INTAKE_DEVICE = 'intake';
