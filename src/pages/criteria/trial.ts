// The form that a version gives, as a cooperative will see it, and what figures put into it would score; nothing is kept.
import { permissions } from '../../engine/permissions.ts';
import { assess } from '../../../machines/criteria/assess.ts';
import type { Figures } from '../../../machines/criteria/set.ts';
import { hundredths } from '../../../machines/criteria/sheet.ts';
import { readSet } from '../../criteria/sets.ts';
import { thresholdOf } from '../../http/criteria-preview.ts';
import { keyOf } from '../../http/criteria-sets.ts';
import type { Operation } from '../../http/operation.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import { workedOut } from './arithmetic.ts';
import { standingOf } from './assessment.ts';
import { at, ofSet, type At, type CriteriaPageDeps } from './sets.ts';
import { addressOfSet, versionView } from './set-view.ts';
import { drawnSheet, emptySheet, sheetIn } from './sheet-form.ts';
import { unitWords } from './words.ts';

export function trialPages(deps: CriteriaPageDeps): Operation[] {
  const about = {
    path: `${ofSet}/form`,
    title: { vi: 'Xem thử phiếu tự đánh giá', en: 'Preview of the form' },
    roles: permissions.oversee,
    params: at,
  } as const;
  return [
    deps.page({ ...about, id: 'previewFormPage', handle: (call) => shown(deps, call) }),
    deps.page({
      ...about,
      id: 'tryFormPage',
      method: 'POST',
      keyless: true,
      handle: (call) => shown(deps, call),
    }),
  ];
}

async function shown(
  { knex, almanac }: CriteriaPageDeps,
  { person, params, fields, ctx }: PageCall<At>,
): Promise<PageAnswer> {
  const read = await readSet(knex, keyOf(person, params));
  const set = read.content;
  const { faults, figures: given, self } = sheetIn(set, fields);
  const figures: Figures = Object.fromEntries(given.map(({ figure, value }) => [figure, value]));
  const lines = self.map(({ points, ...line }) => ({
    ...line,
    ...(points === undefined ? {} : { points: hundredths(points) }),
  }));
  const tried = ctx.method === 'POST' && faults.length === 0;
  const assessed = assess(set, { figures, self: lines }, await thresholdOf(almanac, person));
  const sent = ctx.method === 'POST' ? { fields, faults } : undefined;
  const model = {
    version: versionView(read),
    address: addressOfSet(read),
    set,
    sheet: drawnSheet(set, emptySheet, sent),
    tried,
    assessed,
    ...standingOf(set, assessed),
    worked: workedOut(set, figures),
    faults,
    units: unitWords,
  };
  return { view: 'criteria/trial', model, status: faults.length > 0 ? 422 : 200 };
}
