// Certificates of those who sign with a token: noted from a file or pasted, and withdrawn.
import { z } from 'zod';
import { listAtWork } from '../../accounts/accounts.ts';
import { addSignerCertificate, listSignerCertificates, withdrawSignerCertificate } from '../../documents/signers.ts'; // prettier-ignore
import { isId } from '../../engine/id.ts';
import { may, permissions } from '../../engine/permissions.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { Problem, type Fault } from '../../problem.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import type { AdminDeps } from './admin.ts';

const about = {
  path: '/admin/signers',
  title: { vi: 'Chứng thư số của người ký', en: 'Certificates of those who sign' },
  roles: permissions.keepSignerCertificates,
} as const;

export function signerPages(deps: AdminDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      ...about,
      id: 'signersPage',
      query: { done: z.enum(['added', 'withdrawn']).optional() },
      handle: (call) => listed(deps, call, { done: call.query.done }),
    }),
    page({
      ...about,
      id: 'changeSignersPage',
      method: 'POST',
      handle: (call) => changed(deps, call),
    }),
  ];
}

type Filled = { faults?: readonly Fault[]; status?: number; done?: string | undefined };

async function listed(
  { knex, clock }: AdminDeps,
  { person, fields }: Pick<PageCall, 'person' | 'fields'>,
  { faults = [], status = 200, done }: Filled,
): Promise<PageAnswer> {
  const [certificates, accounts] = await Promise.all([
    listSignerCertificates(knex, person.allianceId),
    listAtWork(knex, person.allianceId),
  ]);
  const leaders = accounts.filter((each) => may(each, 'signPapers') && each.id !== person.id);
  const given = { account: one(fields, 'account'), certificate: one(fields, 'certificate') };
  const now = clock.now();
  const rows = certificates.map((each) => ({ ...each, past: each.validTo < now }));
  const model = { dense: true, certificates: rows, leaders, faults, given, done };
  return { view: 'admin/signers', model, status };
}

async function changed(deps: AdminDeps, call: PageCall): Promise<PageAnswer> {
  const { once, clock } = deps;
  const { fields, person } = call;
  const { allianceId, id: by } = person;
  const withdrawn = one(fields, 'withdraw');
  try {
    await once(call, async (tx) => {
      const at = clock.now();
      if (withdrawn === undefined) {
        const account = known(one(fields, 'account'));
        const pem = one(fields, 'certificate') ?? '';
        return addSignerCertificate(tx, { allianceId, account, pem, by, at });
      }
      await withdrawSignerCertificate(tx, { allianceId, id: known(withdrawn), by, at });
      return {};
    });
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid') throw error;
    return listed(deps, call, { faults: extra.errors ?? [], status: statusOf[code] });
  }
  return { to: `/admin/signers?done=${withdrawn === undefined ? 'added' : 'withdrawn'}` };
}

function known(id: string | undefined): string {
  if (id === undefined || !isId(id)) throw new Problem('not-found');
  return id;
}
