// What an applicant has to put right, item by item: each with its own words and file, handed in from a phone, and checked
// by whoever prepares or judges the case. Which events do so is said by the process.
import { processOf } from '../../machines/index.ts';
import type { Checklist } from '../../machines/glance.ts';
import type { LocalDate } from '../../machines/calendar.ts';
import type { Cases } from '../engine/cases.ts';
import { readRow, type Reading } from '../engine/reading.ts';
import type { Person } from '../engine/rights.ts';
import { rowKey } from '../http/bulk.ts';
import { mostBytes, receiveFile } from '../http/file-sending.ts';
import { readDossier, type FileDeps } from '../http/files.ts';
import { one } from '../http/page-form.ts';
import type { Fields, Operation, Receive, RequestKey } from '../http/operation.ts';
import { problemOf, statusOf } from '../http/problems.ts';
import { id } from '../http/shapes.ts';
import { Problem, problemTexts } from '../problem.ts';
import type { Text } from '../../machines/text.ts';
import { kindsTaken } from './file-place.ts';
import { dateOf } from './form/value.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';
import { z } from 'zod';

export type ChecklistDeps = FileDeps & {
  page: PageMaker;
  reading: Reading;
  cases: Pick<Cases, 'advance'>;
};

const path = '/cases/{id}/checklist';
const title = { vi: 'Những việc phải khắc phục', en: 'What must be put right' };
/** Of the case, as it was read. */
const version = z.coerce.number().int().min(1);
const no = z.coerce.number().int().min(1).max(100);

export function checklistPages(deps: ChecklistDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      id: 'checklistPage',
      path,
      title,
      params: { id },
      query: { done: no.optional() },
      handle: (call) => shown(deps, call, undefined, call.query.done),
    }),
    page({
      id: 'handInItemPage',
      method: 'POST',
      path: `${path}/{no}`,
      title: { vi: 'Nộp minh chứng cho một nội dung', en: 'Hand in evidence for one item' },
      params: { id, no },
      upload: { files: 1, fileBytes: mostBytes },
      body: { text: z.string().max(4_000).optional() },
      handle: (call) => handedIn(deps, call),
    }),
    page({
      id: 'checkItemPage',
      method: 'POST',
      path: `${path}/{no}/check`,
      title: { vi: 'Xem xét minh chứng của một nội dung', en: 'Check the evidence for one item' },
      params: { id, no },
      handle: (call) => checked(deps, call),
    }),
  ];
}

/** What could not be recorded, of which item, with what was filled in. */
type Fault = { no: number; texts: Text[]; status: number; fields: Fields };
type Call = PageCall<{ id: string }, object>;
type ItemCall = PageCall<{ id: string; no: number }, object>;

/** @throws Problem `not-found` when nothing is asked for */
async function listOf(
  { knex, reading }: ChecklistDeps,
  person: Person,
  caseId: string,
): Promise<{ view: Awaited<ReturnType<Reading['read']>>; list: Checklist }> {
  const [view, row] = await Promise.all([
    reading.read(person, caseId),
    readRow(knex, person, caseId),
  ]);
  const list = processOf(row.process).checklist?.(view.data);
  if (!list?.acts) throw new Problem('not-found');
  return { view, list };
}

async function shown(
  deps: ChecklistDeps,
  { person, params }: Pick<Call, 'person' | 'params'>,
  fault?: Fault,
  done?: number,
): Promise<PageAnswer> {
  const [{ view, list }, { actions }, { slots, limits }] = await Promise.all([
    listOf(deps, person, params.id),
    deps.reading.actions(person, params.id),
    readDossier(deps, person, params.id),
  ]);
  const may = (event?: string) => actions.some(({ type, enabled }) => enabled && type === event);
  const today = deps.clock.today();
  const items = list.items.map((item, index) => {
    const slot = slots.find((each) => each.id === item.slot);
    const owed = item.state === 'open' || item.state === 'notAccepted';
    return {
      ...item,
      no: index + 1,
      owed,
      late: view.open && owed && isPast(item.dueOn, today),
      sent: (slot?.versions ?? []).filter((file) => item.files?.includes(file.id)),
      ...kindsTaken(slot?.kinds ?? []),
    };
  });
  const model = {
    case: view,
    list,
    items,
    left: items.filter(({ owed }) => owed).length,
    mayHandIn: may(list.acts?.handsIn),
    // In this state what was handed in before is not asked for again.
    mayCheck: may(list.acts?.checks),
    mostMb: limits.fileBytes / 1024 / 1024,
    fault,
    filled: (name: string) => fault && one(fault.fields, name),
    done,
  };
  return { view: 'checklist', model, status: fault?.status ?? 200 };
}

const isPast = (day: LocalDate | undefined, today: LocalDate): boolean =>
  day !== undefined && day < today;

/** The file first, when there is one: then the event finds it in its place. */
async function handedIn(deps: ChecklistDeps, call: ItemCall): Promise<PageAnswer> {
  const { person, params } = call;
  const { list } = await listOf(deps, person, params.id);
  const slot = list.items[params.no - 1]?.slot;
  if (!list.acts || slot === undefined) throw new Problem('not-found');
  const sent = await sentFile(deps, call, slot);
  const text = one(sent.fields, 'text')?.trim();
  const payload = { item: params.no, ...(text ? { text } : {}) };
  const asked = { by: person, type: list.acts.handsIn, payload, key: rowKey(sent.key, 'item') };
  return orAgain(deps, call, sent.fields, async () => {
    if (sent.error !== undefined) throw sent.error;
    await deps.cases.advance(params.id, asked);
  });
}

type Sent = { fields: Fields; key: RequestKey; error?: Error };

/** A form without a file is no fault here; a file that is refused is told beside the item. */
async function sentFile(deps: ChecklistDeps, call: ItemCall, slot: string): Promise<Sent> {
  const { person, params, receive } = call;
  let read: { fields: Fields; key: RequestKey } | undefined;
  const noting: Receive<unknown> = async (take) => {
    const received = await receive(take);
    const { text = '' } = received.fields as { text?: string };
    read = { fields: { text: [text] }, key: received.key };
    return received;
  };
  try {
    await receiveFile(deps, { person, caseId: params.id, receive: noting, slotOf: () => slot });
  } catch (error) {
    if (read === undefined) throw error;
    const missing = problemOf(error).extra.errors?.[0]?.code === 'missing';
    if (!missing) return { ...read, error: error as Error };
  }
  return read as NonNullable<typeof read>;
}

async function checked(deps: ChecklistDeps, call: ItemCall): Promise<PageAnswer> {
  const { person, params, fields, key } = call;
  const { list } = await listOf(deps, person, params.id);
  if (!list.acts) throw new Problem('not-found');
  const type = list.acts.checks;
  const expect = version.safeParse(one(fields, 'version')).data ?? 0;
  const verdict = one(fields, 'verdict');
  const reason = verdict === 'notAccepted' ? one(fields, 'reason')?.trim() : undefined;
  const dueOn = verdict === 'notAccepted' ? dateOf(one(fields, 'dueOn') ?? '') : undefined;
  const payload = {
    item: params.no,
    verdict,
    ...(reason ? { reason } : {}),
    ...(dueOn ? { dueOn } : {}),
  };
  return orAgain(deps, call, fields, async () => {
    await deps.cases.advance(params.id, { by: person, type, payload, key, expect });
  });
}

/** What people can mend comes back beside the item. */
async function orAgain(
  deps: ChecklistDeps,
  { person, params }: ItemCall,
  fields: Fields,
  work: () => Promise<void>,
): Promise<PageAnswer> {
  try {
    await work();
    return { to: `/cases/${params.id}/checklist?done=${params.no}#item-${params.no}` };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (!['invalid', 'refused', 'too-large', 'too-many', 'stale'].includes(code)) throw error;
    const reasons = (extra.reasons ?? []) as { title: Text; remedy: Text }[];
    const said = reasons.map(({ title: { vi, en }, remedy }) => ({
      vi: `${vi}. ${remedy.vi}`,
      en: `${en}. ${remedy.en}`,
    }));
    const wrong = (extra.errors ?? []).map(({ detail }) => detail);
    const texts = [...said, ...wrong];
    const told = texts.length > 0 ? texts : [extra.detail ?? problemTexts[code]];
    return shown(deps, { person, params }, { no: params.no, texts: told, status: statusOf[code], fields }); // prettier-ignore
  }
}
