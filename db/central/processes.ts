// Knows other processes by more than their number, because the system hands numbers out again: after a crash
// the process that a pid file names may be somebody's editor.
import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Finished = { code: number | null; output: string };

/** Runs a program to its end; `output` is stdout and stderr together. Rejects only when it cannot be started at all. */
export const run = (program: string, args: string[], options: SpawnOptions): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: output.trim() }));
  });

const ps = (pid: number, column: string): string | undefined => {
  const result = spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : undefined;
};

const proc = (pid: number, file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
};

/** The command line of a running process, words separated by spaces; undefined when there is none (never known on Windows). */
export const commandLine = (pid: number): string | undefined => {
  if (process.platform === 'win32') return undefined;
  return process.platform === 'linux' ? proc(pid, 'cmdline')?.replaceAll('\0', ' ').trim() || undefined : ps(pid, 'command');
};

/** What distinguishes this process from a later one with the same number; undefined when it does not run. */
export const identityOf = (pid: number): string | undefined => {
  if (process.platform === 'linux') {
    // Field 22 is the start time; the name in field 2 may itself contain spaces and brackets.
    const fields = proc(pid, 'stat')?.replace(/^.*\) /s, '').split(' ');
    return fields === undefined || fields[0] === 'Z' ? undefined : `${pid} ${fields[19]}`;
  }
  if (process.platform === 'win32') return isAlive(pid) ? String(pid) : undefined;
  const started = ps(pid, 'lstart');
  return started === undefined ? undefined : `${pid} ${started}`;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
