// A conference that was called is moved to another day, time or place: whoever was invited hears of it once more, and
// calendars move it. Codes and invitations that are out stay good.
import { daysBetween } from '../calendar.ts';
import type { Founding } from './data.ts';
import { allianceRule, day, event, line, rule, timeOfDay } from './words.ts';

type Move = { assemblyOn: string; time: string; place: string };

export const movingEvents = {
  MOVE_ASSEMBLY: event({
    title: { vi: 'Đổi lịch hội nghị', en: 'Move the conference' },
    payload: {
      assemblyOn: day('Ngày họp mới', 'New day'),
      time: timeOfDay('Giờ họp', 'Time'),
      place: line(300, 'Địa điểm', 'Place'),
      reason: line(1000, 'Lý do', 'Reason').optional(),
    },
    examples: [
      {
        assemblyOn: '2026-03-12',
        time: '13:30',
        place: 'Nhà văn hóa xã Hòa Bình',
        reason: 'Trùng ngày thu hoạch',
      },
    ],
    fill: ({ conference: { on, at, place } }) => ({ assemblyOn: on, time: at, place }),
    record: ({ data, payload: { assemblyOn, time, place, reason } }): Founding => {
      const { movedFor: _, ...before } = data.conference;
      const moved = reason === undefined ? {} : { movedFor: reason };
      return { ...data, conference: { ...before, on: assemblyOn, at: time, place, ...moved } };
    },
  }),
};

export const movingRules = {
  noticeOfMove: rule<Move>({
    title: { vi: 'Báo trước ngày mới đủ ngày', en: 'Enough notice of the new day' },
    law: `${allianceRule}, phỏng theo Luật 17/2023/QH15 Đ60.1`,
    remedy: {
      vi: 'Chọn ngày muộn hơn; giữ nguyên ngày thì đổi được giờ và địa điểm.',
      en: 'Choose a later day; on the same day, time and place may change.',
    },
    reads: 'payload',
    test: ({ data, payload, facts }) => {
      const need = Number(facts.settings['noticeDays']);
      const have = daysBetween(facts.on, payload.assemblyOn);
      return { met: payload.assemblyOn === data.conference.on || have >= need, need, have };
    },
  }),
  somethingMoved: rule<Move>({
    title: { vi: 'Ngày, giờ hoặc địa điểm khác trước', en: 'Day, time or place differ' },
    law: allianceRule,
    remedy: {
      vi: 'Đổi ít nhất một trong ba: ngày, giờ, địa điểm.',
      en: 'Change at least one of day, time and place.',
    },
    reads: 'payload',
    test: ({ data: { conference }, payload: { assemblyOn, time, place } }) => ({
      met: assemblyOn !== conference.on || time !== conference.at || place !== conference.place,
    }),
  }),
};
