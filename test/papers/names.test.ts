// What a paper says is what it was told: names and addresses of every shape come back letter by letter.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { paperKinds } from '../../src/documents/template.ts';
import { folded, pagesOf, paper } from '../documents/reading.ts';
import { needs, run } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'sang-lap-names-'));
afterAll(() => rmSync(folder, { recursive: true }));

const vowels = 'aăâeêioôơuưy'.split('');
const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const starts = ['', 'b', 'đ', 'ngh', 'tr', 'ph', 'qu', 'kh', 'th', 'gi', 'nh', 'x'];
const ends = ['', 'n', 'ng', 'nh', 'm', 'c', 't', 'p'];

const syllable = fc
  .tuple(
    fc.constantFrom(...starts),
    fc.constantFrom(...vowels),
    fc.constantFrom(...tones),
    fc.constantFrom(...ends),
    fc.boolean(),
  )
  .map(([start, vowel, tone, end, upper]) => {
    const plain = start + vowel + tone + end;
    const word = upper ? plain.charAt(0).toLocaleUpperCase('vi') + plain.slice(1) : plain;
    // Both manners of writing a letter with its tone occur in what people send.
    return upper ? word.normalize('NFC') : word.normalize('NFD');
  });
const joint = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  ' & ',
  ' <',
  '> ',
  ' "',
  '" ',
  ' “',
  '” ',
  ' – ',
  ', ',
);
const name = fc
  .array(fc.tuple(syllable, joint), { minLength: 2, maxLength: 9 })
  .map((parts) => folded(parts.map(([word, space]) => word + space).join('')));
const address = fc
  .tuple(fc.integer({ min: 1, max: 999 }), syllable, name)
  .map(([number, street, place]) => `Số ${number}/${number + 1} đường ${street}, ${place}`);
/** The same on every run. */
const samples = fc.sample(fc.tuple(name, address), { numRuns: 200, seed: 2026 });

const told = samples.map(([holder, where], index) => ({
  kind: paperKinds()[index % paperKinds().length] as string,
  name: holder.normalize('NFC'),
  address: where.normalize('NFC'),
  data: { holder: { name: holder, address: where }, text: `${holder}, ${where}` },
}));

describe('two hundred names and addresses', () => {
  it('hold every sign that has a meaning in XML', () => {
    const all = told.map((each) => each.name + each.address).join('');
    for (const sign of '&<>"“”–') expect(all).toContain(sign);
    expect(samples.flat().some((text) => text !== text.normalize('NFC'))).toBe(true);
  });

  const lists = Array.from({ length: 20 }, (_, at) => told.slice(at * 10, at * 10 + 10));
  const listed = (list: typeof told) =>
    paper('TB', { data: { reasons: list.map(({ data }) => data.text) } });

  it('come back in NFC from announcements, name and address', async () => {
    for (const list of lists) {
      const text = (await pagesOf(await listed(list))).join(' ');
      for (const each of list) expect(text).toContain(`${each.name}, ${each.address}`);
    }
  });

  it('come back from papers of every kind', async () => {
    for (const each of told.slice(0, 2 * paperKinds().length)) {
      const pages = await pagesOf(await paper(each.kind, { data: each.data }));
      const text = pages.join(' ').toLocaleLowerCase('vi');
      expect([each.kind, text.includes(each.name.toLocaleLowerCase('vi'))]).toEqual([
        each.kind,
        true,
      ]);
    }
  });

  it('come back by pdftotext as well', async (context) => {
    needs(context, 'pdftotext', 'poppler-utils');
    const path = join(folder, 'list.pdf');
    for (const list of lists) {
      writeFileSync(path, await listed(list));
      const text = folded(run('pdftotext', '-raw', '-enc', 'UTF-8', path, '-').out);
      for (const each of list) expect(text).toContain(`${each.name}, ${each.address}`);
    }
  });
});
