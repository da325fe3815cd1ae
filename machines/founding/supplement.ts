// What a supplement notice asks for, ticked point by point with what shows that it is done. Handing in does not wait
// for the ticks: they are the founders' own list, which staff see as well.
import { field } from '../define.ts';
import { z } from 'zod';
import type { Filing } from './data.ts';
import { allianceRule, event, line, rule, yes } from './words.ts';

type Tick = { point: number; done: boolean; evidence?: string; file?: string };

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
      file: field(
        z.uuid().optional(),
        { vi: 'Tệp trả lời điểm này', en: 'The file that answers the point' },
        {
          vi: 'Mã của tệp trong bộ hồ sơ; chọn tệp ở trang “Những điểm phải bổ sung”.',
          en: 'Id of a file of the dossier; files are chosen on the page “What must be amended”.',
        },
      ),
    },
    looksUp: ({ file }) => (file === undefined ? {} : { file }),
    examples: [{ point: 1, done: true, evidence: 'Đã ghi rõ địa chỉ trong điều lệ, trang 2' }],
    record: ({ data, payload: { point, done, evidence = '', file }, facts }) => {
      const { done: before = {}, ...asked } = data.filing.supplement as NonNullable<
        Filing['supplement']
      >;
      const { [point]: _, ...others } = before;
      const tick = { on: facts.on, evidence, ...(file ? { file } : {}) };
      const now = done ? { ...others, [point]: tick } : others;
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
  fileKept: rule<Tick>({
    title: { vi: 'Tệp có trong bộ hồ sơ này', en: 'The file is in this dossier' },
    law: allianceRule,
    remedy: {
      vi: 'Chọn một tệp đã gửi vào bộ hồ sơ và chưa rút.',
      en: 'Choose a file that was sent into the dossier and not taken back.',
    },
    reads: 'payload',
    test: ({ payload: { file }, facts }) => ({
      met: file === undefined || facts.found.file?.id === file,
    }),
  }),
  evidenceGiven: rule<Tick>({
    title: { vi: 'Có ghi đã làm gì, hoặc có tệp', en: 'It says what was done, or names a file' },
    law: allianceRule,
    remedy: {
      vi: 'Ghi ngắn gọn đã sửa gì, ở giấy tờ nào, hoặc chọn tệp đã sửa.',
      en: 'Say shortly what was changed, in which paper, or choose the file.',
    },
    reads: 'payload',
    test: ({ payload: { done, evidence, file } }) => ({
      met: !done || evidence !== undefined || file !== undefined,
    }),
  }),
};
