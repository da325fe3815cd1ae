// The public check of a paper: for programs JSON, for a phone that scanned the code a page.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verificationCode } from '../../src/documents/code.ts';
import { startService, type Service } from './service.ts';

const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('GET /verify/{code}', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  const issue = async (status: string, holder = 'HTX <b>Hòa Bình</b> & Bạn'): Promise<string> => {
    const { person } = await service.client('staff');
    const code = verificationCode(Buffer.from(randomUUID()));
    const id = randomUUID();
    const shared = { case_id: id, alliance_id: person.allianceId, issued_on: '2026-01-05' };
    const { knex } = service.engine.database;
    await knex('documents').insert({
      ...shared,
      id: `${id}/9/1`,
      kind: 'RECOGNITION_CERT',
      title: JSON.stringify({ vi: 'Giấy chứng nhận', en: 'Certificate' }),
      series: 'GCN',
      year: 2026,
      number: 1 + Number.parseInt(id.slice(0, 6), 16),
      symbol: '01/2026/GCN-LMHTX',
      code,
      data: '{}',
    });
    await knex('certificates').insert({
      ...shared,
      status,
      holder,
      criterion: '3.2',
      data: '{}',
      valid_until: '2026-12-31',
      status_on: '2026-02-01',
      reason: status === 'revoked' ? 'Hồ sơ giả mạo' : null,
    });
    return code;
  };

  it('tells a program the status, the holder and since when, without a token', async () => {
    const code = await issue('valid');
    const { status, body } = await service.anonymous.get(
      `/verify/${code.toLowerCase().replaceAll('-', ' ')}`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      code,
      status: 'valid',
      since: '2026-02-01',
      number: '01/2026/GCN-LMHTX',
    });
  });

  it('shows a person the status in large letters, and the holder as text, never as markup', async () => {
    const { status, headers, text } = await service.anonymous.get(
      `/verify/${await issue('revoked')}`,
      browser,
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain('ĐÃ BỊ THU HỒI');
    expect(text).toContain('Hồ sơ giả mạo');
    expect(text).toContain('HTX &lt;b&gt;Hòa Bình&lt;/b&gt; &amp; Bạn');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('a certificate whose last day has passed is expired, whatever the row says', async () => {
    const code = await issue('valid');
    service.engine.at('2027-01-01T02:00:00.000Z');
    const { body } = await service.anonymous.get(`/verify/${code}`);
    service.engine.at('2026-03-02T02:00:00.000Z');
    expect(body).toMatchObject({ status: 'expired', since: '2026-12-31' });
  });

  it('answers a wrong code and an unknown one alike, as a page and as a problem', async () => {
    const unknown = verificationCode(Buffer.from(randomUUID()));
    for (const code of ['AAAA-AAAA-AAAA', unknown]) {
      const seen = await service.anonymous.get(`/verify/${code}`, browser);
      expect(seen.status).toBe(404);
      expect(seen.text).toContain('KHÔNG TÌM THẤY');
      expect(await service.anonymous.get(`/verify/${code}`)).toMatchObject({
        status: 404,
        body: { code: 'not-found' },
      });
    }
  });
});
