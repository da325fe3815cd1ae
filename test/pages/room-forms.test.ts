// The room draws whatever events a process marks for it, those of a process it has never seen too.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { choice, stands } from '../../machines/choice.ts';
import { field, vocabulary } from '../../machines/define.ts';
import type { Person } from '../../src/engine/rights.ts';
import type { Room } from '../../src/pages/desk/boards.ts';
import { roomForms } from '../../src/pages/desk/room-forms.ts';

const { event } = vocabulary<object>();
const text = (vi: string) => field(z.string().min(1).max(100), { vi, en: vi });
const who = (vi: string) => field(stands(z.string().max(64), 'seat'), { vi, en: vi });
const titled = (vi: string) => ({ title: { vi, en: vi }, inRoom: true }) as const;

const yesOrNo = field(choice({ yes: { vi: 'Có', en: 'Yes' }, no: { vi: 'Không', en: 'No' } }), {
  vi: 'Ý kiến',
  en: 'Opinion',
});

const events = {
  GATHER: event({
    ...titled('Bắt đầu'),
    payload: {
      here: field(z.array(who('Người')), { vi: 'Ai đến', en: 'Who' }),
      place: text('Nơi'),
    },
    examples: [{ here: ['a'], place: 'x' }],
  }),
  NOBODY: event({
    ...titled('Không ai đến'),
    payload: { here: field(z.array(who('Người')), { vi: 'Ai đến', en: 'Who' }) },
    examples: [{ here: [] }],
  }),
  MOVE: event({
    ...titled('Dời chỗ'),
    payload: { place: text('Nơi'), why: text('Vì sao') },
    examples: [{ place: 'x', why: 'y' }],
  }),
  SAY: event({
    ...titled('Biểu quyết'),
    payload: { opinion: yesOrNo },
    examples: [{ opinion: 'yes' }],
  }),
  ELSEWHERE: event({ title: { vi: 'Nơi khác', en: 'Elsewhere' }, payload: {}, examples: [{}] }),
};

const member = (person: string, standing: 'clear' | 'recused') => ({
  person,
  name: `Người ${person}`,
  post: { vi: 'Ủy viên', en: 'Member' },
  body: '',
  voting: true,
  standing,
  present: false,
  me: false,
});

const place = (owed: string[]): Room =>
  ({
    process: { events },
    seen: {},
    members: [member('a', 'clear'), member('b', 'recused')],
    board: { owed: () => owed },
    actions: Object.entries(events).map(([type, { title }]) => ({
      type,
      title,
      enabled: true,
      reasons: [],
    })),
  }) as unknown as Room;

const person = { id: 'a' } as Person;

it('what is owed comes first; a form takes another event that asks for no more; a half-shared one stays away', () => {
  const forms = roomForms(place(['SAY']), person);
  expect(
    forms.map(({ events: all, owed, quick }) => [all.map(({ type }) => type), owed, quick?.name]),
  ).toEqual([
    [['SAY'], true, 'opinion'],
    [['GATHER', 'NOBODY'], false, undefined],
  ]);
  const [here] = forms[1]!.drawn;
  expect([here?.kind, here?.values?.map(({ value }) => value)]).toEqual(['seats', ['a']]);
});

it('what was filled in and refused stands in the form again', () => {
  const fields = { event: ['GATHER'], here: ['a'], place: ['Hội trường'] };
  const [form] = roomForms(place(['GATHER']), person, { type: 'GATHER', fields });
  expect(
    form?.drawn.map(({ value, values }) => value ?? values?.map((each) => each.checked)),
  ).toEqual([[true], 'Hội trường']);
});
