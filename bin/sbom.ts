// The list of everything that ships (CycloneDX, made by npm from the lockfile): what runs at the service and at a station,
// and Electron around it. Held against what the bundles are really made of and against the licences that we may ship.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('../', import.meta.url));

const component = z.looseObject({
  'bom-ref': z.string(), name: z.string(), version: z.string(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  licenses: z.array(z.union([z.object({ license: z.looseObject({ id: z.string().optional(), name: z.string().optional() }) }), z.object({ expression: z.string() })])).default([]),
});
const document = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ name: z.string() }) }),
  components: z.array(component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});
type Component = z.output<typeof component>;
export type Sbom = z.output<typeof document>;

/** Licences whose text travelling along is all they ask. Another one is for a person to look at, and to add here. */
const mayShip = new Set(['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'OFL-1.1', 'Zlib', 'Python-2.0']);

/** A package by where it lies and which one it is. */
export interface Shipped {
  readonly name: string;
  readonly version: string;
}

/** Asks npm, of which a copy comes with every `npm run`; needs no network and no installed package. */
export function readSbom(): Sbom {
  const cli = process.env['npm_execpath'];
  const [program, ...before] = cli === undefined ? ['npm'] : [process.execPath, cli];
  const { stdout, stderr, status } = spawnSync(program!, [...before, 'sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--offline'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`npm could not list what the app is made of: ${stderr.trim()}`);
  const whole = document.parse(JSON.parse(stdout));
  const components = whole.components.filter((each) => each.name === 'electron' || !isForDevelopment(each));
  const kept = new Set(['', ...components.map((each) => each['bom-ref'])]);
  const own = whole.metadata.component;
  return {
    ...whole,
    // npm calls the project by the folder it lies in.
    metadata: { ...whole.metadata, component: { ...own, name: 'restow', type: 'application' } },
    components,
    dependencies: whole.dependencies.filter(({ ref }) => kept.has(ref) || ref === own['bom-ref']).map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => kept.has(ref)) })),
  };
}

/** One sentence for each licence that may not ship unseen, and for each shipped package that the list does not have. */
export function sbomProblems({ components }: Pick<Sbom, 'components'>, shipped: readonly Shipped[]): string[] {
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  return [
    ...components.filter((each) => !isAllowed(each)).map((each) => `${each.name}@${each.version} is licensed as ${licencesOf(each).join(', ') || 'nothing that it says'}`),
    ...shipped.map(({ name, version }) => `${name}@${version}`).filter((each) => !listed.has(each)).map((each) => `${each} is in the app and not in its list of components`),
  ];
}

export function writeSbom(file: string, sbom: Sbom): void {
  writeFileSync(file, `${JSON.stringify(sbom, undefined, 1)}\n`);
}

/** Which packages these source files (relative to the checkout) are of. */
export function packagesOf(sources: Iterable<string>): Shipped[] {
  const folders = new Set([...sources].flatMap((source) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source)?.[0] ?? []));
  return [...folders].toSorted().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as Shipped;
    return { name, version };
  });
}

const isForDevelopment = ({ properties }: Component): boolean => properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
const licencesOf = ({ licenses }: Component): string[] => licenses.map((each) => ('license' in each ? (each.license.id ?? each.license.name ?? '') : each.expression));

/** Of several licences to choose from, one has to be allowed; where all hold at once, all. */
function isAllowed(each: Component): boolean {
  const licences = licencesOf(each);
  return licences.length > 0 && licences.every((licence) => licence.replaceAll(/[()]/g, '').split(' OR ').some((choice) => choice.split(' AND ').every((one) => mayShip.has(one.trim()))));
}
