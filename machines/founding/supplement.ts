// What a supplement notice asks for, ticked point by point with what shows that it is done. Handing in does not wait
// for the ticks: they are the founders' own list, which staff see as well.
import { field } from '../define.ts';
import { z } from 'zod';
import type { Filing } from './data.ts';
import { allianceRule, event, line, rule, yes } from './words.ts';

type Tick = { point: number; done: boolean; evidence?: string };

export const supplementEvents = {
  TICK_POINT: event({
    title: { vi: 'Đánh dấu một điểm bổ sung', en: 'Tick a point of the supplement' },
    concurrent: true,
    payload: {
      point: field(z.int().min(1).max(50), { vi: 'Điểm số', en: 'Number of the point' }),
      done: yes('Đã làm xong', 'Done'),
      evidence: line(1000, 'Đã làm gì, ở giấy tờ nào', 'What was done, in which paper', {
        vi: 'Ví dụ: đã sửa địa chỉ trong điều lệ, trang 2.',
        en: 'For example: the address in the charter, page 2, is corrected.',
      }).optional(),
    },
    examples: [{ point: 1, done: true, evidence: 'Đã ghi rõ địa chỉ trong điều lệ, trang 2' }],
    record: ({ data, payload: { point, done, evidence = '' }, facts }) => {
      const { done: before = {}, ...asked } = data.filing.supplement as NonNullable<
        Filing['supplement']
      >;
      const { [point]: _, ...others } = before;
      const now = done ? { ...others, [point]: { on: facts.on, evidence } } : others;
      return { ...data, filing: { ...data.filing, supplement: { ...asked, done: now } } };
    },
  }),
};

export const supplementRules = {
  pointAsked: rule<Tick>({
    title: { vi: 'Điểm này có trong thông báo', en: 'The notice has such a point' },
    law: 'NĐ 92/2024/NĐ-CP Đ19.6',
    remedy: { vi: 'Ghi đúng số thứ tự của điểm.', en: 'Give the number of a point.' },
    reads: 'payload',
    test: ({ data, payload: { point: have } }) => {
      const need = (data.filing.supplement as NonNullable<Filing['supplement']>).points.length;
      return { met: have <= need, need, have };
    },
  }),
  evidenceGiven: rule<Tick>({
    title: { vi: 'Có ghi đã làm gì', en: 'It says what was done' },
    law: allianceRule,
    remedy: {
      vi: 'Ghi ngắn gọn đã sửa gì, ở giấy tờ nào.',
      en: 'Say shortly what was changed, in which paper.',
    },
    reads: 'payload',
    test: ({ payload: { done, evidence } }) => ({ met: !done || evidence !== undefined }),
  }),
};
