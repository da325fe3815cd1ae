// Whose certificate is whose: noted and withdrawn by administrators.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import type { Clock } from '../clock.ts';
import { addSignerCertificate, listSignerCertificates, withdrawSignerCertificate } from '../documents/signers.ts'; // prettier-ignore
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { id, instant, said, text, who } from './shapes.ts';

export type SignerDeps = { knex: Knex; clock: Clock; once: Once };

export function signerOperations(deps: SignerDeps): Operation[] {
  return [certificatesOperation(deps), addOperation(deps), withdrawOperation(deps)];
}

const answered = ['Idempotency-Replayed'] as const;
const certificate = z.strictObject({
  id,
  account: who,
  subject: said(1_000).meta({ description: 'Name, office and organisation; nothing personal' }),
  issuer: said(1_000),
  sha256: said(64),
  validFrom: instant,
  validTo: instant,
  addedBy: who,
  addedAt: instant,
  withdrawnAt: instant.nullable(),
});

const keeping = { tag: 'papers', roles: permissions.keepSignerCertificates } as const;

function certificatesOperation({ knex }: SignerDeps): Operation {
  return operation({
    ...keeping,
    id: 'listSignerCertificates',
    method: 'GET',
    path: '/api/signer-certificates',
    title: { vi: 'Chứng thư số của người ký', en: 'Certificates of those who sign' },
    answers: {
      200: {
        title: 'Which certificate is whose, withdrawn ones too',
        schema: z.strictObject({ items: z.array(certificate).max(10_000) }),
      },
    },
    problems: [],
    handle: async ({ person }) => ({
      body: { items: await listSignerCertificates(knex, person.allianceId) },
    }),
  });
}

function addOperation({ clock, once }: SignerDeps): Operation {
  return operation({
    ...keeping,
    id: 'addSignerCertificate',
    method: 'POST',
    path: '/api/signer-certificates',
    title: { vi: 'Ghi nhận chứng thư của một người ký', en: 'Note whose a certificate is' },
    body: { account: id, certificate: text(20_000).meta({ description: 'PEM or base64' }) },
    answers: {
      201: { title: 'Noted', schema: z.strictObject({ id }), headers: answered },
    },
    problems: ['invalid'],
    handle: (call) =>
      once(
        call,
        (tx) => {
          const { allianceId, id: by } = call.person;
          const { account, certificate: pem } = call.body;
          return addSignerCertificate(tx, { allianceId, account, pem, by, at: clock.now() });
        },
        201,
      ),
  });
}

function withdrawOperation({ clock, once }: SignerDeps): Operation {
  return operation({
    ...keeping,
    id: 'withdrawSignerCertificate',
    method: 'DELETE',
    path: '/api/signer-certificates/{id}',
    title: { vi: 'Thu lại ghi nhận chứng thư', en: 'Withdraw a certificate' },
    params: { id },
    answers: {
      200: {
        title: 'Signatures with it are no longer taken; papers issued stay as they are',
        schema: z.strictObject({ id, withdrawn: z.literal(true) }),
        headers: answered,
      },
    },
    problems: ['not-found'],
    handle: (call) =>
      once(call, async (tx) => {
        const { allianceId, id: by } = call.person;
        const { id: key } = call.params;
        await withdrawSignerCertificate(tx, { allianceId, id: key, by, at: clock.now() });
        return { id: key, withdrawn: true };
      }),
  });
}
