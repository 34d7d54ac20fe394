// What the doors for channels say of themselves: OpenAPI 3.1, made from the very schemas that check what comes in.
import { z } from 'zod';
import { canonicalOrder } from './canonical.ts';

export const channelPaths = { orders: '/orders', shopify: '/orders/shopify', woocommerce: '/orders/woocommerce', availability: '/availability', openapi: '/openapi.json' } as const;
/** Doors at which a channel proves itself with its own key or signature, whatever else the service asks of its stations. */
export const isChannelDoor = (door: string): boolean => Object.values(channelPaths).some((each) => door === each || door.startsWith(`${each}/`));
/** At most so many orders in one request. */
export const ORDERS_MAX = 500;

const text = { type: 'string' };
const problem = { type: 'object', properties: { line: { type: ['integer', 'null'], description: 'the line of the order, or null where it is about the order itself' }, field: text, problem: text, fix: text }, required: ['line', 'field', 'problem', 'fix'] };
const result = {
  type: 'object',
  properties: {
    record: { type: 'integer', description: 'position in the request, from 1' }, channelId: text, externalId: text, version: { type: 'integer' },
    outcome: { enum: ['taken', 'changed', 'cancelled', 'same', 'older', 'waits_for_decision', 'too_late', 'failed'], description: 'same: this very version was in already; waits_for_decision: people work on it, a person decides about the change; too_late: it has left the house' },
    orders: { type: 'array', items: { type: 'object', properties: { orderId: text, shipFrom: text, because: text }, required: ['orderId', 'shipFrom', 'because'] } },
    holds: { type: 'array', items: { type: 'object', properties: { kind: text, note: text } } },
    problems: { type: 'array', items: { $ref: '#/components/schemas/Problem' } },
  },
  required: ['record', 'channelId', 'externalId', 'version', 'outcome', 'orders', 'holds', 'problems'],
};
const json = (schema: object) => ({ 'application/json': { schema } });
const answers = { '200': { description: 'a result for each, in order', content: json({ type: 'object', properties: { results: { type: 'array', items: { $ref: '#/components/schemas/Result' } } } }) }, '400': { description: 'no JSON, or too many at once' }, '401': { description: 'the key of the channel is missing or wrong' } };
const parameter = (name: string, where: 'path' | 'query', required: boolean) => ({ name, in: where, required, schema: { type: name === 'quantity' ? 'integer' : 'string' } });

export const openApi = {
  openapi: '3.1.0',
  info: { title: 'Restow for sales channels', version: '1', description: 'Orders in, availability out. Each order is taken in once for each version: sending it again is answered as the first time. What ships, is cancelled or changes in stock is sent to the channel as signed webhooks.' },
  security: [{ channelKey: [] }],
  paths: {
    [channelPaths.orders]: { post: { operationId: 'takeOrders', summary: 'One order or a list of them', requestBody: { required: true, content: json({ oneOf: [{ $ref: '#/components/schemas/Order' }, { type: 'array', maxItems: ORDERS_MAX, items: { $ref: '#/components/schemas/Order' } }] }) }, responses: answers } },
    [`${channelPaths.orders}/{channelId}/{externalId}`]: { get: { operationId: 'orderState', summary: 'Where an order is: its parts, lines and parcels', parameters: [parameter('channelId', 'path', true), parameter('externalId', 'path', true)], responses: { '200': { description: 'its parts' }, '401': answers['401'], '404': { description: 'no such order' } } } },
    [`${channelPaths.shopify}/{channelId}`]: { post: { operationId: 'takeShopifyOrder', summary: 'An order as Shopify\'s webhooks send it, signed with the key of the channel', parameters: [parameter('channelId', 'path', true)], requestBody: { required: true, content: json({ type: 'object' }) }, responses: answers } },
    [`${channelPaths.woocommerce}/{channelId}`]: { post: { operationId: 'takeWooCommerceOrder', summary: 'An order as WooCommerce\'s webhooks send it, signed with the key of the channel', parameters: [parameter('channelId', 'path', true)], requestBody: { required: true, content: json({ type: 'object' }) }, responses: answers } },
    [channelPaths.availability]: { get: { operationId: 'availability', summary: 'What can be promised of an item, now and later, with every step', parameters: [parameter('channel', 'query', true), parameter('sku', 'query', true), parameter('quantity', 'query', false)], responses: { '200': { description: 'the promise' }, '401': answers['401'], '404': { description: 'no such item or channel' } } } },
  },
  components: {
    securitySchemes: { channelKey: { type: 'http', scheme: 'bearer', description: 'the key of the channel' } },
    schemas: { Order: z.toJSONSchema(canonicalOrder, { io: 'input' }), Result: result, Problem: problem },
  },
} as const;
