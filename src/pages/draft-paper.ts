// A paper as it would be drawn up, before the act that issues it: to be read and judged. It says on every page that it
// is a draft, and has neither number nor code nor signature.
import { z } from 'zod';
import type { Press } from '../documents/press.ts';
import type { PaperInput } from '../documents/paper.ts';
import { createDraftPapers, type DraftPaper } from '../engine/preview.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Clock } from '../clock.ts';
import type { Person } from '../engine/rights.ts';
import { attachment } from '../http/disposition.ts';
import type { Operation } from '../http/operation.ts';
import { one } from '../http/page-form.ts';
import { id, localDate, wholeNumber } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import { wordingAt } from '../wording/wordings.ts';
import { placeOf, type ActDeps } from './act.ts';
import { sheetOf } from './form/sheet.ts';
import type { PageAnswer, PageCall } from './page.ts';

export type DraftPaperDeps = ActDeps & {
  almanac: Almanac;
  clock: Clock;
  press: Pick<Press, 'build'>;
};

const about = {
  path: '/cases/{id}/acts/{event}/draft',
  title: { vi: 'Bản dự thảo của giấy tờ', en: 'A paper as a draft' },
  params: { id, event: z.string().max(64) },
} as const;

const places = 99;
const place = wholeNumber(0, places);
type Call = PageCall<{ id: string; event: string }>;

/** With what is filled in so far, or for an act that asks nothing. */
export function draftPaperPages(deps: DraftPaperDeps): Operation[] {
  return [
    deps.page({
      ...about,
      id: 'draftPaperPage',
      query: { paper: place.optional() },
      handle: (call) => drawn(deps, call, { payload: {}, paper: call.query.paper ?? 0 }),
    }),
    deps.page({
      ...about,
      id: 'filledDraftPaperPage',
      method: 'POST',
      keyless: true,
      async handle(call) {
        const { source } = await placeOf(deps, call);
        const { payload, faults } = sheetOf(source, call.fields);
        if (faults.length > 0) return { to: `/cases/${call.params.id}/acts/${call.params.event}` };
        const occurredOn = localDate.safeParse(one(call.fields, '_on')).data;
        const paper = place.safeParse(one(call.fields, '_paper') ?? '0').data ?? places;
        return drawn(deps, call, { payload, occurredOn, paper });
      },
    }),
  ];
}

type Asked = { payload: unknown; occurredOn?: string | undefined; paper: number };

async function drawn(
  deps: DraftPaperDeps,
  { person, params }: Call,
  { paper, ...given }: Asked,
): Promise<PageAnswer> {
  const looked = { type: params.event, ...given };
  const draft = (await createDraftPapers(deps)(person, params.id, looked))[paper];
  if (!draft) throw new Problem('not-found');
  const body = await deps.press.build(await inputFor(deps, { person, caseId: params.id, draft }));
  const name = attachment(`${draft.title.vi}.pdf`).replace(/^attachment/, 'inline');
  const headers = { 'Content-Disposition': name };
  return { reply: { body: Buffer.from(body), type: 'application/pdf', headers } };
}

type About = { person: Person; caseId: string; draft: DraftPaper };

async function inputFor(
  { knex, reading, clock }: DraftPaperDeps,
  { person, caseId, draft }: About,
): Promise<PaperInput> {
  const home = { allianceId: person.allianceId, kind: 'document', name: draft.kind } as const;
  const [view, alliance, wording] = await Promise.all([
    reading.read(person, caseId),
    knex('alliances')
      .where({ id: person.allianceId })
      .first('name', 'abbreviation', 'place', 'parent'),
    wordingAt(knex, home, clock.now()),
  ]);
  const { name, abbreviation, place: seat, parent } = alliance;
  const { signer, ...data } = draft.data as { signer?: PaperInput['signer'] };
  return {
    kind: draft.kind,
    organisation: { name, abbreviation, place: seat, ...(parent ? { parent } : {}) },
    data: { ...data, case: { number: view.number, title: view.title, process: '' } },
    mark: 'DỰ THẢO',
    ...(signer ? { signer } : {}),
    ...(wording ? { wording: wording.text } : {}),
  };
}
