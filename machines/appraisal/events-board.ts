// Events of the board before it meets: appointed, free of conflicts, in the field, at the score sheets.
import { z } from 'zod';
import { asked, choice, stands } from '../choice.ts';
import { field, type Facts } from '../define.ts';
import { calledIfScored, replaced, without } from './board.ts';
import { appointed, ownTies } from './conflicts.ts';
import { called, personOf, words, type AppraisalData } from './data.ts';
import {
  account,
  day,
  exampleLines,
  kept,
  lines,
  longText,
  reason,
  seated,
  shortText,
  conflictKinds,
} from './fields.ts';
import { fieldForm, foundOf } from './field-form.ts';

/** A seat of the board, as it is appointed. */
const member = z.strictObject({
  person: account({ vi: 'Tài khoản', en: 'Account' }),
  name: shortText({ vi: 'Họ và tên', en: 'Name' }),
  role: field(
    choice({
      chair: { vi: 'Chủ tịch', en: 'Chair' },
      secretary: { vi: 'Thư ký', en: 'Secretary' },
      member: { vi: 'Thành viên', en: 'Member' },
    }),
    { vi: 'Vai trò', en: 'Role' },
  ),
  body: shortText({ vi: 'Đơn vị', en: 'Body' }),
  voting: field(z.boolean(), { vi: 'Có quyền biểu quyết', en: 'Votes' }),
});

type Given = z.input<typeof member>;

const seats: readonly [string, string, Given['role'], string][] = [
  ['board-1', 'Nguyễn Văn Chủ', 'chair', 'Liên minh Hợp tác xã tỉnh'],
  ['board-2', 'Trần Thị Thư', 'secretary', 'Phòng nghiệp vụ, Liên minh Hợp tác xã tỉnh'],
  ['board-3', 'Lê Văn Nông', 'member', 'Sở Nông nghiệp và Môi trường'],
  ['board-4', 'Phạm Thị Tài', 'member', 'Sở Tài chính'],
  ['board-5', 'Võ Văn Hội', 'member', 'Hội Nông dân'],
];
const exampleBoard: Given[] = seats.map(([person, name, role, body]) => ({
  person,
  name,
  role,
  body,
  voting: true,
}));

function fromRegister({ found: { board: from } }: Facts): Pick<AppraisalData, 'boardFrom'> {
  if (from === undefined) return {};
  return { boardFrom: { id: from.id, name: from.name, decision: from.decision } };
}

const formBoard = words.event({
  title: { vi: 'Thành lập Hội đồng thẩm định', en: 'Form the board' },
  payload: {
    standing: field(
      stands(z.string().max(36).optional(), 'board'),
      { vi: 'Theo Hội đồng đã lập', en: 'From a standing board' },
      {
        vi: 'Bỏ trống khi lập Hội đồng riêng cho hồ sơ này.',
        en: 'Left empty for a board of this case alone.',
      },
    ),
    members: field(z.array(member).min(3).max(15), { vi: 'Thành viên', en: 'Members' }),
  },
  examples: [{ members: exampleBoard }],
  looksUp: (payload, data) => ({
    ...appointed(payload, data),
    ...(payload.standing === undefined ? {} : { board: payload.standing }),
  }),
  record: ({ data: { boardFrom: _before, ...data }, payload, facts }): AppraisalData => ({
    // Of a board whose place this one takes, nothing that was declared or scored counts.
    ...data.board.reduce((left, { person }) => without(left, person), data),
    board: payload.members,
    ...fromRegister(facts),
    leader: personOf(facts.by),
  }),
});

const declareConflict = words.event({
  title: { vi: 'Kê khai xung đột lợi ích', en: 'Declare conflicts of interest' },
  inRoom: true,
  payload: {
    conflict: field(
      choice({
        none: {
          vi: 'Tôi không có liên hệ nào với hợp tác xã này',
          en: 'Nothing ties me to this cooperative',
        },
        declared: {
          vi: 'Tôi có liên hệ và từ chối tham gia',
          en: 'I am tied to it and take no part',
        },
      }),
      { vi: 'Xung đột lợi ích', en: 'Conflict' },
    ),
    kinds: field(
      asked(
        z.array(choice(conflictKinds)).max(Object.keys(conflictKinds).length).default([]),
        'conflict',
        ['declared'],
      ),
      { vi: 'Loại', en: 'Kinds' },
    ),
    detail: asked(longText({ vi: 'Nội dung', en: 'Detail' }).optional(), 'conflict', ['declared']),
  },
  examples: [
    { conflict: 'none' },
    { conflict: 'declared', kinds: ['family'], detail: 'Anh ruột là Giám đốc hợp tác xã.' },
  ],
  concurrent: true,
  record: ({ data, payload, facts }): AppraisalData => {
    const { id } = facts.by;
    if (payload.conflict === 'none')
      return { ...data, declared: [...data.declared.filter((each) => each !== id), id] };
    const recusals = [...data.recusals, { ...personOf(facts.by), kinds: payload.kinds }];
    return calledIfScored({ ...without(data, id), recusals }, facts);
  },
});

const replaceMember = words.event({
  title: { vi: 'Thay thành viên Hội đồng', en: 'Replace a board member' },
  payload: {
    outgoing: seated({ vi: 'Người thôi tham gia', en: 'Who leaves' }),
    incoming: field(member, { vi: 'Người thay', en: 'The one who comes' }),
    reason,
  },
  examples: [
    {
      outgoing: 'board-5',
      incoming: {
        person: 'board-6',
        name: 'Đặng Thị Thay',
        role: 'member',
        body: 'Hội Nông dân',
        voting: true,
      },
      reason: 'Thành viên có xung đột lợi ích.',
    },
  ],
  looksUp: appointed,
  record: ({ data, payload, facts }) => ({
    ...without(data, payload.outgoing),
    board: replaced(data.board, payload.outgoing, payload.incoming),
    leader: personOf(facts.by),
  }),
});

const startFieldCheck = words.event({
  title: { vi: 'Kiểm tra thực tế', en: 'Start the field check' },
  payload: {
    agreedOn: day({
      vi: 'Ngày đã thống nhất với hợp tác xã và xã',
      en: 'Day agreed with the cooperative and the commune',
    }).optional(),
    place: shortText({ vi: 'Địa điểm', en: 'Place' }).optional(),
    team: field(
      z
        .array(shortText({ vi: 'Họ và tên', en: 'Name' }))
        .max(20)
        .optional(),
      {
        vi: 'Thành phần đoàn kiểm tra',
        en: 'Team',
      },
    ),
    items: field(
      z
        .array(shortText({ vi: 'Nội dung', en: 'Item' }))
        .max(40)
        .optional(),
      {
        vi: 'Nội dung kiểm tra',
        en: 'What is looked at',
      },
    ),
  },
  examples: [{}],
  record: ({ data, payload: { agreedOn, place, team, items } }) => {
    if (!agreedOn && !place && !team && !items) return data;
    return {
      ...data,
      fieldPlan: {
        ...(agreedOn ? { on: agreedOn } : {}),
        ...(place ? { place } : {}),
        team: team ?? [],
        items: items ?? [],
      },
    };
  },
});

const recordField = words.event({
  title: { vi: 'Ghi kết quả kiểm tra thực tế', en: 'Record the field check' },
  payload: {
    findings: longText({ vi: 'Kết quả kiểm tra', en: 'Findings' }),
    points: field(
      z
        .array(shortText({ vi: 'Tồn tại', en: 'Point' }))
        .max(40)
        .default([]),
      { vi: 'Tồn tại, kiến nghị', en: 'Points to remedy' },
    ),
    signedByCooperative: field(z.literal(true), {
      vi: 'Hợp tác xã đã ký biên bản',
      en: 'Signed by the cooperative',
    }),
    signedByCommune: field(z.literal(true), {
      vi: 'UBND xã đã ký biên bản',
      en: 'Signed by the commune',
    }),
    ...fieldForm,
  },
  examples: [
    {
      findings: 'Sổ sách và hoạt động phù hợp với hồ sơ.',
      signedByCooperative: true,
      signedByCommune: true,
    },
  ],
  record: ({ data, payload, facts }) => ({
    ...data,
    field: {
      on: facts.on,
      findings: payload.findings,
      points: payload.points,
      ...foundOf(payload),
    },
  }),
});

const score = words.event({
  title: { vi: 'Chấm điểm', en: 'Hand in a score sheet' },
  payload: { scores: lines },
  examples: [{ scores: exampleLines }],
  concurrent: true,
  looksUp: ownTies,
  record: ({ data, payload, facts }) =>
    calledIfScored(
      { ...data, sheets: { ...data.sheets, [facts.by.id]: kept(payload.scores) } },
      facts,
    ),
});

export const boardEvents = {
  FORM_BOARD: formBoard,
  DECLARE_CONFLICT: declareConflict,
  REPLACE_MEMBER: replaceMember,
  START_FIELD_CHECK: startFieldCheck,
  RECORD_FIELD: recordField,
  SCORE: score,
  DEADLINE: words.lapse(
    { vi: 'Hết thời hạn chấm điểm', en: 'The time for scoring has passed' },
    ({ data, facts }) => called(data, facts),
  ),
};
