// Plays a founding case through the API, act by act, up to where a test begins.
import { founding } from '../../machines/founding/index.ts';
import { partNames } from '../../machines/founding/parts.ts';
import type { Client } from './service.ts';

/** The example of an event, or another of its examples. */
export function exampleOf(type: string, at = 0): Record<string, unknown> {
  return structuredClone(founding.events[type]?.examples[at] ?? {});
}

/** Records one act on the case as it stands. @throws Error with the answer when it is refused */
export async function act(
  by: Client,
  caseId: string,
  type: string,
  payload: object = exampleOf(type),
): Promise<void> {
  const { body } = await by.get(`/api/cases/${caseId}`);
  const headers = { 'if-match': `"${String(body.version)}"` };
  const answer = await by.send('POST', `/api/cases/${caseId}/events`, { type, payload }, headers);
  if (answer.status !== 201) throw new Error(`${type}: ${answer.text}`);
}

/** A case opened by founders, taken on, and in drafting. */
export async function toDrafting(head: Client, id: string): Promise<void> {
  await act(head, id, 'ASSIGN', { ...exampleOf('ASSIGN'), adviser: head.person.id });
  await act(head, id, 'RECORD_SESSION');
  await act(head, id, 'CONCLUDE_VIABLE');
}

/** What is handed in for a part in place of its example. */
export type OwnParts = Readonly<Record<string, object>>;

/** All parts handed in and accepted: ready for the conference. */
export async function toAssembly(
  founder: Client,
  head: Client,
  id: string,
  own: OwnParts = {},
): Promise<void> {
  await toDrafting(head, id);
  for (const [at, part] of partNames.entries()) {
    await act(founder, id, 'SUBMIT_DRAFT', own[part] ?? exampleOf('SUBMIT_DRAFT', at));
    await act(head, id, 'ACCEPT_PART', { part });
  }
}

/** The conference held on that day and the papers put together: ready to be filed. */
export async function toFiling(
  founder: Client,
  head: Client,
  id: string,
  own: OwnParts = {},
): Promise<void> {
  await toAssembly(founder, head, id, own);
  const conference = ['SCHEDULE_ASSEMBLY', 'OPEN', 'RECORD_VOTE', 'ADOPT_MEMBER_LIST'];
  const rest = ['VALUE_ASSETS', 'DECIDE', 'CLOSE_ASSEMBLY', 'COMPLETE_DOSSIER'];
  for (const type of [...conference, ...rest]) await act(founder, id, type);
}
