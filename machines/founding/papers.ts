// Papers the service draws up for the founders and the alliance. The registry's own papers are recorded, never
// drawn up here.
import {
  applicationPaper,
  attendancePaper,
  ballotPaper,
  charterPaper,
  conclusionPaper,
  invitationPaper,
  memberPaper,
  minutesPaper,
  passesPaper,
  representativesPaper,
  requestPaper,
  resolutionPaper,
  sessionPaper,
  sharePaper,
  valuationPaper,
} from './sheets.ts';
import { planPaper } from './plan-paper.ts';
import type { Facts } from '../define.ts';
import { printedName, profile } from '../law.ts';
import type { Founding } from './data.ts';
import { issue } from './words.ts';

type Paper = Parameters<typeof issue>[0];

/** A paper that names the law its case runs under. */
const paper = (given: Paper) =>
  issue({
    ...given,
    with: (data: Founding, facts: Facts) => ({
      law: printedName(profile(data.profile)),
      ...given.with(data, facts),
    }),
  });

/** The same drawn up once more, in the place of the one the case has. */
const again = (given: Paper) => ({ ...paper(given), supersedes: true as const });

export const papers = {
  requestForm: paper({
    document: 'CONSULT_REQUEST',
    title: { vi: 'Phiếu đề nghị tư vấn thành lập', en: 'Request for consultation' },
    with: requestPaper,
  }),
  sessionRecord: paper({
    document: 'CONSULT_RECORD',
    title: { vi: 'Biên bản tư vấn sáng lập viên', en: 'Record of consultation' },
    with: sessionPaper,
  }),
  trainingList: paper({
    document: 'TRAINING_LIST',
    title: { vi: 'Danh sách tham dự tuyên truyền, tập huấn', en: 'List of people trained' },
    with: sessionPaper,
  }),
  conclusionRecord: paper({
    document: 'CONSULT_RECORD',
    title: { vi: 'Kết luận tư vấn', en: 'Conclusion of the consultation' },
    with: conclusionPaper,
  }),
  charterPaper: paper({
    document: 'CHARTER',
    title: { vi: 'Điều lệ', en: 'Charter' },
    with: charterPaper,
  }),
  planPaper: paper({
    document: 'BUSINESS_PLAN',
    title: { vi: 'Phương án sản xuất, kinh doanh', en: 'Business plan' },
    with: planPaper,
  }),
  applications: paper({
    document: 'MEMBER_APPLICATION',
    title: { vi: 'Đơn tự nguyện gia nhập', en: 'Applications for membership' },
    with: memberPaper,
  }),
  commitments: paper({
    document: 'CAPITAL_COMMITMENT',
    title: { vi: 'Bảng cam kết góp vốn', en: 'Commitments of capital' },
    with: memberPaper,
  }),
  invitation: paper({
    document: 'ASSEMBLY_INVITATION',
    title: { vi: 'Giấy mời hội nghị thành lập', en: 'Invitation to the founding conference' },
    with: invitationPaper,
  }),
  invitationAgain: again({
    document: 'ASSEMBLY_INVITATION',
    title: { vi: 'Giấy mời hội nghị thành lập', en: 'Invitation to the founding conference' },
    with: invitationPaper,
  }),
  passes: paper({
    document: 'ASSEMBLY_PASSES',
    title: { vi: 'Phiếu mời kèm mã điểm danh', en: 'Invitations with codes for the door' },
    with: passesPaper,
  }),
  passesAgain: again({
    document: 'ASSEMBLY_PASSES',
    title: { vi: 'Phiếu mời kèm mã điểm danh', en: 'Invitations with codes for the door' },
    with: passesPaper,
  }),
  attendanceList: paper({
    document: 'ASSEMBLY_ATTENDANCE',
    title: { vi: 'Danh sách dự hội nghị', en: 'Attendance' },
    with: attendancePaper,
  }),
  minutes: paper({
    document: 'ASSEMBLY_MINUTES',
    title: { vi: 'Biên bản hội nghị thành lập', en: 'Minutes of the founding conference' },
    with: minutesPaper,
  }),
  minutesAgain: again({
    document: 'ASSEMBLY_MINUTES',
    title: { vi: 'Biên bản hội nghị thành lập', en: 'Minutes of the founding conference' },
    with: minutesPaper,
  }),
  ballotMinutes: paper({
    document: 'BALLOT_MINUTES',
    title: { vi: 'Biên bản kiểm phiếu', en: 'Minutes of the ballot' },
    with: ballotPaper,
  }),
  memberList: paper({
    document: 'MEMBER_LIST',
    title: {
      vi: 'Danh sách thành viên chính thức, thành viên liên kết góp vốn',
      en: 'List of official and contributing members',
    },
    with: memberPaper,
  }),
  valuationMinutes: paper({
    document: 'VALUATION_MINUTES',
    title: { vi: 'Biên bản định giá tài sản góp vốn', en: 'Minutes of valuation' },
    with: valuationPaper,
  }),
  resolution: paper({
    document: 'FOUNDING_RESOLUTION',
    title: { vi: 'Nghị quyết hội nghị thành lập', en: 'Founding resolution' },
    with: resolutionPaper,
  }),
  resolutionAgain: again({
    document: 'FOUNDING_RESOLUTION',
    title: { vi: 'Nghị quyết hội nghị thành lập', en: 'Founding resolution' },
    with: resolutionPaper,
  }),
  application: paper({
    document: 'REG_APPLICATION',
    title: { vi: 'Giấy đề nghị đăng ký thành lập', en: 'Application for registration' },
    with: applicationPaper,
  }),
  representatives: paper({
    document: 'LEGAL_REP_LIST',
    title: { vi: 'Danh sách người đại diện theo pháp luật', en: 'List of legal representatives' },
    with: representativesPaper,
  }),
  shareCertificates: paper({
    document: 'SHARE_CERT',
    title: { vi: 'Giấy chứng nhận phần vốn góp', en: 'Share certificates' },
    with: sharePaper,
  }),
};
