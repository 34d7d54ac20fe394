// Owns the processes of a replay: keeps each running until told otherwise, starts a killed one again, and keeps
// `pids.json` true. What a replay that was killed left behind is ended before anything starts.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, closeSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identityOf } from '#db/central/processes.ts';
import { writeWhole } from './write-whole.ts';

export type Program = { name: string; script: string; args: (clock: number) => string[]; env?: Record<string, string> };

export type Supervisor = {
  /** Starts a program and keeps it running; resolves when it has said hello for the first time. */
  keep(program: Program, hello: (message: unknown) => void): Promise<void>;
  /** Ends one program for good. */
  retire(name: string): Promise<void>;
  /** Names a process that somebody else keeps. */
  note(name: string, pid: number): void;
  /** Moves the clock of all programs; it never goes back. */
  setClock(at: number): void;
  /** How often programs were started again. */
  restarts(): number;
  stop(): Promise<void>;
};

export type SupervisorOptions = { folder: string; clock: number; say: (sentence: string) => void };

type Kept = { program: Program; child: ChildProcess | undefined; retired: boolean; ended: Promise<void> };
type Pids = { replay: number; postgres?: number; central?: number; stations: Record<string, number>; identities: Record<string, string> };

const HELLO_PATIENCE = 120_000;
const END_PATIENCE = 20_000;
const AGAIN = 250;

export async function createSupervisor({ folder, clock: start, say }: SupervisorOptions): Promise<Supervisor> {
  const file = path.join(folder, 'pids.json');
  await endLeftOver(file, say);
  const logs = path.join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const kept = new Map<string, Kept>();
  const pids = new Map<string, number>();
  let clock = start;
  let restarts = 0;
  let ending = false;

  function writePids(): void {
    const content: Pids = { replay: process.pid, stations: {}, identities: {} };
    for (const [name, pid] of [['replay', process.pid] as const, ...pids]) {
      if (name === 'postgres' || name === 'central') content[name] = pid;
      else if (name !== 'replay') content.stations[name] = pid;
      content.identities[name] = identityOf(pid) ?? '';
    }
    writeWhole(file, `${JSON.stringify(content, null, 2)}\n`);
  }

  function launch({ name, script, args, env }: Program, hello: (message: unknown) => void): ChildProcess {
    const log = openSync(path.join(logs, `${name}.log`), 'a');
    // Its own group: Ctrl-C is for the replay, which ends its programs in order.
    const child = spawn(process.execPath, [...process.execArgv.filter((flag) => flag.startsWith('--cpu-prof')), script, ...args(clock)], { stdio: ['ignore', log, log, 'ipc'], detached: process.platform !== 'win32', env: { ...process.env, ...env } });
    closeSync(log);
    child.on('message', hello);
    child.on('error', () => {});
    if (child.pid !== undefined) {
      pids.set(name, child.pid);
      writePids();
    }
    return child;
  }

  async function run(entry: Kept, hello: (message: unknown) => void): Promise<void> {
    while (!entry.retired && !ending) {
      const child = launch(entry.program, hello);
      entry.child = child;
      const reason = await new Promise<string>((resolve) => {
        child.once('exit', (code, signal) => resolve(signal ?? String(code)));
        child.once('error', (error) => resolve(error.message));
      });
      if (entry.retired || ending) break;
      restarts += 1;
      say(`${entry.program.name} ended (${reason}); starting it again.`);
      await pause(AGAIN);
    }
    pids.delete(entry.program.name);
    writePids();
  }

  async function retire(name: string): Promise<void> {
    const entry = kept.get(name);
    if (entry === undefined) return;
    entry.retired = true;
    entry.child?.kill('SIGTERM');
    const late = setTimeout(() => entry.child?.kill('SIGKILL'), END_PATIENCE);
    await entry.ended;
    clearTimeout(late);
    kept.delete(name);
  }

  writePids();
  return {
    keep: (program, hello) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${program.name} does not start; see ${path.join(logs, `${program.name}.log`)}`)), HELLO_PATIENCE);
        const entry: Kept = { program, child: undefined, retired: false, ended: Promise.resolve() };
        kept.set(program.name, entry);
        entry.ended = run(entry, (message) => {
          clearTimeout(late);
          hello(message);
          resolve();
        });
      }),
    retire,
    note(name, pid) {
      pids.set(name, pid);
      writePids();
    },
    setClock(at) {
      if (at <= clock) return;
      clock = at;
      for (const { child } of kept.values()) if (child?.connected === true) child.send({ clock }, () => {});
    },
    restarts: () => restarts,
    async stop() {
      ending = true;
      const names = [...kept.keys()];
      await Promise.all(names.filter((name) => name !== 'central').map(retire));
      await retire('central');
    },
  };
}

/** A replay that was killed takes its programs along, but they need a moment; two writers in one folder must never be. */
async function endLeftOver(file: string, say: (sentence: string) => void): Promise<void> {
  if (!existsSync(file)) return;
  let content: Partial<Pids>;
  try {
    content = JSON.parse(readFileSync(file, 'utf8')) as Partial<Pids>;
  } catch {
    return;
  }
  const { replay = 0, stations = {}, identities = {}, central } = content;
  const runs = (name: string, pid: number): boolean => identities[name] !== undefined && identities[name] !== '' && identityOf(pid) === identities[name];
  if (replay !== process.pid && runs('replay', replay)) throw new Error(`A replay (process ${replay}) is running in this folder already.`);
  const left = [...Object.entries(stations), ...(central === undefined ? [] : [['central', central] as const])];
  for (const [name, pid] of left) {
    if (!runs(name, pid)) continue;
    say(`Ending ${name} of the replay before …`);
    for (let waited = 0; runs(name, pid); waited += 100) {
      process.kill(pid, waited < END_PATIENCE ? 'SIGTERM' : 'SIGKILL');
      await pause(100);
    }
  }
}
