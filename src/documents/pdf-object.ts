// Writes an object of a PDF so that two of them can be compared: keys in their order, references by number.
import { createHash } from 'node:crypto';
import { PdfArray, PdfBool, PdfDict, PdfName, PdfNumber, PdfRef, PdfStream, PdfString, type PdfObject } from '@libpdf/core'; // prettier-ignore

/**
 * Returns a text that is the same for the same object and no other.
 * @param spared keys of the outermost dictionary that do not count
 */
export function written(
  object: PdfObject | null | undefined,
  spared: ReadonlySet<string> = new Set(),
): string {
  if (object instanceof PdfDict) return dictionary(object, spared);
  if (object instanceof PdfArray) return `[${[...object].map((each) => written(each)).join(' ')}]`;
  if (object instanceof PdfRef) return `${object.objectNumber} ${object.generation} R`;
  if (object instanceof PdfName) return `/${JSON.stringify(object.value)}`;
  if (object instanceof PdfString) return `(${Buffer.from(object.bytes).toString('hex')})`;
  if (object instanceof PdfNumber || object instanceof PdfBool) return String(object.value);
  return 'null';
}

function dictionary(object: PdfDict, spared: ReadonlySet<string>): string {
  const entries = [...object]
    .filter(([{ value: key }]) => !spared.has(key))
    .map(([{ value: key }, value]) => `/${JSON.stringify(key)} ${written(value)}`)
    .toSorted();
  const content =
    object instanceof PdfStream ? createHash('sha256').update(object.data).digest('hex') : '';
  return `<<${entries.join(' ')}>>${content}`;
}
