// The packing of office files: every entry is unpacked in memory under limits, and the archive is one archive only,
// from its first byte to its last.
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { Refused } from '../verdict.ts';

const mostEntries = 3_000;
const mostInAll = 200 * 1024 * 1024;
const mostInOne = 100 * 1024 * 1024;
/** Beyond this much, so steep a ratio is no text and no picture. */
const steepBytes = 8 * 1024 * 1024;
const steepRatio = 250;
/** Between two entries there may stand a descriptor. */
const widestGap = 64;

export type Part = { name: string; content: Buffer };

/** The parts in their order. @throws Refused */
export async function unpack(bytes: Buffer): Promise<Part[]> {
  checkStart(bytes);
  try {
    return await partsOf(bytes);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('unreadable', String(error));
  }
}

function checkStart(bytes: Buffer): void {
  if (bytes.readUInt32BE(0) === 0xd0cf11e0) {
    // The old compound format; a .docx with a password is kept in one.
    const isPackage = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw new Refused(isPackage ? 'encrypted' : 'mismatch', 'a compound file');
  }
  if (bytes.readUInt32BE(0) !== 0x504b0304) throw new Refused('mismatch', 'no ZIP signature');
  if (bytes.subarray(0, 1_024).includes('%PDF-')) throw new Refused('hidden', 'a PDF header');
}

async function partsOf(bytes: Buffer): Promise<Part[]> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true });
  if (zip.entryCount > mostEntries) throw new Refused('bomb', `${zip.entryCount} entries`);
  if (zip.comment !== '') throw new Refused('hidden', 'a comment');
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  checkSizes(entries);
  checkNames(entries);
  await checkPlaces(zip, entries);
  const parts: Part[] = [];
  for (const entry of entries)
    if (!entry.fileName.endsWith('/'))
      parts.push({ name: entry.fileName, content: await contentOf(zip, entry) });
  return parts;
}

function checkSizes(entries: readonly Entry[]): void {
  let all = 0;
  for (const entry of entries) {
    const { uncompressedSize: size, compressedSize: packed, fileName } = entry;
    if (entry.isEncrypted()) throw new Refused('encrypted', fileName);
    all += size;
    if (size > mostInOne || all > mostInAll) throw new Refused('bomb', `${fileName}: ${size}`);
    if (size > steepBytes && size > steepRatio * packed)
      throw new Refused('bomb', `${fileName}: ${size} of ${packed}`);
  }
}

function checkNames(entries: readonly Entry[]): void {
  const names = entries.map(({ fileName }) => fileName.toLowerCase());
  if (new Set(names).size !== names.length) throw new Refused('hidden', 'two parts of one name');
}

/** Entries lie one behind the other, without overlap, from the first byte on, and are named alike in both places. */
async function checkPlaces(zip: ZipFile, entries: readonly Entry[]): Promise<void> {
  let end = 0;
  const inPlace = entries.toSorted(
    (one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader,
  );
  for (const entry of inPlace) {
    const { relativeOffsetOfLocalHeader: start, compressedSize, fileNameRaw } = entry;
    if (start < end) throw new Refused('bomb', `${entry.fileName} overlaps`);
    if (start > end + (end === 0 ? 0 : widestGap))
      throw new Refused('hidden', 'data between parts');
    const { fileDataStart, fileName } = await zip.readLocalFileHeaderPromise(entry);
    if (!fileName.equals(fileNameRaw)) throw new Refused('hidden', 'two names of one part');
    end = fileDataStart + compressedSize;
  }
}

/** yauzl fails when there is more or less than the entry says. */
async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
