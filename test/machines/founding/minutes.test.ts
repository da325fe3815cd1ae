// Between draft and signature: minutes and resolution are corrected, and drawn up again; who changed what is kept.
import { describe, expect, it } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import type { Story } from '../given.ts';
import { fillTemplate } from '../../../src/documents/template.ts';
import { founder, ready } from './story.ts';

const decided = (): Story => {
  const story = ready().does('SCHEDULE_ASSEMBLY').on('2026-03-05').does('OPEN');
  story.does('NOTE', { text: 'Bà Bảy hỏi về vốn' });
  for (const event of ['RECORD_VOTE', 'ADOPT_MEMBER_LIST', 'VALUE_ASSETS', 'DECIDE'])
    story.does(event);
  return story.as(founder);
};
const codes = (story: Story, event: string, payload?: Record<string, unknown>) =>
  story.refused(event, payload).reasons.map(({ code }) => code);
const drawn = (story: Story) =>
  story.effects.flatMap((effect) =>
    effect.kind === 'issue' ? [[effect.document, effect.supersedes]] : [],
  );
const paper = (story: Story, kind: string): string => {
  const found = story.effects.find((each) => each.kind === 'issue' && each.document === kind);
  return JSON.stringify(fillTemplate(kind, (found as { data: Record<string, unknown> }).data));
};

describe('minutes and resolution before they are signed', () => {
  it('are corrected: drawn up again in the place of the draft, with who, why and what was changed', () => {
    const story = decided().does('CORRECT_MINUTES', {
      reason: 'Đọc lại trước hội nghị',
      secretary: 'Lê Thị Bảy',
      notes: ['Bà Bảy hỏi về mức vốn tối thiểu', 'Ông Hải đồng ý'],
      registrant: 'Trần Văn Ân',
    });
    expect(drawn(story)).toEqual([
      ['ASSEMBLY_MINUTES', true],
      ['FOUNDING_RESOLUTION', true],
    ]);
    expect(paper(story, 'ASSEMBLY_MINUTES')).toMatch(
      /Bản này thay bản soạn trước: Đọc lại.*Bà Bảy hỏi về mức vốn tối thiểu.*Ông Hải đồng ý/,
    );
    expect(paper(story, 'FOUNDING_RESOLUTION')).toMatch(/Đọc lại.*Trần Văn Ân/);
    expect(story.data['conference']).toMatchObject({
      corrections: [
        {
          on: '2026-03-05',
          by: 'founder-1',
          reason: 'Đọc lại trước hội nghị',
          changed: [
            {
              what: 'Ý kiến được ghi nhận',
              from: 'Bà Bảy hỏi về vốn',
              to: 'Bà Bảy hỏi về mức vốn tối thiểu\nÔng Hải đồng ý',
            },
            { what: 'Người được ủy quyền đăng ký', from: 'Trần Văn An', to: 'Trần Văn Ân' },
          ],
        },
      ],
    });
    expect(story.state).toBe('assembly.decided');
    const again = story.does('CORRECT_MINUTES', { reason: 'Nhầm tên', chair: 'Trần Văn Ân' });
    expect((again.data['conference'] as { corrections: object[] }).corrections).toHaveLength(2);
  });

  it('are corrected in a form that starts with what they say', () => {
    const start = founding.events['CORRECT_MINUTES']?.fill?.(decided().data);
    expect(start).toEqual({
      chair: 'Trần Văn An',
      secretary: 'Lê Thị Bảy',
      notes: ['Bà Bảy hỏi về vốn'],
      registrant: 'Trần Văn An',
    });
  });

  it('are not drawn up again for nothing', () => {
    expect(codes(decided(), 'CORRECT_MINUTES', { reason: 'Không rõ' })).toEqual([
      'somethingToCorrect',
    ]);
    const same = { reason: 'Không rõ', secretary: 'Lê Thị Bảy', notes: ['Bà Bảy hỏi về vốn'] };
    expect(codes(decided(), 'CORRECT_MINUTES', same)).toEqual(['somethingToCorrect']);
  });

  it('are not signed while an entry that came late is missing in them', () => {
    const story = decided().does('NOTE', { text: 'Gửi muộn vì mất mạng' });
    expect(codes(story, 'CLOSE_ASSEMBLY')).toEqual(['minutesComplete']);
    story.does('CORRECT_MINUTES', { reason: 'Thêm ý kiến gửi muộn' });
    expect(paper(story, 'ASSEMBLY_MINUTES')).toContain('Gửi muộn vì mất mạng');
    expect(story.does('CLOSE_ASSEMBLY').state).toBe('dossier.preparing');
  });

  it('are not corrected once they are signed', () => {
    const signed = decided().does('CLOSE_ASSEMBLY');
    expect(signed.refused('CORRECT_MINUTES').code).toBe('refused');
  });

  it('of a conference that failed are corrected as well; it has no resolution', () => {
    const story = ready().does('SCHEDULE_ASSEMBLY').on('2026-03-05').does('OPEN').does('SPLIT');
    story.as(founder).does('CORRECT_MINUTES', { reason: 'Ghi nhầm', notes: ['Phiếu ngang nhau'] });
    expect(drawn(story)).toEqual([['ASSEMBLY_MINUTES', true]]);
    expect(paper(story, 'ASSEMBLY_MINUTES')).toContain('Phiếu ngang nhau');
    expect(story.does('NOTE', { text: 'Muộn' }).data['conference']).toMatchObject({ late: true });
  });
});
