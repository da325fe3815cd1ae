// Cases at a glance: told of every moment of the recorded stories, in both languages, and never more than the reader
// may see.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appraisal } from '../../machines/appraisal/index.ts';
import { founding } from '../../machines/founding/index.ts';
import type { Actor, Facts, Process } from '../../machines/define.ts';
import type { BriefSection } from '../../machines/glance.ts';
import { replay } from '../../src/engine/replay.ts';
import { recordedOf, type Golden } from '../golden/golden.ts';

type Moment = { data: Record<string, unknown>; facts: Facts };

/** Every moment of the golden story of a process. */
function momentsOf(process: Process): Moment[] {
  const file = new URL(`../golden/${process.key}.json`, import.meta.url);
  const recorded = recordedOf(JSON.parse(readFileSync(file, 'utf8')) as Golden);
  return recorded.map((_, index) => {
    const replayed = replay(process, recorded.slice(0, index + 1));
    if (!replayed.ok) throw new Error('the story does not replay');
    const { facts } = recorded[index] as (typeof recorded)[number];
    return { data: replayed.snapshot.data, facts };
  });
}

const told = (process: Process, { data, facts }: Moment): readonly BriefSection[] =>
  process.brief?.(data, facts) ?? [];
const titles = (sections: readonly BriefSection[]): string[] =>
  sections.map(({ title }) => title.vi);
const lineOf = (sections: readonly BriefSection[], label: string): unknown =>
  sections.flatMap(({ lines }) => lines).find((line) => line.label.vi === label)?.value;

describe.each([founding, appraisal].map((process) => [process.key, process] as const))(
  '%s',
  (_, process) => {
    it('has something to say at every moment, and nothing empty', () => {
      for (const moment of momentsOf(process)) {
        const sections = told(process, moment);
        expect(sections.length).toBeGreaterThan(0);
        for (const { title, lines } of sections) {
          expect([title.vi.length > 0, title.en.length > 0, lines.length > 0]).not.toContain(false);
          for (const { label, value } of lines) {
            expect(label.vi.length).toBeGreaterThan(0);
            expect(JSON.stringify(value)).not.toMatch(/undefined|null|NaN/);
          }
        }
      }
    });
  },
);

describe('a founding', () => {
  it('tells of drafts, members, conference and registration once there are any', () => {
    const moments = momentsOf(founding);
    expect(titles(told(founding, moments[0] as Moment))).toEqual(['Nhóm sáng lập']);
    const last = told(founding, moments.at(-1) as Moment);
    expect(titles(last)).toEqual([
      'Nhóm sáng lập',
      'Dự thảo',
      'Thành viên và vốn',
      'Hội nghị thành lập',
      'Đăng ký',
    ]);
    expect(lineOf(last, 'Điều lệ')).toEqual({ vi: 'đã chấp nhận', en: 'accepted' });
    expect(JSON.stringify(lineOf(last, 'Vốn cam kết'))).toMatch(/\d\.000 đồng/);
  });
});

describe('an appraisal', () => {
  const moments = momentsOf(appraisal);
  const withSheets = moments.filter(({ data }) => Object.keys(data['sheets'] as object).length > 0);

  it('says the quorum of a meeting in figures, and what was voted', () => {
    const opened = moments.find(({ data }) => (data['meeting'] as { openedOn?: string })?.openedOn);
    const session = told(appraisal, opened as Moment);
    expect(JSON.stringify(lineOf(session, 'Túc số'))).toMatch(/\d/);
    expect(lineOf(session, 'Có mặt')).toBeDefined();
    const voted = moments.find(({ data }) => (data['votes'] as unknown[]).length > 0);
    expect(titles(told(appraisal, voted as Moment))).toContain('Biểu quyết');
  });

  it('gives no mean while the reader sees some of the sheets only', () => {
    const scored = withSheets.at(-1) as Moment;
    const all = Object.keys(scored.data['sheets'] as object);
    expect(lineOf(told(appraisal, scored), 'Điểm trung bình')).toBeDefined();
    const reader: Actor = { id: all[0] as string, name: '', roles: ['board-member'] };
    const blind = { ...scored.data, meeting: undefined };
    const seen = appraisal.view?.(blind, reader) as Record<string, unknown>;
    expect(Object.keys(seen['sheets'] as object)).toEqual([reader.id]);
    expect(titles(told(appraisal, { ...scored, data: seen }))).not.toContain('Chấm điểm');
  });

  it('shows the sheet with what the cooperative says of itself', () => {
    const { data, facts } = moments[0] as Moment;
    const sheet = appraisal.scoring?.sheet(data, facts);
    const lines = sheet?.groups.flatMap((group) => group.lines) ?? [];
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.some(({ most }) => most === undefined)).toBe(true);
    expect(lines.some(({ self }) => typeof self === 'number')).toBe(true);
    expect(lines.some(({ self }) => typeof self === 'boolean')).toBe(true);
    const bare = appraisal.scoring?.sheet({ ...data, selfScore: [] }, facts);
    expect(
      bare?.groups.flatMap((group) => group.lines).every(({ self }) => self === undefined),
    ).toBe(true);
  });

  it('tells what is missing, where one meets, and what is not met', () => {
    const scored = withSheets.at(-1) as Moment;
    const data = { ...scored.data, missing: ['Hợp đồng liên kết'] };
    expect(lineOf(told(appraisal, { ...scored, data }), 'Còn thiếu')).toBeDefined();
    const meeting = { attempt: 1, invitedOn: '2026-03-02', expectedOn: '2026-03-05', round: 1 };
    const called = { ...scored.data, meeting: { ...meeting, present: [], place: 'Hội trường' } };
    const before = told(appraisal, { ...scored, data: called });
    expect(lineOf(before, 'Địa điểm')).toEqual({ vi: 'Hội trường', en: 'Hội trường' });
    expect(lineOf(before, 'Túc số')).toBeUndefined();
    const none = Object.keys(scored.data['sheets'] as object).map((each) => [each, []]);
    const blank = { ...scored.data, sheets: Object.fromEntries(none) };
    expect(lineOf(told(appraisal, { ...scored, data: blank }), 'Chưa đạt')).toBeDefined();
    // A set of items alone has no points, so no mean and no grade; one of points alone has no items.
    const items = { ...scored.data, criterionSet: 'BL_NC_3_2', set: undefined };
    expect(lineOf(told(appraisal, { ...scored, data: items }), 'Xếp loại')).toBeUndefined();
    const waived = { ...scored.facts.settings, waivedRequirements: 'TT01_2020.a' };
    const facts = { ...scored.facts, settings: waived };
    const sheet = appraisal.scoring?.sheet(scored.data, facts);
    expect(sheet?.groups.map(({ title }) => title.vi)).not.toContain('Yêu cầu bắt buộc');
  });

  it('says of each member whether there is a conflict of interest', () => {
    const formed = moments.find(({ data }) => (data['board'] as unknown[]).length > 0) as Moment;
    const [first] = formed.data['board'] as { person: string; name: string }[];
    const recused = { ...formed.data, recusals: [{ person: first?.person, name: '', kinds: [] }] };
    const value = lineOf(told(appraisal, { ...formed, data: recused }), first?.name ?? '');
    expect(JSON.stringify(value)).toContain('từ chối tham gia');
  });
});
