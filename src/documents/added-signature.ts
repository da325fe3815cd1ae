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
  if (given.length < prepared.length) return 'other-file';
  if (!Buffer.from(given.subarray(0, prepared.length)).equals(prepared)) return 'other-file';
  const added = Buffer.from(given.subarray(prepared.length)).toString('latin1');
  const [range, ...more] = [...added.matchAll(byteRange)].map((found) =>
    found.slice(1).map(Number),
  );
  if (!range) return 'unsigned';
  if (more.length > 0) return 'several';
  const [from, to = 0, behind = 0, length = 0] = range;
  if (from !== 0 || to < prepared.length || behind + length !== given.length) return 'partly';
  // Two ways to the same objects, of which a reader may take either.
  if (added.includes('/XRefStm')) return 'changed';
  const [before, after] = await Promise.all([opened(prepared), opened(given)]);
  if (!before || !after) return 'unreadable';
  return differenceBetween(before, after, { range, place });
}

type Signed = { range: readonly number[]; place: SigningPlace | undefined };

async function opened(bytes: Uint8Array): Promise<PDF | undefined> {
  try {
    const pdf = await PDF.load(Uint8Array.from(bytes), { lenient: false });
    return pdf.recoveredViaBruteForce || pdf.isEncrypted ? undefined : pdf;
  } catch {
    return undefined;
  }
}

function differenceBetween(before: PDF, after: PDF, signed: Signed): Difference | undefined {
  const field = signatureField(after, signed.range);
  if (!field || !sameObjects(before, after) || !onlyField(before, after, field)) return 'changed';
  return placed(after, field, signed.place) ? undefined : 'misplaced';
}

/** Every object of the prepared paper is still what it was, but for what a signature needs. */
function sameObjects(before: PDF, after: PDF): boolean {
  const root = rootOf(before);
  if (!root || rootOf(after)?.objectNumber !== root.objectNumber) return false;
  const pages = new Set(before.getPages().map(({ ref }) => ref.objectNumber));
  if (after.getPages().length !== pages.size) return false;
  const information = before.context.info.trailer.getRef('Info')?.objectNumber;
  if (after.context.info.trailer.getRef('Info')?.objectNumber !== information) return false;
  const described = before.context.catalog.getDict().getRef('Metadata')?.objectNumber;
  for (let number = 1; number < before.context.registry.nextObjectNumber; number += 1) {
    if (number === described) continue;
    const [old, now] = [before, after].map((pdf) => pdf.context.resolve(PdfRef.of(number, 0)));
    const spared =
      number === root.objectNumber
        ? free.catalog
        : pages.has(number)
          ? free.page
          : number === information
            ? free.information
            : undefined;
    if (written(old, spared) !== written(now, spared)) return false;
  }
  return true;
}

const rootOf = ({ context }: PDF): PdfRef | null => context.getRef(context.catalog.getDict());

type Field = { ref: PdfRef; dict: PdfDict };

/** The one field of the form, which must hold the signature that stands in the file. */
function signatureField({ context }: PDF, range: readonly number[]): Field | undefined {
  const resolve = (ref: PdfRef): PdfObject | null => context.resolve(ref);
  const form = context.catalog.getDict().getDict('AcroForm', resolve);
  const fields = form?.getArray('Fields', resolve);
  const ref = fields?.length === 1 ? fields.at(0) : undefined;
  if (!form || !hasOnly(form, formKeys) || !(ref instanceof PdfRef)) return undefined;
  if (form.getBool('NeedAppearances', resolve)?.value) return undefined;
  const dict = context.resolve(ref);
  if (!(dict instanceof PdfDict) || !hasOnly(dict, widgetKeys)) return undefined;
  const signature = dict.getDict('V', resolve);
  const covered = signature?.getArray('ByteRange', resolve);
  const same = covered && written(covered) === written(numbers(range));
  return same && isNamed(dict, 'FT', 'Sig') && isNamed(dict, 'Subtype', 'Widget')
    ? { ref, dict }
    : undefined;
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
    if (!old || !now) return false;
    if (old.some((each, at) => written(each) !== written(now[at]))) return false;
    return now.slice(old.length).every((each) => written(each) === written(ref));
  });
}

function notesOf(pdf: PDF, index: number): readonly PdfObject[] {
  const page = pdf.getPages()[index];
  const notes = page?.dict.getArray('Annots', (ref) => pdf.context.resolve(ref));
  return notes?.toArray() ?? [];
}

/** Without extent, or on the right page within its place. */
function placed(after: PDF, { ref, dict }: Field, place: SigningPlace | undefined): boolean {
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
