// What keeps a criteria set from being used: sums that do not add up, bands that leave something out, thresholds out of
// order, names that mean nothing, values that nobody has confirmed.
import type { Text } from '../text.ts';
import { takes } from './measure.ts';
import { hundredths, shownPoints } from './sheet.ts';
import type { CriteriaSet, Criterion, Group, Measure, Scored } from './set.ts';
import { secureLink, wantedLink } from './set.ts';

/** `publish`: a draft may still be kept with it. `warning`: to be looked at, keeps nobody from anything. */
export type SetFault = {
  pointer: string;
  code: string;
  blocks: 'publish' | 'nothing';
  detail: Text;
};

type Make = (pointer: string, code: string, detail: Text) => SetFault;
const fault: Make = (pointer, code, detail) => ({ pointer, code, blocks: 'publish', detail });
const warning: Make = (pointer, code, detail) => ({ pointer, code, blocks: 'nothing', detail });

/** Returns all that is wrong with a set, each with a JSON pointer into it. Nothing: it may be published. */
export function faultsOfSet(set: CriteriaSet): SetFault[] {
  return [
    ...twice(set),
    ...emptySet(set),
    ...pointFaults(set),
    ...gradeFaults(set),
    ...measureFaults(set),
    ...indicatorFaults(set),
    ...referenceFaults(set),
    ...periodFaults(set),
    ...unconfirmed(set),
  ];
}

function emptySet({ groups, requirements }: CriteriaSet): SetFault[] {
  if (groups.length + requirements.length > 0) return [];
  const detail = { vi: 'Bộ tiêu chí chưa có nội dung', en: 'The set asks for nothing' };
  return [fault('/groups', 'empty', detail)];
}

type Named = { id: string; pointer: string };

/** Ids are unique among what a sheet can name, and each within its own list. */
function twice(set: CriteriaSet): SetFault[] {
  const at = (list: string, all: readonly { id: string }[] = []): Named[] =>
    all.map(({ id }, index) => ({ id, pointer: `${list}/${index}/id` }));
  const criteria = set.groups.flatMap((group, index) =>
    at(`/groups/${index}/criteria`, group.criteria),
  );
  const lists = [
    at('/groups', set.groups),
    [...criteria, ...at('/requirements', set.requirements)],
    [...at('/figures', set.figures), ...at('/indicators', set.indicators)],
    at('/grades', set.grades),
    ...set.groups.flatMap((group, index) =>
      group.criteria.map(({ sub }, place) => at(`/groups/${index}/criteria/${place}/sub`, sub)),
    ),
  ];
  return lists.flatMap((list) => repeated(list));
}

function repeated(list: readonly Named[]): SetFault[] {
  const seen = new Set<string>();
  return list.flatMap(({ id, pointer }) => {
    const known = seen.has(id);
    seen.add(id);
    const detail = { vi: `Mã ${id} bị trùng; đặt mã khác`, en: `The id ${id} is taken` };
    return known ? [fault(pointer, 'twice', detail)] : [];
  });
}

function pointFaults(set: CriteriaSet): SetFault[] {
  const groups = set.groups.flatMap((group, index) => groupFaults(group, `/groups/${index}`));
  const total = sumOf(set.groups);
  const detail = {
    vi: `Tổng điểm các nhóm là ${total / 100}, phải là 100`,
    en: `The groups add up to ${total / 100}, not to 100`,
  };
  return set.groups.length === 0 || total === 10_000
    ? groups
    : [...groups, fault('/groups', 'total', detail)];
}

const sumOf = (items: readonly { max: number | null }[]): number =>
  items.reduce((sum, { max }) => sum + hundredths(max ?? 0), 0);

function groupFaults(group: Group, pointer: string): SetFault[] {
  const inside = group.criteria.flatMap((each, index) =>
    criterionFaults(each, `${pointer}/criteria/${index}`),
  );
  return [...inside, ...sumFault(group.criteria, group.max, pointer)];
}

function criterionFaults({ max, sub, measure }: Criterion, pointer: string): SetFault[] {
  const unknown = max === null ? [unknownPoints(pointer)] : [];
  if (sub === undefined) return unknown;
  const both = measure === undefined ? [] : [measuredTwice(pointer)];
  const parts = sub.flatMap((each, index) =>
    each.max === null ? [unknownPoints(`${pointer}/sub/${index}`)] : [],
  );
  return [...unknown, ...both, ...parts, ...(max === null ? [] : sumFault(sub, max, pointer))];
}

const unknownPoints = (pointer: string): SetFault =>
  fault(`${pointer}/max`, 'unknown', {
    vi: 'Chưa biết điểm tối đa; nhập điểm và nguồn xác nhận',
    en: 'The points are not known; enter them with their source',
  });

const measuredTwice = (pointer: string): SetFault =>
  fault(`${pointer}/measure`, 'measuredTwice', {
    vi: 'Tiêu chí có tiêu chí thành phần thì không tự tính điểm; chuyển thang điểm xuống thành phần',
    en: 'A criterion with parts has no bands of its own; move them to the parts',
  });

/** Silent while a part is unknown: that is said where it is. */
function sumFault(
  parts: readonly { max: number | null }[],
  max: number,
  pointer: string,
): SetFault[] {
  const sum = sumOf(parts);
  if (parts.some((each) => each.max === null) || sum === hundredths(max)) return [];
  const detail = {
    vi: `Các phần cộng lại là ${shownPoints(sum)} điểm, không phải ${shownPoints(hundredths(max))}`,
    en: `The parts add up to ${sum / 100} points, not to ${max}`,
  };
  return [fault(`${pointer}/max`, 'sum', detail)];
}

function gradeFaults({ grades, groups, gradedAs = {} }: CriteriaSet): SetFault[] {
  if (groups.length === 0) return [];
  const order = grades.flatMap(({ from }, index) =>
    grades.slice(0, index).some((before) => from >= before.from)
      ? [
          fault(`/grades/${index}/from`, 'order', {
            vi: 'Ngưỡng điểm phải giảm dần từ loại cao nhất',
            en: 'Thresholds go down from the highest grade',
          }),
        ]
      : [],
  );
  const bottom =
    grades.at(-1)?.from === 0
      ? []
      : [
          fault('/grades', 'bottom', {
            vi: 'Loại thấp nhất phải bắt đầu từ 0 điểm',
            en: 'The lowest grade starts at 0 points',
          }),
        ];
  const known = new Set(grades.map(({ id }) => id));
  const strange = Object.entries(gradedAs).filter(([, id]) => !known.has(id));
  return [...order, ...bottom, ...strange.map(([name, id]) => noSuch(`/gradedAs/${name}`, id))];
}

const noSuch = (pointer: string, id: string): SetFault =>
  fault(pointer, 'reference', {
    vi: `Không có mục nào mang mã ${id}`,
    en: `Nothing has the id ${id}`,
  });

type Placed = { leaf: Scored; pointer: string };

function scoredPlaces({ groups }: CriteriaSet): Placed[] {
  return groups.flatMap(({ criteria }, group) =>
    criteria.flatMap((criterion, index) => {
      const pointer = `/groups/${group}/criteria/${index}`;
      const parts = (criterion.sub ?? []).map((leaf, part) => ({
        leaf,
        pointer: `${pointer}/sub/${part}`,
      }));
      return [{ leaf: criterion, pointer }, ...parts];
    }),
  );
}

function measureFaults(set: CriteriaSet): SetFault[] {
  return scoredPlaces(set).flatMap(({ leaf, pointer }) =>
    leaf.measure ? bandFaults(leaf.measure, leaf.max, `${pointer}/measure`) : [],
  );
}

function bandFaults({ bands }: Measure, max: number | null, pointer: string): SetFault[] {
  const starts = bands.map(({ from }) => from);
  const covers = starts[0] === null && starts.slice(1).every((from) => from !== null);
  const ordered = bands.every(({ from, above }, index) => {
    const before = bands[index - 1];
    if (from === null || before === undefined || before.from === null) return true;
    // The same start once included and once left out is a band of that one value.
    return from > before.from || (from === before.from && above === true && !before.above);
  });
  const most = Math.max(...bands.map(({ points }) => points));
  return [
    ...(covers
      ? []
      : [
          fault(`${pointer}/bands`, 'cover', {
            vi: 'Khoảng đầu tiên không có mốc dưới, các khoảng sau đều có: không giá trị nào bị bỏ sót',
            en: 'The first band has no start and all others have one, so that no value is left out',
          }),
        ]),
    ...(ordered
      ? []
      : [
          fault(`${pointer}/bands`, 'order', {
            vi: 'Các mốc phải tăng dần',
            en: 'The starts of the bands go up',
          }),
        ]),
    ...(max === null || most === max ? [] : [bandPoints(pointer, most, max)]),
  ];
}

const bandPoints = (pointer: string, most: number, max: number): SetFault =>
  fault(`${pointer}/bands`, 'points', {
    vi: `Khoảng cao nhất cho ${most} điểm, trong khi điểm tối đa là ${max}`,
    en: `The best band gives ${most} points, the maximum is ${max}`,
  });

function indicatorFaults({ figures = [], indicators = [] }: CriteriaSet): SetFault[] {
  const known = new Set(figures.map(({ id }) => id));
  return indicators.flatMap(({ id, operation, of }, index) => {
    const strange = of.filter((each) => !known.has(each));
    known.add(id);
    const wanted = takes[operation];
    const pointer = `/indicators/${index}/of`;
    const detail = {
      vi: `Phép tính này cần đúng ${wanted} số liệu`,
      en: `This operation takes exactly ${wanted} figures`,
    };
    return [
      ...strange.map((each) => noSuch(pointer, each)),
      ...(wanted === undefined || of.length === wanted ? [] : [fault(pointer, 'operands', detail)]),
    ];
  });
}

function referenceFaults(set: CriteriaSet): SetFault[] {
  const values = new Set([...(set.figures ?? []), ...(set.indicators ?? [])].map(({ id }) => id));
  const criteria = new Set(
    [...set.groups.flatMap((group) => group.criteria), ...set.requirements].map(({ id }) => id),
  );
  const measured = scoredPlaces(set).flatMap(({ leaf: { measure }, pointer }) =>
    measure && !values.has(measure.indicator)
      ? [noSuch(`${pointer}/measure/indicator`, measure.indicator)]
      : [],
  );
  const checked = set.requirements.flatMap(({ check }, index) =>
    check && !values.has(check.indicator)
      ? [noSuch(`/requirements/${index}/check/indicator`, check.indicator)]
      : [],
  );
  const helped = (set.support ?? []).flatMap(({ criterion }, index) =>
    criteria.has(criterion) ? [] : [noSuch(`/support/${index}/criterion`, criterion)],
  );
  const linked = (set.support ?? []).flatMap(({ link }, index) => {
    const good = secureLink.optional().safeParse(link).success;
    return good ? [] : [fault(`/support/${index}/link`, 'secureLink', wantedLink)];
  });
  return [...measured, ...checked, ...helped, ...linked];
}

function periodFaults({ inForce, calendar }: CriteriaSet): SetFault[] {
  const turned = inForce?.to !== undefined && inForce.to < inForce.from;
  const { handIn = '', registry = '', province = '' } = calendar ?? {};
  return [
    ...(turned
      ? [
          fault('/inForce/to', 'period', {
            vi: 'Ngày hết hiệu lực trước ngày có hiệu lực',
            en: 'Ends before it begins',
          }),
        ]
      : []),
    ...(handIn <= registry && registry <= province
      ? []
      : [
          fault('/calendar', 'order', {
            vi: 'Các mốc của năm phải theo thứ tự: hợp tác xã, cơ quan đăng ký, tỉnh',
            en: 'The days of the year follow each other: cooperative, registry, province',
          }),
        ]),
  ];
}

type Sourced = { confidence: string; source?: string | undefined };

function unconfirmed(set: CriteriaSet): SetFault[] {
  const groups = set.groups.map((each, index) => ({ each, pointer: `/groups/${index}` }));
  const requirements = set.requirements.map((each, index) => ({
    each,
    pointer: `/requirements/${index}`,
  }));
  const scored = scoredPlaces(set).map(({ leaf, pointer }) => ({ each: leaf, pointer }));
  const measures = scoredPlaces(set).flatMap(({ leaf: { measure }, pointer }) =>
    measure ? [{ each: measure, pointer: `${pointer}/measure` }] : [],
  );
  const all: { each: Sourced; pointer: string }[] = [
    { each: set, pointer: '' },
    ...groups,
    ...scored,
    ...measures,
    ...requirements,
  ];
  return all.flatMap(({ each, pointer }) => doubtOf(each, pointer));
}

function doubtOf({ confidence, source }: Sourced, pointer: string): SetFault[] {
  if (confidence === 'memory' || confidence === 'unconfirmed')
    return [
      fault(`${pointer}/confidence`, 'unconfirmed', {
        vi: 'Chưa được xác nhận: đối chiếu văn bản, chọn “Liên minh đã xác nhận” (confirmed) và ghi số, ngày văn bản',
        en: 'Not confirmed: check the document, choose “confirmed by the alliance” and give its number and date',
      }),
    ];
  if (confidence === 'confirmed' && source === undefined)
    return [
      fault(`${pointer}/source`, 'source', {
        vi: 'Ghi số, ngày văn bản đã đối chiếu',
        en: 'Name the document it was checked against',
      }),
    ];
  if (confidence === 'secondary')
    return [
      warning(`${pointer}/confidence`, 'secondary', {
        vi: 'Theo nguồn thứ cấp; nên đối chiếu văn bản gốc',
        en: 'From a secondary source; better checked against the document',
      }),
    ];
  return [];
}
