// Effects beyond letters and papers: the register of cooperatives, the linked complaint, the counted figures.
import {
  founderAccounts,
  legalKind,
  nameOf,
  officialOf,
  registrationLawOf,
  type Certificate,
  type Filing,
  type Founding,
} from './data.ts';
import { nameKey } from './likeness.ts';
import { count, keep, open } from './words.ts';

/** What a complaint case is opened with. */
function complaint(data: Founding, facts: { caseId: string }) {
  const { refusal, complaint: made } = data.filing as Required<Filing>;
  const { name, account } = data.representative;
  return {
    parentCase: facts.caseId,
    against: 'registration',
    decision: {
      ...(refusal.number ? { number: refusal.number } : {}),
      on: refusal.noticeOn,
    },
    grounds: made.grounds,
    nameRefusal: refusal.ground === 'name',
    complainantName: name,
    ...(account ? { complainantAccount: account } : {}),
  };
}

/** What is left to do goes on in a case of its own. */
function dutiesLeft(data: Founding, { caseId }: { caseId: string }) {
  const { code, grantedOn } = data.certificate as Certificate;
  const { memberRegister, annualMeeting } = data.duties ?? {};
  return {
    parentCase: caseId,
    cooperative: nameOf(data),
    code,
    commune: data.commune,
    grantedOn,
    profile: registrationLawOf(data).id,
    persons: [data.representative, ...data.founders].map(({ name, account, email }) => ({
      name,
      ...(account ? { account } : {}),
      ...(email ? { email } : {}),
    })),
    ...(data.adviser ? { adviser: data.adviser } : {}),
    ...(memberRegister ? { registerKeptOn: memberRegister } : {}),
    ...(annualMeeting ? { meetingHeldOn: annualMeeting } : {}),
  };
}

export const effects = {
  openDuties: open({ process: 'duties', event: 'BEGIN_DUTIES', payload: dutiesLeft }),
  openComplaint: open({ process: 'complaint', event: 'FILE_COMPLAINT', payload: complaint }),
  keepCooperative: keep({
    register: 'cooperative',
    row: ({ data }) => {
      const { code, grantedOn, capital, legalRepresentative } = data.certificate as Certificate;
      return {
        code,
        name: nameOf(data),
        kind: legalKind(data),
        status: 'Đang hoạt động',
        registeredOn: grantedOn,
        commune: data.commune,
        persons: founderAccounts(data),
        nameKey: nameKey(nameOf(data)),
        capital,
        members: officialOf(data).length,
        representative: legalRepresentative,
      };
    },
  }),
  groupsConsulted: count({ vi: 'Nhóm sáng lập được tư vấn', en: 'Groups consulted' }),
  assembliesHeld: count({ vi: 'Hội nghị thành lập đã tổ chức', en: 'Founding conferences held' }),
  registered: count({
    vi: 'Hợp tác xã, liên hiệp đã đăng ký',
    en: 'Cooperatives and unions registered',
  }),
  unionsRegistered: count({
    vi: 'Trong đó: liên hiệp hợp tác xã',
    en: 'Of these: unions of cooperatives',
  }),
};
