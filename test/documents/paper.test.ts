import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { paperKinds } from '../../src/documents/template.ts';
import { pagesOf, paper, qrOf } from './reading.ts';
import { structureOf } from './structure.ts';

const URL_TEXT = 'https://example.vn/kiem-tra/7KM4-XH9M-3RTC';
const VERIFICATION = { url: URL_TEXT, code: '7KM4-XH9M-3RTC' };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the text of a paper', () => {
  const names = [
    'Hợp tác xã "Đồng Tâm & Phước Lợi" <số 1>',
    'Nguyễn Thị Ngọc Ưỡng ẫ ệ ộ ữ Ỹ Ặ Ẩ Ỗ',
    "O'Brien & Con's – 50% | * ; # § @",
  ];

  test.each(names)('reads back exactly: %s', async (name) => {
    const [text] = await pagesOf(await paper('TB', { data: { text: name } }));
    expect(text).toContain(name.normalize('NFC'));
  });

  test('reads back in NFC when it came in NFD', async () => {
    const nfd = 'Hợp tác xã Thuỷ sản Bàn Tân Định ẵ ễ ở'.normalize('NFD');
    const [text] = await pagesOf(await paper('TB', { data: { text: nfd, holder: { name: nfd } } }));
    expect(text).not.toContain(nfd);
    expect(text?.split(nfd.normalize('NFC'))).toHaveLength(3);
  });

  test('stays whole when an earlier paper of the process embedded only a composed letter', async () => {
    await paper('TB', { data: { text: 'Ý' } });
    const [text] = await pagesOf(await paper('TB', { data: { text: 'Y tế GIẤY' } }));
    expect(text).toContain('Y tế GIẤY');
  });

  test('keeps paragraphs and never lets a value become markup', async () => {
    const data = { text: '# một\n§ Điều 9. hai\n@heading certificate\n| a | b |\n**c**' };
    const [text] = await pagesOf(await paper('TB', { data }));
    expect(text).toContain('# một § Điều 9. hai @heading certificate | a | b | **c**');
  });

  test('takes the Vietnamese of a text in two languages', async () => {
    const data = { text: { vi: 'Tiếng Việt', en: 'English' } };
    const [text] = await pagesOf(await paper('TB', { data }));
    expect(text).toContain('Tiếng Việt');
    expect(text).not.toContain('English');
  });

  test('drops invisible signs and shows a question mark for what the font lacks', async () => {
    const [text] = await pagesOf(
      await paper('TB', { data: { text: 'A\u200BB\u202EC\u0007D 漢' } }),
    );
    expect(text).toContain('ABC D ?');
  });

  test('shows the mark, the number and the national title', async () => {
    const over = { number: '07/2026/TB-LMHTX', mark: 'BẢN CHƯA KÝ SỐ', data: { text: 'x' } };
    const [text] = await pagesOf(await paper('TB', over));
    expect(text).toContain('Số: 07/2026/TB-LMHTX');
    expect(text).toContain('BẢN CHƯA KÝ SỐ');
    expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(text).toContain('Độc lập - Tự do - Hạnh phúc');
    expect(text).toContain('Cà Mau, ngày 24 tháng 11 năm 2026');
  });
});

describe('every kind', () => {
  test.each(paperKinds())('%s renders without data and with all of it', async (kind) => {
    const empty = await pagesOf(await paper(kind));
    expect(empty[0]).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    const [text] = await pagesOf(
      await paper(kind, {
        signer: { title: 'Chủ tịch', name: 'Lê Văn Tám' },
        data: {
          case: { number: 'HS-7', title: 'Tên hồ sơ', process: 'founding' },
          holder: { name: 'HTX Bình Minh', address: 'Ấp 4' },
          text: 'Nội dung chính',
          reasons: ['Lý do một'],
          items: [{ label: 'Mục', value: 'Giá trị' }],
          members: [{ name: 'Trần Văn Nghĩa', role: 'Thư ký' }],
        },
      }),
    );
    // A register is of no one cooperative.
    if (kind !== 'NUMBER_REGISTER') expect(text).toContain('HTX Bình Minh');
    expect(text).toContain('Lê Văn Tám');
    expect(text).not.toMatch(/undefined|null|\{\{|\[object|[\uE000-\uF8FF]/);
  });

  test.each(paperKinds())(
    '%s is read out in order, with heads, items and pictures told',
    async (kind) => {
      const { elements, ...about } = await structureOf(
        await paper(kind, {
          verification: VERIFICATION,
          signer: { title: 'Chủ tịch', name: 'Lê Văn Tám' },
          data: {
            items: [{ label: 'Mục', value: 'Giá trị' }],
            members: [{ name: 'Trần Văn Nghĩa', role: 'Thư ký' }],
            reasons: ['Lý do một'],
          },
        }),
      );
      expect(about).toEqual({ marked: true, language: 'vi-VN', titled: true });
      expect(elements.filter(({ type }) => type === 'H1')).toHaveLength(1);
      const places: Record<string, string> = {
        LI: 'L',
        LBody: 'LI',
        TR: 'Table',
        TH: 'TR',
        TD: 'TR',
      };
      for (const [at, { type, parent, alt, scope, content }] of elements.entries()) {
        const told = `${at} ${parent} > ${type}`;
        if (places[type]) expect(parent, told).toBe(places[type]);
        if (type === 'TH') expect(scope, told).toBe('Column');
        if (type === 'Figure') expect(alt, told).toMatch(/\p{L}{3}/u);
        if (/^(P|H\d|LBody|TH)$/.test(type)) expect(content, told).toBeGreaterThan(0);
        if (type === 'H2')
          expect(elements.slice(0, at).some((each) => each.type === 'H1')).toBe(true);
      }
    },
  );

  test('covers the papers of the two procedures', () => {
    expect(paperKinds()).toEqual(
      expect.arrayContaining(['FOUNDING_RESOLUTION', 'RECOGNITION_CERT']),
    );
    expect(paperKinds().length).toBeGreaterThanOrEqual(24);
  });

  test.each(['NO_SUCH_KIND', '../../package', ''])('%j is refused', async (kind) => {
    await expect(paper(kind)).rejects.toThrow('No document template');
  });
});

describe('the same input', () => {
  const over = {
    number: '1/2026/GCN',
    verification: VERIFICATION,
    data: { holder: { name: 'HTX Bình Minh & Bạn' } },
  };

  test('gives the same bytes, whatever was built in between', async () => {
    const first = sha256(await paper('RECOGNITION_CERT', over));
    await paper('TB', { data: { text: 'Một văn bản khác: ŸÝY' } });
    expect(sha256(await paper('RECOGNITION_CERT', over))).toBe(first);
  });

  test('with other data or another date gives other bytes', async () => {
    const first = sha256(await paper('RECOGNITION_CERT', over));
    const later = { ...over, issuedOn: '2026-11-25' };
    expect(sha256(await paper('RECOGNITION_CERT', later))).not.toBe(first);
    const other = { ...over, data: { holder: { name: 'HTX Khác' } } };
    expect(sha256(await paper('RECOGNITION_CERT', other))).not.toBe(first);
  });

  test('refuses a day that does not exist', async () => {
    await expect(paper('TB', { issuedOn: '2026-02-30' })).rejects.toThrow(RangeError);
  });
});

describe('the certificate', () => {
  test('carries a QR code with the address, and the code to type', async () => {
    const pdf = await paper('RECOGNITION_CERT', {
      verification: VERIFICATION,
      mark: 'BẢN CHƯA KÝ SỐ',
    });
    expect(await qrOf(pdf)).toBe(URL_TEXT);
    const [text] = await pagesOf(pdf);
    expect(text).toContain('7KM4-XH9M-3RTC');
    expect(text).toContain('GIẤY CHỨNG NHẬN');
    expect(text).toContain('BẢN CHƯA KÝ SỐ');
  });

  test('stays on one page with long names and is refused rather than cut', async () => {
    const long = 'Liên hiệp Hợp tác xã Nông nghiệp Dịch vụ Thương mại Du lịch '.repeat(4);
    const data = { holder: { name: long }, text: long };
    expect(await pagesOf(await paper('RECOGNITION_CERT', { data }))).toHaveLength(1);
    const endless = { holder: { name: long.repeat(12) } };
    await expect(paper('RECOGNITION_CERT', { data: endless })).rejects.toThrow('one page');
  });
});

describe('the file', () => {
  test('is tagged, in Vietnamese, PDF/A-2a and PDF/UA-1, with an unbroken XMP packet', async () => {
    const data = { holder: { name: 'A & B <"C">' }, case: { title: "Tôm & 'Cá' <1>" } };
    const bytes = Buffer.from(await paper('TB', { data }));
    const xmp = /<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(bytes.toString('utf8'))?.[0] ?? '';
    expect(xmp).toContain('Tôm &amp; &apos;Cá&apos; &lt;1&gt;'.normalize('NFC'));
    expect(xmp).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;)/);
    expect(xmp).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(xmp).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(xmp).toContain('<pdfuaid:part>1</pdfuaid:part>');
    const raw = bytes.toString('latin1');
    expect(raw).toContain('/Marked true');
    expect(raw).toContain('/Lang (vi-VN)');
  });
});

describe('a long table', () => {
  const members = Array.from({ length: 90 }, (_, index) => ({
    name: `Thành viên thứ ${index + 1}`,
    role: 'Chính thức',
    value: '1.000.000',
  }));

  test('repeats its header on every page and loses no row', async () => {
    const pages = await pagesOf(await paper('MEMBER_LIST', { data: { members } }));
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) expect(page).toContain('Họ và tên');
    const whole = pages.join(' ');
    for (const { name } of members) expect(whole).toMatch(new RegExp(`${name}(?!\\d)`));
  });

  test('numbers the pages after the first', async () => {
    const pages = await pagesOf(await paper('MEMBER_LIST', { data: { members } }));
    expect(pages[0]).toMatch(/^CỘNG HÒA/);
    expect(pages[1]).toMatch(/^2 /);
    expect(pages[2]).toMatch(/^3 /);
  });

  test('cuts a row that is taller than a page', async () => {
    const value = Array.from({ length: 900 }, (_, index) => `chữ${index}`).join(' ');
    const pages = await pagesOf(
      await paper('MEMBER_LIST', { data: { members: [{ name: 'A', value }] } }),
    );
    expect(pages.length).toBeGreaterThan(2);
    const whole = pages.join(' ');
    for (const word of ['chữ0', 'chữ450', 'chữ899']) expect(whole).toContain(word);
  });
});
