import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { photoFolder } from './folder.ts';
import { PHOTO_MAX, photoHash, pictureType, problemWith } from './picture.ts';

const jpeg = (more = 'x'): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(more)]);

describe('a folder of photos', () => {
  it('PHO-5 keeps a photo whole under its hash, once', async () => {
    const at = temporaryFolder();
    const folder = photoFolder(at);
    const hash = await folder.keep(jpeg());
    expect([hash, await folder.keep(jpeg()), await folder.has(hash)]).toEqual([photoHash(jpeg()), hash, true]);
    expect(Buffer.from((await folder.read(hash))!)).toEqual(Buffer.from(jpeg()));
    expect(readdirSync(at)).toEqual([hash.slice(0, 2)]);
    expect((await folder.list()).map((each) => each.hash)).toEqual([hash]);
    await folder.drop(hash);
    expect([await folder.has(hash), await folder.list()]).toEqual([false, []]);
  });

  it('PHO-5 does not hand out what the disk has damaged, and writes it anew', async () => {
    const at = temporaryFolder();
    const folder = photoFolder(at);
    const hash = photoHash(jpeg());
    mkdirSync(path.join(at, hash.slice(0, 2)));
    writeFileSync(path.join(at, hash.slice(0, 2), hash), 'half of i');
    expect(await folder.read(hash)).toBeUndefined();
    await folder.keep(jpeg());
    expect(await folder.read(hash)).toBeDefined();
  });

  it('leaves what is no photo alone, and takes no path for a name', async () => {
    const at = temporaryFolder();
    writeFileSync(path.join(at, 'notes.txt'), 'mine');
    writeFileSync(path.join(at, 'half-1'), 'cut off by a kill');
    expect(await photoFolder(at).list()).toEqual([]);
    await photoFolder(at).dropHalves(Date.now() - 60_000);
    expect(readdirSync(at).toSorted()).toEqual(['half-1', 'notes.txt']);
    await photoFolder(at).dropHalves(Date.now() + 60_000);
    expect(readdirSync(at)).toEqual(['notes.txt']);
    await expect(photoFolder(at).read('../../etc/passwd')).rejects.toThrow('no hash of a photo');
  });
});

describe('what is a picture', () => {
  it('by its first bytes, whatever it is called', () => {
    const webp = Buffer.concat([Buffer.from('RIFF'), Buffer.from([4, 0, 0, 0]), Buffer.from('WEBPVP8 ')]);
    expect([jpeg(), Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), webp, Buffer.from('GIF89a'), Buffer.from('<svg onload=alert(1)>'), Buffer.from('RIFFxxxxWAVE')].map((bytes) => pictureType(bytes))).toEqual(['image/jpeg', 'image/png', 'image/webp', undefined, undefined, undefined]);
  });
  it('an empty, a foreign and a huge one are refused in words', () => {
    expect([new Uint8Array(), Buffer.from('%PDF-1.7'), jpeg('x'.repeat(PHOTO_MAX))].map(problemWith)).toEqual(['The picture is empty.', 'Only JPEG, PNG and WebP pictures are taken.', 'The picture is larger than 6 MB.']);
    expect(problemWith(jpeg())).toBe('');
  });
});
