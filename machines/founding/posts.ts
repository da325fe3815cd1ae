// Who was elected to which post, in the words of minutes and resolution.
import { membersOf, type Ballots, type Conference, type Founding, type Votes } from './data.ts';
import type { Kinship } from './parts.ts';
import type { Ways } from './voted.ts';

type Elected = { member: number; votes: number };

export type Decision = {
  plan: Votes & Ways;
  board?: Elected[] | undefined;
  chair?: number | undefined;
  supervisors: Elected[];
  headSupervisor?: number | undefined;
  director?: Elected | undefined;
  accountant?: number | undefined;
  treasurer?: number | undefined;
  kinships?: Kinship[] | undefined;
  secretBallot: boolean;
} & Ballots;

/** The ballots as they were counted, and what each of those elected got. */
export function electionOf(
  data: Founding,
  { board = [], supervisors, director, given, collected, invalid }: Decision,
): NonNullable<Conference['election']> {
  const got = (label: string, { member, votes }: Elected) => ({
    label,
    value: `${nameOfNo(data, member)} (${votes} phiếu)`,
  });
  return {
    ballots: { given, collected, invalid },
    votes: [
      ...board.map((each) => got('Thành viên Hội đồng quản trị', each)),
      ...(director ? [got('Giám đốc', director)] : []),
      ...supervisors.map((each) => got('Kiểm soát viên', each)),
    ],
  };
}

function nameOfNo(data: Founding, no: number): string {
  return membersOf(data)
    .filter((member) => member.no === no)
    .map(({ name }) => name)
    .join();
}

/** Who holds which post, one line each. */
export function posts(data: Founding, decision: Decision): { label: string; value: string }[] {
  const { board = [], chair, supervisors, headSupervisor, director } = decision;
  const post = (label: string, no: number | undefined) =>
    no === undefined ? [] : [{ label, value: nameOfNo(data, no) }];
  return [
    ...post('Chủ tịch Hội đồng quản trị', chair),
    ...board.flatMap(({ member }) => post('Thành viên Hội đồng quản trị', member)),
    ...post('Giám đốc', director?.member),
    ...post('Trưởng ban kiểm soát', headSupervisor),
    ...supervisors.flatMap(({ member }) => post('Kiểm soát viên', member)),
  ];
}
