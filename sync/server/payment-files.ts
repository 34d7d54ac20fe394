// The payment side as a folder: each request becomes one file that is written once and never again; beside it lies its
// answer. Another program may write the answers; with `settles` the folder answers at once that the money went out.
import { constants, type Stats } from 'node:fs';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PaymentAnswer, PaymentRequest, Payments } from './payments.ts';

const answerSchema = z.object({ state: z.enum(['settled', 'failed']), reference: z.string().default(''), note: z.string().default('') });
/** Keys hold letters, digits, ":" and "-"; a file's name cannot hold all of them everywhere. */
const fileOf = (folder: string, key: string, what: 'request' | 'answer'): string => path.join(folder, `${key.replaceAll(/[^0-9A-Za-z-]/g, '_')}.${what}.json`);

export function paymentFolder(folder: string, { settles }: { readonly settles: boolean }): Payments {
  const ready = mkdir(folder, { recursive: true });
  return {
    async ask(request) {
      await ready;
      const asked = fileOf(folder, request.key, 'request');
      const text = `${JSON.stringify(request)}\n`;
      if (!(await writeOnce(asked, text)) && (await readFile(asked, 'utf8')) !== text) throw new Error(`${asked} was asked for with another content`);
      const answered = fileOf(folder, request.key, 'answer');
      if (settles) await writeOnce(answered, `${JSON.stringify({ state: 'settled', reference: `FILE-${request.key}`, note: '' })}\n`);
      return (await exists(answered)) ? readAnswer(await readFile(answered, 'utf8'), request) : { state: 'pending' };
    },
  };
}

/** False where the file is there already. Whole or not at all, also when the power goes. */
async function writeOnce(file: string, text: string): Promise<boolean> {
  const part = `${file}.${randomUUID()}.part`;
  const handle = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(part, file);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(part);
  }
}
const exists = (file: string): Promise<boolean> => stat(file).then((found: Stats) => found.isFile(), () => false);

/** An answer that is still being written counts as none. */
function readAnswer(text: string, request: PaymentRequest): PaymentAnswer {
  try {
    const read = answerSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : { state: 'failed', reference: '', note: `the answer to ${request.key} cannot be read` };
  } catch {
    return { state: 'pending' };
  }
}
