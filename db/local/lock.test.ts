// Two stations on one replica would write under one identity: the second is told, and a killed first one is no obstacle.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { lockReplica } from './lock.ts';
import { ReplicaRefused } from './open.ts';

describe('a replica', () => {
  it('belongs to one station at a time, and to the next once it is released', () => {
    const file = path.join(temporaryFolder(), 'replica.db');
    const lock = lockReplica(file);
    expect(() => lockReplica(file)).toThrow(ReplicaRefused);
    lock.release();
    lockReplica(file).release();
  });

  it('is free again when its holder was killed', async () => {
    const file = path.join(temporaryFolder(), 'replica.db');
    const holder = spawn(process.execPath, ['--input-type=module', '-e', `
      import { lockReplica } from ${JSON.stringify(fileURLToPath(new URL('lock.ts', import.meta.url)))};
      globalThis.lock = lockReplica(${JSON.stringify(file)});
      process.stdout.write('held');
      setInterval(() => {}, 1000);`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    expect(() => lockReplica(file)).toThrow('Another station is running');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lockReplica(file).release();
  });
});
