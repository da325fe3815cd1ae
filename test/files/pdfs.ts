// PDF files written by hand, object by object, so that each can carry what no library would write.
import { deflateSync } from 'node:zlib';

export type PdfForm = {
  /** Objects from number 4 on; 1 is the catalog, 2 the pages, 3 the one page. */
  objects?: readonly (string | Buffer)[];
  catalog?: string;
  page?: string;
  trailer?: string;
  header?: string;
  /** Numbers of objects that lie in a packed stream. */
  packed?: readonly number[];
  /** Written into an object stream that nothing refers to. */
  unreferred?: string;
};

/** A PDF of one empty page. */
export function pdfOf(form: PdfForm = {}): Buffer {
  const {
    objects = [],
    catalog = '',
    page = '',
    header = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n',
  } = form;
  const all = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${page} >>`,
    ...objects,
  ];
  return form.packed || form.unreferred
    ? withStreams(header, all, form)
    : withTable(header, all, form.trailer ?? '');
}

/** A stream object with its data packed. */
export function streamOf(dict: string, data: Buffer | string): Buffer {
  const bytes = Buffer.from(data as string);
  return Buffer.concat([
    Buffer.from(`<< ${dict} /Length ${bytes.length} >>\nstream\n`, 'latin1'),
    bytes,
    Buffer.from('\nendstream', 'latin1'),
  ]);
}

function objectOf(number: number, content: string | Buffer): Buffer {
  const head = Buffer.from(`${number} 0 obj\n`, 'latin1');
  return Buffer.concat([head, bytesOf(content), Buffer.from('\nendobj\n', 'latin1')]);
}

function bytesOf(content: string | Buffer): Buffer {
  return typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
}

function withTable(header: string, all: readonly (string | Buffer)[], trailer: string): Buffer {
  const chunks: Buffer[] = [Buffer.from(header, 'latin1')];
  const offsets: number[] = [];
  let at = lengthOf(chunks);
  for (const [index, content] of all.entries()) {
    const object = objectOf(index + 1, content);
    offsets.push(at);
    chunks.push(object);
    at += object.length;
  }
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = all.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...chunks, Buffer.from(end, 'latin1')]);
}

/** Objects in a packed stream, with a table that is a stream as well. */
function withStreams(
  header: string,
  all: readonly (string | Buffer)[],
  { packed = [], unreferred }: PdfForm,
): Buffer {
  const chunks: Buffer[] = [Buffer.from(header, 'latin1')];
  const home = all.length + 1;
  const entries: number[][] = [[0, 0, 65_535]];
  for (const [index, content] of all.entries()) {
    const number = index + 1;
    const inside = packed.indexOf(number);
    entries.push(inside < 0 ? [1, lengthOf(chunks), 0] : [2, home, inside]);
    if (inside < 0) chunks.push(objectOf(number, content));
  }
  entries.push([1, lengthOf(chunks), 0]);
  chunks.push(
    objectOf(home, objectStream(packed.map((number) => [number, String(all[number - 1])]))),
  );
  if (unreferred !== undefined) chunks.push(objectOf(900, objectStream([[901, unreferred]])));
  const start = lengthOf(chunks);
  entries.push([1, start, 0]);
  const table = Buffer.concat(
    entries.map(([kind = 0, place = 0, last = 0]) => {
      const line = Buffer.alloc(7);
      line.writeUInt8(kind, 0);
      line.writeUInt32BE(place, 1);
      line.writeUInt16BE(last, 5);
      return line;
    }),
  );
  const dict = `/Type /XRef /Size ${entries.length} /W [1 4 2] /Root 1 0 R /Filter /FlateDecode`;
  chunks.push(objectOf(home + 1, streamOf(dict, deflateSync(table))));
  chunks.push(Buffer.from(`startxref\n${start}\n%%EOF\n`, 'latin1'));
  return Buffer.concat(chunks);
}

function objectStream(objects: readonly (readonly [number, string])[]): Buffer {
  let at = 0;
  const head = objects.map(([number, content]) => {
    const place = `${number} ${at} `;
    at += content.length + 1;
    return place;
  });
  const first = head.join('').length;
  const data = Buffer.from(
    head.join('') + objects.map(([, content]) => `${content} `).join(''),
    'latin1',
  );
  const dict = `/Type /ObjStm /N ${objects.length} /First ${first} /Filter /FlateDecode`;
  return streamOf(dict, deflateSync(data));
}

/** A later revision: the catalog in a new form behind what was there. */
export function revised(before: Buffer, catalog: string): Buffer {
  const text = before.toString('latin1');
  const startOf = (part: string): number => Number(/startxref\n(\d+)/.exec(part)?.[1]);
  const object = `1 0 obj\n${catalog}\nendobj\n`;
  const at = before.length;
  const table = `xref\n0 1\n0000000000 65535 f \n1 1\n${String(at).padStart(10, '0')} 00000 n \n`;
  const size = Number(/\/Size (\d+)/.exec(text)?.[1]);
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /Prev ${startOf(text)} >>\nstartxref\n${at + object.length}\n%%EOF\n`;
  return Buffer.concat([before, Buffer.from(object + table + trailer, 'latin1')]);
}

function lengthOf(chunks: readonly Buffer[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
