// Why a file is refused: a closed list, each with what the sender can do about it.
import type { Text } from '../../machines/text.ts';

export const refusals = {
  type: {
    vi: 'Loại tệp này không được nhận ở mục này. Hãy gửi PDF, JPEG, PNG, Word (.docx) hoặc Excel (.xlsx) như mục yêu cầu',
    en: 'This kind of file is not taken here. Send PDF, JPEG, PNG, Word (.docx) or Excel (.xlsx) as the place asks',
  },
  mismatch: {
    vi: 'Đuôi tệp, loại khai báo và nội dung không khớp nhau. Hãy lưu lại đúng định dạng rồi gửi',
    en: 'Extension, declared type and content do not agree. Save it in its true format and send again',
  },
  empty: { vi: 'Tệp trống. Hãy chọn lại tệp', en: 'The file is empty. Choose the file again' },
  unreadable: {
    vi: 'Tệp bị hỏng hoặc thiếu nên không mở được. Hãy xuất hoặc quét lại rồi gửi',
    en: 'The file is damaged or cut off and cannot be opened. Export or scan it again',
  },
  encrypted: {
    vi: 'Tệp có mật khẩu hoặc bị mã hóa. Hãy bỏ mật khẩu rồi gửi',
    en: 'The file is encrypted. Remove its password and send again',
  },
  script: {
    vi: 'Tệp có mã lệnh (JavaScript hoặc biểu mẫu động). Hãy in ra PDF rồi gửi',
    en: 'The file carries a script (JavaScript or a dynamic form). Print it to PDF and send that',
  },
  action: {
    vi: 'Tệp có lệnh mở chương trình, tệp khác hoặc gửi dữ liệu. Hãy in ra PDF rồi gửi',
    en: 'The file carries an action that opens programs or files or sends data. Print it to PDF and send that',
  },
  embedded: {
    vi: 'Tệp có tệp khác đính bên trong. Hãy tách ra và gửi từng tệp',
    en: 'Another file is embedded inside. Take it out and send each by itself',
  },
  macro: {
    vi: 'Tệp có macro. Hãy lưu dạng .docx hoặc .xlsx không macro, hoặc PDF',
    en: 'The file has macros. Save it as plain .docx, .xlsx or PDF',
  },
  external: {
    vi: 'Tệp lấy nội dung từ nơi khác (mẫu, ảnh, bảng liên kết). Hãy ngắt liên kết hoặc lưu thành PDF',
    en: 'The file takes content from elsewhere (template, picture, linked sheet). Break the links or save as PDF',
  },
  hidden: {
    vi: 'Tệp chứa thêm dữ liệu không thuộc định dạng của nó. Hãy xuất lại rồi gửi',
    en: 'The file carries data that is no part of its format. Export it again',
  },
  bomb: {
    vi: 'Tệp bung ra quá lớn so với kích thước gửi. Hãy giảm dung lượng ảnh bên trong hoặc lưu thành PDF',
    en: 'The file unfolds to far more than was sent. Reduce its pictures or save as PDF',
  },
  pixels: {
    vi: 'Ảnh quá lớn (tối đa 40 triệu điểm ảnh, mỗi cạnh tối đa 20.000). Hãy thu nhỏ ảnh',
    en: 'The picture is too large (at most 40 megapixels, 20,000 a side). Make it smaller',
  },
  heavy: {
    vi: 'Kiểm tra tệp này tốn quá nhiều thời gian hoặc bộ nhớ. Hãy in ra PDF đơn giản hơn rồi gửi',
    en: 'Checking this file takes too much time or memory. Print it to a simpler PDF and send that',
  },
  virus: {
    vi: 'Phần mềm diệt vi-rút báo tệp có mã độc. Tệp bị cách ly; hãy quét máy rồi gửi tệp sạch',
    en: 'The virus scanner found malware. The file is in quarantine; clean your computer and send a clean file',
  },
} as const satisfies Record<string, Text>;

export type Refusal = keyof typeof refusals;

/** What a sound file says of itself. */
export type Outline = { pages?: number; width?: number; height?: number; sheets?: string[] };
export type Verdict = { sound: true; outline: Outline } | { sound: false; refusal: Refusal };

/** Thrown inside the checks to end them. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, why: string) {
    super(`${refusal}: ${why}`);
    this.refusal = refusal;
  }
}
