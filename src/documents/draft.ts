// A paper as an editable text (DOCX), out of the same template and data as the PDF: for people who go on writing.
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  PageNumber,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
} from 'docx';
import { MOTTO, NATIONAL_TITLE, numberLine, placeAndDate, type HeadingInput } from './heading.ts';
import {
  isText,
  type Block,
  type Markup,
  type Run,
  type Signature,
  type TableBlock,
  type TextBlock,
} from './markup.ts';
import type { PaperInput } from './paper.ts';
import { fillTemplate } from './template.ts';

const FONT = 'Times New Roman';
/** Half-points: 13 pt. */
const SIZE = 26;
/** Twentieths of a point in a millimetre. */
const MM = 56.7;
const INDENT = 567;

export const draftType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * Returns the bytes of the DOCX file. It is a draft: without number register, code or signature.
 * @throws Error when the kind has no template, or its template names data that is not given
 * @law NĐ 30/2020/NĐ-CP Phụ lục I (page and type)
 */
export async function buildDraft(input: PaperInput): Promise<Uint8Array> {
  const { kind, organisation, signer, wording } = input;
  const data = { ...input.data, organisation, ...(signer && { signer }) };
  const markup = fillTemplate(kind, data, wording);
  const margin = { top: 20 * MM, bottom: 20 * MM, left: 30 * MM, right: 15 * MM };
  const document = new Document({
    creator: organisation.name.normalize('NFC'),
    title: titleOf(markup) || kind,
    styles: { default: { document: { run: { font: FONT, size: SIZE } } } },
    sections: [
      {
        properties: { page: { size: { width: 210 * MM, height: 297 * MM }, margin } },
        footers: { default: pageNumbers() },
        children: [
          ...headOf(markup, { ...input, type: markup.type }),
          // A chart shows what a table says; whoever goes on writing has the table. Slips are for the printer.
          ...markup.blocks.filter(isWritten).map(blockOf),
          ...endOf(markup, signer),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function titleOf({ blocks }: Markup): string {
  const titles = blocks
    .filter(isText)
    .filter(({ style }) => style === 'title' || style === 'subject');
  return titles.map(({ runs }) => textOf(runs)).join(' ');
}

const textOf = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');

function pageNumbers(): Footer {
  const number = new TextRun({ children: [PageNumber.CURRENT] });
  return new Footer({ children: [new Paragraph({ alignment: 'center', children: [number] })] });
}

function headOf(markup: Markup, heading: HeadingInput): Paragraph[] {
  const issued = markup.heading === 'organisation';
  const { name } = heading.organisation;
  const number = issued ? numberLine(heading) : '';
  return [
    ...(issued ? [centred(name.toLocaleUpperCase('vi'), { bold: true })] : []),
    ...(number === '' ? [] : [centred(number)]),
    centred(NATIONAL_TITLE, { bold: true }),
    centred(MOTTO, { bold: true, underline: {} }),
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      spacing: { before: 120, after: 240 },
      children: [new TextRun({ text: placeAndDate(heading), italics: true })],
    }),
  ];
}

type Look = { bold?: boolean; italics?: boolean; underline?: object };

function centred(text: string, look: Look = {}): Paragraph {
  const run = new TextRun({ text: text.normalize('NFC'), ...look });
  return new Paragraph({ alignment: AlignmentType.CENTER, children: [run] });
}

const looks: Record<TextBlock['style'], { paragraph: IParagraphOptions; run: Look }> = {
  title: { paragraph: { heading: HeadingLevel.TITLE, alignment: 'center' }, run: { bold: true } },
  subject: { paragraph: { alignment: 'center', spacing: { after: 240 } }, run: { bold: true } },
  centre: {
    paragraph: { alignment: 'center', spacing: { before: 120, after: 120 }, keepNext: true },
    run: { bold: true },
  },
  heading: {
    paragraph: {
      heading: HeadingLevel.HEADING_2,
      keepNext: true,
      spacing: { before: 120, after: 80 },
    },
    run: { bold: true },
  },
  ground: { paragraph: { indent: { firstLine: INDENT } }, run: { italics: true } },
  paragraph: {
    paragraph: { indent: { firstLine: INDENT }, alignment: 'both', spacing: { after: 120 } },
    run: {},
  },
  item: { paragraph: { bullet: { level: 0 }, alignment: 'both' }, run: {} },
};

function isWritten(block: Block): block is TableBlock | TextBlock {
  return block.style === 'table' || isText(block);
}

function blockOf(block: TableBlock | TextBlock): Paragraph | Table {
  if (block.style === 'table') return tableOf(block);
  const { paragraph, run } = looks[block.style];
  const upper = block.style === 'title';
  const children = block.runs.map(
    ({ text, bold }) =>
      new TextRun({
        text: upper ? text.toLocaleUpperCase('vi') : text,
        font: FONT,
        color: '000000',
        size: SIZE,
        ...run,
        ...(bold ? { bold } : {}),
      }),
  );
  return new Paragraph({ ...paragraph, children });
}

function tableOf({ rows, widths, right }: TableBlock): Table {
  const total = widths.reduce((sum, width) => sum + width, 0);
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (cells, at) =>
        new TableRow({
          tableHeader: at === 0,
          cantSplit: true,
          children: cells.map(
            (text, index) =>
              new TableCell({
                width: { size: (100 * (widths[index] ?? 1)) / total, type: WidthType.PERCENTAGE },
                children: [
                  new Paragraph({
                    alignment: at > 0 && right.includes(index) ? 'right' : 'left',
                    children: [new TextRun({ text, bold: at === 0 })],
                  }),
                ],
              }),
          ),
        }),
    ),
  });
}

/** Recipients, then the signatures side by side without lines. */
function endOf(markup: Markup, signer = { title: '', name: '' }): (Paragraph | Table)[] {
  const signatures = markup.signatures.map((each) => (each.title === '' ? signer : each));
  const none = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' };
  const borders = { top: none, bottom: none, left: none, right: none };
  const row = new TableRow({
    cantSplit: true,
    children: signatures.map((each) => new TableCell({ borders, children: signatureOf(each) })),
  });
  return [
    ...(markup.recipients.length > 0 ? [small('Nơi nhận:')] : []),
    ...markup.recipients.map((each) => small(`- ${each}`)),
    new Paragraph({}),
    ...(signatures.length > 0
      ? [new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: [row] })]
      : []),
  ];
}

const small = (text: string): Paragraph =>
  new Paragraph({ children: [new TextRun({ text: text.normalize('NFC'), size: 22 })] });

function signatureOf({ title, name }: Signature): Paragraph[] {
  const room = Array.from({ length: 4 }, () => new Paragraph({}));
  return [
    centred(title.toLocaleUpperCase('vi'), { bold: true }),
    centred('(Ký, ghi rõ họ tên)', { italics: true }),
    ...room,
    centred(name, { bold: true }),
  ];
}
