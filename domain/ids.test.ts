import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashOf, idFrom } from './ids.ts';

it('CMD-5 ids are 128 bits of SHA-256 over the parts, which are kept apart', () => {
  expect(idFrom('command', 'role', 7)).toBe(createHash('sha256').update('command\u001frole\u001f7').digest('hex').slice(0, 32));
  expect(idFrom('ab', 'c')).not.toBe(idFrom('a', 'bc'));
  expect(idFrom('ä')).toBe(createHash('sha256').update('ä', 'utf8').digest('hex').slice(0, 32));
});

it('CMD-1 the identity of a command is SHA-256 of its exact bytes', () => {
  const bytes = new TextEncoder().encode('{"id" : 1}');
  expect(hashOf(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
});
