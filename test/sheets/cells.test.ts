// Tables of strangers: what the process apart bears, and what it gives up so that the service goes on.
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { usualLimits } from '../../src/apart.ts';
import { readCells } from '../../src/sheets/cells.ts';
import { zipOf } from '../files/zips.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const refusal = (code: string): object => ({
  code: 'invalid',
  extra: { errors: [{ pointer: '/file', code }] },
});

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook whose only sheet is written by hand. */
function workbook(sheet: string | Buffer, before = ''): Buffer {
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return zipOf([
    {
      name: '[Content_Types].xml',
      content: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>
        <Override PartName="/xl/sheet.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${relations}">
        <Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${before}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>
        <sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="${relations}">
        <Relationship Id="r1" Type="${office}/worksheet" Target="sheet.xml"/></Relationships>`,
    },
    { name: 'xl/sheet.xml', content: sheet },
  ]);
}

const cell = (value: string): string =>
  `<c t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`;
const sheetOf = (rows: string): string =>
  `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`;

describe('a sound table', () => {
  it('comes back as text, from both kinds of file, however it was sent', async () => {
    const rows = [
      ['Mã', 'Tên', 'Ngày'],
      ['1', 'Rau  sạch ', '2026-01-05'],
    ];
    const told = [rows[0], ['1', 'Rau sạch', '2026-01-05']];
    expect(await readCells(text(rows.map((row) => row.join()).join('\n')))).toEqual(told);
    const dated = [...rows.slice(0, 1), [1, 'Rau  sạch ', new Date('2026-01-05')]];
    const bytes = await writeXlsx({ sheets: [{ name: 'A', rows: dated }] });
    expect(await readCells(bytes)).toEqual(told);
    expect(await readCells(workbook(sheetOf(`<row>${cell('Nhóm')}</row>`)))).toEqual([['Nhóm']]);
  });

  it('may be long', async () => {
    const cells = await readCells(text('Mã,Tên\n'.repeat(100_000)));
    expect(cells).toHaveLength(100_000);
    expect(cells.at(-1)).toEqual(['Mã', 'Tên']);
  });
});

describe('what is no table, or too much of one', () => {
  it.each([
    ['a million rows', () => text('1\n'.repeat(1_000_000)), 'rows'],
    ['bytes that are no text', () => new Uint8Array(100_000).fill(0xff), 'table'],
    ['an archive of nothing', () => zipOf([{ name: 'a', content: 'b' }]), 'table'],
    ['half a workbook', () => workbook(sheetOf(cell('1'))).subarray(0, 300), 'table'],
  ])('refuses %s', async (_what, bytes, code) => {
    await expect(readCells(bytes())).rejects.toMatchObject(refusal(code));
  });

  it('gives up what unfolds without end, and reads the next table', async () => {
    const many = sheetOf(`<row>${cell('1')}</row>`.repeat(2_000_000));
    const bomb = workbook(many);
    expect(bomb.length).toBeLessThan(1_000_000);
    const small = { ...usualLimits, heapMb: 64, memoryMb: 400 };
    const asked = [readCells(bomb, small), readCells(workbook(sheetOf(`<row>${cell('2')}</row>`)))];
    await expect(asked[0]).rejects.toMatchObject(refusal('heavy'));
    expect(await asked[1]).toEqual([['2']]);
  });

  it('gives up what takes too long', async () => {
    const hasty = { ...usualLimits, timeMs: 1 };
    const bytes = workbook(sheetOf(`<row>${cell('1')}</row>`));
    await expect(readCells(bytes, hasty)).rejects.toMatchObject(refusal('heavy'));
  });
});

describe('markup that means harm', () => {
  it('is not unfolded: entities stay what they are, or the table is refused', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `e${index}`);
    const laughs = names.map((name, index) => {
      const inner = index === 0 ? 'ha' : `&e${index - 1};`.repeat(10);
      return `<!ENTITY ${name} "${inner}">`;
    });
    const declared = `<!DOCTYPE w [${laughs.join('')}]>`;
    const sheet = declared + sheetOf(`<row>${cell('&e29;')}</row>`);
    const told = await readCells(workbook(sheet, declared)).catch((error: unknown) => error);
    expect(JSON.stringify(told).length).toBeLessThan(1_000);
  });

  it('of a million levels ends in an answer', async () => {
    const deep = '<a>'.repeat(1_000_000) + '</a>'.repeat(1_000_000);
    const told = await readCells(workbook(sheetOf(deep))).catch((error: unknown) => error);
    expect([[], expect.objectContaining({ code: 'invalid' })]).toContainEqual(told);
  });

  it('reads no file of the machine', async () => {
    const declared = '<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/hostname">]>';
    const sheet = declared + sheetOf(`<row>${cell('&f;')}</row>`);
    const told = await readCells(workbook(sheet)).catch(() => []);
    expect([[], [['&f;']], [['']]]).toContainEqual(told);
  });
});
