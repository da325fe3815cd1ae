// What pages load besides themselves: stylesheet, script, fonts, emblem. Each under a name that carries the hash of its
// content, so browsers keep it for a year; squeezed once.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';
import { Problem } from '../problem.ts';

const root = new URL('../../', import.meta.url);
const fonts = ['vietnamese', 'latin'].flatMap((part) =>
  [400, 600].map((weight) => `be-vietnam-pro-${part}-${weight}-normal.woff2`),
);
const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

type Asset = { name: string; type: string; plain: Buffer; br?: Buffer; gzip?: Buffer };

export type Assets = {
  /** `/static/sang-lap.3f2a….css` for `sang-lap.css`. @throws Error unknown */
  address(name: string): string;
  operations: Operation[];
};

/** Reads them all, fonts first: the stylesheet names them by their hashed names. */
export function openAssets(): Assets {
  const addresses = new Map<string, string>();
  const byName = new Map<string, Asset>();
  const keep = (name: string, plain: Buffer): void => {
    const asset = hashed(name, plain);
    byName.set(asset.name, asset);
    addresses.set(name, `/static/${asset.name}`);
  };
  for (const font of fonts)
    keep(font, read(`node_modules/@fontsource/be-vietnam-pro/files/${font}`));
  const css = read('public/sang-lap.css').toString('utf8');
  const named = css.replaceAll(/url\("?([\w.-]+\.woff2)"?\)/g, (_, font: string) => {
    return `url(${addresses.get(font)})`;
  });
  keep('sang-lap.css', Buffer.from(named));
  for (const script of ['sang-lap.js', 'autosave.js', 'hall.js', 'hall-door.js', 'hall-worker.js'])
    keep(script, read(`public/${script}`));
  keep('emblem.svg', read('public/emblem.svg'));
  return {
    address(name) {
      const found = addresses.get(name);
      if (found === undefined) throw new Error(`there is no asset ${name}`);
      return found;
    },
    operations: [assetOperation(byName)],
  };
}

function read(path: string): Buffer {
  return readFileSync(fileURLToPath(new URL(path, root)));
}

function hashed(name: string, plain: Buffer): Asset {
  const dot = name.lastIndexOf('.');
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 16);
  const ending = name.slice(dot + 1);
  return {
    name: `${name.slice(0, dot)}.${hash}.${ending}`,
    type: types[ending] ?? 'application/octet-stream',
    plain,
  };
}

/** Fonts are squeezed already. */
function squeezed(asset: Asset, accepted: string | false): { body: Buffer; encoding?: string } {
  if (asset.type === types['woff2']) return { body: asset.plain };
  if (accepted === 'br')
    return { body: (asset.br ??= brotliCompressSync(asset.plain)), encoding: 'br' };
  if (accepted === 'gzip')
    return { body: (asset.gzip ??= gzipSync(asset.plain, { level: 9 })), encoding: 'gzip' };
  return { body: asset.plain };
}

/** The worker of the hall keeps its page for when the line is cut; it loads what the page would. */
const workerHeaders = {
  'Service-Worker-Allowed': '/cases/',
  'Content-Security-Policy': "default-src 'none'; connect-src 'self'",
} as const;

function assetOperation(byName: ReadonlyMap<string, Asset>): Operation {
  return operation({
    id: 'readAsset',
    method: 'GET',
    path: '/static/{name}',
    tag: 'service',
    title: { vi: 'Tệp của trang', en: 'File of the pages' },
    public: true,
    unlimited: true,
    hidden: true,
    params: { name: z.string().max(120) },
    answers: { 200: { title: 'The file' } },
    problems: ['not-found'],
    handle({ ctx, params }) {
      const asset = byName.get(params.name);
      if (!asset) throw new Problem('not-found');
      const { body, encoding } = squeezed(asset, ctx.acceptsEncodings('br', 'gzip', 'identity'));
      const headers = {
        'Cache-Control': 'public, max-age=31536000, immutable',
        Vary: 'Accept-Encoding',
        ...(encoding ? { 'Content-Encoding': encoding } : {}),
        ...(params.name.startsWith('hall-worker') ? workerHeaders : {}),
      };
      return Promise.resolve({ body, type: asset.type, headers });
    },
  });
}
