// Who acts in a founding case, and how each is bound to it.
import { allianceRoles } from '../roles.ts';
import type { Actor } from '../define.ts';
import { founderAccounts, type Founding } from './data.ts';
import { actor } from './words.ts';

/** The adviser assigned, or a head of unit standing in. */
function isAdviser(data: Founding, { id, roles }: Actor): boolean {
  return data.adviser?.id === id || roles.includes('unit-head');
}

/** A group of which nobody has an account: its adviser writes down what it says. */
function isScribe(data: Founding, person: Actor): boolean {
  return founderAccounts(data).length === 0 && isAdviser(data, person);
}

export const actors = {
  applicant: actor(
    { vi: 'Người đề nghị, hoặc cán bộ nhập thay', en: 'Applicant, or staff on their behalf' },
    ['founder', ...allianceRoles],
  ),
  manager: actor({ vi: 'Lãnh đạo, Trưởng phòng', en: 'Manager' }, ['unit-head', 'leader']),
  adviser: actor({ vi: 'Chuyên viên tư vấn', en: 'Adviser' }, ['staff', 'unit-head'], isAdviser),
  founders: actor(
    { vi: 'Nhóm sáng lập', en: 'Founders' },
    ['founder', 'cooperative'],
    (data, { id }) => founderAccounts(data).includes(id),
  ),
  representative: actor(
    { vi: 'Người đại diện nhóm sáng lập', en: 'Representative of the founders' },
    ['founder', 'cooperative'],
    (data, { id }) => data.representative.account === id,
  ),
  scribe: actor(
    {
      vi: 'Chuyên viên ghi thay nhóm không có tài khoản',
      en: 'Adviser writing for a group without accounts',
    },
    ['staff', 'unit-head'],
    isScribe,
  ),
  recorder: actor(
    { vi: 'Cán bộ ghi kết quả của cơ quan đăng ký', en: "Recorder of the registry's papers" },
    ['staff', 'unit-head', 'clerk'],
  ),
};
