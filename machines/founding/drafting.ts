// The drafts: saved, handed in, returned, accepted. One event carries one part.
import {
  partNames,
  drafts,
  part,
  sketches,
  type Contents,
  type Member,
  type Part,
} from './parts.ts';
import type { Draft, Founding } from './data.ts';
import { openParts } from './lawfulness.ts';
import { besideFields, remarkRules, remarks } from './remarks.ts';
import * as samples from './samples.ts';
import { event, line, rule } from './words.ts';

type Carried = { part: Part } & { [P in Part]?: unknown };

function withPart<P extends Part>(data: Founding, name: P, draft: Draft<P>): Founding {
  return { ...data, parts: { ...data.parts, [name]: draft } };
}

const sealedFields = ['birthDate', 'idNumber', 'address'] as const;

/**
 * Personal identifiers are sealed once given and cannot be shown again: a list handed in anew keeps those of the
 * same member, known by number and name.
 */
export function carriedOver(list: readonly Member[], before: readonly Member[]): Member[] {
  return list.map((member) => {
    const known = before.find(({ no, name }) => no === member.no && name === member.name);
    const kept = sealedFields.flatMap((field) => {
      const value = member[field] ?? known?.[field];
      return value === undefined ? [] : [[field, value]];
    });
    return { ...member, ...Object.fromEntries(kept) };
  });
}

/** Every part as it was last written, saved or handed in. */
function lastWritten({ parts }: Founding): { [P in Part]?: unknown } {
  return Object.fromEntries(
    partNames.map((name) => [name, parts[name].sketch ?? parts[name].content]),
  );
}

function handedIn(data: Founding, name: Part, content: Contents[Part]): Draft<Part> {
  const { profile } = data;
  if (name !== 'members') return { stage: 'underReview', content, profile };
  const members = content as Contents['members'];
  const list = carriedOver(members.list, data.parts.members.content?.list ?? []);
  return { stage: 'underReview', content: { ...members, list }, profile };
}

export const draftingEvents = {
  SAVE_DRAFT: event({
    title: { vi: 'Lưu nháp', en: 'Save a draft' },
    fill: lastWritten,
    beside: besideFields,
    payload: { part, ...sketches },
    examples: [
      { part: 'charter', charter: { address: 'Ấp Một, xã Hòa Bình' } },
      { part: 'plan', plan: { market: 'Chợ đầu mối tỉnh' } },
      { part: 'members', members: { list: [{ no: 1, name: 'Trần Văn An' }] } },
      { part: 'name', name: { name: 'Rau sạch Hòa Bình' } },
      { part: 'governance', governance: { variant: 'full' } },
      { part: 'assets', assets: { cashOnly: true } },
    ],
    record: ({ data, payload }) => {
      const { [payload.part]: sketch } = payload;
      return withPart(data, payload.part, { ...data.parts[payload.part], stage: 'draft', sketch });
    },
  }),
  SUBMIT_DRAFT: event({
    title: { vi: 'Nộp dự thảo', en: 'Hand in a draft' },
    fill: lastWritten,
    beside: besideFields,
    payload: { part, ...drafts },
    examples: [
      { part: 'charter', charter: samples.charter },
      { part: 'plan', plan: samples.plan },
      { part: 'members', members: samples.members },
      { part: 'name', name: samples.name },
      { part: 'governance', governance: samples.governance },
      { part: 'assets', assets: samples.assets },
      { part: 'members', members: samples.unionMembers },
      { part: 'name', name: samples.unionName },
      { part: 'charter', charter: samples.charter2012 },
    ],
    record: ({ data, payload }) => {
      const content = payload[payload.part] as Contents[Part];
      return withPart(data, payload.part, handedIn(data, payload.part, content));
    },
  }),
  RETURN_PART: event({
    title: { vi: 'Trả lại để sửa', en: 'Return a part' },
    payload: {
      part,
      comments: line(4000, 'Góp ý', 'Comments', {
        vi: 'Ghi rõ từng điểm cần sửa.',
        en: 'Name each point to be changed.',
      }),
      remarks,
    },
    examples: asExamples((name) => ({ part: name, comments: 'Cần ghi rõ hơn.' })),
    record: ({ data, payload }) => {
      const { remarks: _, ...draft } = data.parts[payload.part];
      return withPart(data, payload.part, {
        ...draft,
        stage: 'returned',
        comments: payload.comments,
        ...(payload.remarks ? { remarks: payload.remarks } : {}),
      });
    },
  }),
  ACCEPT_PART: event({
    title: { vi: 'Chấp nhận dự thảo', en: 'Accept a part' },
    payload: { part, note: line(1000, 'Ghi chú', 'Note').optional() },
    examples: asExamples((name) => ({ part: name })),
    record: ({ data, payload, facts }) => {
      const { sketch: _, comments: __, remarks: ___, ...draft } = data.parts[payload.part];
      const next = withPart(data, payload.part, { ...draft, stage: 'accepted' });
      const ready = openParts(next, facts).length === 0;
      return ready ? { ...next, timesReady: next.timesReady + 1 } : next;
    },
  }),
};

function asExamples<E>(of: (name: Part) => E): [E, ...E[]] {
  const [first, ...others] = partNames;
  return [of(first), ...others.map(of)];
}

export const draftingRules = {
  ...remarkRules,
  partGiven: rule<Carried>({
    title: {
      vi: 'Nội dung nộp đúng với phần đã chọn',
      en: 'The draft of the chosen part is given',
    },
    law: 'Luật 17/2023/QH15 Đ38.2',
    remedy: {
      vi: 'Điền đúng phần đã chọn, không kèm phần khác.',
      en: 'Fill in the chosen part and no other.',
    },
    reads: 'payload',
    test: ({ payload }) => {
      const given = partNames.filter((name) => payload[name] !== undefined);
      return {
        met: given.length === 1 && given[0] === payload.part,
        need: payload.part,
        have: given,
      };
    },
  }),
};
