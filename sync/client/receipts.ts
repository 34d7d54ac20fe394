// The newest receipt of the ERP stays with the replica: with it a station proves from its file alone what has arrived.
import { z } from 'zod';
import { isGenuine, type Receipt } from '#sync/keys/receipt.ts';
import type { PushReply } from '#sync/protocol/messages.ts';
import type { Replica } from './replica.ts';

const kept = z.object({ device: z.string(), held: z.int(), link: z.string(), at: z.number(), publicKey: z.string(), signature: z.string() });

/** What a file has; undefined where there is none or it is none any more. */
export function readReceipt(text: string | undefined): Receipt | undefined {
  try {
    return text === undefined ? undefined : kept.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Keeps a receipt for more than the one before it; one that is not of the key trusted here is told to the people instead. */
export function keepReceipt(replica: Replica, { held, link, receipt }: PushReply): void {
  const { meta } = replica;
  if (!receipt) return;
  const device = meta.get('device_id')!;
  const before = readReceipt(meta.get('receipt'));
  if (before !== undefined && before.device === device && before.held >= held) return;
  const given: Receipt = { device, held, link, ...receipt };
  const trusted = meta.get('seal_key');
  const genuine = isGenuine(given) && (trusted === undefined || trusted === given.publicKey);
  replica.inTransaction(() => (genuine ? meta.set('receipt', JSON.stringify(given)) : meta.set('audit_alarm', 'What the ERP signs as received is not signed with its own seal. Work goes on; tell whoever is responsible for the ERP.')));
}
