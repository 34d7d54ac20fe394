import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { Busy, createGate } from './gate.ts';
import { createLogger, withoutSecrets } from './logging.ts';

it('a log line keeps no secret, wherever somebody put it, and of a request only what it asked for', () => {
  const lines: string[] = [];
  const logger = createLogger(new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done(); } }));
  logger.info({ accessToken: 'S3CRET', deep: { password: 'S3CRET', deeper: { key: 'S3CRET' } } }, 'connected to postgres://restow:S3CRET@db:5432/restow');
  logger.error(new Error('authorization: Bearer S3CRET was refused by postgres://a:S3CRET@b/c'));
  logger.info({ req: { method: 'GET', url: '/pull?device=S3CRET&person=S3CRET', headers: { authorization: 'Bearer S3CRET' } } });
  logger.info('-----BEGIN PRIVATE KEY-----\nS3CRET\n-----END PRIVATE KEY-----');
  const text = lines.join('');
  expect(text).not.toContain('S3CRET');
  expect(lines.map((line) => (JSON.parse(line) as { msg?: string }).msg)).toContain('connected to postgres://restow:[secret]@db:5432/restow');
  expect(text).toContain('"path":"/pull"');
  expect(withoutSecrets('delivery DN-1 at 10:30, box 3:4@B')).toBe('delivery DN-1 at 10:30, box 3:4@B');
});

it('a gate lets so many through, has so many wait, and sends the others away with a time to come back', async () => {
  const gate = createGate(1, 2);
  const { promise, resolve } = Promise.withResolvers<string>();
  const inside = gate.through(() => promise);
  const waiting = [gate.through(async () => 'a'), gate.through(async () => 'b')];
  const away = await gate.through(async () => 'c').catch((error: unknown) => error);
  expect(away).toBeInstanceOf(Busy);
  expect((away as Busy).seconds).toBeGreaterThanOrEqual(1);
  resolve('in');
  expect([await inside, ...(await Promise.all(waiting)), await gate.through(async () => 'd')]).toEqual(['in', 'a', 'b', 'd']);
});
