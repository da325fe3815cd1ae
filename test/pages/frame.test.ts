// The frame of every page: languages, problems as pages, own files only, and a first page that loads quickly.
import { readFileSync } from 'node:fs';
import { compile } from 'sass';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../http/service.ts';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const html = { accept: 'text/html', 'accept-language': 'vi' };

describe('frame', () => {
  it('speaks Vietnamese, and English once it was chosen', async () => {
    const first = await service.anonymous.get('/', html);
    expect(first.status).toBe(200);
    expect(first.text).toContain('<html lang="vi"');
    const english = await service.anonymous.get('/?lang=en', html);
    expect(english.text).toContain('<html lang="en"');
    const cookie = english.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^sl_lang=en; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
    const later = await service.anonymous.get('/', { ...html, cookie: 'sl_lang=en' });
    expect(later.text).toContain('<html lang="en"');
  });

  it('lets pages load nothing but our own files, and no inline script or style', async () => {
    const page = await service.anonymous.get('/', html);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page.text).not.toMatch(
      /<style|style="|<script(?![^>]* src="\/static\/)|\son[a-z]+="|https?:\/\//,
    );
  });

  it('keeps files for a year under the hash of their content', async () => {
    const page = await service.anonymous.get('/', html);
    const sheet = /href="(\/static\/sang-lap\.[0-9a-f]{16}\.css)"/.exec(page.text)?.[1] ?? '';
    const css = await service.anonymous.get(sheet);
    expect(css.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const font = /url\((\/static\/[^)]*vietnamese-400[^)]*)\)/.exec(css.text)?.[1] ?? '';
    const loaded = await service.anonymous.get(font);
    expect([loaded.status, loaded.headers.get('content-type')]).toEqual([200, 'font/woff2']);
    expect((await service.anonymous.get('/static/sang-lap.0000000000000000.css')).status).toBe(404);
  });

  it('answers a problem as a page to people and as JSON to programs', async () => {
    const page = await service.anonymous.get('/no-such-page', html);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      404,
      'text/html; charset=utf-8',
    ]);
    expect(page.text).toContain('Không tìm thấy trang này');
    const json = await service.anonymous.get('/no-such-page');
    expect(json.headers.get('content-type')).toBe('application/problem+json');
    const api = await service.anonymous.get('/api/cases', html);
    expect([api.status, api.body.code]).toEqual([401, 'unauthenticated']);
  });
});

describe('stylesheet', () => {
  it('is what its source makes', () => {
    const fresh = compile('templates/pages/theme.scss', {
      loadPaths: ['node_modules'],
      style: 'compressed',
    });
    expect(readFileSync('public/sang-lap.css', 'utf8').trim()).toBe(fresh.css.trim());
  });

  it('carries neither the type nor the crown of GOV.UK', () => {
    expect(readFileSync('public/sang-lap.css', 'utf8')).not.toMatch(/GDS Transport|crown/);
  });
});
