// F4, the power cut: a station works under a shim that logs what reaches the disk; images of the disk are rebuilt for
// every sync and every acknowledgement, opened by the product, and searched for everything that was acknowledged.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '#domain/commands.ts';
import { hashOf } from '#domain/ids.ts';
import { ledgerDifferences } from '#db/local/horizon.ts';
import { openReplica } from '#db/local/open.ts';
import { smallCompany } from '#test/support/central.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { moments, type Damage, type Moment } from '#test/power-cut/images.ts';

const compiler = process.platform === 'linux' ? ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0) : undefined;
const source = path.join(import.meta.dirname, '../../test/power-cut');
const COMMANDS = 90;

describe.skipIf(compiler === undefined)('F4 power cut (needs a C compiler on Linux)', { timeout: 240_000 }, () => {
  const folder = temporaryFolder();
  const shim = path.join(folder, 'shim.so');
  const company = path.join(folder, 'company.json');
  beforeAll(() => {
    const built = spawnSync(compiler!, ['-shared', '-fPIC', '-O1', '-o', shim, path.join(source, 'shim.c'), '-ldl', '-lpthread'], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(built.stderr);
    writeFileSync(company, JSON.stringify(smallCompany));
  });

  /** Runs the station under the shim; answers the log and what came through the pipe. */
  async function run(name: string, mutant: Record<string, string> = {}): Promise<{ readonly log: Buffer; readonly heard: readonly string[] }> {
    const disk = path.join(folder, name);
    const log = path.join(folder, `${name}.log`);
    mkdirSync(disk);
    const child = spawn(process.execPath, [path.join(source, 'child.ts'), path.join(disk, 'replica.db'), company, String(COMMANDS)], {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
      env: { ...process.env, ...mutant, LD_PRELOAD: shim, POWER_CUT_FOLDER: disk, POWER_CUT_LOG: log, POWER_CUT_ACK: '3', NODE_OPTIONS: '' },
    });
    let heard = '';
    child.stdio[3]!.on('data', (chunk: Buffer) => (heard += chunk.toString('utf8')));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    return { log: readFileSync(log), heard: heard.split('\n').filter((line) => line !== '') };
  }

  /** Opens one image as the product would and says what is wrong with it. */
  function wrongWith(moment: Moment, damage: Damage, random: () => number): string[] {
    const image = path.join(folder, 'image');
    rmSync(image, { recursive: true, force: true });
    moment.writeImage(image, damage, random);
    const db = openReplica(path.join(image, 'replica.db'));
    try {
      const wrong: string[] = [];
      const integrity = db.pragma('integrity_check', { simple: true });
      if (integrity !== 'ok') wrong.push(`integrity: ${String(integrity)}`);
      if (ledgerDifferences(db).length > 0) wrong.push('positions are not the sum of their movements');
      const outbox = db.prepare('select sequence, command_id, hash, bytes from outbox order by sequence').all() as { sequence: number; command_id: string; hash: string; bytes: Buffer }[];
      const kept = new Set(outbox.map((row) => row.command_id));
      const moved = new Set(db.prepare('select distinct command_id from movement').pluck().all() as string[]);
      for (const id of moment.acknowledged) if (!kept.has(id) || !moved.has(id)) wrong.push(`lost ${id}`);
      for (const id of moved) if (!kept.has(id)) wrong.push(`half ${id}`);
      let previous = '';
      outbox.forEach((row, i) => {
        const command = JSON.parse(row.bytes.toString('utf8')) as Command;
        if (row.sequence !== i + 1 || command.sequence !== i + 1 || command.previous !== previous || hashOf(row.bytes) !== row.hash) wrong.push(`broken link ${row.sequence}`);
        previous = row.hash;
      });
      return wrong;
    } finally {
      db.close();
    }
  }

  it('loses no acknowledged command, whatever of the unsynced writes is missing, reordered or garbage', async () => {
    const { log, heard } = await run('full');
    expect(heard).toHaveLength(COMMANDS);
    const random = seeded(20_260_302);
    const kinds: readonly Damage[] = ['some', 'reordered', 'garbage'];
    let images = 0;
    let damaged = 0;
    let acknowledged: readonly string[] = [];
    for (const moment of moments(log)) {
      acknowledged = moment.acknowledged;
      for (const damage of moment.unsynced ? (['lost', kinds[images % kinds.length]!] as const) : (['lost'] as const)) {
        expect([images, moment.at, damage, wrongWith(moment, damage, random)]).toEqual([images, moment.at, damage, []]);
        images += 1;
        if (moment.unsynced) damaged += 1;
      }
    }
    expect(acknowledged).toEqual(heard);
    expect(images).toBeGreaterThan(200);
    expect(damaged).toBeGreaterThan(100);
  });

  it('would be noticed: with synchronous=NORMAL acknowledged commands are gone', async () => {
    const { log } = await run('normal', { POWER_CUT_SYNCHRONOUS: 'NORMAL' });
    let losing = 0;
    // One after the other: a moment's image is only right while the walk stands there.
    for (const moment of moments(log)) if (moment.at === 'acknowledged' && wrongWith(moment, 'lost', Math.random).some((each) => each.startsWith('lost'))) losing += 1;
    expect(losing).toBeGreaterThan(COMMANDS / 2);
  });
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

it('synchronous reads FULL after the first write, of a new file and of one that exists', () => {
  const file = path.join(temporaryFolder(), 'replica.db');
  for (const time of ['new', 'again']) {
    const db = openReplica(file);
    db.prepare(`insert into meta (name, value) values ('written', ?) on conflict (name) do update set value = excluded.value`).run(time);
    expect([time, db.pragma('synchronous', { simple: true }), db.pragma('journal_mode', { simple: true })]).toEqual([time, 2, 'wal']);
    db.close();
  }
});
