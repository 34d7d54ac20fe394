import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAgenda } from './agenda.ts';

it('REB-8 gives the smallest number first, once, with all its names, whatever is added meanwhile', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ sequence: fc.nat(30), name: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }), take: fc.boolean() }), { maxLength: 60 }), (steps) => {
      const agenda = createAgenda();
      const model = new Map<number, Set<string>>();
      const takeOne = () => {
        const least = Math.min(...model.keys());
        expect(agenda.take()).toEqual(model.size === 0 ? undefined : { sequence: least, names: [...model.get(least)!] });
        model.delete(least);
      };
      for (const { sequence, name, take } of steps) {
        agenda.add(sequence, name);
        model.set(sequence, new Set([...(model.get(sequence) ?? []), ...(name === undefined ? [] : [name])]));
        if (take) takeOne();
      }
      while (model.size > 0) takeOne();
      takeOne();
    }),
  );
});
