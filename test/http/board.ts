// An appraisal over HTTP, as far as its board: who takes part, and acts in their order.
import { appraisal } from '../../machines/appraisal/index.ts';
import type { Answer, Client, Service } from './service.ts';

export const exampleOf = (type: string): Record<string, unknown> =>
  structuredClone(appraisal.events[type]?.examples[0] ?? {});

export type Matter = {
  id: string;
  coop: Client;
  officer: Client;
  leader: Client;
  board: Client[];
  /** One event on the version there is; answers as the service did. */
  act(client: Client, type: string, payload?: Record<string, unknown>): Promise<Answer>;
  /** The same, which must succeed. */
  does(client: Client, type: string, payload?: Record<string, unknown>): Promise<void>;
};

/** The same, accepted; the board is not formed yet. */
export async function acceptedMatter(
  service: Service,
  code: string,
  founded: string | null = null,
): Promise<Matter> {
  const matter = await askedMatter(service, code, founded);
  await matter.does(matter.officer, 'ACCEPT');
  return matter;
}

/** Asked for by the cooperative. `founded` is the case it came from. */
export async function askedMatter(
  service: Service,
  code: string,
  founded: string | null = null,
): Promise<Matter> {
  const applicant = await service.client('cooperative');
  const officer = await service.client('staff');
  const leader = await service.client('leader');
  const board = [
    await service.client('leader', 'board-chair'),
    await service.client('staff', 'board-secretary'),
    await service.client('board-member'),
    await service.client('board-member'),
    await service.client('board-member'),
  ];
  const { knex } = service.engine.database;
  await knex('cooperatives').insert({
    alliance_id: applicant.person.allianceId,
    code,
    name: 'Hợp tác xã Hòa Bình',
    kind: 'cooperative',
    status: 'Đang hoạt động',
    registered_on: '2022-05-10',
    commune: 'Xã Hòa Bình',
    persons: [applicant.person.id],
    case_id: founded,
  });
  const payload = { ...exampleOf('SUBMIT'), cooperative: code };
  const opened = await applicant.send('POST', '/api/cases', { process: 'appraisal', payload });
  if (opened.status !== 201) throw new Error(opened.text);
  const { id } = opened.body as { id: string };
  const act = async (client: Client, type: string, given = exampleOf(type)): Promise<Answer> => {
    const { version } = await knex('cases').where({ id }).first('version');
    const about = { type, payload: given };
    return client.send('POST', `/api/cases/${id}/events`, about, { 'if-match': `"${version}"` });
  };
  const does = async (
    client: Client,
    type: string,
    given?: Record<string, unknown>,
  ): Promise<void> => {
    const done = await act(client, type, given);
    if (done.status !== 201) throw new Error(`${type}: ${done.text}`);
  };
  return { id, coop: applicant, officer, leader, board, act, does };
}

/** The board of these people, as FORM_BOARD takes it. */
export function boardOf(board: readonly Client[]): Record<string, unknown> {
  const forming = exampleOf('FORM_BOARD') as { members: Record<string, unknown>[] };
  const members = forming.members.map((member, index) => ({
    ...member,
    person: board[index]?.person.id,
    name: `Thành viên ${index}`,
  }));
  return { members };
}
