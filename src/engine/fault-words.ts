// What is wrong with a value, said so that whoever sent it can mend it. A schema may mark the form it wants with one word
// as its message (`regex(…, 'phone')`); the word stands here with its sentence.
import type { z } from 'zod';
import type { Text } from '../../machines/text.ts';

const aDate: Text = {
  vi: 'ghi ngày dạng năm-tháng-ngày, ví dụ 2026-11-24',
  en: 'give the date as year-month-day, such as 2026-11-24',
};

/** Forms of texts, by their mark. */
export const wantedForms: Readonly<Record<string, Text>> = {
  phone: {
    vi: 'số điện thoại gồm 10 hoặc 11 chữ số, ví dụ 0912345678',
    en: 'a phone number has 10 or 11 digits, such as 0912345678',
  },
  idNumber: {
    vi: 'số định danh cá nhân gồm 12 chữ số',
    en: 'a personal number has 12 digits',
  },
  email: {
    vi: 'địa chỉ thư điện tử có dạng ten@vidu.vn',
    en: 'an e-mail address looks like name@example.vn',
  },
  birthDate: aDate,
  localDate: aDate,
  date: aDate,
  dayOfYear: {
    vi: 'ghi tháng và ngày, ví dụ 12-15 là ngày 15 tháng 12',
    en: 'give month and day, such as 12-15',
  },
  timeOfDay: {
    vi: 'ghi giờ và phút, ví dụ 08:30',
    en: 'give hours and minutes, such as 08:30',
  },
  digits: { vi: 'mã gồm 6 chữ số', en: 'the code has 6 digits' },
  integer: { vi: 'ghi một số nguyên, ví dụ 20', en: 'give a whole number, such as 20' },
  number: { vi: 'ghi một số từ 1 đến 99', en: 'give a number from 1 to 99' },
  duration: { vi: 'ghi khoảng thời gian, ví dụ P1D', en: 'give a duration, such as P1D' },
  id: {
    vi: 'mã gồm 1–40 chữ cái không dấu, chữ số, dấu chấm hoặc gạch dưới',
    en: 'an id has 1–40 letters, digits, dots or underscores',
  },
  secureLink: {
    vi: 'đường dẫn bắt đầu bằng https://, ví dụ https://vca.org.vn/tap-huan',
    en: 'a link begins with https://, such as https://vca.org.vn/tap-huan',
  },
  uuid: { vi: 'cần mã định danh dạng UUID', en: 'needs an id of the form UUID' },
};

const fillIn: Text = { vi: 'hãy điền mục này', en: 'fill this in' };
const unfit: Text = { vi: 'viết chưa đúng dạng', en: 'is not of the right form' };
const wrong: Text = { vi: 'chưa hợp lệ', en: 'is not valid' };

const kinds: Readonly<Record<string, Text>> = {
  string: { vi: 'cần là văn bản', en: 'must be text' },
  number: { vi: 'cần là số', en: 'must be a number' },
  int: { vi: 'cần là số nguyên', en: 'must be a whole number' },
  boolean: { vi: 'cần là true hoặc false', en: 'must be true or false' },
  array: { vi: 'cần là danh sách', en: 'must be a list' },
  object: { vi: 'cần là một nhóm trường', en: 'must be a group of fields' },
  record: { vi: 'cần là một nhóm trường', en: 'must be a group of fields' },
};

type Issue = z.core.$ZodIssue;
type Says = { [C in Issue['code']]?: (issue: Extract<Issue, { code: C }>) => Text };

const says: Says = {
  invalid_type: ({ input, expected }) => (isMissing(input) ? fillIn : (kinds[expected] ?? wrong)),
  invalid_value: ({ input, values }) => (isMissing(input) ? fillIn : oneOf(values.map(String))),
  too_small: limit,
  too_big: limit,
  not_multiple_of: ({ divisor }) => ({
    vi: `phải chia hết cho ${divisor}`,
    en: `must divide by ${divisor}`,
  }),
  invalid_format: ({ message, format }) => wantedForms[message] ?? wantedForms[format] ?? unfit,
};

/** The sentence without the name of the field. */
export function faultWords(issue: Issue): Text {
  const say = says[issue.code] as ((issue: Issue) => Text) | undefined;
  return say ? say(issue) : (wantedForms[issue.message] ?? wrong);
}

function isMissing(input: unknown): boolean {
  return input === undefined || input === null;
}

function oneOf(values: readonly string[]): Text {
  const list = values.join(', ');
  return values.length === 1
    ? { vi: `chỉ nhận giá trị ${list}`, en: `must be ${list}` }
    : { vi: `chọn một trong: ${list}`, en: `choose one of: ${list}` };
}

type Limit = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall;

const units: Readonly<Record<string, Text>> = {
  string: { vi: 'ký tự', en: 'characters' },
  array: { vi: 'mục', en: 'entries' },
};

function limit(issue: Limit): Text {
  const { origin, inclusive = true } = issue;
  const most = issue.code === 'too_big';
  const bound = most ? issue.maximum : issue.minimum;
  const unit = units[origin];
  if (!unit) return numberLimit({ most, inclusive, bound: Number(bound) });
  if (!most && Number(bound) === 1) return fillIn;
  return most
    ? { vi: `nhiều nhất ${bound} ${unit.vi}`, en: `at most ${bound} ${unit.en}` }
    : { vi: `ít nhất ${bound} ${unit.vi}`, en: `at least ${bound} ${unit.en}` };
}

function numberLimit(of: { most: boolean; inclusive: boolean; bound: number }): Text {
  const [vi, en] = [of.bound.toLocaleString('vi-VN'), of.bound.toLocaleString('en-GB')];
  if (of.most)
    return of.inclusive
      ? { vi: `không được quá ${vi}`, en: `must not exceed ${en}` }
      : { vi: `phải nhỏ hơn ${vi}`, en: `must be less than ${en}` };
  return of.inclusive
    ? { vi: `không được dưới ${vi}`, en: `must not be below ${en}` }
    : { vi: `phải lớn hơn ${vi}`, en: `must be more than ${en}` };
}
