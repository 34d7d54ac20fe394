// All a page gets from Electron: window.restow, which speaks the contract over a port to the station. No channel, no
// event and no Electron object passes through.
import { contextBridge, ipcRenderer } from 'electron';
import { createPortClient, type StationBridge } from './port-client.ts';
import { type StationNews, stationChannel } from './station-messages.ts';

declare global {
  interface Window {
    /** There in Electron only. */
    readonly restow?: StationBridge;
  }
}

const client = createPortClient();

ipcRenderer.on(stationChannel, ({ ports: [port] }, news: StationNews) => {
  if (news.station === 'here' && port !== undefined) client.here(port);
  else if (news.station === 'gone') client.gone(news.why);
  else if (news.station === 'failed') client.failed(news.why);
});
ipcRenderer.send(stationChannel);

contextBridge.exposeInMainWorld('restow', client.bridge);
