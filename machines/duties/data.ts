// What is known of the duties that a cooperative still has when its founding case has ended.
import type { LocalDate } from '../calendar.ts';
import { vocabulary, type Recipient } from '../define.ts';
import { profile, type LegalProfile } from '../law.ts';

export type Person = { name: string; account?: string | undefined; email?: string | undefined };

/** When it was done, and what shows it; nothing where the founding case had it recorded. */
export type Done = { on: LocalDate; evidence?: string };

export type Duties = {
  parentCase: string;
  cooperative: string;
  code: string;
  commune: string;
  grantedOn: LocalDate;
  /** The law the registration followed. */
  profile: string;
  persons: readonly Person[];
  adviser?: { id: string; name: string };
  memberRegister?: Done;
  annualMeeting?: Done;
  /** Last day of the first financial year, where it is not that of the calendar year. */
  yearEnd?: LocalDate;
  stopped?: { on: LocalDate; reason: string };
};

export const words = vocabulary<Duties>();

/** A case before its first event. */
export function emptyData(): Duties {
  return {
    parentCase: '',
    cooperative: '',
    code: '',
    commune: '',
    grantedOn: '2026-01-01',
    profile: 'LAW_HTX_2023',
    persons: [],
  };
}

export const allianceRule = 'Quy chế của Liên minh (cấu hình)';

export const lawOf = (data: Duties): LegalProfile => profile(data.profile);

/** Those of the cooperative whom a letter reaches. */
export function cooperative({ persons }: Duties): Recipient[] {
  return persons.flatMap(({ name, account, email }) =>
    account === undefined && email === undefined
      ? []
      : [{ name, ...(account ? { person: account } : {}), ...(email ? { email } : {}) }],
  );
}

export const adviserOf = ({ adviser }: Duties): Recipient[] =>
  adviser ? [{ name: adviser.name, person: adviser.id }] : [];

export const accountsOf = ({ persons }: Duties): string[] =>
  persons.flatMap(({ account }) => account ?? []);
