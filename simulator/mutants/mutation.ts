// Loads the simulator with one line of the product changed: the deliberate bug is put into the text of a module as it is
// loaded, so the product has no seam for it and no trace of it. Each mutant gets modules of its own beside the sound ones.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type * as LifeModule from '#simulator/life.ts';
import type { Mutant } from './mutants.ts';

const root = pathToFileURL(`${import.meta.dirname}/../../`).href;
const mutantOf = (url: string | undefined): number | undefined => {
  const found = url === undefined ? null : /\?mutant=(\d+)$/.exec(url);
  return found ? Number(found[1]) : undefined;
};

let active: readonly Mutant[] = [];
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const number = mutantOf(context.parentURL);
    const isOurs = resolved.url.startsWith(root) && !resolved.url.includes('/node_modules/');
    return number === undefined || !isOurs ? resolved : { ...resolved, url: `${resolved.url}?mutant=${number}` };
  },
  load(url, context, next) {
    const number = mutantOf(url);
    const loaded = next(url, context);
    const mutant = number === undefined ? undefined : active[number];
    if (!mutant || url.slice(root.length).split('?')[0] !== mutant.file) return loaded;
    const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source as Uint8Array);
    if (text.split(mutant.find).length !== 2) throw new Error(`the mutant "${mutant.name}" does not fit ${mutant.file} any more: exactly one "${mutant.find}" is needed`);
    return { ...loaded, source: text.replace(mutant.find, () => mutant.replace) };
  },
});

/** The life of a company whose program has this defect. */
export async function lifeWith(mutants: readonly Mutant[], number: number): Promise<typeof LifeModule> {
  active = mutants;
  return (await import(`../life.ts?mutant=${number}`)) as typeof LifeModule;
}
