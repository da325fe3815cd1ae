// A version of a criteria set as its page shows it: every item with its place, how it is scored in words, and what is
// wrong with it.
import type { CriteriaSet, Scored } from '../../../machines/criteria/set.ts';
import { exclusionWords } from '../../../machines/criteria/set.ts';
import { faultsOfSet, type SetFault } from '../../../machines/criteria/validate.ts';
import { paperKinds } from '../../../machines/appraisal/fields.ts';
import type { Text } from '../../../machines/text.ts';
import type { SetVersion } from '../../criteria/sets.ts';
import { turned } from './part-values.ts';
import { itemAt, placeOf, placeOfPointer } from './place.ts';
import {
  bandWords,
  confidenceWords,
  operationWords,
  startWords,
  statusWords,
  unitWords,
} from './words.ts';

export const base = '/desk/criteria';

export function addressOfSet({ set, version }: { set: string; version: number }): string {
  return `${base}/${set}/${version}`;
}

/** A version with its words. */
export function versionView(version: SetVersion): object {
  return {
    ...version,
    href: addressOfSet(version),
    statusTitle: statusWords[version.status],
    sure: sureness(version.confidence),
  };
}

function sureness(confidence: CriteriaSet['confidence']): { title: Text; doubt: boolean } {
  const doubt = confidence === 'memory' || confidence === 'unconfirmed';
  return { title: confidenceWords[confidence], doubt };
}

export type FaultView = SetFault & { href: string; where: Text };

/** What is wrong, each with the place where it is mended. */
export function faultViews(content: CriteriaSet, address: string): FaultView[] {
  return faultsOfSet(content).map((fault) => {
    const { at, field } = placeOfPointer(fault.pointer);
    const anchor = field === '' ? '' : `#${field}`;
    const href = at === undefined ? `${address}${anchor}` : `${address}/edit?at=${at}${anchor}`;
    return { ...fault, href, where: whereOf(content, at) };
  });
}

/** "Tiêu chí 3, thành phần b"; a criterion is known without its group. */
function whereOf(content: CriteriaSet, at: string | undefined): Text {
  if (at === undefined || at === 'set') return { vi: 'Bộ tiêu chí', en: 'The set' };
  const steps = at.split('.');
  const names = steps.flatMap((list, index) =>
    index % 2 === 0 ? [nameAt(content, list, steps.slice(0, index + 2).join('.'))] : [],
  );
  const shown = names.length > 1 ? names.slice(1) : names;
  return {
    vi: shown.map(({ vi }) => vi).join(', '),
    en: shown.map(({ en }) => en).join(', '),
  };
}

function nameAt(content: CriteriaSet, list: string, at: string): Text {
  const item = itemAt(content, placeOf(at));
  const id = (item?.['id'] ?? item?.['criterion'] ?? '') as string;
  const { vi, en } = lists[list] ?? { vi: '', en: '' };
  return { vi: `${vi} ${id}`, en: `${en} ${id}` };
}

const lists: Readonly<Record<string, Text>> = {
  groups: { vi: 'Nhóm', en: 'Group' },
  criteria: { vi: 'Tiêu chí', en: 'Criterion' },
  sub: { vi: 'thành phần', en: 'part' },
  requirements: { vi: 'Điều kiện', en: 'Must-pass item' },
  figures: { vi: 'Số liệu', en: 'Figure' },
  indicators: { vi: 'Chỉ tiêu', en: 'Indicator' },
  grades: { vi: 'Mức xếp loại', en: 'Grade' },
  support: { vi: 'Hỗ trợ', en: 'Support' },
};

type Names = ReadonlyMap<string, Text>;

/** The content with places and words. */
export function contentView(content: CriteriaSet): object {
  const named: Names = new Map(
    [...(content.figures ?? []), ...(content.indicators ?? [])].map(({ id, name }) => [id, name]),
  );
  return {
    ...content,
    sure: sureness(content.confidence),
    excluded: content.exclusions.map((each) => ({
      title: exclusionWords[each],
      grade: content.grades.find(({ id }) => id === content.gradedAs?.[each])?.name,
    })),
    papers: content.documents.map(
      (kind) => (paperKinds as Record<string, Text>)[kind] ?? plain(kind),
    ),
    days: Object.values(content.calendar ?? {}).map((day) => turned(day, '-')),
    ...judgedView(content, named),
    ...figuresView(content, named),
    grades: placed('grades', content.grades),
    support: placed('support', content.support),
  };
}

function placed<T extends object>(list: string, items: readonly T[] = []): (T & { at: string })[] {
  return items.map((item, index) => ({ ...item, at: `${list}.${index}` }));
}

function judgedView(content: CriteriaSet, named: Names): object {
  return {
    groups: placed('groups', content.groups).map((group) => ({
      ...group,
      sure: sureness(group.confidence),
      criteria: placed(`${group.at}.criteria`, group.criteria).map((each) => ({
        ...leafView(each, named),
        evidence: each.evidence ?? [],
        sub: placed(`${each.at}.sub`, each.sub).map((part) => leafView(part, named)),
      })),
    })),
    requirements: placed('requirements', content.requirements).map((each) => ({
      ...each,
      sure: sureness(each.confidence),
      check: each.check && {
        name: named.get(each.check.indicator) ?? plain(each.check.indicator),
        start: startWords(each.check),
      },
    })),
  };
}

function figuresView(content: CriteriaSet, named: Names): object {
  return {
    figures: placed('figures', content.figures).map((each) => ({
      ...each,
      unitTitle: unitWords[each.unit],
    })),
    indicators: placed('indicators', content.indicators).map((each) => ({
      ...each,
      unitTitle: unitWords[each.unit],
      how: operationWords[each.operation],
      from: each.of.map((id) => named.get(id) ?? plain(id)),
    })),
  };
}

const plain = (id: string): Text => ({ vi: id, en: id });

function leafView<T extends Scored & { at: string }>(leaf: T, named: Names) {
  const { measure, confidence } = leaf;
  return {
    ...leaf,
    sure: sureness(confidence),
    scale: measure && {
      name: named.get(measure.indicator) ?? plain(measure.indicator),
      bands: bandWords(measure),
      sure: sureness(measure.confidence),
    },
  };
}
