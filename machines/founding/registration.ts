// The dossier and the registry's answers. The registry is outside: its papers are recorded by the alliance's staff.
import { z } from 'zod';
import { choice, worded } from '../choice.ts';
import { field } from '../define.ts';
import { personal } from '../personal.ts';
import { closing } from './consultation.ts';
import { lawOn, type Filing, type Founding } from './data.ts';
import { day, event, line, vnd } from './words.ts';

/** Papers of a dossier. The last two of the seven kinds are needed with foreign investors only; the 2012 law had others. */
export const papers = {
  application: { vi: 'Giấy đề nghị đăng ký thành lập', en: 'Application' },
  charter: { vi: 'Điều lệ', en: 'Charter' },
  resolution: { vi: 'Nghị quyết hội nghị thành lập', en: 'Founding resolution' },
  memberList: { vi: 'Danh sách thành viên', en: 'Member list' },
  representatives: { vi: 'Danh sách người đại diện theo pháp luật', en: 'Legal representatives' },
  investorCertificate: {
    vi: 'Giấy chứng nhận đăng ký đầu tư của nhà đầu tư nước ngoài',
    en: 'Investment certificates of foreign investors',
  },
  projectCertificate: {
    vi: 'Giấy chứng nhận đăng ký đầu tư cho dự án thành lập',
    en: 'Investment certificate of the founding project',
  },
  plan: { vi: 'Phương án sản xuất, kinh doanh', en: 'Business plan' },
  management: { vi: 'Danh sách Hội đồng quản trị, Giám đốc, Ban kiểm soát', en: 'List of posts' },
} as const;
export type Paper = keyof typeof papers;
const paperNames = Object.keys(papers) as [Paper, ...Paper[]];

/** The case with a change to its filing. */
function filing(data: Founding, change: Partial<Filing>): Founding {
  return { ...data, filing: { ...data.filing, ...change } };
}

/** The case before a new filing; whether a fee was paid once is kept. */
function unfiled(data: Founding): Founding {
  const feePaidBefore = data.filing.feePaid === true || data.filing.feePaidBefore === true;
  return { ...data, papers: [], filing: { feePaidBefore } };
}

function numbered(number: string | undefined): { number?: string } {
  return number === undefined ? {} : { number };
}

const paperNo = line(100, 'Số văn bản', 'Number of the paper').optional();
const paperOn = day('Ngày văn bản', 'Date of the paper', {
  vi: 'Bỏ trống: hôm nay.',
  en: 'Left out: today.',
}).optional();

const receipt = {
  receiptNo: line(100, 'Số giấy biên nhận', 'Number of the receipt'),
  receivedOn: day('Ngày tiếp nhận', 'Date of receipt', {
    vi: 'Ngày ghi trên giấy biên nhận; bỏ trống: hôm nay.',
    en: 'The date on the receipt; left out: today.',
  }).optional(),
};

/** Grounds of a refusal. @law Luật 17/2023/QH15 Đ44.1; NĐ 92/2024/NĐ-CP Đ33 */
export const grounds = {
  business: { vi: 'Ngành, nghề bị cấm', en: 'Banned business' },
  dossier: { vi: 'Hồ sơ không hợp lệ', en: 'Dossier' },
  name: { vi: 'Tên không đúng quy định', en: 'Name' },
  fee: { vi: 'Chưa nộp lệ phí', en: 'Fee' },
  article33: { vi: 'Trường hợp Điều 33 NĐ 92/2024', en: 'Article 33 of Decree 92/2024' },
  other: { vi: 'Căn cứ khác', en: 'Other' },
} as const;
export type Ground = keyof typeof grounds;

const ground = field(choice(grounds), { vi: 'Căn cứ từ chối', en: 'Ground' });

const note = line(1000, 'Ghi chú', 'Note').optional();
const reason = line(4000, 'Lý do', 'Reason');

export const registrationEvents = {
  COMPLETE_DOSSIER: event({
    title: { vi: 'Hoàn thiện hồ sơ đăng ký', en: 'Complete the dossier' },
    handsIn: true,
    payload: {
      papers: field(
        z
          .array(worded(z.enum(paperNames), papers))
          .min(1)
          .max(9),
        { vi: 'Giấy tờ đã có', en: 'Papers at hand' },
        { vi: 'Đánh dấu từng giấy tờ trong hồ sơ.', en: 'Tick each paper in the dossier.' },
      ),
    },
    examples: [
      { papers: ['application', 'charter', 'resolution', 'memberList', 'representatives'] },
      { papers: ['application', 'charter', 'resolution', 'memberList', 'plan', 'management'] },
    ],
    record: ({ data, payload, facts }) => ({
      ...data,
      papers: payload.papers,
      dossierOn: facts.on,
    }),
  }),
  FILE: event({
    title: { vi: 'Nộp hồ sơ đăng ký', en: 'File the dossier' },
    handsIn: true,
    payload: {
      channel: field(
        choice({
          direct: { vi: 'Trực tiếp', en: 'In person' },
          post: { vi: 'Qua bưu chính', en: 'By post' },
          online: { vi: 'Trực tuyến', en: 'Online' },
        }),
        { vi: 'Cách nộp', en: 'Channel' },
      ),
      phone: field(personal('phone'), { vi: 'Điện thoại người nộp', en: "Registrant's phone" }),
      fee: field(
        choice({
          paid: { vi: 'Đã nộp', en: 'Paid' },
          exempt: { vi: 'Được miễn', en: 'Exempt' },
          unpaid: { vi: 'Chưa nộp', en: 'Not paid' },
        }),
        { vi: 'Lệ phí', en: 'Fee' },
      ),
    },
    examples: [{ channel: 'direct', phone: '0912345678', fee: 'paid' }],
    record: ({ data, payload, facts }) => ({
      ...filing(data, {
        channel: payload.channel,
        filedOn: facts.on,
        feePaid: payload.fee === 'paid',
      }),
      registrationProfile: lawOn(facts.on).id,
    }),
  }),
  RECEIPT_RECORDED: event({
    title: { vi: 'Ghi giấy biên nhận', en: 'Record the receipt' },
    payload: receipt,
    examples: [{ receiptNo: 'BN-0123' }],
    record: ({ data, payload, facts }) =>
      filing(data, { receiptNo: payload.receiptNo, receiptOn: payload.receivedOn ?? facts.on }),
  }),
  SUPPLEMENT_NOTICE: event({
    title: { vi: 'Ghi thông báo sửa đổi, bổ sung', en: 'Record a supplement notice' },
    payload: {
      noticeNo: paperNo,
      noticeOn: paperOn,
      points: field(
        z
          .array(line(1000, 'Nội dung', 'Point'))
          .min(1)
          .max(50),
        {
          vi: 'Các nội dung cần sửa đổi, bổ sung',
          en: 'Points to be amended',
        },
      ),
    },
    examples: [{ points: ['Ghi rõ địa chỉ trụ sở chính'] }],
    record: ({ data, payload: { noticeNo, noticeOn, points }, facts }) =>
      filing(data, {
        supplement: { ...numbered(noticeNo), noticeOn: noticeOn ?? facts.on, points },
      }),
  }),
  RESUBMIT: event({
    title: { vi: 'Nộp hồ sơ đã bổ sung', en: 'Hand in the supplemented dossier' },
    handsIn: true,
    payload: receipt,
    examples: [{ receiptNo: 'BN-0145' }],
    record: ({ data, payload, facts }) => {
      const { supplement: _, ...rest } = data.filing;
      const receiptOn = payload.receivedOn ?? facts.on;
      return { ...data, filing: { ...rest, receiptNo: payload.receiptNo, receiptOn } };
    },
  }),
  REFILE: event({
    title: { vi: 'Lập hồ sơ mới', en: 'Prepare a new dossier' },
    payload: { note },
    examples: [{}],
    record: ({ data }) => unfiled(data),
  }),
  STOP_REQUEST: event({
    title: { vi: 'Đề nghị dừng đăng ký', en: 'Ask the registry to stop' },
    payload: { reason },
    examples: [{ reason: 'Nhóm muốn đổi địa bàn hoạt động' }],
    record: ({ data, payload }) => filing(data, { stop: { reason: payload.reason } }),
  }),
  STOP_CONFIRMED: event({
    title: { vi: 'Ghi thông báo dừng đăng ký', en: 'Record the stop notice' },
    payload: { noticeNo: paperNo, noticeOn: paperOn },
    examples: [{}],
    record: ({ data, payload, facts }) => {
      const { reason: why } = data.filing.stop as NonNullable<Filing['stop']>;
      const stop = { reason: why, confirmedOn: payload.noticeOn ?? facts.on };
      return closing(filing(data, { stop }), facts.on, why);
    },
  }),
  STOP_REFUSED: event({
    title: { vi: 'Ghi việc từ chối dừng', en: 'Record that the stop was refused' },
    payload: { reason },
    examples: [{ reason: 'Giấy chứng nhận đang được in' }],
    record: ({ data }) => {
      const { stop: _, ...rest } = data.filing;
      return { ...data, filing: rest };
    },
  }),
  REFUSE: event({
    title: { vi: 'Ghi thông báo từ chối', en: 'Record the refusal' },
    payload: { noticeNo: paperNo, noticeOn: paperOn, ground, reason },
    examples: [{ ground: 'name', reason: 'Tên gây nhầm lẫn với hợp tác xã đã đăng ký' }],
    record: ({ data, payload, facts }) =>
      filing(data, {
        refusal: {
          ...numbered(payload.noticeNo),
          noticeOn: payload.noticeOn ?? facts.on,
          ground: payload.ground,
          reason: payload.reason,
        },
      }),
  }),
  FIX_AND_REFILE: event({
    title: { vi: 'Khắc phục và nộp lại', en: 'Remedy and file again' },
    payload: {
      changes: line(4000, 'Nội dung khắc phục', 'What was remedied'),
      name: line(
        200,
        'Tên mới (nếu bị từ chối vì tên)',
        'New name (when refused for the name)',
      ).optional(),
    },
    examples: [{ changes: 'Đổi tên cho khỏi nhầm lẫn', name: 'Hợp tác xã Rau an toàn Hòa Bình' }],
    record: ({ data, payload }) => {
      const next = unfiled(data);
      if (payload.name === undefined) return next;
      const name = { stage: 'accepted' as const, content: { name: payload.name } };
      return { ...next, parts: { ...next.parts, name } };
    },
  }),
  COMPLAIN: event({
    title: { vi: 'Khiếu nại việc từ chối', en: 'Complain about the refusal' },
    payload: { grounds: line(4000, 'Nội dung khiếu nại', 'Grounds') },
    examples: [{ grounds: 'Tên không trùng, không gây nhầm lẫn' }],
    record: ({ data, payload, facts }) =>
      filing(data, { complaint: { on: facts.on, grounds: payload.grounds } }),
  }),
  GIVE_UP: event({
    title: { vi: 'Chấp nhận từ chối, dừng hồ sơ', en: 'Give up' },
    payload: { reason: line(1000, 'Lý do', 'Reason') },
    examples: [{ reason: 'Nhóm không tiếp tục' }],
    record: ({ data, payload, facts }) => closing(data, facts.on, payload.reason),
  }),
  GRANT: event({
    title: { vi: 'Ghi giấy chứng nhận đăng ký', en: 'Record the certificate' },
    payload: {
      code: field(
        z
          .string()
          .max(20)
          .regex(/^\d{10}(-\d{3})?$/),
        { vi: 'Mã số', en: 'Code' },
        {
          vi: 'Mã số ghi trên giấy chứng nhận, đồng thời là mã số thuế.',
          en: 'As on the certificate; also the tax code.',
        },
      ),
      grantedOn: day('Ngày cấp', 'Date of the certificate', {
        vi: 'Bỏ trống: hôm nay.',
        en: 'Left out: today.',
      }).optional(),
      legalRepresentative: line(200, 'Người đại diện theo pháp luật', 'Legal representative'),
      capital: vnd('Vốn điều lệ (đồng)', 'Charter capital (VND)'),
    },
    examples: [{ code: '1900123456', legalRepresentative: 'Trần Văn An', capital: 700_000_000 }],
    looksUp: ({ code }) => ({ cooperative: code }),
    record: ({ data, payload: { code, grantedOn, legalRepresentative, capital }, facts }) => ({
      ...data,
      certificate: { code, grantedOn: grantedOn ?? facts.on, legalRepresentative, capital },
    }),
  }),
};
