// Rules of a complaint: in time, heard by somebody else, second chance where there is one.
import { dueOn } from '../calendar.ts';
import { statutoryTerms } from '../law.ts';
import { article, localRule, words } from './data.ts';
import { dayBefore, secondWindow } from './terms.ts';

const { complaintLimitation } = statutoryTerms;

const otherLeader = {
  vi: 'Người khác có thẩm quyền giải quyết.',
  en: 'Somebody else with the power to decide does it.',
};

export const rules = {
  inTime: words.rule<{ hindrance?: string }>({
    title: { vi: 'Còn thời hiệu khiếu nại', en: 'Within the time to complain' },
    law: article('Đ9'),
    remedy: {
      vi: 'Nêu trở ngại khách quan, hoặc không thụ lý vì hết thời hiệu.',
      en: 'State a hindrance, or declare it inadmissible as out of time.',
    },
    reads: 'payload',
    test: ({ data, payload, facts }) => {
      const need = dueOn(facts.calendar, data.decision.on, complaintLimitation);
      const met = data.filedOn <= need || payload.hindrance !== undefined;
      return { met, need, have: data.filedOn };
    },
  }),
  notDecider: words.rule({
    title: {
      vi: 'Người giải quyết không phải người ra quyết định',
      en: 'The resolver is not who decided',
    },
    law: localRule,
    remedy: otherLeader,
    test: ({ data, facts }) => ({
      met: data.decidedBy !== facts.by.id || facts.settings['deciderMayResolve'] === true,
    }),
  }),
  notFirstResolver: words.rule({
    title: { vi: 'Lần hai do người khác giải quyết', en: 'Somebody else decides the second time' },
    law: article('Đ33'),
    remedy: otherLeader,
    test: ({ data, facts }) => ({
      met: data.first?.by.person !== facts.by.id && data.decidedBy !== facts.by.id,
    }),
  }),
  notExtended: words.rule({
    title: { vi: 'Chưa kéo dài và còn trong thời hạn', en: 'Not extended yet, and still in time' },
    law: article('Đ28'),
    remedy: {
      vi: 'Thời hạn chỉ được kéo dài một lần, khi chưa hết.',
      en: 'Extended once only, before it ends.',
    },
    test: ({ data }) => ({ met: !data.complex && data.firstOverdueOn === undefined }),
  }),
  secondPossible: words.rule({
    title: { vi: 'Được khiếu nại lần hai', en: 'A second complaint is possible' },
    law: 'NĐ 92/2024/NĐ-CP Đ15.2',
    remedy: {
      vi: 'Việc từ chối tên do cơ quan đăng ký quyết định cuối cùng; có thể khởi kiện tại Tòa án.',
      en: 'On a name the registry decides finally; the way is to court.',
    },
    test: ({ data }) => ({ met: !data.nameRefusal }),
  }),
  firstOverdue: words.rule({
    title: {
      vi: 'Quá hạn mà lần đầu chưa được giải quyết, còn thời hạn khiếu nại tiếp',
      en: 'No first decision in time, and the window is open',
    },
    law: article('Đ33'),
    remedy: {
      vi: 'Chờ quyết định lần đầu hoặc đến hết hạn giải quyết; khiếu nại lần hai trong thời hạn tính từ ngày đó.',
      en: 'Wait for the first decision or the end of its time; then complain within the window.',
    },
    test: ({ data, facts }) => {
      if (data.firstOverdueOn === undefined) return { met: false };
      const need = dueOn(facts.calendar, dayBefore(data.firstOverdueOn), secondWindow(data));
      return { met: facts.on <= need, need, have: facts.on };
    },
  }),
};
