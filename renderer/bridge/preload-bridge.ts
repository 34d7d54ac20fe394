// The bridge inside Electron: the preload already carries numbered requests over a restart of the station; what only
// the window can know is that it must greet the station again afterwards, because notices were lost in between.
import { stationError, type Bridge, type Link, type Preload } from '#renderer/bridge.ts';
import { createValue } from '#renderer/readable.ts';
import type { Replies } from '#electron/contract.ts';

export function createPreloadBridge(preload: Preload): Bridge {
  const link = createValue<Link>('up');
  let trouble = '';

  preload.onNotice((notice) => {
    if (notice.notice !== 'status' || notice.status.trouble === trouble) return;
    trouble = notice.status.trouble;
    if (trouble === '' || notice.status.online || link.get() === 'lost') return;
    // Perhaps the station is gone: a greeting is answered at once if it is there, and otherwise when it is back.
    link.set('lost');
    preload.request('hello', {}).then(() => link.set('up'), () => link.set('lost'));
  });
  return {
    request: async (name, body) => {
      try {
        return (await preload.request(name, body)) as Replies[typeof name];
      } catch (error) {
        throw stationError(error instanceof Error ? error.message : String(error));
      }
    },
    onNotice: preload.onNotice,
    link,
  };
}
