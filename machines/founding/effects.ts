// Effects beyond letters and papers: the register of cooperatives, the linked complaint, the counted figures.
import {
  founderAccounts,
  legalKind,
  nameOf,
  officialOf,
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

export const effects = {
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
