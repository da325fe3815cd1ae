// Rules on the name of a cooperative or union. Likeness to other names is for the registry to decide.
import { contentOf, legalKind, type Founding } from './data.ts';
import { rule } from './words.ts';

const prefixes = { cooperative: 'Hợp tác xã', union: 'Liên hiệp hợp tác xã' } as const;

/** The Vietnamese letters and F, J, Z, W; digits; signs. NĐ 92/2024/NĐ-CP Đ15 */
const allowed =
  /^[a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ0-9\p{P}\p{S} ]+$/u;

/** What is wrong with a name; undefined when nothing is. */
export function nameFault(data: Founding, name: string): 'prefix' | 'letters' | undefined {
  const plain = name.normalize('NFC').toLocaleLowerCase('vi');
  const prefix = `${prefixes[legalKind(data)].toLocaleLowerCase('vi')} `;
  if (!plain.startsWith(prefix) || !/[\p{L}\p{N}]/u.test(plain.slice(prefix.length)))
    return 'prefix';
  return allowed.test(plain) ? undefined : 'letters';
}

const faults = {
  prefix: {
    vi: 'thiếu tên loại hình ở đầu hoặc thiếu tên riêng',
    en: 'no kind in front, or no name of its own',
  },
  letters: {
    vi: 'có chữ ngoài bảng chữ cái tiếng Việt và F, J, Z, W',
    en: 'letters outside the alphabet',
  },
} as const;

export const namingRules = {
  nameLawful: rule({
    title: { vi: 'Tên đúng quy định', en: 'The name follows the rules' },
    law: 'Luật 17/2023/QH15 Đ50; NĐ 92/2024/NĐ-CP Đ15',
    remedy: {
      vi: 'Tên bắt đầu bằng “Hợp tác xã” hoặc “Liên hiệp hợp tác xã”, rồi tên riêng viết bằng chữ tiếng Việt và F, J, Z, W, chữ số, ký hiệu.',
      en: 'Begin with “Hợp tác xã” or “Liên hiệp hợp tác xã”, then a name in Vietnamese letters and F, J, Z, W, digits, signs.',
    },
    test: ({ data }) => {
      const { name } = contentOf(data, 'name');
      const fault = nameFault(data, name);
      if (fault === undefined) return { met: true };
      return { met: false, need: prefixes[legalKind(data)], have: { name, fault: faults[fault] } };
    },
  }),
};
