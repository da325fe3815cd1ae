// Tells whether a file is a prepared paper with one signature added behind it and nothing else: no page, no text, no
// other object may differ. Who signed, and whether the signature holds, is judged in signature-check.ts.
import { PDF, PdfArray, PdfDict, PdfName, PdfNumber, PdfRef, type PdfObject } from '@libpdf/core';
import { written } from './pdf-object.ts';

/** Where the picture of a signature may stand: a page, from 0, and a rectangle in points from its lower left corner. */
export type SigningPlace = {
  page: number;
  left: number;
  bottom: number;
  right: number;
  top: number;
};

/**
 * `other-file`: its first bytes are not the prepared paper; `unsigned`, `several`: it has not exactly one signature;
 * `partly`: the signature does not cover the whole file; `changed`: something besides the signature was added or
 * changed; `misplaced`: the picture of the signature stands outside its place; `unreadable`: no PDF.
 */
export type Difference =
  'other-file' | 'unsigned' | 'several' | 'partly' | 'changed' | 'misplaced' | 'unreadable';

const byteRange = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;
/** How far a picture may reach over its place: it is put there by hand. */
const tolerance = 8;

/** What a signature may bring into these; the rest must stay as it was. */
const free = {
  catalog: new Set(['AcroForm', 'Extensions', 'Version', 'DSS', 'Perms', 'Metadata']),
  page: new Set(['Annots']),
  information: new Set(['ModDate', 'Producer']),
} as const;
const formKeys = new Set(['Fields', 'SigFlags', 'DR', 'DA', 'NeedAppearances', 'Type']);
const widgetKeys = new Set(
  'Type Subtype FT T TU V F Ff P Rect AP AS MK DA Lock SV Border BS H StructParent'.split(' '),
);

/** Returns what keeps the file from being the prepared paper with one signature; nothing when it is. */
export async function differenceOf(
  prepared: Uint8Array,
  given: Uint8Array,
  place: SigningPlace | undefined,
): Promise<Difference | undefined> {
  const range = rangeOf(prepared, given);
  if (typeof range === 'string') return range;
  const [before, after] = await Promise.all([opened(prepared), opened(given)]);
  if (!before || !after) return 'unreadable';
  const field = signatureField(after, range);
  if (!field || !sameObjects(before, after) || !onlyField(before, after, field)) return 'changed';
  return isPlaced(after, field, place) ? undefined : 'misplaced';
}

/** The stretches that the one signature covers, as it says itself. */
function rangeOf(prepared: Uint8Array, given: Uint8Array): readonly number[] | Difference {
  if (!Buffer.from(given.subarray(0, prepared.length)).equals(prepared)) return 'other-file';
  const added = Buffer.from(given.subarray(prepared.length)).toString('latin1');
  const [range, ...more] = [...added.matchAll(byteRange)].map((found) =>
    found.slice(1).map(Number),
  );
  if (!range) return 'unsigned';
  if (more.length > 0) return 'several';
  const [from, to, behind, length] = range as [number, number, number, number];
  if (from !== 0 || to < prepared.length || behind + length !== given.length) return 'partly';
  // Two ways to the same objects, of which a reader may take either.
  return added.includes('/XRefStm') ? 'changed' : range;
}

async function opened(bytes: Uint8Array): Promise<PDF | undefined> {
  try {
    const pdf = await PDF.load(Uint8Array.from(bytes), { lenient: false });
    return pdf.recoveredViaBruteForce || pdf.isEncrypted ? undefined : pdf;
  } catch {
    return undefined;
  }
}

/** Every object of the prepared paper is still what it was, but for what a signature needs. */
function sameObjects(before: PDF, after: PDF): boolean {
  if (numberOf(rootOf(before)) !== numberOf(rootOf(after))) return false;
  if (numberOf(informationOf(before)) !== numberOf(informationOf(after))) return false;
  if (before.getPages().length !== after.getPages().length) return false;
  const spared = sparedIn(before);
  for (let number = 1; number < before.context.registry.nextObjectNumber; number += 1) {
    const keys = spared.get(number);
    if (keys === 'all') continue;
    const [old, now] = [before, after].map((pdf) => pdf.context.resolve(PdfRef.of(number, 0)));
    if (written(old, keys) !== written(now, keys)) return false;
  }
  return true;
}

/** By object number, which keys may change. The description in XMP is shown nowhere on the pages. */
function sparedIn(pdf: PDF): Map<number | undefined, ReadonlySet<string> | 'all'> {
  return new Map<number | undefined, ReadonlySet<string> | 'all'>([
    ...pdf.getPages().map(({ ref }) => [ref.objectNumber, free.page] as const),
    [numberOf(informationOf(pdf)), free.information],
    [numberOf(pdf.context.catalog.getDict().getRef('Metadata')), 'all'],
    [numberOf(rootOf(pdf)), free.catalog],
  ]);
}

const numberOf = (ref: PdfRef | null | undefined): number | undefined => ref?.objectNumber;
const informationOf = ({ context }: PDF) => context.info.trailer.getRef('Info');
const rootOf = ({ context }: PDF): PdfRef | null => context.getRef(context.catalog.getDict());

type Field = { ref: PdfRef; dict: PdfDict };

/** The one field of the form, which must hold the signature that stands in the file. */
function signatureField({ context }: PDF, range: readonly number[]): Field | undefined {
  const resolve = (ref: PdfRef): PdfObject | null => context.resolve(ref);
  const form = context.catalog.getDict().getDict('AcroForm', resolve) ?? new PdfDict();
  const [ref, ...more] = form.getArray('Fields', resolve) ?? [];
  if (!hasOnly(form, formKeys) || more.length > 0 || !(ref instanceof PdfRef)) return undefined;
  const dict = context.resolve(ref);
  if (!(dict instanceof PdfDict) || !isSignatureWidget(dict)) return undefined;
  const signature = dict.getDict('V', resolve) ?? new PdfDict();
  const covered = written(signature.getArray('ByteRange', resolve));
  return covered === written(numbers(range)) ? { ref, dict } : undefined;
}

function isSignatureWidget(dict: PdfDict): boolean {
  return (
    hasOnly(dict, widgetKeys) && isNamed(dict, 'FT', 'Sig') && isNamed(dict, 'Subtype', 'Widget')
  );
}

const numbers = (values: readonly number[]): PdfArray =>
  new PdfArray(values.map((value) => PdfNumber.of(value)));

function hasOnly(dict: PdfDict, allowed: ReadonlySet<string>): boolean {
  return [...dict.keys()].every(({ value }) => allowed.has(value));
}

function isNamed(dict: PdfDict, key: string, name: string): boolean {
  const value = dict.get(key);
  return value instanceof PdfName && value.value === name;
}

/** Pages have their notes as they were, and behind them at most the field of the signature. */
function onlyField(before: PDF, after: PDF, { ref }: Field): boolean {
  return before.getPages().every((page, index) => {
    const [old, now] = [before, after].map((pdf) => notesOf(pdf, index));
    if (!old || !now || old.some((each, at) => written(each) !== written(now[at]))) return false;
    return now.slice(old.length).every((each) => written(each) === written(ref));
  });
}

function notesOf(pdf: PDF, index: number): readonly PdfObject[] {
  const page = pdf.getPages()[index];
  const notes = page?.dict.getArray('Annots', (ref) => pdf.context.resolve(ref));
  return notes?.toArray() ?? [];
}

/** Without extent, or on the right page within its place. */
function isPlaced(after: PDF, { ref, dict }: Field, place: SigningPlace | undefined): boolean {
  const sides = dict.getArray('Rect', (each) => after.context.resolve(each));
  const [x1, y1, x2, y2] = [0, 1, 2, 3].map((at) => {
    const side = sides?.at(at);
    return side instanceof PdfNumber ? side.value : Number.NaN;
  }) as [number, number, number, number];
  const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)];
  const [bottom, top] = [Math.min(y1, y2), Math.max(y1, y2)];
  if (right - left === 0 || top - bottom === 0) return true;
  const on = after
    .getPages()
    .flatMap((_, index) =>
      notesOf(after, index).some((each) => written(each) === written(ref)) ? [index] : [],
    );
  if (on.length === 0) return true;
  return (
    place !== undefined &&
    on.every((index) => index === place.page) &&
    left >= place.left - tolerance &&
    right <= place.right + tolerance &&
    bottom >= place.bottom - tolerance &&
    top <= place.top + tolerance
  );
}
