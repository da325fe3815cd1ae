// ZIP archives written by hand, so that each of their parts can lie.
import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = {
  name: string;
  content: string | Buffer;
  stored?: boolean;
  encrypted?: boolean;
  /** What the head before the content says, when it is to differ. */
  localName?: string;
  /** What the directory says of the size. */
  size?: number;
  /** The directory points to the content of the entry of this name. */
  sameAs?: string;
};
export type ZipForm = { before?: Buffer; between?: Buffer; comment?: string };

export function zipOf(
  entries: readonly ZipEntry[],
  { before = Buffer.alloc(0), between = Buffer.alloc(0), comment = '' }: ZipForm = {},
): Buffer {
  const chunks: Buffer[] = [before];
  const directory: Buffer[] = [];
  const places = new Map<string, number>();
  let at = before.length;
  for (const entry of entries) {
    const packed = packedOf(entry);
    const place = entry.sameAs === undefined ? at : (places.get(entry.sameAs) as number);
    places.set(entry.name, place);
    if (entry.sameAs === undefined) {
      const head = Buffer.concat([headOf(entry, packed), packed.data, between]);
      chunks.push(head);
      at += head.length;
    }
    directory.push(directoryEntry(entry, packed, place));
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...chunks, list, end, Buffer.from(comment)]);
}

type Packed = { data: Buffer; crc: number; size: number };

function packedOf({ content, stored }: ZipEntry): Packed {
  const plain = Buffer.from(content as string);
  return { data: stored ? plain : deflateRawSync(plain), crc: crc32(plain), size: plain.length };
}

function shared(entry: ZipEntry, { data, crc, size }: Packed): Buffer {
  const part = Buffer.alloc(22);
  part.writeUInt16LE(20, 0);
  part.writeUInt16LE(0x0800 | (entry.encrypted ? 1 : 0), 2);
  part.writeUInt16LE(entry.stored ? 0 : 8, 4);
  part.writeUInt32LE(crc, 10);
  part.writeUInt32LE(data.length, 14);
  part.writeUInt32LE(entry.size ?? size, 18);
  return part;
}

function headOf(entry: ZipEntry, packed: Packed): Buffer {
  const name = Buffer.from(entry.localName ?? entry.name);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  shared(entry, packed).copy(head, 4);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function directoryEntry(entry: ZipEntry, packed: Packed, place: number): Buffer {
  const name = Buffer.from(entry.name);
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 4);
  shared(entry, packed).copy(head, 6);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(place, 42);
  return Buffer.concat([head, name]);
}

const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const format = 'application/vnd.openxmlformats-officedocument.';

/** One relation of a part to another, or to somewhere outside. */
export function relation(type: string, target: string, mode = 'External'): string {
  return `<Relationship Id="rId9" Type="${office}/${type}" Target="${target}" TargetMode="${mode}"/>`;
}

export type Office = {
  kind: 'docx' | 'xlsx';
  /** Inside the body of the document, or the sheet. */
  body?: string;
  relations?: string;
  /** Further parts, or others in place of the usual ones. */
  parts?: readonly ZipEntry[];
  type?: string;
};

const mains = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml' } as const;
const types = { docx: 'wordprocessingml.document.main', xlsx: 'spreadsheetml.sheet.main' } as const;

/** The parts of the smallest office file there is, with what is to be wrong with it. */
export function officeParts({
  kind,
  body = '',
  relations = '',
  parts = [],
  type,
}: Office): ZipEntry[] {
  const main = mains[kind];
  const folder = main.slice(0, main.indexOf('/'));
  const name = main.slice(main.indexOf('/') + 1);
  const own = new Set(parts.map((part) => part.name));
  const usual: ZipEntry[] = [
    {
      name: '[Content_Types].xml',
      content: `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main}" ContentType="${type ?? `${format}${types[kind]}+xml`}"/>${kind === 'xlsx' ? `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${format}spreadsheetml.worksheet+xml"/>` : ''}</Types>`,
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="${main}"/></Relationships>`,
    },
    ...(kind === 'docx' ? documentParts(body) : sheetParts(body)),
    {
      name: `${folder}/_rels/${name}.rels`,
      content: `<Relationships xmlns="${relationships}">${kind === 'xlsx' ? `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>` : ''}${relations}</Relationships>`,
    },
  ];
  return [...usual.filter((part) => !own.has(part.name)), ...parts];
}

export function officeFile(given: Office, form: ZipForm = {}): Buffer {
  return zipOf(officeParts(given), form);
}

function documentParts(body: string): ZipEntry[] {
  const content = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${office}"><w:body><w:p><w:r><w:t>Điều lệ</w:t></w:r></w:p>${body}</w:body></w:document>`;
  return [{ name: 'word/document.xml', content }];
}

function sheetParts(body: string): ZipEntry[] {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  return [
    {
      name: 'xl/workbook.xml',
      content: `<workbook ${main} xmlns:r="${office}"><sheets><sheet name="Thành viên" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet ${main}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Họ tên</t></is></c>${body}</row></sheetData></worksheet>`,
    },
  ];
}
