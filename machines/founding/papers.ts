// Papers the service draws up for the founders and the alliance, and what each says. The registry's own papers are
// recorded, never drawn up here.
import {
  capitalOf,
  contentOf,
  membersOf,
  nameOf,
  type Certificate,
  type Conference,
  type Founding,
  type Paid,
  type Session,
  type Votes,
} from './data.ts';
import { papers as dossierPapers, type Paper } from './registration.ts';
import { issue } from './words.ts';

type Line = { label: string; value: string };

function line(label: string, value: string | number | undefined): Line[] {
  return value === undefined || value === '' ? [] : [{ label, value: String(value) }];
}

function vnd(amount: number): string {
  return `${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')} đồng`;
}

function votes(label: string, given: Votes | undefined): Line[] {
  if (given === undefined) return [];
  return [{ label, value: `${given.for} thuận, ${given.against} chống, ${given.abstain} trắng` }];
}

const holder = (data: Founding) => {
  const address = data.parts.charter.content?.address;
  return { name: nameOf(data), ...(address ? { address } : {}) };
};

const memberships = {
  official: 'Thành viên chính thức',
  contributing: 'Thành viên liên kết góp vốn',
  noncontributing: 'Thành viên liên kết không góp vốn',
} as const;

function memberRows(data: Founding): { name: string; role: string; value: string }[] {
  return membersOf(data).map(({ name, membership, capital }) => ({
    name,
    role: memberships[membership],
    value: vnd(capital),
  }));
}

function memberPaper(data: Founding) {
  return {
    holder: holder(data),
    members: memberRows(data),
    items: line('Vốn điều lệ', vnd(capitalOf(membersOf(data)))),
  };
}

function charterPaper(data: Founding) {
  return {
    holder: holder(data),
    items: contentOf(data, 'charter').items.map(({ no, text }) => ({
      label: `Mục ${no}`,
      value: text,
    })),
  };
}

function planPaper(data: Founding) {
  const plan = contentOf(data, 'plan');
  return {
    holder: holder(data),
    items: [
      ...line('Tổng quan thị trường', plan.market),
      ...line('Nhu cầu chung', plan.needs),
      ...line('Phương án hoạt động', plan.activities),
      ...line('Nhà xưởng, bộ máy, nhân lực', plan.people),
      ...line('Phương án tài chính', plan.finance),
      ...line('Liên kết, tiêu thụ', plan.sales),
    ],
  };
}

function conferencePaper(data: Founding) {
  const {
    attempt,
    on,
    at,
    place,
    attendance,
    chair,
    secretary,
    charterVote,
    valuation,
    posts,
    failedOn,
  } = data.conference;
  return {
    holder: holder(data),
    items: [
      ...line('Lần họp', attempt),
      ...line('Thời gian', [at, on].filter(Boolean).join(' ngày ')),
      ...line('Địa điểm', place),
      ...line('Thành viên chính thức dự', attendance?.official),
      ...line('Thành viên liên kết dự', attendance?.associates),
      ...line('Khách mời', attendance?.guests),
      ...line('Chủ tọa', chair),
      ...line('Thư ký', secretary),
      ...votes('Biểu quyết điều lệ', charterVote),
      ...line('Định giá tài sản', valuation),
      ...line('Không thông qua', failedOn),
      ...(posts ?? []),
    ],
  };
}

/** A conference that has decided knows all of this. */
function decided({ conference }: Founding): Required<Conference> {
  return conference as Required<Conference>;
}

function resolutionPaper(data: Founding) {
  const { posts, registrant, charterVote } = decided(data);
  return {
    holder: holder(data),
    members: memberRows(data),
    items: [
      ...votes('Điều lệ', charterVote),
      ...posts,
      ...line('Người được ủy quyền đăng ký', registrant),
    ],
  };
}

function applicationPaper(data: Founding) {
  const charter = contentOf(data, 'charter');
  return {
    holder: holder(data),
    items: [
      ...line('Tên viết tắt', contentOf(data, 'name').shortName),
      ...line('Ngành, nghề kinh doanh', charter.businesses),
      ...line('Vốn điều lệ', vnd(capitalOf(membersOf(data)))),
      ...line('Người nộp hồ sơ', decided(data).registrant),
      ...data.papers.map((paper) => ({
        label: 'Giấy tờ kèm theo',
        value: dossierPapers[paper as Paper].vi,
      })),
    ],
  };
}

function sessionPaper(data: Founding) {
  const { on, topic, attendees } = data.sessions.at(-1) as Session;
  return {
    holder: { name: data.group },
    items: [
      ...line('Ngày', on),
      ...line('Nội dung', topic),
      ...line('Số người dự', attendees),
      ...line('Chuyên viên', data.adviser?.name),
    ],
  };
}

const requestPaper = (data: Founding) => ({
  holder: { name: data.group, address: data.commune },
  items: [...line('Người đại diện', data.representative.name), ...line('Nhu cầu chung', data.need)],
});

const conclusionPaper = (data: Founding) => ({
  holder: { name: data.group },
  text: data.closedFor ?? data.need,
  items: line('Số sáng lập viên đã xác nhận', data.declaredFounders),
});

const representativesPaper = (data: Founding) => ({
  holder: holder(data),
  members: decided(data).legalRepresentatives.map((name) => ({
    name,
    role: 'Người đại diện theo pháp luật',
  })),
});

const sharePaper = (data: Founding) => ({
  holder: holder(data),
  members: memberRows(data).filter(({ value }) => value !== vnd(0)),
  items: [
    ...line('Mã số', (data.certificate as Certificate).code),
    ...line('Vốn đã góp', vnd((data.capital as Paid).amount)),
  ],
});

export const papers = {
  requestForm: issue({
    document: 'CONSULT_REQUEST',
    title: { vi: 'Phiếu đề nghị tư vấn thành lập', en: 'Request for consultation' },
    with: requestPaper,
  }),
  sessionRecord: issue({
    document: 'CONSULT_RECORD',
    title: { vi: 'Biên bản tư vấn sáng lập viên', en: 'Record of consultation' },
    with: sessionPaper,
  }),
  trainingList: issue({
    document: 'TRAINING_LIST',
    title: { vi: 'Danh sách tham dự tuyên truyền, tập huấn', en: 'List of people trained' },
    with: sessionPaper,
  }),
  conclusionRecord: issue({
    document: 'CONSULT_RECORD',
    title: { vi: 'Kết luận tư vấn', en: 'Conclusion of the consultation' },
    with: conclusionPaper,
  }),
  charterPaper: issue({
    document: 'CHARTER',
    title: { vi: 'Điều lệ', en: 'Charter' },
    with: charterPaper,
  }),
  planPaper: issue({
    document: 'BUSINESS_PLAN',
    title: { vi: 'Phương án sản xuất, kinh doanh', en: 'Business plan' },
    with: planPaper,
  }),
  applications: issue({
    document: 'MEMBER_APPLICATION',
    title: { vi: 'Đơn tự nguyện gia nhập', en: 'Applications for membership' },
    with: memberPaper,
  }),
  commitments: issue({
    document: 'CAPITAL_COMMITMENT',
    title: { vi: 'Bảng cam kết góp vốn', en: 'Commitments of capital' },
    with: memberPaper,
  }),
  invitation: issue({
    document: 'ASSEMBLY_INVITATION',
    title: { vi: 'Giấy mời hội nghị thành lập', en: 'Invitation to the founding conference' },
    with: conferencePaper,
  }),
  attendanceList: issue({
    document: 'ASSEMBLY_ATTENDANCE',
    title: { vi: 'Danh sách dự hội nghị', en: 'Attendance' },
    with: conferencePaper,
  }),
  minutes: issue({
    document: 'ASSEMBLY_MINUTES',
    title: { vi: 'Biên bản hội nghị thành lập', en: 'Minutes of the founding conference' },
    with: conferencePaper,
  }),
  ballotMinutes: issue({
    document: 'BALLOT_MINUTES',
    title: { vi: 'Biên bản kiểm phiếu', en: 'Minutes of the ballot' },
    with: conferencePaper,
  }),
  memberList: issue({
    document: 'MEMBER_LIST',
    title: {
      vi: 'Danh sách thành viên chính thức, thành viên liên kết góp vốn',
      en: 'List of official and contributing members',
    },
    with: memberPaper,
  }),
  valuationMinutes: issue({
    document: 'VALUATION_MINUTES',
    title: { vi: 'Biên bản định giá tài sản góp vốn', en: 'Minutes of valuation' },
    with: conferencePaper,
  }),
  resolution: issue({
    document: 'FOUNDING_RESOLUTION',
    title: { vi: 'Nghị quyết hội nghị thành lập', en: 'Founding resolution' },
    with: resolutionPaper,
  }),
  application: issue({
    document: 'REG_APPLICATION',
    title: { vi: 'Giấy đề nghị đăng ký thành lập', en: 'Application for registration' },
    with: applicationPaper,
  }),
  representatives: issue({
    document: 'LEGAL_REP_LIST',
    title: { vi: 'Danh sách người đại diện theo pháp luật', en: 'List of legal representatives' },
    with: representativesPaper,
  }),
  shareCertificates: issue({
    document: 'SHARE_CERT',
    title: { vi: 'Giấy chứng nhận phần vốn góp', en: 'Share certificates' },
    with: sharePaper,
  }),
};
