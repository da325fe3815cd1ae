// My score sheet: filled in over several sittings, kept for nobody but me, then handed in and sealed. And the scores side
// by side once they are open, the largest differences first.
import type { CaseView } from '../../engine/reading.ts';
import type { Person } from '../../engine/rights.ts';
import { createSheetDrafts, type SheetDraft, type SheetDrafts } from '../../engine/sheet-drafts.ts';
import { one } from '../../http/page-form.ts';
import type { Fields, Operation, RequestKey } from '../../http/operation.ts';
import { scoresFor } from '../../http/scoring.ts';
import { id } from '../../http/shapes.ts';
import { Problem } from '../../problem.ts';
import type { PageAnswer } from '../page.ts';
import { refusalOf } from './board-acts.ts';
import { roomOf, type Refusal } from './boards.ts';
import type { DeskPageDeps } from './desk.ts';

type Deps = DeskPageDeps & { drafts: SheetDrafts };

export function scoreSheetPages(given: DeskPageDeps): Operation[] {
  const deps = { ...given, drafts: createSheetDrafts(given.knex, given.vault, given.clock) };
  const { page } = deps;
  const sheet = {
    path: '/boards/{id}/sheet',
    title: { vi: 'Phiếu chấm điểm', en: 'Score sheet' },
    params: { id },
  } as const;
  return [
    page({
      ...sheet,
      id: 'sheetPage',
      async handle({ person, params }) {
        const kept = await deps.drafts.read(params.id, person.id);
        return drawn(deps, person, params.id, kept ? { kept, back: true } : {});
      },
    }),
    page({
      ...sheet,
      id: 'sendSheetPage',
      method: 'POST',
      handle: ({ person, params, fields, key }) =>
        sent(deps, { person, caseId: params.id, fields, key }),
    }),
    page({
      id: 'scoresPage',
      path: '/boards/{id}/scores',
      title: { vi: 'So sánh điểm', en: 'Scores side by side' },
      params: { id },
      handle: ({ person, params }) => compared(deps, person, params.id),
    }),
  ];
}

async function compared(deps: Deps, person: Person, caseId: string): Promise<PageAnswer> {
  const [view, scores] = await Promise.all([
    deps.reading.read(person, caseId),
    scoresFor(deps.reading, person, caseId),
  ]);
  const order = scores.moderation;
  const apart = order.flatMap((each) => scores.lines.filter(({ criterion }) => criterion === each));
  const rest = scores.lines.filter(({ criterion }) => !order.includes(criterion));
  const model = { dense: true, case: view, scores, lines: [...apart, ...rest] };
  return { view: 'boards/scores', model };
}

type Filled = {
  /** What was filled in: kept before, or just sent. */
  kept?: SheetDraft;
  /** It comes from the draft. */
  back?: true;
  refusal?: Refusal;
};

async function drawn(
  deps: Deps,
  person: Person,
  caseId: string,
  { kept = {}, back, refusal }: Filled,
): Promise<PageAnswer> {
  const { view, actions } = await roomOf(deps, person, caseId);
  const action = actions.find(({ type }) => type === view.scoring?.event);
  const groups = groupsOf(view, kept);
  const model = { dense: true, case: view, action, groups, refusal, back };
  return { view: 'boards/sheet', model, status: refusal?.status ?? 200 };
}

function groupsOf({ scoring }: CaseView, kept: SheetDraft): object[] {
  return (scoring?.groups ?? []).map(({ title, lines }) => ({
    title,
    lines: lines.map((line) => ({
      ...line,
      value: kept[`value.${line.criterion}`],
      comment: kept[`comment.${line.criterion}`],
    })),
  }));
}

type Sent = { person: Person; caseId: string; fields: Fields; key: RequestKey };

async function sent(deps: Deps, { person, caseId, fields, key }: Sent): Promise<PageAnswer> {
  const { view, actions } = await roomOf(deps, person, caseId);
  const { scoring, version } = view;
  if (!scoring) throw new Problem('not-found');
  const kept = draftOf(view, fields);
  const may = actions.some(({ type, enabled }) => enabled && type === scoring.event);
  if (one(fields, 'act') === 'keep' && may) {
    await deps.drafts.keep(caseId, person.id, kept);
    return { to: `/boards/${caseId}/sheet` };
  }
  const payload = { scores: linesOf(view).flatMap(filledIn(kept)) };
  try {
    const request = { by: person, type: scoring.event, payload, key };
    await deps.cases.advance(caseId, { ...request, expect: version });
    await deps.drafts.drop(caseId, person.id);
    return { to: `/boards/${caseId}` };
  } catch (error) {
    return drawn(deps, person, caseId, { kept, refusal: refusalOf(error) });
  }
}

type SheetLine = NonNullable<CaseView['scoring']>['groups'][number]['lines'][number];

function linesOf({ scoring }: CaseView): SheetLine[] {
  return (scoring?.groups ?? []).flatMap(({ lines }) => lines);
}

/** The fields of the sheet, and no others. */
function draftOf(view: CaseView, fields: Fields): SheetDraft {
  const names = linesOf(view).flatMap(({ criterion }) => [
    `value.${criterion}`,
    `comment.${criterion}`,
  ]);
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = one(fields, name)?.slice(0, 200);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** A line left empty is not handed in; points may be written with a comma. */
function filledIn(kept: SheetDraft): (line: SheetLine) => object[] {
  return ({ criterion, most }) => {
    const value = kept[`value.${criterion}`]?.trim();
    if (value === undefined || value === '') return [];
    const comment = kept[`comment.${criterion}`]?.trim();
    const said = comment ? { criterion, comment } : { criterion };
    if (most === undefined) return [{ ...said, met: value === 'true' }];
    const points = Number(value.replace(',', '.'));
    return [{ ...said, points: Number.isFinite(points) ? points : value }];
  };
}
