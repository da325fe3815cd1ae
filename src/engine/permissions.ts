// Who may do what besides the acts of a case: each permission once, by its name. Operations, pages and navigation ask
// it here; docs/rights.md prints what comes of it. Acts of cases are said by each process.
import { allianceRoles, overseeingRoles, type Role } from '../../machines/roles.ts';
import { hasOneOf, type Person } from './rights.ts';

const runs: readonly Role[] = ['administrator', 'auditor'];
const heads: readonly Role[] = ['unit-head', 'leader'];
const board: readonly Role[] = ['board-chair', 'board-member', 'board-secretary'];

export const permissions = {
  /** Lists, figures and registers of the alliance. */
  oversee: overseeingRoles,
  /** The desk of those who work in the alliance or sit on its boards. */
  desk: [...overseeingRoles, ...board],
  /** What is prepared for a meeting of a board. */
  readBrief: [...overseeingRoles, ...board, 'commune'],
  sitOnBoards: [...board, 'leader', 'unit-head', 'staff', 'commune'],
  /** Everybody who works on cases; who only looks at them says nothing. */
  speakOnFiles: [...allianceRoles, 'founder', 'cooperative', 'commune', ...board],
  /** To say when something was done, where that was another day. */
  stateLegalDates: allianceRoles,
  /** The alliance's side of a talk with who asked for the case. */
  speakForAlliance: allianceRoles,
  /** Notes on a case that its parties never see. */
  addNotes: allianceRoles,
  signPapers: ['leader'],
  assignWork: heads,
  /** Work out of anybody's hands; who stands in for a head may too. */
  releaseWork: ['unit-head'],
  eraseIdentifiers: heads,
  joinFoundings: ['founder', 'cooperative'],

  keepRunning: runs,
  keepPeople: ['administrator'],
  changeCalendar: ['administrator'],
  keepSignerCertificates: ['administrator'],
  keepPaperRegisters: ['administrator'],
  seeOwed: [...runs, 'unit-head', 'clerk'],
  retryOwed: ['administrator', 'unit-head', 'clerk'],
  reportBounces: ['clerk', 'administrator'],
  readNumbers: [...runs, 'clerk', 'leader'],
  voidPapers: ['clerk', 'leader'],

  readWording: [...runs, 'clerk', 'unit-head', 'leader'],
  changeWording: ['administrator'],
  changeSettings: ['administrator', 'unit-head'],
  readSettingHistory: [...heads, ...runs],

  planUnits: ['leader', 'administrator'],
  planAbsences: [...heads, 'administrator'],
  /** Any case, not only those of one's own unit. */
  assignAnyCase: ['leader', 'administrator'],
  assignCases: ['staff', ...heads, 'administrator'],
  keepBoards: ['staff', ...heads, 'administrator'],

  draftCriteria: ['staff', 'unit-head', 'administrator'],
  publishCriteria: ['unit-head', 'administrator'],
  moveAppraisals: heads,
  rehearseCriteria: ['staff', 'unit-head', 'administrator', 'leader'],
  leadCampaigns: ['unit-head', 'leader', 'administrator'],
  importAssessments: ['staff'],

  importCooperatives: ['staff', 'administrator', 'unit-head'],
  mergeCooperatives: ['administrator', 'unit-head', 'leader'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function may(person: Pick<Person, 'roles'>, permission: Permission): boolean {
  return hasOneOf(person, permissions[permission]);
}
