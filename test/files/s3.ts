// An S3 service in this process, which can go away and come back with what it had.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { bucketStore } from '../../src/files/bucket.ts';
import type { FileStore } from '../../src/files/store.ts';

export type TestBucket = {
  store: FileStore;
  away(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
};

const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

export async function startS3(): Promise<TestBucket> {
  const directory = await mkdtemp(join(tmpdir(), 'sang-lap-s3-'));
  const serve = async (port: number): Promise<{ server: S3rver; port: number }> => {
    const server = new S3rver({
      port,
      address: '127.0.0.1',
      silent: true,
      directory,
      configureBuckets: [{ name: 'ho-so' }],
    });
    return { server, port: (await server.run()).port };
  };
  let { server, port } = await serve(0);
  const bucket = {
    bucket: 'ho-so',
    prefix: 'lien-minh/',
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    pathStyle: true,
  };
  const store = bucketStore(bucket, credentials);
  return {
    store,
    away: () => server.close(),
    back: async () => void ({ server, port } = await serve(port)),
    async close() {
      store.close?.();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
