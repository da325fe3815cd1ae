// What people see when they scan the QR of a paper: a big status, then the facts. Works on any phone, without script.
import { formatVietnameseDate } from '../documents/date.ts';
import type { Text } from '../../machines/text.ts';
import type { Verified } from '../reports/verify.ts';
import { html, page } from './html.ts';

const statuses: Readonly<Record<string, Text & { mark: string }>> = {
  valid: { mark: '✔', vi: 'CÒN HIỆU LỰC', en: 'VALID' },
  suspended: { mark: '!', vi: 'TẠM ĐÌNH CHỈ', en: 'SUSPENDED' },
  superseded: { mark: '!', vi: 'ĐÃ ĐƯỢC THAY THẾ', en: 'SUPERSEDED' },
  revoked: { mark: '✘', vi: 'ĐÃ BỊ THU HỒI', en: 'REVOKED' },
  expired: { mark: '✘', vi: 'ĐÃ HẾT HẠN', en: 'EXPIRED' },
};

/** The page of a paper that is known here. */
export function verifiedPage(paper: Verified): string {
  const status = statuses[paper.status] ?? { mark: '?', vi: paper.status, en: paper.status };
  const rows: [Text, string | null][] = [
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
    [{ vi: 'Mã tra cứu', en: 'Code' }, paper.code],
    [{ vi: 'Dấu vân tay tệp (SHA-256)', en: 'File hash (SHA-256)' }, paper.sha256],
  ];
  const known = rows.flatMap(([title, value]) => (value === null ? [] : [{ title, value }]));
  return page(
    'Tra cứu giấy chứng nhận',
    html`<p role="status" style="font-size:2rem;line-height:1.3;font-weight:700;margin:0">
        ${status.mark} ${status.vi}
      </p>
      <p>${status.en} — từ ${formatVietnameseDate(paper.since)}</p>
      <table>
        ${known.map(
          ({ title, value }) =>
            html`<tr>
              <th scope="row">${title.vi}<br /><small lang="en">${title.en}</small></th>
              <td style="overflow-wrap:anywhere">${value}</td>
            </tr>`,
        )}
      </table>
      <p>
        Hãy so tên miền của trang này với tên miền in trên giấy. Thông tin lấy trực tiếp từ sổ của
        nơi cấp.
      </p>`,
  );
}

/** The page of a code that is not known here. */
export function unknownPage(): string {
  return page(
    'Tra cứu giấy chứng nhận',
    html`<p role="status" style="font-size:2rem;line-height:1.3;font-weight:700;margin:0">
        ✘ KHÔNG TÌM THẤY
      </p>
      <p lang="en">No paper with this code was issued here.</p>
      <p>
        Không có giấy nào mang mã này. Hãy nhập lại mã in cạnh mã QR; nếu vẫn không thấy, giấy có
        thể là giả: xin báo cho Liên minh Hợp tác xã tỉnh.
      </p>`,
  );
}
