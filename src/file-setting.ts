// The setting FILES: where files are kept, a folder or a bucket of an S3 service.
import { join, resolve } from 'node:path';

export type Files =
  /** Absolute path. */
  | Readonly<{ folder: string }>
  | Readonly<{
      bucket: string;
      /** Ends with a slash, or is empty. */
      prefix: string;
      /** Absent: AWS itself. */
      endpoint: string | undefined;
      region: string;
      /** The bucket stands in the path instead of the host name. */
      pathStyle: boolean;
    }>;

export const filesForm = 'must be file:FOLDER or s3:BUCKET/PREFIX?endpoint=…&region=…&pathStyle=1';

/** What the setting means; undefined when it is in no known form. */
export function filesOf(text: string | undefined, dataDir: string): Files | undefined {
  if (text === undefined) return { folder: join(dataDir, 'files') };
  const [scheme, rest] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
  if (rest === '') return undefined;
  if (scheme === 'file') return { folder: resolve(rest.replace(/^\/\//, '')) };
  return scheme === 's3' ? bucketOf(rest.replace(/^\/\//, '')) : undefined;
}

const bucketForm = /^(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>[\w./-]*))?$/;

function bucketOf(text: string): Files | undefined {
  const [place = '', asked = ''] = text.split('?', 2);
  const { bucket, prefix = '' } = bucketForm.exec(place)?.groups ?? {};
  const options = optionsOf(asked);
  if (bucket === undefined || !options) return undefined;
  return { bucket, prefix: prefix.replace(/(?<=.)\/*$/, '/'), ...options };
}

type Options = { endpoint: string | undefined; region: string; pathStyle: boolean };

function optionsOf(asked: string): Options | undefined {
  const given = Object.fromEntries(new URLSearchParams(asked)) as Partial<Record<string, string>>;
  const { endpoint, region = 'us-east-1', pathStyle, ...unknown } = given;
  const isSound = Object.keys(unknown).length === 0 && isAddress(endpoint ?? 'https://aws');
  return isSound ? { endpoint, region, pathStyle: pathStyle === '1' } : undefined;
}

function isAddress(text: string): boolean {
  const protocol = URL.parse(text)?.protocol;
  return protocol === 'http:' || protocol === 'https:';
}
