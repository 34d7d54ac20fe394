// `npm run dist -- [--dir] [--out FOLDER] [--json]`: builds everything, packages the app and looks into the package;
// beside it lies the list of everything that ships, sbom.cdx.json (CycloneDX).
// --dir assembles the unpacked app, also where there is no Electron; without it installers are made, which need it.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildElectron } from './build-electron.ts';
import { buildRenderer } from './build-renderer.ts';
import { findElectron } from './electron-binary.ts';
import { packageFolder, packageInstallers } from './package-app.ts';
import { packagesOf, readSbom, sbomProblems, writeSbom } from './sbom.ts';
import { verifyPackage } from './verify-package.ts';

const { values } = parseArgs({ options: { dir: { type: 'boolean', default: false }, out: { type: 'string', default: 'dist/package' }, json: { type: 'boolean', default: false } } });
const output = path.resolve(values.out);
const say = values.json ? console.error : console.log;

const makePackage = () => {
  const electron = findElectron();
  if (electron === undefined && !values.dir) throw new Error('Installers need the Electron binary: set ELECTRON_OVERRIDE_DIST_PATH, or use --dir to see what would be in them.');
  return values.dir || electron === undefined ? packageFolder(output) : packageInstallers(output, electron.folder);
};

try {
  if ((await buildRenderer()) === undefined || (await buildElectron()) === undefined) throw new Error('There is no window or no Electron entry to build.');
  const { asar, isStub } = await makePackage();
  const { entries, bundledFrom, sources, problems: inPackage } = verifyPackage(asar);
  const sbom = readSbom();
  const sbomFile = path.join(output, 'sbom.cdx.json');
  writeSbom(sbomFile, sbom);
  const problems = [...inPackage, ...sbomProblems(sbom, packagesOf(sources))];
  if (isStub) say('No Electron binary on this machine: packaged around a stub, so this shows what is in the app and cannot be started; fuses were not set.');
  for (const { path: name, size, unpacked } of entries) say(`${String(size).padStart(9)} ${unpacked ? 'unpacked' : '        '} ${name}`);
  say(`${entries.length} files; the bundles are made of ${bundledFrom} sources, none of tests, tools, or the central service unless named here:`);
  say(`${sbom.components.length} components ship, each with its version, hash and licence: ${sbomFile}`);
  for (const problem of problems) say(`PROBLEM: ${problem}`);
  say(problems.length === 0 ? `All is well. ${asar}` : `${problems.length} problems.`);
  if (values.json) console.log(JSON.stringify({ ok: problems.length === 0, asar, stub: isStub, fusesSet: !isStub, files: entries.length, entries, sbom: sbomFile, components: sbom.components.length, problems }));
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (problem) {
  const words = problem instanceof Error ? problem.message : String(problem);
  say(`PROBLEM: ${words}`);
  if (values.json) console.log(JSON.stringify({ ok: false, problems: [words] }));
  process.exitCode = 1;
}
