// Word and Excel files: the parts that such a file needs are there and readable, and none that run, fetch or hide.
import { readXlsx } from 'hucre/xlsx';
import { Refused, type Outline } from '../verdict.ts';
import { unpack, type Part } from './archive.ts';
import { attribute, elementsOf, markupText, plain, type Element } from './markup.ts';

const format = 'application/vnd.openxmlformats-officedocument.';
const mains = {
  docx: `${format}wordprocessingml.document.main+xml`,
  xlsx: `${format}spreadsheetml.sheet.main+xml`,
} as const;

/** @throws Refused */
export async function checkOffice(bytes: Buffer, kind: 'docx' | 'xlsx'): Promise<Outline> {
  const parts = await unpack(bytes);
  const main = mainPart(parts, kind);
  for (const part of parts) checkPart(part);
  if (kind === 'xlsx') return { sheets: await sheetsOf(bytes) };
  const root = elementsOf(markupText(main.content)).next().value as Element | undefined;
  if (root?.name !== 'document') throw new Refused('unreadable', 'no document');
  return {};
}

async function sheetsOf(bytes: Buffer): Promise<string[]> {
  try {
    const { sheets } = await readXlsx(bytes);
    return sheets.map(({ name }) => name.slice(0, 100)).slice(0, 200);
  } catch (error) {
    throw new Refused('unreadable', String(error));
  }
}

/** @throws Refused when the parts do not make a file of this kind */
function mainPart(parts: readonly Part[], kind: 'docx' | 'xlsx'): Part {
  const types = parts.find(({ name }) => name === '[Content_Types].xml');
  if (!types) throw new Refused('mismatch', 'no office file');
  const overrides = [...elementsOf(markupText(types.content))];
  if (overrides.some((each) => /macroEnabled|vbaProject/i.test(plain(each.attributes))))
    throw new Refused('macro', 'declared');
  const found = overrides.find((each) => attribute(each, 'ContentType') === mains[kind]);
  const name = found ? attribute(found, 'PartName')?.replace(/^\//, '') : undefined;
  const main = parts.find((part) => part.name === name);
  if (!main) throw new Refused('mismatch', `no ${kind}`);
  return main;
}

const pictures = /\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|wdp)$/i;
const markup = /\.(xml|rels|vml)$/i;
/** Names of parts that have no place in a file that is only read, in the order they are looked for. */
const unwanted = [
  ['macro', /vba|macrosheets|activex|dialogsheets/i],
  ['external', /externalLinks|webextensions|queryTables|connections\.xml$/i],
  ['embedded', /embeddings|afchunk|oleObject/i],
] as const;

function checkPart({ name, content }: Part): void {
  for (const [refusal, pattern] of unwanted)
    if (pattern.test(name)) throw new Refused(refusal, name);
  if (markup.test(name)) return checkMarkup(name, markupText(content));
  const isKnown = pictures.test(name) || /\.(odttf|fntdata)$|printerSettings\d*\.bin$/i.test(name);
  const isArchive = content.length >= 4 && content.readUInt32BE(0) === 0x504b0304;
  if (!isKnown || isArchive) throw new Refused('embedded', name);
}

function checkMarkup(name: string, text: string): void {
  for (const element of elementsOf(text)) {
    if (element.name === 'ddeLink' || element.name === 'ddeService')
      throw new Refused('external', `${name}: ${element.name}`);
    if (element.name === 'Relationship') checkRelationship(element);
    const field = element.name === 'fldSimple' ? attribute(element, 'instr') : undefined;
    if (field !== undefined) checkField(field);
  }
  const instructions = text.matchAll(/<(?:\w+:)?instrText\b[^>]*>([^<]*)</g);
  checkField(plain([...instructions].map(([, part]) => part).join('')));
  if (/<(?:\w+:)?f\b[^>]*>[^<]*\bWEBSERVICE\s*\(/i.test(text)) throw new Refused('external', name);
}

/** Fields that fetch or start something when the file is opened. */
function checkField(instruction: string): void {
  if (/\bDDE(AUTO)?\b|\bINCLUDE(TEXT|PICTURE)\b\s+"?(\\\\|\w+:)/i.test(instruction))
    throw new Refused('external', instruction.slice(0, 50));
}

function checkRelationship(element: Element): void {
  const type = attribute(element, 'Type') ?? '';
  if (/attachedTemplate|oleObject|frame|subDocument|externalLink|afChunk/i.test(type))
    throw new Refused(/oleObject|afChunk/i.test(type) ? 'embedded' : 'external', type);
  if (attribute(element, 'TargetMode')?.toLowerCase() !== 'external') return;
  const target = (attribute(element, 'Target') ?? '').trim();
  const isLink = type.endsWith('/hyperlink') && /^(https?:|mailto:|tel:|#)/i.test(target);
  if (!isLink) throw new Refused('external', target.slice(0, 100));
}
