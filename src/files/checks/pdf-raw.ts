// PDF files as bytes: what a walk along references does not reach. Older revisions stay in a file, objects may lie in
// it that no table names, and readers with less patience than ours go looking for them.
import { inflateSync } from 'node:zlib';
import { Refused, type Refusal } from '../verdict.ts';

const mostUnfolded = 64 * 1024 * 1024;

/** @throws Refused */
export function checkRaw(bytes: Buffer): void {
  if (!/^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8)))
    throw new Refused('mismatch', 'no PDF header');
  const text = bytes.toString('latin1');
  checkEnd(text);
  checkNames(text);
  for (const plain of packedObjects(bytes, text)) checkNames(plain);
}

/** Padding may follow; an archive or a page may not. */
function checkEnd(text: string): void {
  const end = text.lastIndexOf('%%EOF');
  if (end < 0) throw new Refused('unreadable', 'no end');
  if (/[^\s\0]/.test(text.slice(end + 5))) throw new Refused('hidden', 'data behind the end');
}

const names: Readonly<Record<string, Refusal>> = {
  JavaScript: 'script',
  RichMedia: 'script',
  Launch: 'action',
  EmbeddedFile: 'embedded',
};

/** Only names so long that they do not come about by chance among packed bytes. */
function checkNames(text: string): void {
  for (const [, name = ''] of text.matchAll(/\/([A-Za-z#][A-Za-z0-9#]{5,60})(?![A-Za-z0-9#])/g)) {
    const plain = name.includes('#') ? unescaped(name) : name;
    const refusal = Object.hasOwn(names, plain) ? names[plain] : undefined;
    if (refusal) throw new Refused(refusal, `/${plain}`);
  }
}

function unescaped(name: string): string {
  return name.replaceAll(/#([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The plain text of every object stream, also of those that nothing refers to. */
function* packedObjects(bytes: Buffer, text: string): Generator<string> {
  for (const { index } of text.matchAll(
    /\/(?:O|#4f)(?:b|#62)(?:j|#6a)(?:S|#53)(?:t|#74)(?:m|#6d)\b/gi,
  )) {
    const from = /stream\r?\n/.exec(text.slice(index, index + 2_000));
    if (!from) continue;
    yield unfolded(bytes.subarray(index + from.index + from[0].length));
  }
}

/** What follows the packed bytes does not matter; what is not packed is read as it stands. */
function unfolded(packed: Buffer): string {
  try {
    return inflateSync(packed, { maxOutputLength: mostUnfolded }).toString('latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Refused('bomb', 'objects without end');
    return '';
  }
}
