// Files kept in a bucket of an S3 service. Credentials come from where the AWS libraries look for them.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Problem } from '../problem.ts';
import { isPath, pathOf, type FileStore, type Stored } from './store.ts';

export type Bucket = Readonly<{
  bucket: string;
  /** Ends with a slash, or is empty. */
  prefix: string;
  /** Absent: AWS itself. */
  endpoint: string | undefined;
  region: string;
  /** The bucket stands in the path instead of the host name, as most services outside AWS want it. */
  pathStyle: boolean;
}>;

const partBytes = 8 * 1024 * 1024;

export function bucketStore(
  bucket: Bucket,
  credentials?: S3ClientConfig['credentials'],
): FileStore {
  const client = clientFor(bucket, credentials);
  const nameOf = (path: string) => ({ Bucket: bucket.bucket, Key: `${bucket.prefix}${path}` });

  async function upload(about: Omit<Stored, 'path'>, Body: Uint8Array | Readable): Promise<Stored> {
    const path = pathOf(about.sha256);
    const params = { ...nameOf(path), Body, ContentType: 'application/octet-stream' };
    await asked(() => new Upload({ client, params, partSize: partBytes, queueSize: 2 }).done());
    return { path, ...about };
  }

  return {
    put: (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest();
      return upload({ bytes: bytes.byteLength, sha256 }, bytes);
    },
    async keep({ place, sha256, bytes }) {
      const content = createReadStream(place);
      try {
        return await upload({ bytes, sha256 }, content);
      } finally {
        content.destroy();
      }
    },
    async read(path) {
      if (!isPath(path)) return undefined;
      const found = await asked(() => client.send(new GetObjectCommand(nameOf(path))));
      return found?.Body as Readable | undefined;
    },
    list: () => listed(client, bucket),
    async remove(path, before) {
      const known = await asked(() => client.send(new HeadObjectCommand(nameOf(path))));
      if (!known?.LastModified || known.LastModified >= before) return;
      await asked(() => client.send(new DeleteObjectCommand(nameOf(path))));
    },
    close: () => client.destroy(),
  };
}

function clientFor(
  { endpoint, region, pathStyle }: Bucket,
  credentials: S3ClientConfig['credentials'],
): S3Client {
  return new S3Client({
    region,
    forcePathStyle: pathStyle,
    maxAttempts: 3,
    // Services besides AWS do not know the checksums it has added since.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000 },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials ? { credentials } : {}),
  });
}

async function* listed(
  client: S3Client,
  { bucket, prefix }: Bucket,
): AsyncGenerator<{ path: string; at: Date }> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
    for (const { Key = '', LastModified } of page.Contents ?? []) {
      const path = Key.slice(prefix.length);
      if (isPath(path) && LastModified) yield { path, at: LastModified };
    }
}

/** Undefined for what is not there. @throws Problem `unavailable` for whatever else goes wrong over there */
async function asked<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NoSuchKey' || name === 'NotFound') return undefined;
    throw new Problem('unavailable', { retryAfterSeconds: 10 }, { cause: error });
  }
}
