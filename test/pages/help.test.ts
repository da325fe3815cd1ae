// Help in place, on drawn markup: citations lead to what the article says, terms to what they mean, and Vietnamese says
// that it is Vietnamese on an English page. Every citation of the product has its text on /law.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allProcesses } from '../../machines/index.ts';
import { cite, legalProfiles, statutoryTerms } from '../../machines/law.ts';
import { annotate, productText } from '../../src/pages/help/annotate.ts';
import { citationsIn, instruments } from '../../src/pages/help/citations.ts';
import { terms, termsIn } from '../../src/pages/help/glossary.ts';
import { isVietnamese, vietnameseWithin } from '../../src/pages/help/vietnamese.ts';
import { lawModel } from '../../src/pages/start.ts';
import { openViews } from '../../src/pages/view.ts';
import { classed, readHtml, tagged, textOf, type Element } from './html.ts';

const main = (inside: string): string => `<main>${inside}</main>`;
const links = (html: string): string[] =>
  tagged(readHtml(html), 'a').map((each) => `${each.attributes['href']} ${textOf(each)}`);

/** All texts under a name, however deep; each object is read once. */
function textsUnder(value: unknown, name: string, seen = new Set<unknown>()): string[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, each]: [unknown, unknown]) =>
    key === name && typeof each === 'string' ? [each] : textsUnder(each, name, seen),
  );
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|njk)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Instruments and articles as they are written anywhere: `Luật 17/2023/QH15 Đ42.2`. */
const written =
  /(?:Luật|NĐ|TT|QĐ|NQ|Nghị định|Nghị quyết|Bộ luật)(?: [\p{Lu}\p{Ll}ộ]+){0,3} ?\d+\/\d{4}(?:\/[\p{L}\d-]+)?(?: (?:Đ|Điều )\d+)?/gu;

const frame = { alliance: {}, languages: [], head: [], foot: [] };
const views = openViews((name) => name);
const model = { ...lawModel('2026-11-23'), instruments, frame };
const lawPage = (language: 'vi' | 'en'): Element => readHtml(views.draw('law', language, model));

describe('citations', () => {
  it('are found one article at a time, with the instrument of each', () => {
    const text = 'Luật 17/2023/QH15 Đ39.3, 39.5, 56; NĐ 92/2024/NĐ-CP Đ12.1 (và 3 người)';
    expect(citationsIn(text).map(({ at, end, anchor }) => [text.slice(at, end), anchor])).toEqual([
      ['Luật 17/2023/QH15 Đ39.3', 'luat-17-2023-d39'],
      ['39.5', 'luat-17-2023-d39'],
      ['56', 'luat-17-2023-d56'],
      ['NĐ 92/2024/NĐ-CP Đ12.1', 'nd-92-2024-d12'],
    ]);
  });

  it('of every process, law and source have a text on the page of the law', () => {
    const page = lawPage('vi');
    const told = new Map(
      tagged(page, 'div', 'h2').flatMap((each) =>
        each.attributes['id'] === undefined ? [] : [[each.attributes['id'], textOf(each)] as const],
      ),
    );
    const defined = [
      ...allProcesses().flatMap((process) => textsUnder(process, 'law')),
      ...Object.values(statutoryTerms).map(({ law }) => law),
      ...legalProfiles.flatMap((law) =>
        [...law.parameters.values()].map(({ basis }) => cite(basis, law)),
      ),
    ].filter((law) => law !== '');
    const named = ['machines', 'src', 'templates/pages'].flatMap(sources);
    const cited = named.flatMap((text) => [...text.matchAll(written)].map(([whole]) => whole));
    expect(defined.length).toBeGreaterThan(200);
    expect(cited.length).toBeGreaterThan(200);
    const untold = [...new Set([...defined, ...cited])].filter((law) => {
      const found = citationsIn(law);
      const articles = /(?:Đ|Điều )\d/.test(law);
      return (
        found.length === 0 ||
        found.some(({ anchor }) => (told.get(anchor) ?? '').length < 12) ||
        (articles && !found.some(({ anchor }) => /-d\d+$/.test(anchor)))
      );
    });
    expect(untold).toEqual([]);
  });

  it('say what is not confirmed, and nothing where the text was not at hand', () => {
    const row = (id: string): string =>
      textOf(tagged(lawPage('vi'), 'div').find((each) => each.attributes['id'] === id) as Element);
    expect(row('luat-17-2023-d74')).toContain('30%');
    expect(row('luat-17-2023-d74')).not.toContain('chưa xác nhận');
    expect(row('nd-92-2024-d21')).toContain('Chưa có nguyên văn');
    expect(row('nd-92-2024-d21')).toContain('chưa xác nhận');
    expect(row('luat-23-2012-d17')).toContain('chưa xác nhận');
  });

  it('become links where the product cites, not in what people write', () => {
    const law = 'Luật 17/2023/QH15 Đ39.3, 56';
    const doubtful = main('<span class="sl-law">(? Quy chế mẫu; Quy chế khác)</span>');
    expect(annotate(doubtful, 'vi')).toContain('(Quy chế mẫu (chưa xác nhận); Quy chế khác)');
    const said = '? Luật mẫu (chưa đối chiếu điều)';
    expect(annotate(main(`<span class="sl-law">${said}</span>`), 'vi')).toContain(
      '>Luật mẫu (chưa đối chiếu điều)<',
    );
    expect(links(annotate(main(`<span class="sl-law">(${law})</span>`), 'vi'))).toEqual([
      '/law#luat-17-2023-d39 Luật 17/2023/QH15 Đ39.3',
      '/law#luat-17-2023-d56 56',
    ]);
    expect(annotate(main(`<p>${law}</p>`), 'vi')).toBe(main(`<p>${law}</p>`));
    expect(links(annotate(main(`<a href="/x">${productText(law)}</a>`), 'vi'))).toEqual([
      `/x ${law}`,
    ]);
  });

  it('keep the names of laws in English, and translate what stands beside them', () => {
    const text = '? Luật Khiếu nại 02/2011/QH13 Đ29 (áp dụng tương tự), chưa đối chiếu';
    const page = readHtml(annotate(main(`<p class="sl-law">${text}</p>`), 'en'));
    expect(textOf(page)).toBe(
      'Luật Khiếu nại 02/2011/QH13 Đ29 (by analogy), not compared with the text',
    );
    expect(tagged(page, 'span').map(textOf)).toEqual(['Luật Khiếu nại 02/2011/QH13 Đ29']);
  });
});

describe('terms', () => {
  it('are explained once a page, in texts of the product alone', () => {
    const said = productText('Vốn điều lệ và điều lệ');
    const html = annotate(
      main(`<h1>${said}</h1><p>Vốn điều lệ của tôi</p><p>${said}</p><p>${said}</p>`),
      'vi',
    );
    expect(html).toContain('<p>Vốn điều lệ của tôi</p>');
    const page = readHtml(html);
    expect(classed(page, 'sl-word').map(textOf)).toEqual(['Vốn điều lệ', 'điều lệ']);
    expect(classed(page, 'sl-meaning').map((each) => each.attributes['id'])).toEqual([
      'w-dieu-le',
      'w-von-dieu-le',
    ]);
    expect(textOf(tagged(page, 'h1')[0] as Element)).toBe('Vốn điều lệ và điều lệ');
    expect(html).not.toMatch(/[\uFDD0\uFDD1]/);
  });

  it.each(['a', 'button', 'details', 'h2', 'nav', 'option', 'textarea'])(
    'leave <%s> alone',
    (tag) => {
      const html = annotate(main(`<${tag}>${productText('Vốn điều lệ')}</${tag}>`), 'vi');
      expect(html).toBe(main(`<${tag}>Vốn điều lệ</${tag}>`));
    },
  );

  it('do not stand for a word that only holds them', () => {
    expect(termsIn('tổ chức thẩm định giá', 'vi')).toEqual([]);
    expect(termsIn('Viết “Liên hiệp hợp tác xã” ở đầu tên', 'vi')).toEqual([]);
    expect(termsIn('Hội đồng thẩm định họp', 'vi').map(({ id }) => id)).toEqual([
      'hoi-dong-tham-dinh',
    ]);
    expect(termsIn('Recused members do not count in the quorum', 'en').map(({ id }) => id)).toEqual(
      ['xung-dot-loi-ich', 'tuc-so'],
    );
  });

  it('have a meaning in both languages, and cite what is on the page of the law', () => {
    const page = lawPage('en');
    for (const { word, meaning, law } of terms) {
      expect(word.en).not.toBe(word.vi);
      expect(`${meaning.vi}${meaning.en}`).not.toMatch(/[{}]/);
      for (const { anchor } of citationsIn(law ?? ''))
        expect(tagged(page, 'div', 'h2').some((each) => each.attributes['id'] === anchor)).toBe(
          true,
        );
    }
  });
});

describe('Vietnamese on an English page', () => {
  it('says so where it is data, and is left bare where the product forgot to translate', () => {
    const bare = `<p>${productText('Đang chờ')}</p><p>Hòa Bình</p><p lang="vi">Nhóm</p>`;
    expect(annotate(main(bare), 'en')).toBe(
      main('<p>Đang chờ</p><p><span lang="vi">Hòa Bình</span></p><p lang="vi">Nhóm</p>'),
    );
    expect(annotate(main('<p>Hòa Bình</p>'), 'vi')).toBe(main('<p>Hòa Bình</p>'));
  });

  it('is marked within an English sentence and on a choice', () => {
    const said = productText('E.g. Ms Lê Thị Bảy asks for “Hợp tác xã”');
    expect(annotate(main(`<p>${said}</p><select><option>Hòa Bình</option></select>`), 'en')).toBe(
      main(
        '<p>E.g. Ms <span lang="vi">Lê Thị Bảy</span> asks for “<span lang="vi">Hợp tác xã</span>”</p>' +
          '<select><option lang="vi">Hòa Bình</option></select>',
      ),
    );
  });

  it('stands in no English text of a process as its whole, and in no template beside it', () => {
    const texts = allProcesses().flatMap((process) => textsUnder(process, 'en'));
    expect(texts.length).toBeGreaterThan(500);
    const bare = (text: string): boolean => isVietnamese(text) && vietnameseWithin(text) === text;
    expect(texts.filter(bare)).toEqual([]);
    const drawn = sources('templates/pages').flatMap((text) => {
      const words = [...text.matchAll(/_\(\s*'(?:[^'\\]|\\.)*',\s*'((?:[^'\\]|\\.)*)'\s*\)/g)];
      const beside = text
        .replaceAll(/\{#[\s\S]*?#\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|<[^>]*>/g, '\n')
        .split('\n');
      return [...words.map(([, en = '']) => en), ...beside.map((line) => line.trim())];
    });
    expect(drawn.length).toBeGreaterThan(1_000);
    const known = new Set(['Sáng Lập', 'Tiếng Việt']);
    const left = drawn.filter((text) => bare(text) && !known.has(text));
    expect(left.filter((text) => citationsIn(text).length === 0)).toEqual([]);
  });
});
