// Remarks of the adviser, tied to the fields they are about.
import { describe, expect, it } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import { besideFields, fieldTitles } from '../../../machines/founding/remarks.ts';
import type { Founding } from '../../../machines/founding/data.ts';
import type { Story } from '../given.ts';
import { adviser, draft, drafting, founder } from './story.ts';

const returned = (part: string, remarks: object[], told = draft(part as 'charter')) =>
  drafting()
    .does('SUBMIT_DRAFT', told)
    .as(adviser)
    .does('RETURN_PART', { part, comments: 'Xem góp ý', remarks });

const beside = (story: Story) => besideFields(story.data as unknown as Founding);

describe('a part returned with remarks', () => {
  it('keeps them, and tells the founders each with its field', () => {
    const story = returned('charter', [
      { field: 'charter.termYears', text: 'Quá dài' },
      { field: 'charter.items', no: '10', text: 'Ghi rõ cách mời họp' },
    ]);
    expect(story.effects[0]).toMatchObject({
      template: 'partReturned',
      data: {
        items: [
          { vi: 'Điều lệ: Xem góp ý' },
          {
            vi: 'Điều lệ: Nhiệm kỳ (năm): Quá dài',
            en: 'Charter: Term of office (years): Quá dài',
          },
          { vi: 'Điều lệ: Các nội dung của điều lệ 10: Ghi rõ cách mời họp' },
        ],
      },
    });
    expect(beside(story)).toEqual([
      { path: 'charter', text: 'Xem góp ý' },
      { path: 'charter.termYears', text: 'Quá dài' },
      { path: 'charter.items.9', text: 'Ghi rõ cách mời họp' },
    ]);
  });

  it('shows them beside the fields until it is handed in again', () => {
    const { beside: asked } = founding.events['SAVE_DRAFT'] ?? {};
    const story = returned('name', [{ field: 'name.name', text: 'Trùng' }]).as(founder);
    story.does('SAVE_DRAFT', { part: 'name', name: { name: 'Hợp tác xã Mới' } });
    expect(asked?.(story.data)).toHaveLength(2);
    story.does('SUBMIT_DRAFT', draft('name'));
    expect(asked?.(story.data)).toEqual([]);
  });

  it('has none any more once accepted, or returned without', () => {
    const again = returned('name', [{ field: 'name.name', text: 'Trùng' }])
      .as(founder)
      .does('SUBMIT_DRAFT', draft('name'))
      .as(adviser)
      .does('RETURN_PART', { part: 'name', comments: 'Sửa' });
    expect(beside(again)).toEqual([{ path: 'name', text: 'Sửa' }]);
    again.as(founder).does('SUBMIT_DRAFT', draft('name')).as(adviser);
    expect(beside(again.does('ACCEPT_PART', { part: 'name' }))).toEqual([]);
  });

  it('is not returned with remarks about another part', () => {
    const story = drafting().does('SUBMIT_DRAFT', draft('name')).as(adviser);
    const remarks = [{ field: 'charter.address', text: 'Sai' }];
    expect(
      story.refused('RETURN_PART', { part: 'name', comments: 'Sửa', remarks }).reasons,
    ).toMatchObject([{ code: 'remarksFit', need: 'name', have: ['charter.address'] }]);
  });
});

describe('the place of a remark in a form', () => {
  it('is the entry of that number, or the list when there is no such entry', () => {
    const list = [{ no: 4 }, { no: 7 }].map(({ no }) => ({
      no,
      name: `Trần ${no}`,
      membership: 'official',
      who: 'citizen',
      capital: 1,
      applied: true,
      capable: true,
    }));
    const remarks = [
      { field: 'members.list', no: '7', text: 'a' },
      { field: 'members.list', no: '1', text: 'b' },
    ];
    const paths = beside(returned('members', remarks, { part: 'members', members: { list } }));
    expect(paths.slice(1).map(({ path }) => path)).toEqual(['members.list.1', 'members.list']);
  });

  it('is the entry at that place where entries have no number', () => {
    const remarks = [
      { field: 'assets.list', no: '1', text: 'a' },
      { field: 'assets.list', no: '2', text: 'b' },
      { field: 'assets.cashOnly', no: '1', text: 'c' },
    ];
    const paths = beside(returned('assets', remarks)).slice(1);
    expect(paths.map(({ path }) => path)).toEqual([
      'assets.list.0',
      'assets.list',
      'assets.cashOnly',
    ]);
  });

  it('is the field where a redraft has nothing written', () => {
    const data = {
      parts: {
        ...(drafting().data['parts'] as object),
        name: { stage: 'returned', comments: 'Sửa', remarks: [{ field: 'name.name', text: 'a' }] },
      },
    } as unknown as Founding;
    expect(besideFields(data).map(({ path }) => path)).toEqual(['name', 'name.name']);
  });

  it('has the label of the form, in fields left open too', () => {
    expect(fieldTitles('plan')['sales']).toEqual({
      vi: 'Liên kết, tiêu thụ',
      en: 'Links and sales',
    });
    expect(fieldTitles('name')['shortName']?.en).toBe('Short name');
  });
});
