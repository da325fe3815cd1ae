// Who takes part in an appraisal. A seat on the board is given by the case, not by a role; administrators never act.
import type { Actor } from '../define.ts';
import type { Role } from '../roles.ts';
import { applicants, seat, words, type AppraisalData, type Member } from './data.ts';

const outside: readonly Role[] = ['cooperative', 'founder', 'commune', 'staff'];
const boardRoles: readonly Role[] = [
  'board-chair',
  'board-member',
  'board-secretary',
  'staff',
  'leader',
  'unit-head',
  'commune',
];

/** Whoever runs the system neither votes nor certifies, whatever other roles they hold. */
const administers = ({ roles }: Actor): boolean => roles.includes('administrator');

const sits = (fits: (member: Member) => boolean) => (data: AppraisalData, actor: Actor) => {
  if (administers(actor)) return false;
  const member = seat(data, actor.id);
  return member !== undefined && fits(member);
};

export const actors = {
  submitter: words.actor(
    { vi: 'Hợp tác xã, UBND xã hoặc Liên minh', en: 'Cooperative, commune or alliance' },
    outside,
  ),
  applicant: words.actor({ vi: 'Bên đề nghị', en: 'Applicant' }, outside, (data, actor) =>
    applicants(data).includes(actor.id),
  ),
  staff: words.actor({ vi: 'Chuyên viên Liên minh', en: 'Alliance staff' }, ['staff']),
  unitHead: words.actor({ vi: 'Trưởng phòng, lãnh đạo', en: 'Head of unit or leader' }, [
    'unit-head',
    'leader',
  ]),
  leader: words.actor(
    { vi: 'Lãnh đạo Liên minh', en: 'Alliance leader' },
    ['leader'],
    (_, actor) => !administers(actor),
  ),
  authority: words.actor({ vi: 'UBND xã', en: 'Commune' }, ['commune']),
  member: words.actor(
    { vi: 'Thành viên Hội đồng', en: 'Board member' },
    boardRoles,
    sits(() => true),
  ),
  voter: words.actor(
    { vi: 'Thành viên Hội đồng có quyền biểu quyết', en: 'Voting board member' },
    boardRoles,
    sits(({ voting }) => voting),
  ),
  chair: words.actor(
    { vi: 'Chủ tịch Hội đồng', en: 'Board chair' },
    boardRoles,
    sits(({ role }) => role === 'chair'),
  ),
  secretary: words.actor(
    { vi: 'Thư ký Hội đồng', en: 'Board secretary' },
    boardRoles,
    sits(({ role }) => role === 'secretary'),
  ),
};
