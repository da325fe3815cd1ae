// What the papers of a founding say.
import { describe, expect, it } from 'vitest';
import type { Story } from '../given.ts';
import { fillTemplate, paperKinds } from '../../../src/documents/template.ts';
import {
  dossier,
  draft,
  drafting,
  example,
  granted,
  inConsultation,
  inSession,
  membersWith,
  ready,
  valued,
} from './story.ts';

type Paper = Record<string, unknown>;

/** The latest paper of a kind in a story. */
function paper(story: Story, kind: string): Paper {
  const all = story.told.flatMap(({ outcome }) => outcome.effects);
  const found = all.findLast((effect) => effect.kind === 'issue' && effect.document === kind);
  return (found as { data: Paper }).data;
}

describe('papers', () => {
  it('the record of a session holds the notes, or else the subject', () => {
    const session = example('RECORD_SESSION');
    const plain = inConsultation().does('RECORD_SESSION', session);
    expect(paper(plain, 'CONSULT_RECORD')['text']).toBe(session['topic']);
    const noted = inConsultation().does('RECORD_SESSION', { ...session, notes: 'Chín hộ dự' });
    expect(paper(noted, 'CONSULT_RECORD')).toMatchObject({
      text: 'Chín hộ dự',
      items: [
        { label: 'Ngày', value: '02/03/2026' },
        { label: 'Chủ đề', value: session['topic'] },
        { label: 'Số người dự', value: '9' },
        { label: 'Chuyên viên', value: 'Nguyễn Thị Hoa' },
      ],
    });
  });

  it('a plan handed in before the charter knows no address yet', () => {
    const story = drafting().does('SUBMIT_DRAFT', draft('plan'));
    expect(paper(story, 'BUSINESS_PLAN')['holder']).toEqual({
      name: 'Nhóm trồng rau sạch Hòa Bình',
    });
  });

  it('member papers list each member with kind and capital', () => {
    const members = membersWith({ 7: { membership: 'noncontributing', capital: 0 } });
    const { members: rows, items } = paper(
      drafting().does('SUBMIT_DRAFT', members),
      'CAPITAL_COMMITMENT',
    );
    expect(items).toEqual([{ label: 'Vốn điều lệ', value: '600.000.000 đồng' }]);
    expect((rows as object[]).at(-1)).toEqual({
      name: 'Võ Văn Hải',
      role: 'Thành viên liên kết không góp vốn',
      value: '0 đồng',
    });
  });

  it('the attendance list has members and guests to sign', () => {
    const rows = paper(inSession(), 'ASSEMBLY_ATTENDANCE')['members'] as object[];
    expect(rows).toHaveLength(8);
    expect(rows.at(-1)).toEqual({ name: 'UBND xã Hòa Bình', role: 'Khách mời', value: '' });
  });

  it('the minutes of a conference that decided', () => {
    const minutes = paper(valued().does('DECIDE'), 'ASSEMBLY_MINUTES');
    expect(minutes['text']).toBe('Hội nghị đã biểu quyết thông qua các nội dung sau:');
    expect((minutes['articles'] as string[]).slice(0, 5)).toEqual([
      'Biểu quyết điều lệ: 7 thuận, 0 chống, 0 trắng',
      'Danh sách thành viên: 7 thành viên chính thức tán thành điều lệ, có tên trong danh sách',
      'Định giá tài sản góp vốn: các thành viên góp vốn nhất trí',
      'Bầu cử: bỏ phiếu kín',
      'Chủ tịch Hội đồng quản trị: Trần Văn An',
    ]);
    expect(minutes['items']).toContainEqual({ label: 'Thời gian', value: '08:00 ngày 05/03/2026' });
  });

  it('the minutes of one that failed, and of one adjourned', () => {
    expect(paper(inSession().does('SPLIT'), 'ASSEMBLY_MINUTES')).toMatchObject({
      text: 'Nội dung không được thông qua: Phương án sản xuất, kinh doanh. Hội nghị kết thúc.',
      articles: [],
    });
    const thin = ready()
      .does('SCHEDULE_ASSEMBLY')
      .does('OPEN', { ...example('OPEN'), official: 3 })
      .does('ADJOURN_NO_QUORUM');
    expect(paper(thin, 'ASSEMBLY_MINUTES')['text']).toBe(
      'Hội nghị dừng vì không đủ thành viên chính thức dự họp.',
    );
  });

  it('the minutes of valuation name asset, owner and value', () => {
    expect(paper(valued(), 'VALUATION_MINUTES')['items']).toEqual([
      { label: 'Máy cày đã qua sử dụng, Trần Văn An', value: '60.000.000 đồng' },
    ]);
  });

  it('the resolution and the lists of the dossier name the people', () => {
    const story = dossier().does('COMPLETE_DOSSIER');
    expect(paper(story, 'LEGAL_REP_LIST')['members']).toEqual([
      { name: 'Trần Văn An', role: 'Người đại diện theo pháp luật' },
    ]);
    expect(paper(story, 'MEMBER_LIST')['members']).toHaveLength(7);
  });

  it('share certificates are for those who put capital in', () => {
    expect(paper(granted().does('CAPITAL_FULL'), 'SHARE_CERT')['members']).toHaveLength(7);
  });

  it('every paper with a template can be filled in', () => {
    const organisation = { name: 'Liên minh', abbreviation: 'LM', place: 'Bạc Liêu' };
    const kinds = new Set(paperKinds());
    const issued = granted()
      .does('CAPITAL_FULL')
      .told.flatMap(({ outcome }) => outcome.effects)
      .flatMap((effect) => (effect.kind === 'issue' ? [effect] : []))
      .filter(({ document }) => kinds.has(document));
    expect(issued.length).toBeGreaterThan(10);
    for (const { document, data } of issued) {
      expect(fillTemplate(document, { organisation, ...data }).blocks.length).toBeGreaterThan(0);
    }
  });
});
