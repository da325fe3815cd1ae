// What changed between two versions, in the words of the forms in which it is edited.
import type { Change } from '../../../machines/criteria/compare.ts';
import type { CriteriaSet } from '../../../machines/criteria/set.ts';
import type { Text } from '../../../machines/text.ts';
import { jsonSchemaOf } from '../../http/json-schema.ts';
import { started } from '../form/entry.ts';
import { linesOf, type Line } from '../form/lines.ts';
import { shapeOf, type Group, type Shape } from '../form/shape.ts';
import { formOfPart, partTitles } from './part-forms.ts';
import { startOf } from './part-values.ts';
import { placeOf, type PartKind } from './place.ts';

export type ChangeView = {
  kind: Change['kind'];
  part: Text;
  id: string;
  what: Text;
  before: readonly Line[];
  after: readonly Line[];
};

const kindOf: Readonly<Record<Change['part'], PartKind>> = {
  set: 'set',
  group: 'groups',
  criterion: 'criteria',
  sub: 'sub',
  requirement: 'requirements',
  figure: 'figures',
  indicator: 'indicators',
  grade: 'grades',
};

/** Each change with what was there and what is there now. */
export function changeViews(changes: readonly Change[], set: CriteriaSet): ChangeView[] {
  return changes.map(({ kind, part, id, what, before, after }) => {
    const of = kindOf[part];
    const shape = shapeOf(jsonSchemaOf(formOfPart(of, set), 'input'));
    const asked = shape.parts.find(({ name }) => name === what);
    return {
      kind,
      part: partTitles[of],
      id,
      what: asked?.label ?? others[what ?? ''] ?? { vi: '', en: '' },
      before: linesOfValue(shape, of, what, before),
      after: linesOfValue(shape, of, what, after),
    };
  });
}

/** What is not asked in the form of the part. */
const others: Readonly<Record<string, Text>> = {
  group: { vi: 'Thuộc nhóm', en: 'In group' },
  support: { vi: 'Hỗ trợ, tập huấn', en: 'Support, training' },
};

function linesOfValue(
  shape: Group,
  kind: PartKind,
  what: string | undefined,
  value: unknown,
): readonly Line[] {
  if (value === undefined || value === null) return [];
  const item = (what === undefined ? value : { [what]: value }) as Record<string, unknown>;
  if (what === 'group') return [plain(value as string)];
  if (what === 'support')
    return (value as { name: Text }[]).map(({ name }) => ({
      label: none,
      within: [],
      value: name,
    }));
  const form = startOf(placeOf(places[kind]), item, 0);
  // Bands are shown for themselves, whatever the form would ask first.
  const parts = shape.parts
    .filter(({ name }) => name in item)
    .map(({ asked: _asked, ...part }) => part as Shape);
  return linesOf({ ...shape, parts }, started({ ...shape, parts }, form));
}

const none: Text = { vi: '', en: '' };
const plain = (text: string): Line => ({ label: none, within: [], value: { vi: text, en: text } });

/** Any place of the kind. */
const places: Readonly<Record<PartKind, string>> = {
  set: 'set',
  groups: 'groups.0',
  criteria: 'groups.0.criteria.0',
  sub: 'groups.0.criteria.0.sub.0',
  requirements: 'requirements.0',
  figures: 'figures.0',
  indicators: 'indicators.0',
  grades: 'grades.0',
  support: 'support.0',
};
