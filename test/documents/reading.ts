// Reads PDFs back the way a reader would: text, pages as pixels, QR codes.
import { PDFiumLibrary, type PDFiumDocument } from '@hyzyla/pdfium';
import jsQRModule from 'jsqr';
import { buildPaper, type PaperInput } from '../../src/documents/paper.ts';

let library: Promise<PDFiumLibrary> | undefined;

/** Returns the text of every page, white space folded into single spaces. */
export async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  return opened(pdf, (document) =>
    Promise.resolve([...document.pages()].map((page) => folded(page.getText()))),
  );
}

/** Returns the text of the QR code on the first page, or undefined when none is found. */
export async function qrOf(pdf: Uint8Array, scale = 2): Promise<string | undefined> {
  return opened(pdf, async (document) => {
    const page = document.getPage(0);
    const { data, width, height } = await page.render({ scale, render: 'bitmap' });
    // jsqr is CommonJS: its types say namespace, Node hands over the function under default
    const decode = jsQRModule as unknown as typeof jsQRModule.default;
    return decode(new Uint8ClampedArray(data), width, height)?.data;
  });
}

/** Returns the text with every white space as one space. */
export function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Returns a paper of the kind with little data; `over` replaces parts of the input. */
export function paper(kind: string, over: Partial<PaperInput> = {}): Promise<Uint8Array> {
  return buildPaper({
    kind,
    organisation: {
      name: 'Liên minh Hợp tác xã tỉnh Cà Mau',
      abbreviation: 'LMHTX',
      place: 'Cà Mau',
    },
    issuedOn: '2026-11-24',
    data: {},
    ...over,
  });
}

async function opened<T>(
  pdf: Uint8Array,
  read: (document: PDFiumDocument) => Promise<T>,
): Promise<T> {
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(pdf);
  try {
    return await read(document);
  } finally {
    document.destroy();
  }
}
