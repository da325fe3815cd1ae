// Who is called to the conference: each once, members with the code they show at the door; and what happens when it moves.
import { describe, expect, it } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import type { Story } from '../given.ts';
import { example, inSession, membersWith, ready } from './story.ts';

const told = (story: Story) =>
  story.effects.flatMap((effect) => (effect.kind === 'notify' ? [effect] : []));
const called = (changes: Parameters<typeof membersWith>[0], invitees: object[] = []): Story =>
  ready({}, { members: membersWith(changes) }).does('SCHEDULE_ASSEMBLY', {
    ...example('SCHEDULE_ASSEMBLY'),
    invitees,
  });
const codes = (story: Story, event: string, payload?: Record<string, unknown>) =>
  story.refused(event, payload).reasons.map(({ code }) => code);
const sealed = expect.stringMatching(/^sealed:/) as string;

describe('who is called to the conference', () => {
  it('each founder, the adviser, each member with an address, each guest with one: once', () => {
    const story = called({ 1: { email: 'an@example.vn' }, 6: { email: 'gam@example.vn' } }, [
      { name: 'UBND xã', email: 'ubnd@example.vn' },
      { name: 'Chị Tám' },
    ]);
    // The representative is number 1 of the list, and is told as the founder with an account.
    expect(told(story).map(({ recipient }) => recipient)).toEqual([
      { name: 'Trần Văn An', person: expect.any(String) as string, pass: 'assembly-1/1' },
      { name: 'Nguyễn Thị Hoa', person: 'staff-1' },
      { name: 'Đỗ Thị Gấm', email: sealed, pass: 'assembly-1/6' },
      { name: 'UBND xã', email: sealed },
    ]);
  });

  it('two members of one name are two people: the founder is not taken for either', () => {
    const namesake = { name: 'TRẦN VĂN AN', email: 'an2@example.vn' };
    const story = called({ 5: namesake });
    expect(told(story).map(({ recipient: { pass } }) => pass)).toEqual([
      undefined,
      undefined,
      'assembly-1/5',
    ]);
  });

  it('a slip is drawn up for each listed member, whether there is an address or not', () => {
    const story = called({ 7: { membership: 'contributing' } });
    const papers = story.effects.filter(({ kind }) => kind === 'issue');
    expect(papers.at(-1)).toMatchObject({
      document: 'ASSEMBLY_PASSES',
      data: {
        slips: expect.arrayContaining([
          { name: '1. Trần Văn An', role: 'Thành viên chính thức', pass: 'assembly-1/1' },
          { name: '7. Võ Văn Hải', role: 'Thành viên liên kết góp vốn', pass: 'assembly-1/7' },
        ]) as object[],
      },
    });
    expect((papers.at(-1) as { data: { slips: object[] } }).data.slips).toHaveLength(7);
  });
});

describe('a conference that moves', () => {
  const move = { assemblyOn: '2026-03-12', time: '13:30', place: 'Đình làng' };

  it('tells everybody again, under the same codes; papers take the place of those that are out', () => {
    const story = called({ 6: { email: 'gam@example.vn' } });
    const first = told(story).map(({ recipient }) => recipient);
    story.does('MOVE_ASSEMBLY', { ...move, reason: 'Trùng ngày thu hoạch' });
    expect(story.state).toBe('assembly.scheduled');
    expect(told(story).map(({ recipient }) => recipient)).toEqual(first);
    expect(told(story)[0]).toMatchObject({
      template: 'assemblyMoved',
      data: {
        reason: 'Trùng ngày thu hoạch',
        meeting: { id: 'assembly-1', on: '2026-03-12', at: '13:30', place: 'Đình làng' },
      },
    });
    expect(
      story.effects.flatMap((each) =>
        each.kind === 'issue' ? [[each.document, each.supersedes]] : [],
      ),
    ).toEqual([
      ['ASSEMBLY_INVITATION', true],
      ['ASSEMBLY_PASSES', true],
    ]);
    // The next move says nothing of why: the reason of the first is not told again.
    story.does('MOVE_ASSEMBLY', { ...move, time: '14:00' });
    expect(told(story)[0]).toMatchObject({ data: { reason: undefined } });
  });

  it('is moved in a form that starts with what it was called for', () => {
    expect(founding.events['MOVE_ASSEMBLY']?.fill?.(called({}).data)).toEqual({
      assemblyOn: '2026-03-05',
      time: '08:00',
      place: 'Nhà văn hóa xã Hòa Bình',
    });
  });

  it('gives notice of a new day; on the same day time and place may change until the opening', () => {
    const story = called({});
    const early = { ...move, assemblyOn: '2026-03-04' };
    expect(story.refused('MOVE_ASSEMBLY', early).reasons).toMatchObject([
      { code: 'noticeOfMove', need: 3, have: 2 },
    ]);
    const same = { assemblyOn: '2026-03-05', time: '08:00', place: 'Nhà văn hóa xã Hòa Bình' };
    expect(codes(story, 'MOVE_ASSEMBLY', same)).toEqual(['somethingMoved']);
    story.on('2026-03-05').does('MOVE_ASSEMBLY', { ...same, place: 'Đình làng' });
    expect(story.does('MOVE_ASSEMBLY', { ...same, time: '09:00' }).state).toBe(
      'assembly.scheduled',
    );
    expect(inSession().refused('MOVE_ASSEMBLY', move).code).toBe('refused');
  });
});
