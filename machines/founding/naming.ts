// Rules on the name of a cooperative or union. Likeness to other names is for the registry to decide.
import type { CooperativeKind } from '../law.ts';
import type { Text } from '../text.ts';
import { contentOf, legalKind, type Founding } from './data.ts';
import { rule } from './words.ts';

export const prefixes = { cooperative: 'Hợp tác xã', union: 'Liên hiệp hợp tác xã' } as const;

/** The Vietnamese letters and F, J, Z, W; digits; signs. NĐ 92/2024/NĐ-CP Đ15 */
const allowed =
  /^[a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ0-9\p{P}\p{S} ]+$/u;

const law = 'Luật 17/2023/QH15 Đ50; NĐ 92/2024/NĐ-CP Đ15';

/** One rule on the form of a name, and whether this name keeps it. */
export type NameFinding = { code: NameCode; title: Text; law: string; remedy: Text; met: boolean };
export type NameCode = 'prefix' | 'own' | 'letters';

const rulesOfForm: Readonly<Record<NameCode, Pick<NameFinding, 'title' | 'remedy'>>> = {
  prefix: {
    title: { vi: 'Bắt đầu bằng tên loại hình', en: 'Begins with the kind' },
    remedy: {
      vi: 'Viết “Hợp tác xã” hoặc “Liên hiệp hợp tác xã” ở đầu tên.',
      en: 'Put “Hợp tác xã” or “Liên hiệp hợp tác xã” in front.',
    },
  },
  own: {
    title: { vi: 'Có tên riêng', en: 'Has a name of its own' },
    remedy: {
      vi: 'Thêm tên riêng sau tên loại hình, ví dụ sản phẩm và tên xã.',
      en: 'Add a name of its own after the kind, such as the produce and the commune.',
    },
  },
  letters: {
    title: {
      vi: 'Chỉ dùng chữ cái tiếng Việt, các chữ F, J, Z, W, chữ số và ký hiệu',
      en: 'Only Vietnamese letters, F, J, Z, W, digits and signs',
    },
    remedy: {
      vi: 'Bỏ những chữ không có trong bảng chữ cái này.',
      en: 'Leave out letters that are not among these.',
    },
  },
};

/** Returns each rule on the form of a name with whether it is kept. @law Luật 17/2023/QH15 Đ50; NĐ 92/2024/NĐ-CP Đ15 */
export function nameFindings(kind: CooperativeKind, name: string): NameFinding[] {
  const plain = name.normalize('NFC').toLocaleLowerCase('vi');
  const prefix = `${prefixes[kind].toLocaleLowerCase('vi')} `;
  const begins = plain.startsWith(prefix);
  const met = {
    prefix: begins,
    own: /[\p{L}\p{N}]/u.test(begins ? plain.slice(prefix.length) : plain),
    letters: allowed.test(plain),
  };
  return (['prefix', 'own', 'letters'] as const).map((code) => {
    return { code, ...rulesOfForm[code], law, met: met[code] };
  });
}

/** What is wrong with a name; undefined when nothing is. */
export function nameFault(data: Founding, name: string): 'prefix' | 'letters' | undefined {
  const broken = nameFindings(legalKind(data), name).find(({ met }) => !met)?.code;
  return broken === 'own' ? 'prefix' : broken;
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
    law,
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
