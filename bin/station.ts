// `npm run station`: one more station against a sync service, with its window served on loopback.
import path from 'node:path';
import { startHeadless } from '#electron/headless.ts';
import { buildRenderer } from './build-renderer.ts';
import { createClock } from './clock.ts';
import { portOf, printResult, readFlags, say, untilAskedToEnd } from './command-line.ts';

const usage = 'npm run station -- --central URL [--warehouse W] [--name NAME] [--data DIR] [--port N] [--printer HOST[:PORT]] [--ca FILE] [--access FILE] [--code CODE] [--tray] [--counting] [--no-page] [--json]';
const { flags } = readFlags(usage, {
  central: { type: 'string' }, warehouse: { type: 'string' }, name: { type: 'string' }, data: { type: 'string' }, port: { type: 'string' },
  printer: { type: 'string' }, ca: { type: 'string' }, access: { type: 'string' }, code: { type: 'string' }, tray: { type: 'boolean' }, counting: { type: 'boolean' }, 'no-page': { type: 'boolean' }, clock: { type: 'string' },
});
if (flags.central === undefined) {
  process.stderr.write(`--central is missing: the address of the sync service, as npm start prints it.\n${usage}\n`);
  process.exit(2);
}
const clock = createClock(flags.clock !== undefined, Number(flags.clock ?? 0));
const folder = path.resolve(flags.data ?? '.restow-station');
const page = flags['no-page'] ? undefined : await buildRenderer({ say: (line) => say(flags.json, line) });
const started = await startHeadless({
  folder, central: flags.central, now: clock.now, port: portOf(flags.port), window: page, kind: flags.counting ? 'counting' : 'development', tray: flags.tray ?? false,
  ...(flags.printer === undefined ? {} : { printer: flags.printer }),
  ...(flags.ca === undefined ? {} : { ca: flags.ca }), ...(flags.access === undefined ? {} : { access: flags.access }),
  ...(flags.code === undefined ? {} : { code: flags.code }),
  ...(flags.warehouse === undefined ? {} : { warehouse: flags.warehouse }), name: flags.name ?? path.basename(folder),
}).catch((error: unknown) => {
  process.stderr.write(`The station could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
say(flags.json, `Station: ${started.url}`);
const result = { window: started.url, port: started.port, token: started.token, device: started.station.device, pid: process.pid };
printResult(flags.json, result);
process.send?.({ station: result });
await untilAskedToEnd();
await started.stop();
process.exit(0);
