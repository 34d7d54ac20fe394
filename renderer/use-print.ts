// One key prints the label of what is looked at.
import type { RequestOf } from '#electron/contract.ts';
import { newId } from '#renderer/commands.ts';
import { useServices } from '#renderer/services.ts';
import type { Tell } from '#renderer/ui/scan-log.ts';
import { problemWords } from '#renderer/words.ts';

export function usePrint(tell: Tell): (of: RequestOf<'print'>['of'], id: string) => Promise<void> {
  const { bridge, sounds } = useServices();
  return async (of, id) => {
    const { problem } = await bridge.request('print', { jobId: newId(), of, id });
    sounds.play(problem === '' ? 'ok' : 'wrong');
    tell(problem === '' ? 'ok' : 'stop', `Label of ${id}`, problem === '' ? 'goes to the printer' : problemWords(problem));
  };
}
