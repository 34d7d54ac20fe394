// The station's own process under Electron: away from the window, which may be attacked, and from main, which must
// not wait for a disk. If it ends, main starts it again and the windows go on.
import type { MessagePortMain } from 'electron';
import { startStation, type Station } from './station.ts';
import { type FromStationProcess, type ToStationProcess, notStarted } from './station-messages.ts';
import { serveWindows, type WindowPorts } from './window-ports.ts';

const main = process.parentPort;
const tellMain = (message: FromStationProcess): void => main.postMessage(message);
let running: { starting: Promise<Station>; windows: WindowPorts } | undefined;

const start = (options: (ToStationProcess & { kind: 'start' })['options']): void => {
  const starting = startStation({ ...options, now: Date.now, log: (line) => console.error(`station: ${line}`) });
  running = { starting, windows: serveWindows(starting) };
  starting.then(
    () => tellMain({ kind: 'up' }),
    (problem: unknown) => {
      console.error('station:', problem);
      tellMain({ kind: 'failed', why: notStarted(problem) });
      setTimeout(() => process.exit(1), 100); // so that main still hears why
    },
  );
};

const stop = async (): Promise<void> => {
  await (await running?.starting)?.stop();
  process.exit(0);
};

const receive = (message: ToStationProcess, ports: MessagePortMain[]): void => {
  if (message.kind === 'start') start(message.options);
  else if (message.kind === 'stop') void stop().catch(() => process.exit(1));
  else for (const port of ports) running?.windows.add(port, message.again);
};

main.on('message', ({ data, ports }) => receive(data as ToStationProcess, ports));
