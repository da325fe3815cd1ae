// Rules on the governance variant and the sizes of its bodies, and on the assets the members bring.
import {
  boardSize,
  cite,
  fullGovernanceRequired,
  supervisorySize,
  type Parameter,
  type Range,
  type SizeClass,
} from '../law.ts';
import { termReading } from './charter.ts';
import { capitalOf, contentOf, lawOf, membersOf, officialOf, type Founding } from './data.ts';
import { rule } from './words.ts';

/** Whether full governance is compulsory here; laws that know no variants know only the full one. */
function fullRequired(data: Founding, size: SizeClass) {
  const law = lawOf(data);
  const founded =
    data.kind === 'union'
      ? ({ kind: 'union', members: officialOf(data).length } as const)
      : ({ kind: 'cooperative', size } as const);
  const found = fullGovernanceRequired(law, founded);
  return found
    ? { value: found.value, law: cite(found.basis, law) }
    : { value: true, law: law.shortLaw };
}

export const governanceRules = {
  governanceVariant: rule({
    title: {
      vi: 'Mô hình quản trị được phép với quy mô này',
      en: 'Governance variant allowed for this size',
    },
    law: 'Luật 17/2023/QH15 Đ56.2, 56.3',
    remedy: {
      vi: 'Hợp tác xã nhỏ, vừa, lớn và liên hiệp từ 10 thành viên phải tổ chức quản trị đầy đủ.',
      en: 'Small, medium and large cooperatives and unions of 10 or more need full governance.',
    },
    test: ({ data }) => {
      const content = contentOf(data, 'governance');
      const required = fullRequired(data, content.size);
      return {
        met: content.variant === 'full' || !required.value,
        need: required.value ? 'full' : 'simplified',
        have: content.variant,
        law: required.law,
      };
    },
  }),
  boardSize: rule({
    title: {
      vi: 'Số thành viên Hội đồng quản trị đúng luật',
      en: 'Lawful number of board members',
    },
    law: 'Luật 17/2023/QH15 Đ65.1',
    remedy: {
      vi: 'Hội đồng quản trị có từ 3 đến 15 người; mô hình rút gọn không có.',
      en: 'A board has 3 to 15 members; the simplified variant has none.',
    },
    test: ({ data }) => {
      const law = lawOf(data);
      const content = contentOf(data, 'governance');
      const range = boardSize(law) as Parameter<Range>;
      const { min, max } = content.variant === 'full' ? range.value : { min: 0, max: 0 };
      const have = content.board;
      return {
        met: have >= min && have <= max,
        need: { min, max },
        have,
        law: cite(range.basis, law),
      };
    },
  }),
  supervisorSize: rule({
    title: { vi: 'Số kiểm soát viên đúng luật', en: 'Lawful number of supervisors' },
    law: 'Luật 17/2023/QH15 Đ69.1',
    remedy: {
      vi: 'Ban kiểm soát có từ 1 đến 7 người; mô hình rút gọn có kiểm soát viên.',
      en: 'There are 1 to 7 supervisors.',
    },
    test: ({ data }) => {
      const law = lawOf(data);
      const content = contentOf(data, 'governance');
      const range = supervisorySize(law) as Parameter<Range>;
      const { min, max } = range.value;
      const have = content.supervisors;
      return {
        met: have >= min && have <= max,
        need: { min, max },
        have,
        law: cite(range.basis, law),
      };
    },
  }),
  governanceTerm: rule({
    title: {
      vi: 'Nhiệm kỳ các chức danh trong giới hạn',
      en: 'Terms of the posts within the limit',
    },
    law: 'Luật 17/2023/QH15 Đ65.2, 68, 69.1, 71.2, 72.2',
    remedy: { vi: 'Nhiệm kỳ không quá 5 năm.', en: 'A term is at most 5 years.' },
    test: ({ data }) => termReading(data, contentOf(data, 'governance').termYears),
  }),
  assetsListed: rule({
    title: {
      vi: 'Tài sản góp vốn thuộc về thành viên có góp vốn',
      en: 'Assets belong to contributing members',
    },
    law: 'Luật 17/2023/QH15 Đ73, 76',
    remedy: {
      vi: 'Ghi tài sản theo số thứ tự thành viên; giá trị tài sản của một người không vượt phần vốn cam kết; nếu chỉ góp tiền thì không kê tài sản.',
      en: 'List assets by member number, none worth more together than the commitment; list none when all is cash.',
    },
    test: ({ data }) => {
      const content = contentOf(data, 'assets');
      const members = membersOf(data);
      const list = content.list ?? [];
      if (content.cashOnly) return { met: list.length === 0, have: list.length };
      const sums = Map.groupBy(list, ({ member }) => member);
      const wrong =
        members.length === 0
          ? []
          : [...sums].filter(([no, own]) => {
              const committed = capitalOf(members.filter((member) => member.no === no));
              return own.reduce((sum, { value }) => sum + value, 0) > committed;
            });
      return { met: list.length > 0 && wrong.length === 0, have: wrong.map(([no]) => no) };
    },
  }),
};
