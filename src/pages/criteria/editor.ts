// A draft written one part at a time: the form of the part, kept as soon as it can be read, whatever is still wrong with
// the whole set.
import { permissions } from '../../engine/permissions.ts';
import { criteriaSet, type CriteriaSet } from '../../../machines/criteria/set.ts';
import { changeDraft, readSet, type SetRead } from '../../criteria/sets.ts';
import type { Person } from '../../engine/rights.ts';
import { parse } from '../../engine/validate.ts';
import { byOf, keyOf } from '../../http/criteria-sets.ts';
import type { Fields, Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import { Problem } from '../../problem.ts';
import { blankSheet, sheetOf, type Sheet, type SheetSource } from '../form/sheet.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import { formOfPart, partTitles } from './part-forms.ts';
import { itemOf, startOf } from './part-values.ts';
import {
  isPlace,
  itemAt,
  placeForm,
  placeOf,
  withItem,
  withItemMoved,
  withoutItem,
  type Place,
} from './place.ts';
import { at, ofSet, type At, type CriteriaPageDeps } from './sets.ts';
import { addressOfSet, faultViews, versionView } from './set-view.ts';
import { z } from 'zod';

const about = {
  path: `${ofSet}/edit`,
  title: { vi: 'Soạn bộ tiêu chí', en: 'Write a criteria set' },
  roles: permissions.draftCriteria,
  params: at,
} as const;

export function editorPages(deps: CriteriaPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      ...about,
      id: 'editCriteriaPage',
      query: { at: z.string().max(60) },
      async handle({ person, params, query }) {
        const edited = await editing(deps, person, params, query.at);
        return drawn(edited, blankSheet(sourceOf(edited), undefined), {});
      },
    }),
    page({
      ...about,
      id: 'saveCriteriaPage',
      method: 'POST',
      handle: (call) => sent(deps, call),
    }),
  ];
}

type Edited = { read: SetRead; place: Place; item: Record<string, unknown> | undefined };

/** @throws Problem `not-found` when it is no draft, or nothing stands there */
async function editing(
  { knex }: CriteriaPageDeps,
  person: Person,
  params: At,
  given: string | undefined,
): Promise<Edited> {
  const read = await readSet(knex, keyOf(person, params));
  if (read.status !== 'draft' || !placeForm.test(given ?? '')) throw new Problem('not-found');
  const place = placeOf(given as string);
  if (!isPlace(read.content, place)) throw new Problem('not-found');
  return { read, place, item: itemAt(read.content, place) };
}

function sourceOf({ read: { content }, place, item }: Edited): SheetSource {
  const payload = formOfPart(place.kind, content, item);
  const fill = () => startOf(place, item, countOf(content, place));
  return { event: { payload, examples: [], fill }, accounts: undefined, data: {} };
}

function countOf(content: CriteriaSet, { list }: Place): number {
  const items = list.reduce<unknown>(
    (node, step) => (node as Record<string, unknown> | undefined)?.[step],
    content,
  );
  return Array.isArray(items) ? items.length : 0;
}

type Standing = { status?: number; edition?: number; stale?: boolean };

function drawn(edited: Edited, sheet: Sheet, standing: Standing): PageAnswer {
  const { read, place, item } = edited;
  const address = addressOfSet(read);
  const { status = 200, edition = read.edition, stale = false } = standing;
  const here = `${address}/edit?at=${place.at}#`;
  const wrong = faultViews(read.content, address).filter(({ href }) => `${href}#`.startsWith(here));
  const model = {
    dense: true,
    version: versionView(read),
    address,
    place,
    title: partTitles[place.kind],
    itemId: idOf(item),
    subs: item?.['sub'] ?? [],
    last: place.index === countOf(read.content, place) - 1,
    sheet,
    wrong,
    edition,
    stale,
  };
  return { view: 'criteria/edit', model, status };
}

/** What an item is known by. */
function idOf(item: Edited['item'] = {}): unknown {
  return item['id'] ?? item['criterion'] ?? '';
}

type Call = PageCall<At>;

async function sent(deps: CriteriaPageDeps, call: Call): Promise<PageAnswer> {
  const { person, params, fields } = call;
  const edited = await editing(deps, person, params, one(fields, '_at'));
  checkSame(edited, fields);
  const arranged = arrange(edited, one(fields, '_do'));
  if (arranged) {
    await save(deps, call, arranged);
    return { to: `${addressOfSet(params)}?done=saved` };
  }
  const sheet = sheetOf(sourceOf(edited), fields);
  const edition = Number(one(fields, '_edition'));
  if (sheet.step === 'change') return drawn(edited, sheet, { edition });
  if (sheet.faults.length > 0) return drawn(edited, sheet, { edition, status: 422 });
  const content = withItem(
    edited.read.content,
    edited.place,
    itemOf(edited.place, sheet.payload, edited.item),
  );
  const found = [...missingScale(sheet.payload), ...faultsOf(edited, content)];
  if (found.length > 0) {
    const faults = sheet.faultsOf(found, '');
    return drawn(edited, { ...sheet, ...faults }, { edition, status: 422 });
  }
  return saved(deps, call, { edited, sheet, content });
}

type Saving = { edited: Edited; sheet: Sheet; content: CriteriaSet };

/** What somebody else changed meanwhile stays; the form comes back with what was filled in. */
async function saved(
  deps: CriteriaPageDeps,
  call: Call,
  { edited, sheet, content }: Saving,
): Promise<PageAnswer> {
  try {
    await save(deps, call, content);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'stale') throw error;
    return drawn(edited, sheet, { status: 412, stale: true });
  }
  const { at: place, list } = edited.place;
  const anchor = list.length === 0 ? 'about' : place.replace('new', 'last');
  return { to: `${addressOfSet(call.params)}?done=saved#${anchor}` };
}

async function save(
  { once, clock }: CriteriaPageDeps,
  call: Call,
  content: CriteriaSet,
): Promise<void> {
  const { person, params, fields } = call;
  const key = { ...keyOf(person, params), edition: Number(one(fields, '_edition')) };
  await once(call, async (tx) => {
    const { edition } = await changeDraft(tx, key, content, byOf(person, clock));
    return { edition };
  });
}

/** A list may have moved under the form: what stands there now must be what was edited. */
function checkSame({ item }: Edited, fields: Fields): void {
  if ((one(fields, '_id') ?? '') === idOf(item)) return;
  throw new Problem('stale', {
    detail: {
      vi: 'Bản thảo đã được người khác sắp xếp lại; hãy mở lại bộ tiêu chí rồi sửa tiếp',
      en: 'Somebody has rearranged the draft; open the set again and go on from there',
    },
  });
}

function arrange({ read: { content }, place }: Edited, how: string | undefined) {
  if (how === 'up') return withItemMoved(content, place, -1);
  if (how === 'down') return withItemMoved(content, place, 1);
  return how === 'remove' ? withoutItem(content, place) : undefined;
}

type Found = { pointer: string; code: string; detail: { vi: string; en: string } };

/** Bands or a check were asked for and not given. */
function missingScale(payload: Record<string, unknown>): Found[] {
  const by = payload['scoredBy'];
  const name = typeof by === 'string' && by !== 'judgement' ? by : undefined;
  if (name === undefined || payload[name] !== undefined) return [];
  const detail = { vi: 'hãy điền', en: 'fill this in' };
  return [{ pointer: `/${name}`, code: 'too_small', detail }];
}

/** What the form of one part cannot know: that the whole can still be read as a set. */
function faultsOf({ read, place }: Edited, content: CriteriaSet): Found[] {
  const parsed = parse(criteriaSet, content);
  if (parsed.ok) return [];
  const index = place.index ?? countOf(read.content, place);
  const prefix = place.kind === 'set' ? '' : `/${[...place.list, index].join('/')}`;
  return parsed.faults.map((fault) => ({ ...fault, pointer: fault.pointer.slice(prefix.length) }));
}
