// What every command shares: flags, progress for people, one machine-readable line at the end, and a clean end.
import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

type Flags<O extends Options> = { readonly [K in keyof O]?: O[K]['type'] extends 'boolean' ? boolean : string };

/** Reads flags; a wrong one ends the program with a sentence and the usage. */
export function readFlags<const O extends Options>(usage: string, options: O): { readonly flags: Flags<O> & { readonly json: boolean }; readonly files: readonly string[] } {
  const all: Options = { ...options, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } };
  try {
    const { values, positionals } = parseArgs({ options: all, allowPositionals: true });
    if (values['help'] !== true) return { flags: values as unknown as Flags<O> & { json: boolean }, files: positionals };
    process.stdout.write(`${usage}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
  process.exit(0);
}

/** A line of progress for the person who waits; not on standard output when that carries JSON. */
export function say(json: boolean, sentence: string): void {
  (json ? process.stderr : process.stdout).write(`${sentence}\n`);
}

export function printResult(json: boolean, result: object): void {
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** A port given as a flag: a whole number below 65,536; 0 and none take any free one. */
export function portOf(flag: string | undefined): number {
  const port = Number(flag ?? 0);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  process.stderr.write(`--port ${flag ?? ''} is not a port: give a number from 0 to 65535.\n`);
  process.exit(2);
}

/** Resolves when the program is asked to end (Ctrl-C, terminate, or a parent that is gone); a second request ends it at once. */
export function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const end = () => {
      if (asked) process.exit(1);
      asked = true;
      resolve();
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
    process.on('disconnect', end);
  });
}
