// The doors for sales channels: orders in, their state and what can be promised out. A channel proves itself with its key, or
// with the signature that the key makes over the exact bytes.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { inScope, type Central } from '#db/central/open.ts';
import { channelSecret } from '#db/central/order-intake.ts';
import { orderStateOf } from '#db/central/order-state.ts';
import { promiseAtCentral } from './availability.ts';
import { readCanonical } from './canonical.ts';
import { channelPaths, openApi, ORDERS_MAX } from './openapi.ts';
import { fromShopify } from './shopify.ts';
import { takeOrders, type OrderResult } from './take-orders.ts';
import { fromWooCommerce } from './woocommerce.ts';

export interface OrderDoorOptions {
  readonly central: Central;
  readonly now: () => number;
  /** Called after a commit that others should hear of. */
  readonly committed: () => void;
  /** Waits its turn among all that is judged, or looked up. */
  readonly judge: <T>(work: () => Promise<T>) => Promise<T>;
  readonly look: <T>(work: () => Promise<T>) => Promise<T>;
}

export function addOrderDoors(app: FastifyInstance, { central, now, committed, judge, look }: OrderDoorOptions): void {
  const secretOf = (channel: string) => inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => channelSecret(tx, channel));
  /** Whether the request carries the key of the channel; one that has no key lets nobody in. */
  async function isFrom(channel: string, request: FastifyRequest): Promise<boolean> {
    const secret = await secretOf(channel);
    if (secret === undefined) return false;
    const { authorization = '', 'x-shopify-hmac-sha256': shopify, 'x-wc-webhook-signature': woocommerce } = request.headers;
    const signature = shopify ?? woocommerce;
    if (typeof signature === 'string' && Buffer.isBuffer(request.body)) return same(signature, createHmac('sha256', secret).update(request.body).digest('base64'));
    return same(authorization, `Bearer ${secret}`);
  }
  const stranger = (reply: FastifyReply, channel: string) => reply.code(401).header('www-authenticate', 'Bearer').send({ problem: `This needs the key of the channel ${channel}.` });
  async function take(reads: Parameters<typeof takeOrders>[3], source: string): Promise<{ readonly results: readonly OrderResult[] }> {
    const results = await judge(() => takeOrders(central, now, source, reads));
    committed();
    return { results };
  }

  app.get(channelPaths.openapi, async () => openApi);

  app.post(channelPaths.orders, async (request, reply) => {
    const list: readonly unknown[] = Array.isArray(request.body) ? request.body : [request.body];
    if (list.length > ORDERS_MAX) return reply.code(400).send({ problem: `At most ${ORDERS_MAX} orders in one request, these are ${list.length}.` });
    const reads = list.map(readCanonical);
    for (const channel of new Set(reads.map((read) => (read.ok ? read.order.channelId : read.channelId)))) if (!(await isFrom(channel, request))) return stranger(reply, channel);
    return take(reads, 'http');
  });

  app.get<{ Params: { channelId: string; externalId: string } }>(`${channelPaths.orders}/:channelId/:externalId`, async (request, reply) => {
    const { channelId, externalId } = request.params;
    if (!(await isFrom(channelId, request))) return stranger(reply, channelId);
    const state = await look(() => inScope(central, { role: 'restow_reader', warehouse: '*', device: '*' }, (tx) => orderStateOf(tx, channelId, externalId)));
    return state ?? reply.code(404).send({ problem: `There is no order ${externalId} of ${channelId}.` });
  });

  app.get<{ Querystring: { channel?: string; sku?: string; quantity?: string } }>(channelPaths.availability, async (request, reply) => {
    const { channel = '', sku = '', quantity = '1' } = request.query;
    if (!(await isFrom(channel, request))) return stranger(reply, channel);
    const wanted = Number(quantity);
    if (!Number.isSafeInteger(wanted) || wanted < 1) return reply.code(400).send({ problem: `${quantity} is not a quantity.` });
    const answer = await look(() => promiseAtCentral(central, now(), channel, sku, wanted));
    return answer ?? reply.code(404).send({ problem: `Nobody knows the item ${sku} or the channel ${channel}.` });
  });

  // A signature is over the exact bytes, so this door reads them before anything parses them.
  app.register(async (signed) => {
    signed.removeAllContentTypeParsers();
    signed.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const [system, read] of Object.entries({ shopify: fromShopify, woocommerce: fromWooCommerce })) {
      signed.post<{ Params: { channelId: string }; Body: Buffer }>(`${channelPaths.orders}/${system}/:channelId`, async (request, reply) => {
        const { channelId } = request.params;
        if (!(await isFrom(channelId, request))) return stranger(reply, channelId);
        const value = parsed(request.body);
        if (value === undefined) return reply.code(400).send({ problem: 'This is not JSON.' });
        return take([read(value, channelId)], system);
      });
    }
  });
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
/** In a time that tells nothing about where they differ. */
function same(a: string, b: string): boolean {
  const [left, right] = [a, b].map((each) => createHmac('sha256', 'compare').update(each).digest()) as [Buffer, Buffer];
  return timingSafeEqual(left, right);
}
