// The bridge inside Electron says a station's no in the same way as the one over the network.
import { expect, it } from 'vitest';
import { createPreloadBridge } from './preload-bridge.ts';

it('what the station refuses is a StationError with its words', async () => {
  const bridge = createPreloadBridge({ request: async () => Promise.reject(new Error('There is no such request.')), onNotice: () => () => undefined });
  await expect(bridge.request('hello', {})).rejects.toMatchObject({ name: 'StationError', message: 'There is no such request.' });
});
