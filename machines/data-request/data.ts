// What a request about personal data knows. The law names the rights; its days are not confirmed here and are settings.
import type { LocalDate } from '../calendar.ts';
import { vocabulary, type Actor, type Facts, type Recipient } from '../define.ts';
import type { Text } from '../text.ts';

export type Person = { person: string; name: string };

/** What a person may ask about data on themselves. */
export const wishes = {
  access: { vi: 'Xem, nhận bản sao dữ liệu của mình', en: 'See and receive one’s data' },
  correct: { vi: 'Chỉnh sửa dữ liệu', en: 'Correct data' },
  erase: { vi: 'Xóa dữ liệu', en: 'Erase data' },
  withdrawConsent: { vi: 'Rút lại sự đồng ý', en: 'Withdraw consent' },
  restrict: { vi: 'Hạn chế, phản đối xử lý', en: 'Restrict or object to processing' },
} as const satisfies Record<string, Text>;
export type Wish = keyof typeof wishes;

export const grounds = {
  notSubject: { vi: 'Không phải chủ thể dữ liệu', en: 'Not the data subject' },
  legalDuty: {
    vi: 'Pháp luật buộc lưu giữ hoặc xử lý dữ liệu',
    en: 'The law requires keeping or processing it',
  },
  legalHold: { vi: 'Dữ liệu đang phải giữ để giải quyết vụ việc', en: 'Under legal hold' },
  unfounded: { vi: 'Yêu cầu không rõ hoặc không có căn cứ', en: 'Unclear or unfounded' },
} as const satisfies Record<string, Text>;
export type Ground = keyof typeof grounds;

export type DataRequest = {
  wish: Wish;
  detail: string;
  subject: { name: string; person?: string; email?: string };
  receivedOn: LocalDate;
  assignee?: Person;
  extension?: string;
  hold?: { on: LocalDate; reason: string; by: Person };
  answer?: { on: LocalDate; by: Person; done?: string; refused?: readonly Ground[]; text?: string };
};

export const words = vocabulary<DataRequest>();

/** A case before its first event. */
export function emptyData(): DataRequest {
  return { wish: 'access', detail: '', subject: { name: '' }, receivedOn: '' };
}

export const personOf = ({ id, name }: Actor): Person => ({ person: id, name });

/** Returns the one who asked, where there is a way to tell them. */
export function subjectOf({ subject }: DataRequest): Recipient[] {
  return subject.person === undefined && subject.email === undefined ? [] : [subject];
}

export const office = ({ assignee }: DataRequest): Recipient[] => (assignee ? [assignee] : []);

/** Days of an alliance's setting. */
export const daysOf = ({ settings }: Pick<Facts, 'settings'>, name: string): number =>
  Number(settings[name]);

/** @law Luật 91/2025/QH15; NĐ 356/2025/NĐ-CP: neither text at hand, so articles and days are to be confirmed */
export const law = '? Luật 91/2025/QH15; NĐ 356/2025/NĐ-CP (chưa đối chiếu điều, khoản)';
export const localRule = 'Quy chế của Liên minh (cấu hình)';
