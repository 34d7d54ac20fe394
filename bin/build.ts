// `npm run build [-- --force]`: everything that has to be built, as far as its sources changed.
import { parseArgs } from 'node:util';
import { buildElectron } from './build-electron.ts';
import { buildRenderer } from './build-renderer.ts';

const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } });
const built = [await buildRenderer(values), await buildElectron(values)].filter((folder) => folder !== undefined);
console.log(built.length === 0 ? 'Nothing to build.' : `Up to date: ${built.join(', ')}`);
