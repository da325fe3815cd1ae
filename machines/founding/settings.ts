// What each alliance sets for itself. None of it is law.
import type { Setting } from '../general-settings.ts';
import { circleSettings } from './circle.ts';

const source = 'Mặc định của hệ thống, không phải luật; Liên minh xác nhận';

export const settings: Readonly<Record<string, Setting>> = {
  ...circleSettings,
  unit: {
    value: 'Phòng Kế hoạch hỗ trợ',
    title: { vi: 'Phòng phụ trách', en: 'Unit in charge' },
    source,
  },
  assignDays: {
    value: 3,
    title: { vi: 'Ngày làm việc để phân công', en: 'Working days to assign' },
    source,
  },
  reviewDays: {
    value: 5,
    title: { vi: 'Ngày làm việc để xem xét một phần', en: 'Working days to review a part' },
    source,
  },
  dossierDays: {
    value: 30,
    title: { vi: 'Ngày để lập hồ sơ', en: 'Days to prepare the dossier' },
    source,
  },
  noticeDays: {
    value: 3,
    title: { vi: 'Ngày báo trước hội nghị', en: 'Days of notice of the conference' },
    source: `${source}; phỏng theo Luật 17/2023/QH15 Đ60.1`,
  },
  quorumPercent: {
    value: 0,
    title: {
      vi: 'Tỷ lệ thành viên chính thức phải dự (%)',
      en: 'Share of official members who must attend (%)',
    },
    source: `${source}; luật không quy định tỷ lệ dự hội nghị thành lập`,
  },
  inactivityDays: {
    value: 180,
    title: { vi: 'Số ngày không hoạt động thì đóng', en: 'Days of inactivity before closing' },
    source,
  },
  reopenMonths: {
    value: 12,
    title: { vi: 'Số tháng được mở lại', en: 'Months to reopen' },
    source,
  },
  interestDeclaration: {
    value: true,
    title: {
      vi: 'Chuyên viên phải khai không có lợi ích riêng',
      en: 'Advisers declare no interest',
    },
    source,
  },
  withdrawalConfirmed: {
    value: true,
    title: {
      vi: 'Rút hồ sơ cần các sáng lập viên đồng ý',
      en: 'Withdrawal needs the founders to agree',
    },
    source,
  },
  registrationFee: {
    value: '',
    title: {
      vi: 'Lệ phí đăng ký (ghi mức và nghị quyết); bỏ trống: chưa xác nhận',
      en: 'Registration fee (amount and resolution); empty: unconfirmed',
    },
    source: 'Hội đồng nhân dân tỉnh quy định; Liên minh xác nhận',
  },
  memberRegisterDays: {
    value: 30,
    title: {
      vi: 'Số ngày để lập sổ đăng ký thành viên',
      en: 'Days to set up the member register',
    },
    source,
  },
  followDuties: {
    value: false,
    title: {
      vi: 'Giữ hồ sơ mở đến khi có sổ thành viên và đã họp đại hội thường niên đầu tiên',
      en: 'Keep the case open until the member register and the first annual meeting',
    },
    source,
  },
  feeAgain: {
    value: true,
    title: { vi: 'Nộp lại hồ sơ phải nộp lệ phí lần nữa', en: 'Filing again costs the fee again' },
    source,
  },
};
