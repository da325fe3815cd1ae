// The dossier of a complaint: the letter, and what proves it.
import { scans, texts, type Slot } from '../dossier.ts';

const shared = { by: ['complainant', 'staff'] } as const;

const slots: readonly Slot[] = [
  {
    id: 'COMPLAINT',
    title: { vi: 'Đơn khiếu nại', en: 'Letter of complaint' },
    law: 'Luật Khiếu nại 02/2011/QH13 Đ8',
    confidence: 'unconfirmed',
    kinds: scans,
    needed: false,
    ...shared,
  },
  {
    id: 'EVIDENCE',
    title: { vi: 'Tài liệu, chứng cứ', en: 'Evidence' },
    law: 'Quy chế của Liên minh (cấu hình)',
    confidence: 'unconfirmed',
    kinds: [...texts, 'xlsx'],
    needed: false,
    ...shared,
  },
];

export function dossier(): readonly Slot[] {
  return slots;
}
