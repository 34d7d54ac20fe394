// The bucket against a server that speaks the S3 protocol over real HTTP and checks each signature by the published
// rules of AWS Signature Version 4, in its own words.
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { photoHash } from '#sync/photos/picture.ts';
import { photoBucket, photoStoreAt } from './store.ts';

const SECRET = 'a secret';
const objects = new Map<string, { readonly body: Buffer; readonly type: string }>();
let server: Server;
let endpoint: string;

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const [, credential = '', signed = '', signature = ''] = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(request.headers.authorization ?? '') ?? [];
  const [, date = '', region = '', service = ''] = credential.split('/');
  const given = String(request.headers['x-amz-content-sha256'] ?? '');
  if (given !== 'UNSIGNED-PAYLOAD' && given !== sha256(body)) return false;
  const headers = signed.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('');
  const canonical = [request.method, request.url, '', headers, signed, given].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${SECRET}`, date), region), service), 'aws4_request');
  return hmac(key, ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], `${date}/${region}/${service}/aws4_request`, sha256(canonical)].join('\n')).toString('hex') === signature;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const answer = (status: number, content?: Buffer): void => void response.writeHead(status).end(content);
      if (!isSigned(request, body)) return answer(403);
      const name = request.url ?? '';
      if (request.method === 'PUT') {
        objects.set(name, { body, type: String(request.headers['content-type']) });
        return answer(200);
      }
      const found = objects.get(name);
      return found ? answer(200, request.method === 'HEAD' ? undefined : found.body) : answer(404);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('a scratch')]);
const bucket = (secretAccessKey = SECRET) => photoBucket({ endpoint, bucket: 'company', region: 'eu-west-1', accessKeyId: 'AK', secretAccessKey });

it('keeps a photo in a bucket under its hash and reads it back', async () => {
  const store = bucket();
  const hash = photoHash(picture);
  expect(await store.has(hash)).toBe(false);
  expect(await store.read(hash)).toBeUndefined();
  expect(await store.keep(picture)).toBe(hash);
  expect(await store.has(hash)).toBe(true);
  expect(Buffer.from((await store.read(hash))!)).toEqual(picture);
  expect([...objects]).toMatchObject([[`/company/photos/${hash.slice(0, 2)}/${hash}`, { type: 'image/jpeg' }]]);
});

it('says when the bucket refuses, and hands out nothing that was changed there', async () => {
  await expect(bucket('another').keep(picture)).rejects.toThrow('answered 403');
  const [name] = objects.keys();
  objects.set(name!, { body: Buffer.from('something else'), type: 'image/jpeg' });
  expect(await bucket().read(photoHash(picture))).toBeUndefined();
});

it('a bucket without its keys is a configuration that says so', () => {
  expect(() => photoStoreAt('s3://company?region=eu-west-1', {})).toThrow('AWS_ACCESS_KEY_ID');
});
