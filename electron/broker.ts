// Answers windows that ask for the station, after looking at who asks.
import { type IpcMainEvent, ipcMain } from 'electron';
import { isAppPage } from './app-protocol.ts';
import type { StationKeeper } from './station-keeper.ts';
import { stationChannel } from './station-messages.ts';

/** Only the app's own page, in the main frame of its window, gets a port. */
const mayHaveStation = ({ sender, senderFrame }: IpcMainEvent): boolean =>
  senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.parent === null && isAppPage(senderFrame.url);

export const brokerStation = (keeper: StationKeeper, log: (line: string) => void): void => {
  ipcMain.on(stationChannel, (event) => {
    if (mayHaveStation(event)) keeper.connect(event.sender);
    else log(`refused the station to ${event.senderFrame?.url ?? 'a frame that is gone'}`);
  });
};
