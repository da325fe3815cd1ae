// A complaint against a decision of the alliance or of the registry, as a case linked to the one complained of.
import { defineProcess, type Actor, type Process } from '../define.ts';
import { emptyData, words, type ComplaintData } from './data.ts';
import { dossier } from './dossier.ts';
import { effects } from './effects.ts';
import { events } from './events.ts';
import { rules } from './rules.ts';
import { states } from './states.ts';
import { terms } from './terms.ts';

const isComplainant = ({ complainant }: ComplaintData, { id }: Actor) => complainant.person === id;
const against = (what: ComplaintData['against']) => (data: ComplaintData) => data.against === what;

export const complaint: Process = defineProcess<ComplaintData>({
  id: 'complaint',
  version: 1,
  title: { vi: 'Khiếu nại', en: 'Complaint' },
  series: 'KN',
  opensWith: 'FILE_COMPLAINT',
  data: emptyData,
  actors: {
    filer: words.actor(
      {
        vi: 'Người khiếu nại hoặc chuyên viên nhận đơn',
        en: 'Complainant, or staff who got the letter',
      },
      ['cooperative', 'founder', 'commune', 'staff'],
    ),
    complainant: words.actor(
      { vi: 'Người khiếu nại', en: 'Complainant' },
      ['cooperative', 'founder', 'commune'],
      isComplainant,
    ),
    staff: words.actor({ vi: 'Chuyên viên, trưởng phòng', en: 'Staff or head of unit' }, [
      'staff',
      'unit-head',
    ]),
    officer: words.actor(
      { vi: 'Người xử lý khiếu nại của Liên minh', en: 'Handles complaints to the alliance' },
      ['staff', 'unit-head', 'leader'],
      against('appraisal'),
    ),
    leader: words.actor(
      { vi: 'Lãnh đạo Liên minh', en: 'Alliance leader' },
      ['leader'],
      against('appraisal'),
    ),
    recorder: words.actor(
      {
        vi: 'Chuyên viên ghi kết quả của cơ quan đăng ký',
        en: 'Records what the registry decides',
      },
      ['staff', 'unit-head'],
      against('registration'),
    ),
  },
  events,
  rules,
  terms,
  effects,
  settings: {
    deciderMayResolve: {
      value: false,
      title: {
        vi: 'Người ra quyết định được giải quyết khiếu nại lần đầu',
        en: 'Who decided may resolve the first complaint',
      },
      source:
        'Mặc định của Liên minh. Luật Khiếu nại Đ7 (chưa xác nhận) giao lần đầu cho chính người ra quyết định; Liên minh không phải cơ quan nhà nước.',
    },
  },
  parties: ({ complainant, assignee }) => [
    ...(complainant.person ? [complainant.person] : []),
    ...(assignee ? [assignee.person] : []),
  ],
  applicants: ({ complainant }) => (complainant.person ? [complainant.person] : []),
  dossier,
  heading: ({ complainant, parentCase, assignee }) => ({
    title: `Khiếu nại của ${complainant.name}`,
    ...(assignee ? { assignee: assignee.person } : {}),
    ...(parentCase ? { parent: parentCase } : {}),
  }),
  states,
});
