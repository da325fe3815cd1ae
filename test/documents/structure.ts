// Reads the logical structure of a tagged PDF, the way a screen reader goes through it.
import { PDF, PdfArray, PdfBool, PdfDict, PdfName, PdfRef, PdfString, type PdfObject } from '@libpdf/core'; // prettier-ignore

/** One element: its type, what stands for it, what a head cell is the head of, and how many pieces of content it has. */
export type Element = {
  type: string;
  parent: string;
  alt: string | undefined;
  scope: string | undefined;
  content: number;
};

export type Structure = {
  marked: boolean;
  language: string | undefined;
  /** Readers show the title instead of the file's name. */
  titled: boolean;
  /** In reading order. */
  elements: Element[];
};

/** @throws Error when the file has no structure */
export async function structureOf(pdf: Uint8Array): Promise<Structure> {
  const file = await PDF.load(Uint8Array.from(pdf));
  const at = (object: PdfObject | null | undefined): PdfObject | null | undefined =>
    object instanceof PdfRef ? file.context.resolve(object) : object;
  const dict = (object: PdfObject | null | undefined): PdfDict | undefined => {
    const found = at(object);
    return found instanceof PdfDict ? found : undefined;
  };
  const catalog = dict(file.context.info.trailer.get('Root'));
  const root = dict(catalog?.get('StructTreeRoot'));
  if (!catalog || !root) throw new Error('no structure');
  const elements: Element[] = [];

  function kidsOf(element: PdfDict): (PdfObject | null | undefined)[] {
    const kids = at(element.get('K'));
    return kids instanceof PdfArray ? [...kids].map(at) : kids ? [kids] : [];
  }

  function visit(element: PdfDict, parent: string): void {
    const type = nameIn(at(element.get('S')));
    const kids = kidsOf(element);
    const inner = kids.filter((kid) => kid instanceof PdfDict && kid.has('S'));
    const attributes = at(element.get('A'));
    const owners = attributes instanceof PdfArray ? [...attributes] : [attributes];
    const scope = owners.map((owner) => nameIn(at(dict(owner)?.get('Scope')))).find(Boolean);
    const alt = textIn(at(element.get('Alt')));
    elements.push({ type, parent, alt, scope, content: kids.length - inner.length });
    for (const kid of inner) visit(kid as PdfDict, type);
  }

  for (const kid of kidsOf(root)) if (kid instanceof PdfDict) visit(kid, '');
  const isTrue = (object: PdfObject | null | undefined): boolean =>
    object instanceof PdfBool && object.value;
  return {
    marked: isTrue(at(dict(catalog.get('MarkInfo'))?.get('Marked'))),
    language: textIn(at(catalog.get('Lang'))),
    titled: isTrue(at(dict(catalog.get('ViewerPreferences'))?.get('DisplayDocTitle'))),
    elements,
  };
}

const nameIn = (object: PdfObject | null | undefined): string =>
  object instanceof PdfName ? object.value : '';
const textIn = (object: PdfObject | null | undefined): string | undefined =>
  object instanceof PdfString ? object.asString() : undefined;
