// What can go wrong for a caller: a closed list of codes, each with a text in both languages. HTTP numbers are
// given to them at the edge, in src/http/problems.ts.
import type { Text } from '../machines/text.ts';

export const problemTexts = {
  invalid: { vi: 'Dữ liệu gửi lên chưa đúng', en: 'The data sent is not valid' },
  malformed: { vi: 'Không đọc được yêu cầu', en: 'The request cannot be read' },
  unauthenticated: { vi: 'Bạn cần đăng nhập', en: 'Please sign in' },
  forbidden: { vi: 'Việc này do người khác thực hiện', en: 'This is done by somebody else' },
  'not-found': { vi: 'Không tìm thấy', en: 'Not found' },
  refused: { vi: 'Chưa thể thực hiện lúc này', en: 'Not possible now' },
  stale: { vi: 'Hồ sơ đã thay đổi, hãy tải lại', en: 'The case has changed, please reload' },
  'version-missing': {
    vi: 'Thiếu phiên bản hồ sơ (If-Match)',
    en: 'The case version is missing (If-Match)',
  },
  'key-missing': {
    vi: 'Thiếu khóa chống gửi lặp (Idempotency-Key)',
    en: 'The Idempotency-Key is missing',
  },
  'key-reused': {
    vi: 'Khóa chống gửi lặp đã dùng cho yêu cầu khác',
    en: 'This Idempotency-Key belongs to another request',
  },
  'in-progress': {
    vi: 'Yêu cầu cùng khóa đang được xử lý',
    en: 'A request with this key is in progress',
  },
  held: { vi: 'Việc này đang có người nhận', en: 'Somebody else holds this' },
  'too-large': { vi: 'Nội dung quá lớn', en: 'The content is too large' },
  'too-many': {
    vi: 'Quá nhiều yêu cầu, hãy thử lại sau',
    en: 'Too many requests, try again later',
  },
  'method-not-allowed': { vi: 'Phương thức không được hỗ trợ', en: 'This method is not supported' },
  'unsupported-media': {
    vi: 'Định dạng nội dung không được hỗ trợ',
    en: 'This content type is not supported',
  },
  busy: { vi: 'Hệ thống đang bận, hãy thử lại', en: 'The system is busy, try again' },
  unavailable: {
    vi: 'Hệ thống tạm thời không truy cập được dữ liệu',
    en: 'The data cannot be reached at the moment',
  },
  internal: { vi: 'Có lỗi trong hệ thống', en: 'Something went wrong in the system' },
} as const satisfies Record<string, Text>;

export type ProblemCode = keyof typeof problemTexts;

/** One fault of the input: where it is (JSON pointer), what is wrong, and how to mend it. */
export type Fault = { pointer: string; code: string; detail: Text };

export type ProblemExtra = {
  detail?: Text;
  errors?: Fault[];
  reasons?: unknown[];
  retryAfterSeconds?: number;
};

/** Thrown to end a request with a known answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly extra: ProblemExtra;

  constructor(code: ProblemCode, extra: ProblemExtra = {}, options?: ErrorOptions) {
    super(`${code}${extra.detail ? `: ${extra.detail.en}` : ''}`, options);
    this.code = code;
    this.extra = extra;
  }
}
