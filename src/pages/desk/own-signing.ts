// The acts on the page of signatures of a leader who signs with a token: which way, a paper back signed, a paper handed
// over to the service.
import { permissions } from '../../engine/permissions.ts';
import { chooseWay, letServiceSign, mostSignedBytes, takeBack } from '../../http/own-signing.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { id, placedId } from '../../http/shapes.ts';
import { problemTexts } from '../../problem.ts';
import type { PageAnswer } from '../page.ts';
import type { DeskPageDeps } from './desk.ts';
import { signaturesView } from './signatures.ts';

const about = { method: 'POST', roles: permissions.signPapers } as const;
const paper = { id, documentId: placedId };

export function ownSigningPages(deps: DeskPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      ...about,
      id: 'chooseSigningWayPage',
      path: '/signatures/way',
      title: { vi: 'Chọn cách ký', en: 'Choose how to sign' },
      async handle(call) {
        await chooseWay(deps, call, one(call.fields, 'own') === 'yes');
        return { to: '/signatures?done=way' };
      },
    }),
    page({
      ...about,
      id: 'sendSignedPaperPage',
      path: '/signatures/{id}/{documentId}',
      title: { vi: 'Gửi lại văn bản đã ký', en: 'Send the paper back signed' },
      params: paper,
      upload: { files: 1, fileBytes: mostSignedBytes },
      handle: (call) => takenBack(deps, call),
    }),
    page({
      ...about,
      id: 'handOverPaperPage',
      path: '/signatures/{id}/{documentId}/service',
      title: { vi: 'Để hệ thống ký', en: 'Let the service sign' },
      params: paper,
      async handle(call) {
        await letServiceSign(deps, call);
        return { to: '/signatures?done=handed-over' };
      },
    }),
  ];
}

type Returned = Parameters<typeof takeBack>[1];

async function takenBack(deps: DeskPageDeps, given: Returned): Promise<PageAnswer> {
  try {
    await takeBack(deps, given);
  } catch (error) {
    return refused(error, deps, given);
  }
  return { to: '/signatures?done=signed' };
}

/** What is wrong with the file stands beside the paper it was sent for. */
function refused(
  error: unknown,
  deps: DeskPageDeps,
  { person, params }: Returned,
): Promise<PageAnswer> {
  const { code, extra } = problemOf(error);
  const status = statusOf[code];
  if (![409, 413, 415, 422].includes(status)) throw error;
  const detail = extra.errors?.[0]?.detail ?? extra.detail ?? problemTexts[code];
  return signaturesView(deps, person, { fault: { paper: params.documentId, detail }, status });
}
