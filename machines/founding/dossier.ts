// The registration dossier of a founding case: what the law of the filing day asks for, what supports it, and the
// registry's own papers.
import type { Facts } from '../define.ts';
import { scans, tables, texts, type Slot } from '../dossier.ts';
import { profile, type LegalProfile } from '../law.ts';
import type { Text } from '../text.ts';
import { lawOn, type Founding } from './data.ts';
import { papersNeeded } from './filing.ts';
import { papers, type Paper } from './registration.ts';
import { allianceRule } from './words.ts';

const group = ['founders', 'scribe', 'adviser'];
const office = ['adviser', 'recorder'];

/** The ids under which the service draws these papers up, or the founders bring them. */
const places: Readonly<Record<Paper, Pick<Slot, 'id' | 'kinds'>>> = {
  application: { id: 'REG_APPLICATION', kinds: scans },
  charter: { id: 'CHARTER', kinds: texts },
  resolution: { id: 'FOUNDING_RESOLUTION', kinds: texts },
  memberList: { id: 'MEMBER_LIST', kinds: tables },
  representatives: { id: 'LEGAL_REP_LIST', kinds: tables },
  investorCertificate: { id: 'INVESTOR_CERT', kinds: scans },
  projectCertificate: { id: 'PROJECT_CERT', kinds: scans },
  plan: { id: 'BUSINESS_PLAN', kinds: texts },
  management: { id: 'MANAGEMENT_LIST', kinds: tables },
};

/** @law Luật 17/2023/QH15 Đ42.2 */
export function dossier(data: Founding, { on }: Pick<Facts, 'on'>): readonly Slot[] {
  const { registrationProfile } = data;
  const law = registrationProfile === undefined ? lawOn(on) : profile(registrationProfile);
  const needed = papersNeeded(data, law).map((paper): Slot => ({
    ...places[paper],
    title: papers[paper],
    ...sourceOf(law),
    by: group,
    needed: true,
  }));
  return [...needed, ...supporting, ...answers];
}

/** The 2012 law's list is known from memory only, and says so. */
function sourceOf(law: LegalProfile): Pick<Slot, 'law' | 'confidence'> {
  const listed = law.parameters.get('dossier');
  if (!listed) return { law: `${law.shortLaw} Đ42.2`, confidence: 'verified' };
  return { law: `${law.shortLaw} ${listed.basis}`, confidence: 'unconfirmed' };
}

const own = (id: string, title: Text): Slot => ({
  id,
  title,
  law: allianceRule,
  confidence: 'unconfirmed',
  kinds: texts,
  by: group,
  needed: false,
});

const supporting: readonly Slot[] = [
  own('ASSEMBLY_MINUTES', {
    vi: 'Biên bản hội nghị thành lập',
    en: 'Minutes of the founding conference',
  }),
  own('VALUATION_MINUTES', {
    vi: 'Biên bản định giá tài sản góp vốn',
    en: 'Minutes of valuation',
  }),
  own('OTHER', { vi: 'Giấy tờ khác', en: 'Other papers' }),
];

const answer = (id: string, law: string, title: Text): Slot => ({
  id,
  title,
  law,
  confidence: 'verified',
  kinds: scans,
  by: office,
  needed: false,
});

const answers: readonly Slot[] = [
  answer('REG_RECEIPT', 'NĐ 92/2024/NĐ-CP Đ19.3', {
    vi: 'Giấy biên nhận hồ sơ của cơ quan đăng ký',
    en: "The registry's receipt",
  }),
  answer('REG_SUPPLEMENT', 'Luật 17/2023/QH15 Đ42.4; NĐ 92/2024/NĐ-CP Đ21', {
    vi: 'Thông báo sửa đổi, bổ sung hồ sơ',
    en: "The registry's supplement notice",
  }),
  answer('REG_REFUSAL', 'Luật 17/2023/QH15 Đ42.4', {
    vi: 'Thông báo từ chối',
    en: "The registry's refusal",
  }),
  answer('REG_CERT', 'Luật 17/2023/QH15 Đ42.4', {
    vi: 'Giấy chứng nhận đăng ký',
    en: 'Certificate of registration',
  }),
];
