// The payment side as a folder: each request becomes one file that is written once and never again; beside it lies its
// answer. Another program may write the answers; with `settles` the folder answers at once that the money went out.
import { mkdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { exists, fileOf, writeOnce } from './once-files.ts';
import type { PaymentAnswer, PaymentRequest, Payments } from './payments.ts';

const answerSchema = z.object({ state: z.enum(['settled', 'failed']), reference: z.string().default(''), note: z.string().default('') });
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


/** An answer that is still being written counts as none. */
function readAnswer(text: string, request: PaymentRequest): PaymentAnswer {
  try {
    const read = answerSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : { state: 'failed', reference: '', note: `the answer to ${request.key} cannot be read` };
  } catch {
    return { state: 'pending' };
  }
}
