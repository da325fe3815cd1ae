// The dossier of a case for people: what belongs in it, what is there in which version, what was refused and why, and
// sending a file into its place. Works without scripts.
import { remarkOn, takeBack } from '../http/file-acts.ts';
import { receiveFile, mostBytes } from '../http/file-sending.ts';
import { readDossier, type FileDeps } from '../http/files.ts';
import { slotId } from '../http/file-shapes.ts';
import { one } from '../http/page-form.ts';
import type { Operation } from '../http/operation.ts';
import { id } from '../http/shapes.ts';
import type { Reading, CaseView } from '../engine/reading.ts';
import { may } from '../engine/permissions.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import type { Text } from '../../machines/text.ts';
import { headingFor } from './desk/case-heading.ts';
import { faultIn, kindsTaken } from './file-place.ts';
import { membersFor } from './member-papers.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type DossierPageDeps = FileDeps & { page: PageMaker; reading: Reading };

type Params = { id: string };
type Call<P extends Params = Params> = PageCall<P, { done?: string | undefined }>;

/** What was sent, and what is wrong with it. */
type Fault = { slot?: string; text: Text; status: number };

const path = '/cases/{id}/dossier';
const title = { vi: 'Bộ hồ sơ', en: 'Dossier' };

export function dossierPages(deps: DossierPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      id: 'dossierPage',
      path,
      title,
      params: { id },
      query: { done: slotId.optional() },
      handle: (call: Call) => shown(deps, call),
    }),
    page({
      id: 'sendFilePage',
      method: 'POST',
      path: `${path}/{slot}`,
      title: { vi: 'Gửi tệp vào bộ hồ sơ', en: 'Send a file into the dossier' },
      params: { id, slot: slotId },
      upload: { files: 1, fileBytes: mostBytes },
      handle: (call) => sent(deps, call),
    }),
    fileActPage(deps),
  ];
}

/** Remarks on a file, and taking one's own back. */
function fileActPage(deps: DossierPageDeps): Operation {
  return deps.page({
    id: 'fileActPage',
    method: 'POST',
    path: `${path}/files/{fileId}`,
    title: { vi: 'Nhận xét hoặc rút tệp', en: 'Remark on a file, or take it back' },
    params: { id, fileId: id },
    async handle(call) {
      const { fields, params } = call;
      return orAgain(deps, call, one(fields, 'slot'), async () => {
        if (one(fields, 'what') === 'withdraw') await takeBack(deps, call, params.fileId);
        else await remarkOn(deps, call, { fileId: params.fileId, text: remarkIn(fields) });
        return one(fields, 'slot');
      });
    },
  });
}

function remarkIn(fields: PageCall['fields']): string {
  const text = one(fields, 'text')?.trim() ?? '';
  if (text !== '' && text.length <= 4_000) return text;
  const detail = { vi: 'Hãy viết nhận xét, nhiều nhất 4.000 ký tự', en: 'Write a remark' };
  throw new Problem('invalid', { errors: [{ pointer: '/text', code: 'text', detail }] });
}

async function sent(
  deps: DossierPageDeps,
  call: Call<Params & { slot: string }>,
): Promise<PageAnswer> {
  const { person, params, receive } = call;
  const { id: caseId, slot } = params;
  return orAgain(deps, call, slot, async () => {
    await receiveFile(deps, { person, caseId, receive, slotOf: () => slot });
    return slot;
  });
}

/** What people can mend is told beside the place; the rest is a problem like any other. */
async function orAgain(
  deps: DossierPageDeps,
  call: Call,
  slot: string | undefined,
  work: () => Promise<string | undefined>,
): Promise<PageAnswer> {
  const known = slotId.safeParse(slot).data;
  try {
    await work();
    const place = known === undefined ? '' : `?done=${known}#${known}`;
    return { to: `/cases/${call.params.id}/dossier${place}` };
  } catch (error) {
    const fault = { ...faultIn(error), ...(known === undefined ? {} : { slot: known }) };
    return shown(deps, { ...call, query: {} }, fault);
  }
}

async function shown(
  deps: DossierPageDeps,
  { person, params, query }: Call,
  fault?: Fault,
): Promise<PageAnswer> {
  const [heading, dossier, view] = await Promise.all([
    headingFor(deps.knex, person, params.id, '/dossier'),
    readDossier(deps, person, params.id),
    deps.reading.read(person, params.id),
  ]);
  const name = namesIn(view);
  const slots = dossier.slots.map((slot) => shownSlot(slot, person, name));
  const model = {
    dense: true,
    heading,
    slots,
    memberPapers: membersFor(view, person).length,
    missing: slots.filter((slot) => slot.missing),
    open: view.open,
    speaks: may(person, 'speakOnFiles'),
    mostMb: dossier.limits.fileBytes / 1024 / 1024,
    most: dossier.limits.fileBytes,
    done: slots.find((slot) => slot.id === query.done),
    fault,
  };
  return { view: 'case/dossier', model, status: fault?.status ?? 200 };
}

type Names = (account: string) => string | null;
type Slot = Awaited<ReturnType<typeof readDossier>>['slots'][number];

function shownSlot(slot: Slot, person: Person, name: Names) {
  // The newest first; what was refused has no number and comes after what is kept.
  const versions = slot.versions.toSorted((a, b) => (b.version ?? 0) - (a.version ?? 0));
  return {
    ...slot,
    ...kindsTaken(slot.kinds),
    versions: versions.map((file) => ({
      ...file,
      by: name(file.sentBy),
      mine: file.sentBy === person.id,
      remarks: file.remarks.map((each) => ({ ...each, by: name(each.by) })),
    })),
  };
}

/** Names of those this person may know of in the case; nothing for others. */
function namesIn({ parties, assignee }: CaseView): Names {
  const known = new Map([...parties, ...(assignee ? [assignee] : [])].map((who) => [who.id, who]));
  return (account) => known.get(account)?.name ?? null;
}
