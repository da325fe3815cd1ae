// What wording looks like with made-up content, for looking at before it is used; and why it cannot be used.
import type { Organisation, PaperInput } from '../documents/paper.ts';
import { isText, type Block } from '../documents/markup.ts';
import { fillTemplate, paperKinds, paperNames, shippedPaper } from '../documents/template.ts';
import { noticeNames, noticeTemplates, renderNotice, shippedNotice } from '../notices/notice.ts';
import { faultsIn, type Names, type WordingFault } from '../wording/dialect.ts';
import type { WordingKind } from '../wording/wordings.ts';
import type { Language, Text } from '../../machines/text.ts';

export type Named = { kind: WordingKind; name: string };

const shared = {
  case: {
    number: 'TL-2026-0001',
    title: 'Nhóm rau sạch Hòa Bình',
    url: 'https://example.vn/cases/1',
    state: { vi: 'Soạn hồ sơ', en: 'Drafting' },
    process: 'Thành lập hợp tác xã',
  },
  text: 'Nội dung ví dụ của văn bản này.',
} as const;

const noticeSample = {
  ...shared,
  recipient: { name: 'Nguyễn Thị Hoa' },
  term: {
    title: { vi: 'Bổ sung hồ sơ', en: 'Supplement' },
    dueOn: '2026-04-30',
    daysLeft: 7,
    law: 'Luật 17/2023/QH15 Đ42.4',
  },
  reason: 'Lý do ví dụ',
  items: ['Điều lệ', 'Danh sách thành viên'],
  people: [{ name: 'Trần Văn An', role: 'Chủ tịch hội đồng' }],
};

/** What a letter about an account carries: a code, a link, or what was changed. It must come through. */
const carried = 'https://example.vn/sign-in/ABC123';
const letterSample = {
  recipient: noticeSample.recipient,
  text: carried,
  items: ['Chrome trên Windows'],
};
const sampleFor = (about: Named): Record<string, unknown> =>
  isLetter(about) ? letterSample : noticeSample;

const paperSample = {
  ...shared,
  holder: { name: 'Hợp tác xã Rau sạch Hòa Bình', address: 'Ấp 1, xã Hòa Bình' },
  reasons: ['Lý do thứ nhất', 'Lý do thứ hai'],
  items: [
    { label: 'Tên hợp tác xã', value: 'Hợp tác xã Rau sạch Hòa Bình' },
    { label: 'Vốn điều lệ', value: '500.000.000 đồng' },
  ],
  members: [
    { name: 'Trần Văn An', role: 'Giám đốc', value: '100.000.000 đồng' },
    { name: 'Lê Thị Bảy', role: 'Thành viên', value: '50.000.000 đồng' },
  ],
  articles: ['Điều khoản thứ nhất.', 'Điều khoản thứ hai.'],
  slips: [
    {
      link: 'https://example.vn/room/1',
      name: 'Lê Thị Bảy',
      role: 'Sáng lập viên',
      code: 'K7QF-9M2P',
    },
  ],
  tables: [
    {
      title: 'Doanh thu dự kiến',
      widths: '5 3> 3>',
      rows: [
        ['Khoản', 'Năm 1', 'Năm 2'],
        ['Bán rau', '120', '150'],
      ],
    },
  ],
  charts: [
    {
      look: 'bars',
      title: 'Doanh thu (triệu đồng)',
      rows: [
        ['', 'Doanh thu'],
        ['Năm 1', '120'],
        ['Năm 2', '150'],
      ],
    },
  ],
  secretary: 'Lê Thị Bảy',
};

const signer = { title: 'Chủ tịch', name: 'Nguyễn Văn Bình' };
const organisation: Organisation = {
  name: 'Liên minh Hợp tác xã tỉnh',
  abbreviation: 'LMHTX',
  place: 'Bạc Liêu',
};

export function textNames(kind: WordingKind): string[] {
  return kind === 'notice' ? noticeTemplates() : paperKinds();
}

/** Letters about people's own accounts: they belong to no case. */
const isLetter = ({ kind, name }: Named): boolean =>
  kind === 'notice' && name.startsWith('account');

/** The digest is put together by the service. */
export function editable({ kind, name }: Named): boolean {
  return kind === 'document' || name !== 'digest';
}

export function namesFor(kind: WordingKind): Names {
  return kind === 'notice' ? noticeNames : paperNames;
}

export function shippedText({ kind, name }: Named): string {
  return kind === 'notice' ? shippedNotice(name) : shippedPaper(name);
}

/** What people call it: the subject of a notice, the heading of a paper. */
export function titleOf({ kind, name }: Named, language: Language): string {
  if (kind === 'notice') return renderNotice(name, language, sampleFor({ kind, name })).subject;
  const { blocks } = filled(name);
  const heads = blocks.filter(({ style }) => style === 'title' || style === 'subject');
  return heads.map(plain).join(' ') || name;
}

function filled(name: string, text?: string, data: object = paperSample) {
  return fillTemplate(name, { ...data, organisation, signer }, text);
}

type Drawn =
  | { letters: { language: Language; subject: string; text: string }[] }
  | { blocks: { style: string; text: string }[] };

/** The text with made-up content, the shipped one when none is given. @throws Error when it cannot be filled in */
export function draw({ kind, name }: Named, text?: string): Drawn {
  if (kind === 'document')
    return {
      blocks: filled(name, text).blocks.map((each) => ({ style: each.style, text: plain(each) })),
    };
  const letters = (['vi', 'en'] as const).map((language) => {
    const { subject, text: body } = renderNotice(name, language, sampleFor({ kind, name }), text);
    return { language, subject, text: body };
  });
  return { letters };
}

function plain(block: Block): string {
  if (isText(block)) return block.runs.map(({ text }) => text).join('');
  if (block.style === 'slip')
    return [block.name, block.role, `${block.label}: ${block.code}`].join('\n');
  const title = block.style === 'chart' ? [block.title] : [];
  return [...title, ...block.rows.map((row) => row.join(' | '))].join('\n');
}

/** Faults of the language first; a text without any is also filled in once, with everything and with nothing. */
export function faultsOf(about: Named, text: string): WordingFault[] {
  const faults = faultsIn(text, namesFor(about.kind));
  if (faults.length > 0) return faults;
  const fault = trial(about, text);
  return fault === undefined ? [] : [{ line: 1, text: fault }];
}

/** Why a text cannot be used although its language is right; undefined when it can. */
function trial(about: Named, text: string): Text | undefined {
  try {
    return about.kind === 'document' ? tryPaper(about, text) : tryNotice(about, text);
  } catch (error) {
    return about.kind === 'notice' && /has no part/.test(String(error))
      ? twoParts
      : notParsed(error);
  }
}

function tryPaper({ name }: Named, text: string): Text | undefined {
  const { blocks } = filled(name, text);
  const charts = blocks.flatMap((block) => (block.style === 'chart' ? [block] : []));
  const figures = charts.flatMap(({ rows }) => rows.slice(1).flatMap((row) => row.slice(1)));
  if (figures.some((figure) => !Number.isFinite(Number(figure)))) return noFigures;
  return filled(name, text, {}).blocks.length > 0 ? undefined : nothing;
}

/** A letter about an account that lost its code or link would lock its reader out: it must be in both languages. */
function tryNotice(about: Named, text: string): Text | undefined {
  const parts = (['vi', 'en'] as const).map((language) => ({
    shipped: renderNotice(about.name, language, sampleFor(about)),
    full: renderNotice(about.name, language, sampleFor(about), text),
    empty: renderNotice(about.name, language, {}, text),
  }));
  if (parts.some(({ full, empty }) => full.subject === '' || empty.subject === ''))
    return noSubject;
  const says = ({ text: said }: { text: string }): boolean => said.includes(carried);
  const lost = isLetter(about) && parts.some(({ shipped, full }) => says(shipped) && !says(full));
  return lost ? lostText : undefined;
}

const noFigures: Text = {
  vi: 'Biểu đồ chỉ nhận số: giữ nguyên các dòng của {% for row in chart.rows %}',
  en: 'A chart takes figures only: keep the lines of {% for row in chart.rows %} as they are',
};
const lostText: Text = {
  vi: 'Phải giữ {{ text }} ở cả hai phần [vi] và [en]: đó là mã, liên kết hoặc nội dung thay đổi mà người nhận cần',
  en: 'Keep {{ text }} in both parts, [vi] and [en]: it is the code, the link or the change that the reader needs',
};
const nothing: Text = { vi: 'Giấy tờ không có nội dung', en: 'The paper says nothing' };
const noSubject: Text = {
  vi: 'Thông báo thiếu tiêu đề sau “subject:”',
  en: 'The notice has no subject after “subject:”',
};
const twoParts: Text = {
  vi: 'Thông báo cần hai phần, mở đầu bằng [vi] subject: … và [en] subject: …',
  en: 'A notice has two parts, which begin with [vi] subject: … and [en] subject: …',
};
const notParsed = (error: unknown): Text => {
  const what = error instanceof Error ? error.message.slice(0, 200) : '';
  return { vi: `Không đọc được bố cục: ${what}`, en: `The layout cannot be read: ${what}` };
};

/** A paper to look at: without number, code or signature. */
export function samplePaper(kind: string, alliance: Organisation, text?: string): PaperInput {
  const { name, abbreviation, place } = alliance;
  return {
    kind,
    organisation: { name, abbreviation, place },
    signer,
    data: paperSample,
    mark: 'XEM THỬ',
    ...(text === undefined ? {} : { wording: text }),
  };
}
