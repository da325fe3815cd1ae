// Charter, name, governance, assets, and how drafts come and go between founders and adviser.
import { describe, expect, it } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import type { Part } from '../../../machines/founding/parts.ts';
import {
  accepted,
  adviser,
  draft,
  drafting,
  example,
  founder,
  inSession,
  membersWith,
  ready,
  type Told,
} from './story.ts';

type Content = Record<string, unknown>;

/** A draft of the examples with some of its fields changed. */
function changed(part: Part, change: Content, told?: Told): Content {
  const payload = draft(part, told);
  return { ...payload, [part]: { ...(payload[part] as Content), ...change } };
}

function faults(part: Part, change: Content, told?: Told): string[] {
  return drafting(told)
    .does('SUBMIT_DRAFT', changed(part, change, told))
    .as(adviser)
    .refused('ACCEPT_PART', { part })
    .reasons.map(({ code }) => code);
}

function passes(part: Part, change: Content, told?: Told): boolean {
  const story = accepted(drafting(told), part, changed(part, change, told));
  return story.standing.leaves.includes(`drafting.${part}.accepted`);
}

const older = { on: '2022-03-01' };
const union = { kind: 'union' } as const;

describe('Đ40: the charter', () => {
  const items = (draft('charter')['charter'] as { items: { no: string; text: string }[] }).items;
  const lacking = (no: string) => items.filter((item) => item.no !== no);

  it('has the items of the law', () => {
    const story = drafting()
      .does('SUBMIT_DRAFT', changed('charter', { items: lacking('11') }))
      .as(adviser);
    expect(story.refused('ACCEPT_PART', { part: 'charter' }).reasons[0]).toMatchObject({
      code: 'charterItems',
      need: 18,
      have: ['11. Tỷ lệ giá trị giao dịch nội bộ tối thiểu'],
      law: 'Luật 17/2023/QH15 Đ40',
    });
    expect(passes('charter', { items })).toBe(true);
  });

  it('Đ40.9: fees are an item only with associates who contribute no capital', () => {
    expect(passes('charter', { items: lacking('9') })).toBe(true);
    const associate = { membership: 'noncontributing', capital: 0 };
    const story = accepted(drafting(), 'members', membersWith({ 7: associate }));
    story.does('SUBMIT_DRAFT', changed('charter', { items: lacking('9') })).as(adviser);
    expect(story.refused('ACCEPT_PART', { part: 'charter' }).reasons).toMatchObject([
      { code: 'charterItems', need: 19 },
    ]);
  });

  it('Luật 23/2012/QH13 Đ21: under the 2012 law it has 21 items', () => {
    expect(faults('charter', { items }, older)).toEqual(['charterItems']);
    expect(passes('charter', {}, older)).toBe(true);
  });
});

describe('Đ50, NĐ 92 Đ15: the name', () => {
  it.each([
    'Hợp tác xã Rau sạch F1 & Hoa (Đồng Tâm)',
    'HỢP TÁC XÃ NÔNG NGHIỆP JZW 2',
    'Hợp tác xã Bình Minh'.normalize('NFD'),
  ])('%s is lawful', (name) => {
    expect(passes('name', { name })).toBe(true);
  });

  it.each([
    ['Rau sạch Hòa Bình', 'thiếu tên loại hình ở đầu hoặc thiếu tên riêng'],
    ['Hợp tác xã', 'thiếu tên loại hình ở đầu hoặc thiếu tên riêng'],
    ['Hợp tác xã - &', 'thiếu tên loại hình ở đầu hoặc thiếu tên riêng'],
    ['Hợp tác xã 農業', 'có chữ ngoài bảng chữ cái tiếng Việt và F, J, Z, W'],
  ])('%s is not: %s', (name, fault) => {
    const story = drafting().does('SUBMIT_DRAFT', changed('name', { name })).as(adviser);
    expect(story.refused('ACCEPT_PART', { part: 'name' }).reasons).toMatchObject([
      { code: 'nameLawful', have: { fault: { vi: fault } } },
    ]);
  });

  it('a union is named as a union', () => {
    expect(faults('name', { name: 'Hợp tác xã Lúa tôm' }, union)).toEqual(['nameLawful']);
    expect(passes('name', {}, union)).toBe(true);
  });
});

describe('Đ56, 65, 69: governance', () => {
  const simple = { variant: 'simplified', board: 0 };

  it('Đ56.3: a micro cooperative may choose the simplified variant', () => {
    expect(passes('governance', simple)).toBe(true);
  });

  it('Đ56.2: a small, medium or large one may not', () => {
    for (const size of ['small', 'medium', 'large']) {
      expect(faults('governance', { ...simple, size })).toEqual(['governanceVariant']);
    }
  });

  it('the 2012 profile knows the full variant only', () => {
    expect(faults('governance', simple, older)).toEqual(['governanceVariant']);
  });

  it('Đ65.1: a board has three to fifteen members, the simplified variant none', () => {
    expect(faults('governance', { board: 2 })).toEqual(['boardSize']);
    expect(faults('governance', { board: 16 })).toEqual(['boardSize']);
    expect(passes('governance', { board: 15 })).toBe(true);
    expect(faults('governance', { ...simple, board: 3 })).toEqual(['boardSize']);
  });
});

describe('Đ73, 76: assets', () => {
  const asset = (member: number, value: number) => ({ member, what: 'Máy bơm', value });

  it('all cash: none are listed', () => {
    expect(passes('assets', { cashOnly: true, list: undefined })).toBe(true);
    expect(faults('assets', { cashOnly: true })).toEqual(['assetsListed']);
  });

  it('not all cash: some are listed', () => {
    expect(faults('assets', { list: [] })).toEqual(['assetsListed']);
    expect(faults('assets', { list: undefined })).toEqual(['assetsListed']);
  });

  it('a member contributes assets up to the commitment, together', () => {
    const of = (value: number, member = 1) => {
      const list = [asset(member, 60_000_000), asset(member, value)];
      return accepted(drafting(), 'members', draft('members'))
        .does('SUBMIT_DRAFT', changed('assets', { list }))
        .as(adviser);
    };
    expect(of(40_000_001).refused('ACCEPT_PART', { part: 'assets' }).reasons[0]).toMatchObject({
      code: 'assetsListed',
      have: [1],
    });
    expect(of(1, 99).refused('ACCEPT_PART', { part: 'assets' }).reasons[0]).toMatchObject({
      have: [99],
    });
    const exact = of(40_000_000).does('ACCEPT_PART', { part: 'assets' });
    expect(exact.standing.leaves).toContain('drafting.assets.accepted');
  });
});

describe('drafts come and go', () => {
  it('each part is saved as it is, handed in, returned with comments, handed in again, accepted', () => {
    const leaf = () => story.standing.leaves.find((name) => name.startsWith('drafting.name'));
    const story = drafting();
    expect(leaf()).toBe('drafting.name.empty');
    story.does('SAVE_DRAFT', example('SAVE_DRAFT', 3));
    expect(leaf()).toBe('drafting.name.draft');
    expect(story.data['parts']).toMatchObject({ name: { sketch: { name: 'Rau sạch Hòa Bình' } } });
    story.does('SUBMIT_DRAFT', draft('name'));
    expect(leaf()).toBe('drafting.name.underReview');
    story.as(adviser).does('RETURN_PART', { part: 'name', comments: 'Tên quá chung' });
    expect(leaf()).toBe('drafting.name.returned');
    expect(story.effects[0]).toMatchObject({
      template: 'partReturned',
      data: { items: [{ vi: 'Tên: Tên quá chung', en: 'Name: Tên quá chung' }] },
    });
    story.as(founder).does('SUBMIT_DRAFT', draft('name')).as(adviser);
    story.does('ACCEPT_PART', { part: 'name' });
    expect(leaf()).toBe('drafting.name.accepted');
    expect(story.effects[0]).toMatchObject({
      template: 'partAccepted',
      data: { items: [{ en: 'Charter' }, {}, {}, {}, { en: 'Assets contributed' }] },
    });
  });

  it.each([0, 1, 2, 3, 4, 5])('example %i of every draft event passes', (at) => {
    const story = drafting().does('SAVE_DRAFT', example('SAVE_DRAFT', at));
    story.does('SUBMIT_DRAFT', example('SUBMIT_DRAFT', at)).as(adviser);
    story.does('RETURN_PART', example('RETURN_PART', at)).as(founder);
    story.does('SUBMIT_DRAFT', example('SUBMIT_DRAFT', at)).as(adviser);
    const { part } = example('ACCEPT_PART', at);
    story.does('ACCEPT_PART', example('ACCEPT_PART', at));
    expect(story.standing.leaves).toContain(`drafting.${String(part)}.accepted`);
  });

  it('the form of a draft begins with what was written last', () => {
    const story = drafting().does('SAVE_DRAFT', example('SAVE_DRAFT', 0));
    const { fill } = founding.events['SUBMIT_DRAFT'] as (typeof founding.events)[string];
    expect(fill?.(story.data)['charter']).toEqual(example('SAVE_DRAFT', 0)['charter']);
    const conclude = founding.events['CONCLUDE_VIABLE'] as (typeof founding.events)[string];
    expect(conclude.fill?.(story.data)).toEqual({ need: story.data['need'] });
  });

  it('the draft is of the part that is named, and of no other', () => {
    const story = drafting();
    const both = { ...draft('plan'), ...draft('name') };
    for (const payload of [{ part: 'plan' }, both, { ...draft('plan'), part: 'name' }]) {
      expect(story.refused('SUBMIT_DRAFT', payload).reasons[0]?.code).toBe('partGiven');
    }
  });

  it('a member list handed in again keeps identifiers that are sealed already', () => {
    const first = membersWith({ 1: { idNumber: '012345678901', address: 'Ấp Một, xã Hòa Bình' } });
    const again = membersWith({ 1: { birthDate: undefined }, 2: { name: 'Người khác' } });
    const story = drafting().does('SUBMIT_DRAFT', first).as(adviser);
    story.does('RETURN_PART', example('RETURN_PART', 2)).as(founder).does('SUBMIT_DRAFT', again);
    const { parts } = story.data as { parts: { members: { content: { list: object[] } } } };
    expect(parts.members.content.list[0]).toMatchObject({
      birthDate: expect.stringMatching(/^sealed:.*:55$/) as string,
      idNumber: expect.stringMatching(/^sealed:/) as string,
      address: expect.stringMatching(/^sealed:/) as string,
    });
  });

  it('a review is due in five working days; when it is late the adviser is told', () => {
    const story = drafting({ on: '2026-03-02' }).does('SUBMIT_DRAFT', draft('plan'));
    expect(story.told.at(-1)?.outcome.work.opened).toMatchObject([
      { state: 'planUnderReview', dueOn: '2026-03-09' },
    ]);
    story.passes('2026-03-10');
    expect(story.told.at(-1)?.event.type).toBe('SERVICE_OVERDUE');
    expect(story.notices).toEqual(['termLapsed']);
    expect(story.standing.leaves).toContain('drafting.plan.underReview');
  });

  it('an accepted part that another part makes unlawful is returned by itself', () => {
    const charter = draft('charter') as { charter: { items: { no: string }[] } };
    charter.charter.items = charter.charter.items.filter(({ no }) => no !== '9');
    const story = accepted(drafting(), 'charter', charter);
    expect(story.standing.leaves).toContain('drafting.charter.accepted');
    const associate = { membership: 'noncontributing', capital: 0 };
    accepted(story, 'members', membersWith({ 7: associate }));
    expect(story.standing.leaves).toContain('drafting.charter.returned');
  });

  it('an accepted part may be drafted again by the founders', () => {
    const story = accepted(drafting(), 'name', draft('name'));
    expect(story.does('SAVE_DRAFT', example('SAVE_DRAFT', 3)).standing.leaves).toContain(
      'drafting.name.draft',
    );
  });

  it('papers are drawn up from what is handed in', () => {
    const papers = (part: Part) =>
      drafting()
        .does('SUBMIT_DRAFT', draft(part))
        .effects.flatMap((effect) => (effect.kind === 'issue' ? [effect.document] : []));
    expect(papers('charter')).toEqual(['CHARTER']);
    expect(papers('plan')).toEqual(['BUSINESS_PLAN']);
    expect(papers('members')).toEqual(['MEMBER_APPLICATION', 'CAPITAL_COMMITMENT']);
    expect(papers('name')).toEqual([]);
  });

  it('only the parts named by a redraft are opened again; a second readiness is not counted', () => {
    const story = inSession().does('VOTE_FAILED').does('REDRAFT');
    expect(story.standing.leaves).toEqual([
      'drafting.charter.accepted',
      'drafting.plan.returned',
      'drafting.members.accepted',
      'drafting.name.accepted',
      'drafting.governance.accepted',
      'drafting.assets.accepted',
    ]);
    accepted(story, 'plan', draft('plan'));
    expect(story.state).toBe('readyForAssembly');
    const counts = story.told.flatMap(({ outcome }) => outcome.counts);
    expect(counts).toEqual(['groupsConsulted']);
  });

  it('a founding whose drafts are all accepted may call the conference', () => {
    expect(ready().notices).toEqual(['partAccepted', 'readyForAssembly']);
  });
});
