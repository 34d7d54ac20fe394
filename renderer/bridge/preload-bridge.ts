// The bridge inside Electron: the preload already carries numbered requests, so only the shape changes here.
import type { Bridge, Link, Preload } from '#renderer/bridge.ts';
import { createValue } from '#renderer/readable.ts';
import type { Replies } from '#electron/contract.ts';

export function createPreloadBridge(preload: Preload): Bridge {
  const link = createValue<Link>('up');
  return {
    request: async (name, body) => (await preload.request(name, body)) as Replies[typeof name],
    onNotice: preload.onNotice,
    link,
  };
}
