// What people see when they scan the QR of a paper or hand in its file: a big status, then the facts. Works on any
// phone, without script.
import { formatVietnameseDate } from '../documents/date.ts';
import type { SignatureVerdict } from '../documents/signature-check.ts';
import type { Text } from '../../machines/text.ts';
import type { PaperStatus, Verified } from '../reports/verify.ts';
import { html, page, pagePolicy, type Html } from './html.ts';
import type { Compared } from './verify.ts';

/** A form may be sent to this service itself. */
export const verificationPolicy = pagePolicy.replace("form-action 'none'", "form-action 'self'");

const statuses: Readonly<Record<PaperStatus, Text & { mark: string }>> = {
  valid: { mark: '✔', vi: 'CÒN HIỆU LỰC', en: 'VALID' },
  suspended: { mark: '!', vi: 'TẠM ĐÌNH CHỈ', en: 'SUSPENDED' },
  superseded: { mark: '!', vi: 'ĐÃ ĐƯỢC THAY THẾ', en: 'SUPERSEDED' },
  revoked: { mark: '✘', vi: 'ĐÃ BỊ THU HỒI', en: 'REVOKED' },
  expired: { mark: '✘', vi: 'ĐÃ HẾT HẠN', en: 'EXPIRED' },
  voided: { mark: '✘', vi: 'ĐÃ HỦY', en: 'VOIDED' },
};
const title = 'Tra cứu giấy tờ';

/** The page of a paper that is known here. */
export function verifiedPage(paper: Verified): string {
  return page(title, html`${statusOf(paper)} ${factsOf(paper)} ${fileForm(paper.code)} ${advice}`);
}

/** The page of a file that was compared with a paper. */
export function comparedPage({ paper, file, same, signed, signatures }: Compared): string {
  const said = same
    ? large('✔', { vi: 'TỆP ĐÚNG LÀ BẢN ĐÃ PHÁT HÀNH', en: 'This is the file that was issued' })
    : large('✘', {
        vi: 'TỆP KHÁC VỚI BẢN ĐÃ PHÁT HÀNH',
        en: 'This is not the file that was issued',
      });
  return page(
    title,
    html`${said}
      <p>Dấu vân tay của tệp đã gửi (SHA-256): <code>${file.sha256}</code></p>
      <h2>Chữ ký số <small lang="en">Signatures</small></h2>
      ${signaturesOf(signatures, signed)}
      <h2>Giấy tờ trong sổ <small lang="en">The paper in the register</small></h2>
      ${statusOf(paper)} ${factsOf(paper)} ${fileForm(paper.code)} ${advice}`,
  );
}

/** The page of a code that is not known here. */
export function unknownPage(): string {
  return page(
    title,
    html`${large('✘', { vi: 'KHÔNG TÌM THẤY', en: 'No paper with this code was issued here.' })}
      <p>
        Không có giấy nào mang mã này. Hãy nhập lại mã in cạnh mã QR; nếu vẫn không thấy, giấy có
        thể là giả: xin báo cho Liên minh Hợp tác xã tỉnh.
      </p>`,
  );
}

function large(mark: string, { vi, en }: Text): Html {
  return html`<p role="status" style="font-size:2rem;line-height:1.3;font-weight:700;margin:0">
      ${mark} ${vi}
    </p>
    <p lang="en">${en}</p>`;
}

function statusOf({ status, since, holder }: Verified): Html {
  // Of a paper that is not published only its being issued is told.
  const issued = status === 'valid' && holder === null;
  const { mark, vi, en } = issued
    ? { mark: '✔', vi: 'ĐÃ PHÁT HÀNH', en: 'ISSUED' }
    : statuses[status];
  return html`<p role="status" style="font-size:2rem;line-height:1.3;font-weight:700;margin:0">
      ${mark} ${vi}
    </p>
    <p>${en} — từ ${formatVietnameseDate(since)}</p>`;
}

function factsOf(paper: Verified): Html {
  const rows: [Text, string | null][] = [
    [{ vi: 'Loại giấy', en: 'Kind' }, paper.title.vi],
    [{ vi: 'Số', en: 'Number' }, paper.number],
    [{ vi: 'Cấp cho', en: 'Holder' }, paper.holder],
    [{ vi: 'Tiêu chí', en: 'Criterion' }, paper.criterion],
    [{ vi: 'Nơi cấp', en: 'Issued by' }, paper.issuer],
    [{ vi: 'Cấp', en: 'Issued' }, formatVietnameseDate(paper.issuedOn)],
    [
      { vi: 'Có giá trị đến hết', en: 'Valid until' },
      paper.validUntil && formatVietnameseDate(paper.validUntil),
    ],
    [{ vi: 'Lý do', en: 'Reason' }, paper.reason],
    [{ vi: 'Giấy thay thế', en: 'Replaced by' }, replacement(paper)],
    [{ vi: 'Chữ ký số', en: 'Signed by' }, signersOf(paper)],
    [{ vi: 'Mã tra cứu', en: 'Code' }, paper.code],
    [{ vi: 'Dấu vân tay tệp (SHA-256)', en: 'File hash (SHA-256)' }, paper.sha256],
  ];
  const known = rows.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  return html`<table>
    ${known.map(
      ({ name, value }) =>
        html`<tr>
          <th scope="row">${name.vi}<br /><small lang="en">${name.en}</small></th>
          <td style="overflow-wrap:anywhere">${value}</td>
        </tr>`,
    )}
  </table>`;
}

function replacement({ supersededBy }: Verified): string | null {
  return supersededBy && [supersededBy.number, supersededBy.code].filter(Boolean).join(' – ');
}

function signersOf({ signature }: Verified): string | null {
  if (!signature) return null;
  const names = signature.signers.map(({ subject }) => subject).join('; ');
  return signature.development ? `${names} (bản ký thử, không có giá trị)` : names;
}

function signaturesOf(signatures: readonly SignatureVerdict[], signed: boolean): Html {
  if (signatures.length === 0) return html`<p>Tệp không có chữ ký số.</p>`;
  const summary = signed
    ? 'Mọi chữ ký đều đúng và phủ toàn bộ tệp.'
    : 'Có chữ ký không đúng, không phủ hết tệp, hết hạn hoặc không phải của nơi cấp.';
  return html`<p>${summary}</p>
    <ul>
      ${signatures.map((each) => html`<li>${each.signer || '(không đọc được)'}: ${saidOf(each)}</li>`)}
    </ul>`;
}

function saidOf({ intact, coversFile, trusted, inDate, timeStamped }: SignatureVerdict): string {
  return [
    intact ? 'nội dung đã ký còn nguyên' : 'nội dung đã bị sửa sau khi ký',
    coversFile ? 'phủ toàn bộ tệp' : 'không phủ phần cuối tệp',
    trusted ? 'chứng thư của nơi cấp' : 'chứng thư không phải của nơi cấp hoặc đã hết hạn',
    ...(inDate ? [] : ['chứng thư ngoài thời hạn']),
    ...(timeStamped ? ['có dấu thời gian'] : []),
  ].join('; ');
}

function fileForm(code: string): Html {
  return html`<h2>So với tệp của bạn <small lang="en">Compare your file</small></h2>
    <form method="post" enctype="multipart/form-data" action="/verify/${code}/file">
      <p>
        <label for="file">Chọn tệp PDF bạn nhận được (tối đa 10 MB)</label><br />
        <input type="file" id="file" name="file" accept="application/pdf,.pdf" required />
      </p>
      <p>
        <button type="submit">So sánh <span lang="en">(Compare)</span></button>
      </p>
      <p>Tệp chỉ được đọc để so sánh, không được lưu lại.</p>
    </form>`;
}

const advice = html`<p>
  Hãy so tên miền của trang này với tên miền in trên giấy. Thông tin lấy trực tiếp từ sổ của nơi
  cấp.
</p>`;
