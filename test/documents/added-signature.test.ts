// A prepared paper that comes back signed: what counts as the same paper, and everything that does not.
import { PDF, PdfArray, PdfDict, PdfName, PdfNumber, PdfRef, PdfStream, PdfString, type PdfObject, type Signer } from '@libpdf/core'; // prettier-ignore
import { beforeAll, describe, expect, it } from 'vitest';
import { differenceOf, type SigningPlace } from '../../src/documents/added-signature.ts';
import { signPaper } from '../../src/documents/sign.ts';
import { signerOf } from '../../src/documents/signing-key.ts';
import { identity, p12Of } from './keys.ts';
import { paper } from './reading.ts';

const note = { reason: 'Ký', location: 'Cà Mau', at: new Date('2026-11-24T03:00:00Z') };
const place: SigningPlace = { page: 0, left: 300, bottom: 200, right: 500, top: 270 };

let token: Signer;
let prepared: Uint8Array;

beforeAll(async () => {
  const root = await identity({ name: 'Gốc thử' });
  const p12 = await p12Of(await identity({ name: 'Lê Văn Tám', by: root, kind: 'RSA' }), 'x', [
    root,
  ]);
  token = await signerOf({ kind: 'p12', p12, password: 'x' });
  prepared = await paper('TB', { number: '07/2026/TB-LMHTX', data: { text: 'Nội dung' } });
});

const sign = (bytes: Uint8Array): Promise<Uint8Array> =>
  signPaper(bytes, { signers: [token] }, note);

/** The file with a revision of its own behind it. */
async function revised(bytes: Uint8Array, change: (pdf: PDF) => void): Promise<Uint8Array> {
  const pdf = await PDF.load(Uint8Array.from(bytes));
  change(pdf);
  return pdf.save({ incremental: true });
}

/** Keeps its place: the library that signs would make the field one that shows nothing. */
class Placed extends PdfDict {
  override set(key: PdfName | string, value: PdfObject): void {
    if (key !== 'Rect' || !this.has('Rect')) super.set(key, value);
  }
}

/** Signed with a picture at that place. */
async function signedAt(rectangle: readonly number[]): Promise<Uint8Array> {
  const pdf = await PDF.load(Uint8Array.from(prepared));
  drawField(pdf, rectangle);
  return (await pdf.sign({ signer: token, signingTime: note.at })).bytes;
}

/** A field for the signature with a picture at that place, as desktop programs put one. */
function drawField(pdf: PDF, rectangle: readonly number[], over: [string, PdfName][] = []): void {
  const [page] = pdf.getPages();
  const picture = new PdfStream(
    [
      ['Type', PdfName.of('XObject')],
      ['Subtype', PdfName.of('Form')],
      ['BBox', new PdfArray([0, 0, 10, 10].map((side) => PdfNumber.of(side)))],
    ],
    Buffer.from('0 0 10 10 re f'),
  );
  const widget = pdf.register(
    new Placed([
      ['Type', PdfName.of('Annot')],
      ['Subtype', PdfName.of('Widget')],
      ['FT', PdfName.of('Sig')],
      ['T', PdfString.fromString('Chu ky')],
      ['F', PdfNumber.of(132)],
      ['P', page?.ref as PdfRef],
      ['Rect', new PdfArray(rectangle.map((side) => PdfNumber.of(side)))],
      ['AP', PdfDict.of({ N: pdf.register(picture) })],
      ...over,
    ]),
  );
  const form = PdfDict.of({ Fields: new PdfArray([widget]), SigFlags: PdfNumber.of(3) });
  pdf.context.catalog.getDict().set('AcroForm', pdf.register(form));
  page?.dict.set('Annots', new PdfArray([widget]));
}

const difference = async (given: Uint8Array) => differenceOf(prepared, given, place);

describe('the same paper', () => {
  it('is the prepared one with a signature that shows nothing', async () => {
    expect(await difference(await sign(prepared))).toBeUndefined();
  });

  it('may show a picture in the place of the signature, and there only', async () => {
    const at = async (rectangle: number[]) => difference(await signedAt(rectangle));
    expect(await at([310, 210, 490, 265])).toBeUndefined();
    expect(await at([490, 265, 310, 210])).toBeUndefined();
    expect(await at([310, 210, 490, 400])).toBe('misplaced');
    expect(await at([40, 210, 490, 265])).toBe('misplaced');
    const inside = await signedAt([310, 210, 490, 265]);
    expect(await differenceOf(prepared, inside, { ...place, page: 1 })).toBe('misplaced');
    expect(await differenceOf(prepared, inside, undefined)).toBe('misplaced');
  });

  it('may say anew when and by which program it was written', async () => {
    const given = await revised(prepared, (pdf) => pdf.setProducer('VGCA'));
    expect(await difference(await sign(given))).toBeUndefined();
  });
});

describe('another paper', () => {
  it.each<[string, (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array]>([
    ['other-file', () => paper('TB', { number: '08/2026/TB-LMHTX' }).then(sign)],
    ['other-file', () => prepared.subarray(0, -1)],
    ['other-file', (bytes) => Uint8Array.from(bytes, (byte, at) => (at === 700 ? byte ^ 1 : byte))],
    ['unsigned', () => prepared],
    ['several', (bytes) => sign(bytes)],
    ['partly', (bytes) => Buffer.concat([bytes, Buffer.from('\n')])],
    ['partly', async (bytes) => revised(bytes, (pdf) => pdf.setProducer('sau khi ký'))],
    ['unreadable', (bytes) => Buffer.from(Buffer.from(bytes).toString('latin1').replace(/startxref\n\d+\n%%EOF\n$/, (end) => end.replace(/\d/g, '9')), 'latin1')], // prettier-ignore
  ])('is told as %s', async (expected, change) => {
    expect(await difference(await change(await sign(prepared)))).toBe(expected);
  });

  it.each<[string, (pdf: PDF) => void]>([
    ['draws over the page', (pdf) => pdf.getPages()[0]?.drawText('Đồng ý', { x: 90, y: 400 })],
    ['adds a page', (pdf) => void pdf.addPage()],
    ['turns the page', (pdf) => pdf.getPages()[0]?.setRotation(90)],
    ['has another title', (pdf) => pdf.setTitle('Quyết định khác')],
    [
      'opens with a script',
      (pdf) => pdf.context.catalog.getDict().set('OpenAction', PdfName.of('X')),
    ],
    [
      'puts a second note on the page',
      (pdf) => {
        drawField(pdf, [0, 0, 0, 0]);
        const [page] = pdf.getPages();
        const notes = page?.dict.getArray('Annots');
        notes?.push(pdf.register(PdfDict.of({ Subtype: PdfName.of('Stamp') })));
      },
    ],
    ['gives the field an action', (pdf) => drawField(pdf, [0, 0, 0, 0], [['AA', PdfName.of('X')]])],
    [
      'gives the form one of another kind',
      (pdf) => {
        drawField(pdf, [0, 0, 0, 0]);
        pdf.context.catalog.getDict().getDict('AcroForm', (ref) => pdf.context.resolve(ref))?.set('XFA', new PdfArray([])); // prettier-ignore
      },
    ],
  ])('is one that %s before it is signed', async (_, change) => {
    expect(await difference(await sign(await revised(prepared, change)))).toBe('changed');
  });
});
