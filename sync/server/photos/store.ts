// Where the company keeps its photos: a folder, or a bucket that speaks the S3 protocol. Both by the hash of the content.
import { AwsClient } from 'aws4fetch';
import { photoFolder } from '#sync/photos/folder.ts';
import { photoHash, pictureType } from '#sync/photos/picture.ts';

export interface PhotoStore {
  has(hash: string): Promise<boolean>;
  read(hash: string): Promise<Uint8Array | undefined>;
  /** Throws where it could not be kept; the station sends it again then. */
  keep(bytes: Uint8Array): Promise<string>;
}

export interface Bucket {
  /** Such as https://s3.eu-west-1.amazonaws.com; the bucket's name follows as a path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function photoBucket({ endpoint, bucket, region, accessKeyId, secretAccessKey }: Bucket): PhotoStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
  const urlOf = (hash: string): string => `${endpoint.replace(/\/$/, '')}/${bucket}/photos/${hash.slice(0, 2)}/${hash}`;
  async function ask(hash: string, init: RequestInit): Promise<Response | undefined> {
    const response = await client.fetch(urlOf(hash), init);
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404) return undefined;
    throw new Error(`the bucket ${bucket} answered ${response.status}`);
  }
  return {
    has: async (hash) => (await ask(hash, { method: 'HEAD' })) !== undefined,
    async read(hash) {
      const response = await ask(hash, { method: 'GET' });
      const bytes = response && new Uint8Array(await response.arrayBuffer());
      return bytes && photoHash(bytes) === hash ? bytes : undefined;
    },
    async keep(bytes) {
      const hash = photoHash(bytes);
      if ((await ask(hash, { method: 'PUT', body: Buffer.from(bytes), headers: { 'content-type': pictureType(bytes) ?? 'application/octet-stream' } })) === undefined) throw new Error(`there is no bucket ${bucket}`);
      return hash;
    },
  };
}

/** `DIR`, or `s3://BUCKET?endpoint=URL&region=R` with the keys in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY). Throws with a sentence for anything else. */
export function photoStoreAt(where: string, env: Readonly<Record<string, string | undefined>>): PhotoStore {
  if (!where.startsWith('s3:')) return photoFolder(where);
  const url = new URL(where);
  const [accessKeyId, secretAccessKey] = [env['AWS_ACCESS_KEY_ID'], env['AWS_SECRET_ACCESS_KEY']];
  if (!accessKeyId || !secretAccessKey) throw new Error('A bucket for photos needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.');
  const region = url.searchParams.get('region') ?? 'us-east-1';
  return photoBucket({ bucket: url.hostname, region, endpoint: url.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`, accessKeyId, secretAccessKey });
}
