// From a long life that breaks a rule to a short one that still breaks it: steps are left out as long as it does.
import { live, type LifeOptions } from './life.ts';
import type { Step } from './script.ts';

/** Only steps that matter for the first broken rule; `limit` is how many lives may be tried. */
export async function shrink(options: LifeOptions, rule: string, limit = 400): Promise<readonly Step[]> {
  let tries = 0;
  const stillBreaks = async (script: readonly Step[]): Promise<boolean> => {
    tries += 1;
    try {
      return (await live({ ...options, script })).violations.some((violation) => violation.rule === rule);
    } catch {
      return false;
    }
  };
  let script = options.script;
  for (let size = Math.ceil(script.length / 2); size >= 1 && tries < limit; size = size === 1 ? 0 : Math.floor(size / 2)) {
    for (let i = 0; i < script.length && tries < limit; ) {
      const shorter = [...script.slice(0, i), ...script.slice(i + size)];
      if (await stillBreaks(shorter)) script = shorter;
      else i += size;
    }
  }
  return script;
}
