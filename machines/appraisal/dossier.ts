// The dossier of an appraisal: the papers that the criteria set asks for, and what else may support it.
import type { Facts } from '../define.ts';
import { scans, tables, texts, type Slot } from '../dossier.ts';
import type { Text } from '../text.ts';
import { frozenSet } from './criteria.ts';
import { localRule, type AppraisalData } from './data.ts';
import { remedySlots } from './remedies.ts';

const places: readonly (Pick<Slot, 'id' | 'kinds'> & { title: Text; by?: readonly string[] })[] = [
  {
    id: 'APPRAISAL_REQUEST',
    kinds: texts,
    title: { vi: 'Tờ trình, văn bản đề nghị thẩm định', en: 'Request for appraisal' },
  },
  { id: 'SELF_SCORE', kinds: tables, title: { vi: 'Bảng tự chấm điểm', en: 'Self-score' } },
  {
    id: 'FIN_REPORT',
    kinds: [...texts, 'xlsx'],
    title: { vi: 'Báo cáo tài chính, báo cáo hoạt động', en: 'Financial and activity report' },
  },
  {
    id: 'LINK_CONTRACT',
    kinds: scans,
    title: { vi: 'Hợp đồng liên kết chuỗi giá trị', en: 'Contract of a value chain' },
  },
  {
    id: 'FIELD_PHOTO',
    kinds: ['jpeg', 'png'],
    by: ['staff', 'member'],
    title: { vi: 'Ảnh kiểm tra thực tế', en: 'Photos of the field check' },
  },
  {
    id: 'FIELD_SIGNED',
    kinds: scans,
    by: ['staff', 'member'],
    title: {
      vi: 'Biên bản kiểm tra thực tế có chữ ký của hợp tác xã và UBND xã',
      en: 'Minutes of the field check as signed by the cooperative and the commune',
    },
  },
  {
    id: 'OTHER',
    kinds: [...texts, 'xlsx'],
    title: { vi: 'Giấy tờ khác', en: 'Other papers' },
  },
];

export function dossier(data: AppraisalData, facts: Pick<Facts, 'criteria'>): readonly Slot[] {
  const { criterionSet, set } = data;
  const documents: readonly string[] = frozenSet(criterionSet, set, facts)?.documents ?? [];
  const usual = places.map((place): Slot => ({
    ...place,
    law: localRule,
    confidence: 'unconfirmed',
    by: place.by ?? ['applicant', 'staff'],
    needed: documents.includes(place.id),
  }));
  return [...usual, ...remedySlots(data)];
}
