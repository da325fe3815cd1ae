// What a founding case tells people where it stands: where to file, what is owed, how to go on.
import { describe, expect, it } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import type { Founding } from '../../../machines/founding/data.ts';
import type { Facts } from '../../../machines/define.ts';
import type { Guide } from '../../../machines/guide.ts';
import type { Story } from '../given.ts';
import {
  completed,
  dossier,
  example,
  founder,
  granted,
  refusedByRegistry,
  ready,
  requested,
  underReview,
  clerk,
} from './story.ts';

function guidesOf(story: Story): readonly Guide[] {
  const { facts } = story.told.at(-1) as { facts: Facts };
  const due = Object.fromEntries(
    Object.entries(story.snapshot.terms).map(([key, { due: on }]) => [key.split('/')[1], on]),
  );
  return founding.guides?.(story.data, facts, { state: story.state, due }) ?? [];
}

function guideOf(story: Story, code: string): Guide {
  const found = guidesOf(story).find((guide) => guide.code === code);
  if (!found) throw new Error(`no guide ${code} in ${story.state}`);
  return found;
}

const lineOf = (guide: Guide, label: string) => guide.lines.find((line) => line.label.vi === label);
const optionsOf = (guide: Guide) => guide.options.map(({ event }) => event);

describe('where to file', () => {
  const where = (on: string, told: object = {}) =>
    guideOf(completed({ on, ...told }), 'whereToFile');

  it('since 2025-07-01: the commune of the seat; what is not confirmed says so', () => {
    const guide = where('2025-07-01');
    expect(lineOf(guide, 'Nơi đăng ký')).toMatchObject({
      value: { vi: 'Cơ quan đăng ký kinh doanh cấp xã, Xã Hòa Bình' },
      law: 'NĐ 125/2025/NĐ-CP',
      confidence: 'verified',
    });
    expect(lineOf(guide, 'Phòng tiếp nhận')).toMatchObject({
      value: { vi: 'Phòng Kinh tế' },
      confidence: 'unconfirmed',
    });
    expect(lineOf(guide, 'Nơi khác trong tỉnh')?.confidence).toBe('unconfirmed');
    expect(lineOf(guide, 'Lệ phí')?.confidence).toBe('unconfirmed');
    expect(guide.acts).toEqual(['FILE']);
  });

  it('the day before: the district, whose office the decree names', () => {
    const guide = where('2025-06-30');
    expect(lineOf(guide, 'Nơi đăng ký')).toMatchObject({
      value: { vi: 'Phòng Tài chính - Kế hoạch cấp huyện, Xã Hòa Bình' },
      law: 'NĐ 92/2024/NĐ-CP Điều 5',
      confidence: 'verified',
    });
    expect(lineOf(guide, 'Phòng tiếp nhận')).toBeUndefined();
  });

  it('in 2022: recalled, not confirmed; in the gap of July 2024 not known', () => {
    expect(lineOf(where('2022-03-01'), 'Nơi đăng ký')?.confidence).toBe('unconfirmed');
    expect(lineOf(where('2024-07-10'), 'Nơi đăng ký')).toMatchObject({
      value: { vi: 'Chưa có dữ liệu cho ngày này; hãy hỏi chuyên viên' },
      confidence: 'unconfirmed',
    });
  });

  it('a ward has another office than a commune', () => {
    const story = completed();
    Object.assign(story.data, { commune: 'Phường Tân Hòa' });
    expect(lineOf(guideOf(story, 'whereToFile'), 'Phòng tiếp nhận')?.value).toMatchObject({
      vi: 'Phòng Kinh tế, Hạ tầng và Đô thị',
    });
  });

  it('the fee is what the alliance has confirmed', () => {
    const settings = { registrationFee: '100.000 đồng (Nghị quyết 01/2026)' };
    expect(lineOf(where('2026-03-02', { settings }), 'Lệ phí')).toMatchObject({
      value: { vi: '100.000 đồng (Nghị quyết 01/2026)' },
      confidence: 'verified',
    });
  });

  it('a case decided before the fee became a setting says that it is not confirmed', () => {
    const story = completed();
    const { facts } = story.told.at(-1) as { facts: Facts };
    const at = { state: story.state, due: {} };
    const [guide] = founding.guides?.(story.data, { ...facts, settings: {} }, at) ?? [];
    expect(guide && lineOf(guide, 'Lệ phí')?.confidence).toBe('unconfirmed');
  });

  it('names papers once they are there, and the day of the answer if taken today', () => {
    const guide = where('2026-03-02');
    expect(lineOf(guide, 'Giấy tờ mang theo')?.value).toMatchObject({
      vi: expect.stringContaining('Điều lệ; ') as string,
    });
    expect(lineOf(guide, 'Nếu được nhận hôm nay, có kết quả trước hết ngày')).toMatchObject({
      value: '2026-03-05',
      confidence: 'verified',
    });
    expect(lineOf(guideOf(dossier(), 'whereToFile'), 'Giấy tờ mang theo')).toBeUndefined();
    const older = where('2022-03-01');
    expect(older.lines.at(-1)?.confidence).toBe('unconfirmed');
  });
});

describe('the registry’s answers', () => {
  it('waits for the receipt, then for the answer', () => {
    const filed = completed().does('FILE');
    expect(lineOf(guideOf(filed, 'awaitingReceipt'), 'Đã nộp ngày')?.value).toBe('2026-03-02');
    const taken = guideOf(underReview(), 'awaitingAnswer');
    expect(lineOf(taken, 'Trả lời trước hết ngày')?.value).toBe('2026-03-05');
    expect(lineOf(taken, 'Giấy biên nhận')?.value).toMatchObject({ vi: 'BN-0123' });
  });

  it('a supplement is a list of points with the last day, ticked one by one', () => {
    const story = underReview()
      .does('SUPPLEMENT_NOTICE', { points: ['Địa chỉ', 'Vốn'] })
      .as(founder);
    const asked = guideOf(story, 'supplement');
    expect(asked.duties.map(({ title, done }) => [title.vi, done])).toEqual([
      ['Địa chỉ', undefined],
      ['Vốn', undefined],
    ]);
    expect(asked.lines[0]?.value).toBe('2026-05-04');
    story.does('TICK_POINT', { point: 2, done: true, evidence: 'Sửa bảng vốn' });
    const ticked = guideOf(story, 'supplement').duties[1];
    expect([ticked?.done, ticked?.how.vi]).toEqual(['2026-03-02', 'Sửa bảng vốn']);
    story.does('TICK_POINT', { point: 2, done: false });
    expect(guideOf(story, 'supplement').duties[1]?.done).toBeUndefined();
    expect(
      story.refused('TICK_POINT', { point: 3, done: true, evidence: 'x' }).reasons,
    ).toMatchObject([{ code: 'pointAsked', need: 2, have: 3 }]);
    expect(story.refused('TICK_POINT', { point: 1, done: true }).reasons).toMatchObject([
      { code: 'evidenceGiven' },
    ]);
    expect(story.does('RESUBMIT').state).toBe('registration.underReview');
  });

  it('a point may be answered by a file of the dossier, and by no other', () => {
    const story = underReview()
      .does('SUPPLEMENT_NOTICE', { points: ['Địa chỉ'] })
      .as(founder);
    const file = '0190a000-0000-7000-8000-00000000f11e';
    const tick = { point: 1, done: true, file };
    expect(story.refused('TICK_POINT', tick).reasons).toMatchObject([{ code: 'fileKept' }]);
    story.found({ file: { id: file, slot: 'CHARTER', version: 2, sha256: 'ab' } });
    story.does('TICK_POINT', tick);
    const { supplement } = (story.data as unknown as Founding).filing;
    expect(supplement?.done).toEqual({ 1: { on: '2026-03-02', evidence: '', file } });
    expect(guideOf(story, 'supplement').duties[0]?.how.vi).toBe('Có tệp trong bộ hồ sơ trả lời');
    const { looksUp } = founding.events['TICK_POINT']!;
    expect([looksUp!(tick, {}), looksUp!({}, {})]).toEqual([{ file }, {}]);
  });

  it('a lapsed supplement leads to a new dossier', () => {
    const story = underReview().does('SUPPLEMENT_NOTICE').passes('2026-05-05');
    expect(guidesOf(story).map(({ code }) => code)).toEqual(['void', 'whereToFile']);
    expect(optionsOf(guideOf(story, 'void'))).toEqual(['REFILE', 'WITHDRAW']);
  });

  it('a stop request waits for its answer, and a closed case may be reopened', () => {
    const story = underReview().as(founder).does('STOP_REQUEST');
    const asked = guideOf(story, 'stopRequested');
    expect(lineOf(asked, 'Trả lời trước hết ngày')?.value).toBe('2026-03-05');
    expect(lineOf(asked, 'Lý do')?.value).toMatchObject({ vi: 'Nhóm muốn đổi địa bàn hoạt động' });
    const stopped = guideOf(story.as(clerk).does('STOP_CONFIRMED'), 'closed');
    expect(lineOf(stopped, 'Có thể mở lại đến hết ngày')?.value).toBe('2027-03-02');
    expect(optionsOf(stopped)).toEqual(['REOPEN']);
  });

  it.each(['business', 'dossier', 'fee', 'article33', 'other', 'name'])(
    'a refusal for %s says what to mend, and how to go on',
    (ground) => {
      const payload = { ...example('REFUSE'), ground };
      const story = underReview().does('REFUSE', payload).as(founder);
      const guide = guideOf(story, 'refused');
      expect(optionsOf(guide)).toEqual(['FIX_AND_REFILE', 'COMPLAIN', 'GIVE_UP']);
      expect(guide.text.some(({ vi }) => vi.includes('Tòa án'))).toBe(ground === 'name');
      expect(lineOf(guide, 'Khiếu nại trước hết ngày')?.value).toBe('2026-06-01');
    },
  );

  it('after a complaint, or its time, that way is not offered again', () => {
    const story = refusedByRegistry().does('COMPLAIN');
    expect(optionsOf(guideOf(story, 'refused'))).toEqual(['FIX_AND_REFILE', 'GIVE_UP']);
    const late = refusedByRegistry().passes('2026-06-03');
    expect(lineOf(guideOf(late, 'refused'), 'Khiếu nại trước hết ngày')).toBeUndefined();
  });
});

describe('after registration', () => {
  const duties = (story: Story) =>
    guideOf(story, 'duties').duties.map(({ code, due, done }) => [code, due, done]);

  it('lists capital, its filing, the member register and the annual meeting', () => {
    const story = granted();
    expect(duties(story)).toEqual([
      ['capital', '2026-09-03', undefined],
      ['capitalFiling', '2026-10-02', undefined],
      ['memberRegister', '2026-04-01', undefined],
      ['annualMeeting', story.snapshot.terms['postRegistration/annualMeeting']?.due, undefined],
    ]);
  });

  it('marks what is done; of a capital paid in full nothing is to be filed', () => {
    const settings = { followDuties: true };
    const full = granted({ settings }).does('CAPITAL_FULL').does('MEMBER_REGISTER_KEPT');
    expect(duties(full).map(([code, , done]) => [code, done])).toEqual([
      ['capital', true],
      ['memberRegister', '2026-03-02'],
      ['annualMeeting', undefined],
    ]);
    const part = granted({ settings }).does('CAPITAL_REDUCED').does('ANNUAL_MEETING_HELD');
    expect(duties(part).map(([code, , done]) => [code, done])).toEqual([
      ['capital', true],
      ['capitalFiling', true],
      ['memberRegister', undefined],
      ['annualMeeting', '2026-03-02'],
    ]);
  });

  it('under the 2012 law there is no filing of its own, and the months are not confirmed', () => {
    const guide = guideOf(granted({ on: '2022-03-01' }), 'duties');
    expect(guide.duties.map(({ code }) => code)).toEqual([
      'capital',
      'memberRegister',
      'annualMeeting',
    ]);
    expect(guide.duties[0]?.confidence).toBe('unconfirmed');
  });

  it('a duty that is late keeps its day', () => {
    const story = granted().passes('2026-04-03');
    expect(duties(story)[2]).toEqual(['memberRegister', '2026-04-01', undefined]);
  });
});

it('says nothing where there is nothing to tell', () => {
  expect(guidesOf(requested())).toEqual([]);
  expect(guidesOf(ready())).toEqual([]);
});
