// Keeps the station's process running and hands each window a port to it. Main only brokers: what passes through
// the ports it never sees, so nothing a window says can reach the process that holds the app's rights.
import { MessageChannelMain, type UtilityProcess, type WebContents, utilityProcess } from 'electron';
import { type FromStationProcess, type StationNews, type ToStationProcess, stationChannel } from './station-messages.ts';

type Start = ToStationProcess & { kind: 'start' };

export interface StationKeeper {
  /** Gives a window its port, now or when the station is there. The caller has checked who asks. */
  connect(window: WebContents): void;
  /** Ends the station in order; resolves when its process is gone. */
  stop(): Promise<void>;
}

const firstPause = 250;
const longestPause = 10_000;
/** A station that held this long was not broken by what started it. */
const steadyAfter = 30_000;
const patience = 5_000;

/** `modulePath` is the built station process. Times in ms. */
export const keepStation = (modulePath: string, options: Start['options'], log: (line: string) => void): StationKeeper => {
  const windows = new Set<WebContents>();
  let child: UtilityProcess | undefined;
  let failures = 0;
  let problem = '';
  let timer: NodeJS.Timeout | undefined;
  let stopped: PromiseWithResolvers<void> | undefined;

  const post = (message: ToStationProcess, ports: Electron.MessagePortMain[] = []): void => child?.postMessage(message, ports);
  const tell = (window: WebContents, news: StationNews, ports: Electron.MessagePortMain[] = []): void => {
    if (!window.isDestroyed()) window.postMessage(stationChannel, news, ports);
  };

  const handPort = (window: WebContents, again: boolean): void => {
    const { port1, port2 } = new MessageChannelMain();
    post({ kind: 'window', again }, [port1]);
    tell(window, { station: 'here' }, [port2]);
  };

  const start = (again: boolean): void => {
    problem = '';
    child = utilityProcess.fork(modulePath, [], { serviceName: 'Restow station', stdio: 'inherit' });
    child.on('message', (message: FromStationProcess) => {
      if (message.kind === 'failed') problem = message.why;
      else timer = setTimeout(() => (failures = 0), steadyAfter);
    });
    child.once('exit', ended);
    post({ kind: 'start', options });
    for (const window of windows) handPort(window, again);
  };

  const ended = (code: number): void => {
    clearTimeout(timer);
    child = undefined;
    if (stopped !== undefined) return stopped.resolve();
    const pause = Math.min(firstPause * 2 ** failures++, longestPause);
    log(`the station ended (${problem === '' ? `code ${code}` : problem}); starting it again in ${pause} ms`);
    const news: StationNews = problem === '' ? { station: 'gone', why: 'The station stopped unexpectedly and is being started again. Nothing that was confirmed is lost.' } : { station: 'failed', why: problem };
    for (const window of windows) tell(window, news);
    timer = setTimeout(() => start(true), pause);
  };

  start(false);
  return {
    connect(window) {
      if (!windows.has(window)) window.once('destroyed', () => windows.delete(window));
      windows.add(window);
      if (child !== undefined) handPort(window, false);
    },
    stop() {
      if (stopped !== undefined) return stopped.promise;
      stopped = Promise.withResolvers();
      clearTimeout(timer);
      if (child === undefined) stopped.resolve();
      post({ kind: 'stop' });
      const late = setTimeout(() => child?.kill(), patience);
      return stopped.promise.finally(() => clearTimeout(late));
    },
  };
};
