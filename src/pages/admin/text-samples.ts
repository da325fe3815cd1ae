// What wording looks like with made-up content: for looking at before it is used.
import type { Organisation, PaperInput } from '../../documents/paper.ts';
import type { Block } from '../../documents/markup.ts';
import { fillTemplate, paperKinds, paperNames, shippedPaper } from '../../documents/template.ts';
import { noticeNames, noticeTemplates, renderNotice, shippedNotice } from '../../notices/notice.ts';
import { faultsIn, type Names } from '../../wording/dialect.ts';
import type { WordingKind } from '../../wording/wordings.ts';
import type { Language, Text } from '../../../machines/text.ts';

type Named = { kind: WordingKind; name: string };

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

/**
 * Letters about one's own account and the digest are the service's own: they belong to no case. Neither are texts
 * reworded whose layout says more than the closed language can, such as the tables of reports.
 */
export function editable({ kind, name }: Named): boolean {
  if (kind === 'notice') return !/^(account|digest)/.test(name);
  return faultsIn(shippedPaper(name), paperNames).length === 0;
}

export function namesFor(kind: WordingKind): Names {
  return kind === 'notice' ? noticeNames : paperNames;
}

export function shippedText({ kind, name }: Named): string {
  return kind === 'notice' ? shippedNotice(name) : shippedPaper(name);
}

/** What people call it: the subject of a notice, the heading of a paper. */
export function titleOf({ kind, name }: Named, language: Language): string {
  if (kind === 'notice') return renderNotice(name, language, noticeSample).subject;
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
    const { subject, text: body } = renderNotice(name, language, noticeSample, text);
    return { language, subject, text: body };
  });
  return { letters };
}

function plain(block: Block): string {
  if (block.style === 'table') return block.rows.map((row) => row.join(' | ')).join('\n');
  return 'runs' in block ? block.runs.map(({ text }) => text).join('') : '';
}

/** Why a text cannot be used although its language is right; undefined when it can. */
export function trial({ kind, name }: Named, text: string): Text | undefined {
  try {
    if (kind === 'document') {
      filled(name, text);
      return filled(name, text, {}).blocks.length > 0 ? undefined : nothing;
    }
    const letters = (['vi', 'en'] as const).flatMap((language) =>
      [noticeSample, {}].map((data) => renderNotice(name, language, data, text)),
    );
    return letters.every(({ subject }) => subject !== '') ? undefined : noSubject;
  } catch (error) {
    return kind === 'notice' && /has no part/.test(String(error)) ? twoParts : notParsed(error);
  }
}

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
