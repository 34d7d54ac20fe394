// Sends what is due to the channels, and again with growing pauses until each has taken it. What it does not take at all is
// given up, shown to a person, and sent again when that person says so.
import { inScope, type Central } from '#db/central/open.ts';
import { backlog, settleMessage, takeMessages, type ToSend } from '#db/central/shop-messages.ts';
import { tellOf, type ChannelNews } from './tell.ts';
import { signedHeaders } from './signature.ts';

export interface SendOptions {
  readonly central: Central;
  readonly now: () => number;
  /** Between 0 and 1, for the pauses. */
  readonly chance?: () => number;
  readonly attempts?: number;
}
const AT_ONCE = 20;
const TIMEOUT = 10_000;
const LEASE = 60_000;
const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = 3_600_000;
/** With pauses up to an hour: most of half a day. */
const ATTEMPTS = 16;
/** So long (ms) a message may wait before somebody is told that the channel does not hear. */
const LAGS_AFTER = 3_600_000;
/** How often (ms) it is looked at whether a channel hears, while nothing is sent. */
const TELLS_EVERY = 60_000;
const scope = { role: 'restow_writer', warehouse: '*', device: '*' } as const;

export interface Sender {
  /** Tries all that is due once; answers how many messages were taken. */
  run(): Promise<number>;
}
export function createSender({ central, now, chance = Math.random, attempts = ATTEMPTS }: SendOptions): Sender {
  let told = Number.NEGATIVE_INFINITY;
  async function sendDue(): Promise<{ readonly sent: number; readonly tried: number }> {
    let [sent, tried] = [0, 0];
    for (;;) {
      const due = await inScope(central, scope, (tx) => takeMessages(tx, now(), AT_ONCE, LEASE));
      if (due.length === 0) return { sent, tried };
      const answers = await Promise.all(due.map(async (message) => ({ message, ...(await post(message, now())) })));
      await inScope(central, scope, async (tx) => {
        for (const { message, ok, gone, answer } of answers) {
          if (ok) await settleMessage(tx, message.message_id, 'SENT', now(), now(), answer);
          else await settleMessage(tx, message.message_id, gone || message.attempts >= attempts ? 'DEAD' : 'PENDING', now(), now() + pause(message.attempts, chance()), answer);
        }
      });
      sent += answers.filter((each) => each.ok).length;
      tried += answers.length;
    }
  }
  /** Opens a work item for each channel that does not hear, and closes those of channels that do again. */
  async function tell(): Promise<void> {
    told = now();
    const news = await inScope(central, scope, async (tx) => (await backlog(tx)).map((row): ChannelNews => ({
      channelId: row.channel_id, about: 'SHOP_NOT_TOLD', subjectId: row.channel_id, over: row.dead === 0 && (row.oldest === null || row.oldest + LAGS_AFTER > now()),
      text: `${row.pending} waiting, ${row.dead} given up; ${row.answer === '' ? 'it has not answered yet' : `it answered: ${row.answer}`}`.slice(0, 500), problems: [],
    })));
    await tellOf(central, now(), news, 'SHOP_NOT_TOLD');
  }
  return {
    async run() {
      const { sent, tried } = await sendDue();
      if (tried > 0 || now() - told >= TELLS_EVERY) await tell();
      return sent;
    },
  };
}

/** Full jitter, so that a channel that comes back is not met by everything at once. */
const pause = (attempts: number, chance: number): number => Math.round(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(20, attempts - 1)) * (0.5 + chance / 2));

async function post({ url, secret, message_id, seq, type, created_at, body }: ToSend, now: number): Promise<{ readonly ok: boolean; readonly gone: boolean; readonly answer: string }> {
  const text = JSON.stringify({ type, timestamp: new Date(created_at).toISOString(), sequence: seq, data: body });
  try {
    // A redirect could lead the signed body anywhere: it counts as not taken.
    const response = await fetch(url, { method: 'POST', headers: signedHeaders(secret, message_id, Math.floor(now / 1000), text), body: text, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) });
    await response.body?.cancel();
    return { ok: response.status >= 200 && response.status < 300, gone: response.status === 410, answer: `${response.status} ${response.statusText}`.trim() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : error instanceof Error ? error.message : String(error);
    return { ok: false, gone: false, answer: cause.slice(0, 200) };
  }
}
