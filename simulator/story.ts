// A life that broke a rule, told so that somebody who never saw the code can follow it.
import type { Life } from './life.ts';
import { START } from './world/start.ts';

export function tellStory(life: Life): string {
  const lines = life.story.map(({ at, words }) => `  ${clockOf(at)}  ${words[0]!.toUpperCase()}${words.slice(1)}`);
  return [`Seed ${life.seed}: ${life.violations.length} broken`, ...lines].join('\n');
}

const clockOf = (at: number): string => {
  const seconds = (at - START) / 1000 + 8 * 3600;
  const part = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return `${part(seconds / 3600)}:${part((seconds / 60) % 60)}:${part(seconds % 60)}`;
};
