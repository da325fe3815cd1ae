// The application and the commitment of each member, to be printed and signed by hand: who in the list has which, one
// file for each member and one for all. Drawn when asked for; a co-founder is given only what is their own.
import type { Knex } from 'knex';
import type { Founding, Person as Founder } from '../../machines/founding/data.ts';
import type { Press } from '../documents/press.ts';
import type { PaperInput, Papers } from '../documents/paper.ts';
import { ownMembers, ownPapers, type OwnMember } from '../drafting/own-papers.ts';
import type { Clock } from '../clock.ts';
import type { CaseView, Reading } from '../engine/reading.ts';
import { oversees, type Person } from '../engine/rights.ts';
import { attachment } from '../http/disposition.ts';
import type { Operation } from '../http/operation.ts';
import { id, wholeNumber } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import { wordingAt } from '../wording/wordings.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type MemberPapersDeps = {
  page: PageMaker;
  knex: Knex;
  clock: Clock;
  reading: Reading;
  press: Pick<Press, 'build'>;
};

type Call = PageCall<{ id: string }, { no?: number | undefined }>;

export function memberPaperPages(deps: MemberPapersDeps): Operation[] {
  const path = '/cases/{id}/member-papers';
  return [
    deps.page({
      id: 'memberPapersPage',
      path,
      title: { vi: 'Đơn và cam kết của từng thành viên', en: 'Papers of each member' },
      params: { id },
      handle: async (call: Call) => {
        const { view, members } = await listed(deps, call);
        return { view: 'member-papers', model: { case: view, members } };
      },
    }),
    deps.page({
      id: 'memberPapersFile',
      path: `${path}/file`,
      title: { vi: 'Đơn và cam kết để in và ký', en: 'The papers to print and sign' },
      params: { id },
      query: { no: wholeNumber(1, 9_999).optional() },
      handle: (call: Call) => drawn(deps, call),
    }),
  ];
}

/** Those whose papers this person may have. @throws Problem `not-found` for a case of another process */
async function listed({ reading }: MemberPapersDeps, { person, params }: Call) {
  const view = await reading.read(person, params.id);
  if (view.process.id !== 'founding') throw new Problem('not-found');
  return { view, members: membersFor(view, person) };
}

/** The representative and the alliance have all of them, a founder what is of them, others nothing. */
export function membersFor({ process, data: given }: CaseView, person: Person): OwnMember[] {
  if (process.id !== 'founding') return [];
  const data = given as unknown as Founding;
  const all = ownMembers(data).filter(({ no, name }) => no !== undefined && name !== undefined);
  if (oversees(person) || data.representative.account === person.id) return all;
  return ownAmong(all, data, person);
}

/**
 * The list knows no accounts: somebody is the member of their name, or the one who speaks for an organisation; where two
 * bear it, the one of their e-mail; else nobody.
 */
function ownAmong(all: readonly OwnMember[], data: Founding, { id: account }: Person): OwnMember[] {
  const founders: Founder[] = [data.representative, ...data.founders];
  const me = founders.find((each) => each.account === account);
  if (!me) return [];
  const bears = (name: string | undefined): boolean => letters(name ?? '') === letters(me.name);
  const mine = all.filter(({ name, representative }) => bears(representative ?? name));
  const alone = mine.length === 1 && founders.filter(({ name }) => bears(name)).length === 1;
  return alone ? mine : mine.filter(({ email }) => email !== undefined && email === me.email);
}

/** Bảy and Bẩy are two people. */
const letters = (name: string): string =>
  name.normalize('NFC').toLocaleLowerCase('vi').replaceAll(/\s+/g, ' ').trim();

async function drawn(deps: MemberPapersDeps, call: Call): Promise<PageAnswer> {
  const { person, query } = call;
  const { view, members } = await listed(deps, call);
  const chosen = members.filter(({ no }) => query.no === undefined || no === query.no);
  const [first, ...others] = await inputsFor(deps, { person, view, members: chosen });
  if (!first) throw new Problem('not-found');
  const body = await deps.press.build([first, ...others] satisfies Papers);
  const whose = query.no === undefined ? '' : ` ${query.no}`;
  const name = attachment(`Đơn và cam kết${whose} ${view.number}.pdf`);
  const headers = { 'Content-Disposition': name.replace(/^attachment/, 'inline') };
  return { reply: { body: Buffer.from(body), type: 'application/pdf', headers } };
}

type About = { person: Person; view: CaseView; members: readonly OwnMember[] };

async function inputsFor(
  { knex, clock }: MemberPapersDeps,
  { person, view, members }: About,
): Promise<PaperInput[]> {
  const { allianceId } = person;
  const wordingOf = (name: string) =>
    wordingAt(knex, { allianceId, kind: 'document', name }, clock.now());
  const [alliance, application, commitment] = await Promise.all([
    knex('alliances').where({ id: allianceId }).first('name', 'abbreviation', 'place'),
    wordingOf('OWN_APPLICATION'),
    wordingOf('OWN_COMMITMENT'),
  ]);
  const wordings = { OWN_APPLICATION: application, OWN_COMMITMENT: commitment };
  const about = { case: { number: view.number, title: view.title, process: '' } };
  return members
    .flatMap((member) => ownPapers(view.data as unknown as Founding, member))
    .map(({ kind, data, signer }) => ({
      kind,
      organisation: alliance as PaperInput['organisation'],
      data: { ...data, ...about },
      signer,
      ...(wordings[kind] ? { wording: wordings[kind].text } : {}),
    }));
}
