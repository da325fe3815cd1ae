// Helps a group to write its charter: which items this case needs, what to decide for each, and what a suggested
// clause may know of the case. The wording of clauses is in templates/charter. Judges nothing: charter.ts does.
import { maxAssociateTotal, maxMemberShare, type Share } from '../law.ts';
import type { Text } from '../text.ts';
import { itemChecks, type ItemCheck } from './charter-checks.ts';
import { charterItems } from './charter.ts';
import { capitalOf, lawOf, legalKind, type Founding } from './data.ts';
import type { Contents, Member } from './parts.ts';

type Option = { value: string; title: Text };

export type Choice = {
  key: string;
  title: Text;
  law?: string;
  options: readonly [Option, ...Option[]];
};

/** What a group decides for an item before it reads the suggestion; the first option is the usual one. */
const choices: Readonly<Record<string, Choice>> = {
  '1': {
    key: 'emblem',
    title: { vi: 'Có biểu tượng riêng không?', en: 'Is there an emblem?' },
    options: [
      { value: 'no', title: { vi: 'Chưa có', en: 'Not yet' } },
      { value: 'yes', title: { vi: 'Có', en: 'Yes' } },
    ],
  },
  '7': {
    key: 'representatives',
    title: {
      vi: 'Có mấy người đại diện theo pháp luật?',
      en: 'How many legal representatives?',
    },
    law: 'Luật 17/2023/QH15 Đ11',
    options: [
      { value: 'one', title: { vi: 'Một người', en: 'One' } },
      { value: 'several', title: { vi: 'Nhiều người', en: 'Several' } },
    ],
  },
  '9': {
    key: 'fee',
    title: { vi: 'Phí thành viên nộp thế nào?', en: 'How is the member fee paid?' },
    options: [
      { value: 'yearly', title: { vi: 'Hằng năm', en: 'Every year' } },
      { value: 'once', title: { vi: 'Một lần khi gia nhập', en: 'Once, on joining' } },
    ],
  },
  '10': {
    key: 'congress',
    title: { vi: 'Đại hội thành viên họp thế nào?', en: 'How does the members’ meeting meet?' },
    law: 'Luật 17/2023/QH15 Đ57.2, 58',
    options: [
      { value: 'all', title: { vi: 'Toàn thể thành viên', en: 'All members' } },
      {
        value: 'delegates',
        title: { vi: 'Đại biểu (từ 50 thành viên)', en: 'Delegates (from 50 members)' },
      },
    ],
  },
  '13': {
    key: 'payout',
    title: { vi: 'Thu nhập được chia bằng gì?', en: 'What is income distributed in?' },
    options: [
      { value: 'money', title: { vi: 'Tiền', en: 'Money' } },
      {
        value: 'kind',
        title: { vi: 'Tiền hoặc sản phẩm, dịch vụ', en: 'Money, goods or services' },
      },
    ],
  },
};

export type GuidedItem = {
  no: string;
  title: string;
  text?: string;
  choice?: Choice;
  /** What is still to be done about it. */
  checks: ItemCheck[];
};

export type CharterGuide = {
  profile: string;
  items: GuidedItem[];
  /** What a clause may say, ready to print; dots for what is not known. `chosen`: option by key of its choice. */
  values(this: void, chosen: Readonly<Record<string, string>>): Record<string, unknown>;
};

/** Returns the guide of a case as its drafts stand, saved or handed in. @law Luật 17/2023/QH15 Đ40 */
export function charterGuide(data: Founding): CharterGuide {
  const charter = drafted(data, 'charter');
  const items = charterItems(data).items.map(({ no, title }): GuidedItem => {
    const text = charter.items?.find((item) => item.no === no)?.text;
    const choice = choices[no];
    const checks = itemChecks(data, charter, { no, text });
    return { no, title, ...(text ? { text } : {}), ...(choice ? { choice } : {}), checks };
  });
  return { profile: data.profile, items, values: (chosen) => valuesOf(data, chosen) };
}

type Draft<P extends keyof Contents> = Partial<Contents[P]>;

function drafted<P extends keyof Contents>(data: Founding, part: P): Draft<P> {
  const { sketch, content } = data.parts[part];
  return { ...content, ...(sketch as Draft<P> | undefined) };
}

const dots = '…………';
function told(value: string | number | undefined): string {
  if (value === undefined || value === '') return dots;
  return typeof value === 'number' ? String(value).replace('.', ',') : value;
}

function vnd(amount: number | bigint): string {
  return amount <= 0 ? `${dots} đồng` : `${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')} đồng`;
}

const percent = ({ part, whole }: Share): string => String(Number((part * 100n) / whole));

function valuesOf(data: Founding, chosen: Readonly<Record<string, string>>) {
  const charter = drafted(data, 'charter');
  const governance = drafted(data, 'governance');
  const isUnion = legalKind(data) === 'union';
  return {
    kind: isUnion ? 'Liên hiệp hợp tác xã' : 'Hợp tác xã',
    short: isUnion ? 'liên hiệp hợp tác xã' : 'hợp tác xã',
    name: told(drafted(data, 'name').name),
    address: told(charter.address),
    businesses: told(charter.businesses),
    contributionMonths: told(charter.contributionMonths),
    termYears: told(charter.termYears),
    fundPercent: told(charter.fundPercent),
    usePercent: told(charter.usePercent),
    full: governance.variant !== 'simplified',
    board: told(governance.board),
    supervisors: told(governance.supervisors),
    ...capitalValues(data),
    choice: chosenOf(chosen),
  };
}

function capitalValues(data: Founding): Record<string, string | boolean> {
  const list: readonly Partial<Member>[] = drafted(data, 'members').list ?? [];
  const amounts = list.flatMap(({ capital }) => (capital === undefined ? [] : [{ capital }]));
  const total = capitalOf(amounts as Member[]);
  const law = lawOf(data);
  const cap = maxMemberShare(law, legalKind(data)).value;
  const associates = maxAssociateTotal(law, legalKind(data));
  const given = amounts.map(({ capital }) => capital).filter((capital) => capital > 0);
  const has = (membership: Member['membership']): boolean =>
    list.some((member) => member.membership === membership);
  return {
    capital: vnd(total),
    least: vnd(given.length === 0 ? 0 : Math.min(...given)),
    cap: percent(cap),
    most: vnd((BigInt(total) * cap.part) / cap.whole),
    total: associates ? percent(associates.value) : dots,
    contributing: has('contributing'),
    noncontributing: has('noncontributing'),
    members: String(list.filter(({ membership }) => membership === 'official').length),
  };
}

function chosenOf(chosen: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.values(choices).map(({ key, options }) => [
      key,
      (options.find(({ value }) => value === chosen[key]) ?? options[0]).value,
    ]),
  );
}
