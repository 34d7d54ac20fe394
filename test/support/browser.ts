// A real Chromium for tests: the one $CHROMIUM names, else the headless shell that npm installed (Linux x64),
// else an installed Chrome.
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { extract } from 'tar-fs';

type Environment = Record<string, string>;
type Found = Pick<LaunchOptions, 'executablePath' | 'channel' | 'env'>;

const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

/** Complete options for chromium.launch or launchPersistentContext; the sandbox is off because tests may run as root. */
export const browserOptions = async (): Promise<LaunchOptions> => ({ ...(await findChromium()), headless: true, chromiumSandbox: false, args: flags });

/** Close it in afterAll. `camera`: with a camera that shows a test picture, which nobody is asked about. */
export async function launchBrowser({ camera = false } = {}): Promise<Browser> {
  const options = await browserOptions();
  return chromium.launch(camera ? { ...options, args: [...(options.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] } : options);
}

const findChromium = async (): Promise<Found> => {
  const own = process.env['CHROMIUM'];
  if (own !== undefined && own !== '') return { executablePath: own };
  return process.platform === 'linux' && process.arch === 'x64' ? bundledChromium() : { channel: 'chrome' };
};

const bundledChromium = async (): Promise<Found> => {
  const folder = await unpackOnce();
  const executablePath = path.join(folder, 'headless_shell');
  const fonts = { FONTCONFIG_PATH: folder, FONTCONFIG_FILE: path.join(folder, 'fonts.conf'), XDG_CACHE_HOME: path.join(folder, 'cache') };
  const env: Environment = { ...(process.env as Environment), ...fonts };
  // NSS and NSPR: the system's own where they are there, else those of the package.
  const starts = spawnSync(executablePath, ['--version'], { env, stdio: 'ignore' }).status === 0;
  return { executablePath, env: starts ? env : { ...env, LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') } };
};

/** Under a temporary name and then renamed, so that of several test processes none starts half a file. */
const unpackOnce = async (): Promise<string> => {
  const packed = path.join(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
  const { version } = JSON.parse(readFileSync(path.join(packed, 'package.json'), 'utf8')) as { version: string };
  const folder = path.join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(`${folder}-`);
  await unpack(path.join(packed, 'bin'), unfinished);
  try {
    renameSync(unfinished, folder);
  } catch {
    rmSync(unfinished, { recursive: true, force: true }); // another process was first
  }
  return folder;
};

const unpack = async (packed: string, folder: string): Promise<void> => {
  const brotli = (file: string) => [createReadStream(path.join(packed, file)), createBrotliDecompress()] as const;
  await Promise.all([
    pipeline(...brotli('chromium.br'), createWriteStream(path.join(folder, 'headless_shell'), { mode: 0o755 })),
    pipeline(...brotli('al2023.tar.br'), extract(path.join(folder, 'al2023'))),
    pipeline(...brotli('fonts.tar.br'), extract(folder)),
  ]);
  const folders = '<dir prefix="relative">fonts</dir><dir>/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir>';
  writeFileSync(path.join(folder, 'fonts.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}</fontconfig>`);
};
