import { describe, expect, test } from 'vitest';
import { noticeTemplates, renderNotice } from '../../src/notices/notice.ts';

const LANGUAGES = ['vi', 'en'] as const;
/** The notices the procedures name; a process that names another one must bring its template. */
const NAMED =
  `consultationReceived adviserAssigned notViable draftChecklist partReturned partAccepted
readyForAssembly assemblyInvitation assemblyMoved assemblyPostponed assemblyAdjourned assemblyFailed assemblyResult
dutyDue dossierComplete filed receiptRecorded supplementNotice resubmitted dossierVoid stopRequested
stopConfirmed registrationRefused registered capitalDue membersBelowMinimum foundingCompleted
caseWithdrawn caseInactive caseReopened termReminder termLapsed appraisalReceived
appraisalSupplement appraisalExpired appraisalIneligible appraisalAccepted boardAppointed
conflictDeclared boardReplaced fieldCheckPlanned scoringOpen meetingInvitation meetingNoQuorum
decisionAwaited remediationRequested itemOverdue recognised notRecognised decisionReturned
certificateNearExpiry certificateExpired explanationRequested explanationAccepted
certificateRevoked certificateCorrected complaintReceived complaintAccepted complaintInadmissible complaintDialogue
complaintDecided complaintSecond complaintWithdrawn complaintToCourt dataRequestReceived dataRequestAcknowledged
dataRequestExtended dataRequestFulfilled dataRequestRefused dataRequestWithdrawn workItemOpened
effectFailed caseMessage draftComment termNear workLate digest yearlyAssembly selfScoreDue reportDue
assessmentOpened assessmentReturned assessmentGraded opinionGuidance opinionReturned opinionGiven`.split(
    /\s+/,
  );

/** Letters about accounts, which belong to no case. */
const ACCOUNT =
  `accountCode accountCodeRefused accountClosed accountProof accountNewEmail accountReset
accountResetByCode accountChanged accountEnrol accountAnew accountWitness`.split(/\s+/);

const FULL = {
  recipient: { name: 'Nguyễn Thị Ưỡng' },
  case: {
    number: 'TL-2026-7',
    title: { vi: 'Tên hồ sơ', en: 'Case title' },
    url: 'https://example.vn/ho-so/7?a=1&b=2',
    state: { vi: 'Đang soạn', en: 'Drafting' },
  },
  term: {
    title: { vi: 'Bổ sung', en: 'Supplement' },
    dueOn: '2026-11-05',
    daysLeft: 0,
    law: 'Đ19.6',
  },
  reason: 'Thiếu điều lệ',
  text: 'Nội dung riêng',
  items: ['Mục một', { label: 'Ngày', value: '05/11/2026' }],
  people: ['Ông A', { name: 'Bà B', role: 'Thư ký' }],
};

/** They speak of no case, or of many. */
const CASELESS = new Set([...ACCOUNT, 'digest', 'yearlyAssembly', 'selfScoreDue', 'reportDue']);

test('every notice that is named has a template, and no template is without a name', () => {
  expect(noticeTemplates()).toEqual([...NAMED, ...ACCOUNT].toSorted());
});

describe.each(LANGUAGES)('in %s', (language) => {
  test.each([...NAMED, ...ACCOUNT])(
    '%s renders with hardly any data and with all of it',
    (name) => {
      const bare = renderNotice(name, language, {});
      const full = renderNotice(name, language, FULL);
      for (const { subject, text, html } of [bare, full]) {
        expect(subject.length).toBeGreaterThan(5);
        for (const part of [subject, text, html]) {
          expect(part).not.toMatch(/\{\{|\{%|undefined|null|\[object|@body|[\uE000-\uF8FF]/);
          expect(part).toBe(part.normalize('NFC'));
        }
      }
      expect(full.text).toContain('Nguyễn Thị Ưỡng');
      expect(full.text).toContain(language === 'vi' ? 'Tên hồ sơ' : 'Case title');
      expect(full.text).toContain('https://example.vn/ho-so/7?a=1&b=2');
      if (!CASELESS.has(name)) expect(full.subject).toContain('TL-2026-7');
    },
  );
});

test('the two languages differ in every notice and English carries no Vietnamese sentence', () => {
  for (const name of [...NAMED, ...ACCOUNT]) {
    const vi = renderNotice(name, 'vi', {});
    const en = renderNotice(name, 'en', {});
    expect(vi.subject, name).not.toBe(en.subject);
    // law numbers such as NĐ-CP and the name of the product are the only Vietnamese letters an English notice may hold
    expect(en.text.replace(/NĐ-CP|Sáng Lập/g, ''), name).not.toMatch(
      /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ]/i,
    );
  }
});

describe('a rendered notice', () => {
  test('shows term, list, people and link in text and HTML', () => {
    const { text, html } = renderNotice('adviserAssigned', 'vi', FULL);
    expect(text).toContain('- Ông A\n- Bà B (Thư ký)');
    expect(text).toContain('Hạn (Bổ sung): 05/11/2026, còn 0 ngày. Căn cứ: Đ19.6.');
    expect(html).toContain('<li style="white-space:pre-line">Bà B (Thư ký)</li>');
    expect(html).toContain('href="https://example.vn/ho-so/7?a=1&amp;b=2"');
    expect(renderNotice('adviserAssigned', 'en', FULL).text).toContain(
      '5 November 2026, 0 days left',
    );
    expect(renderNotice('meetingInvitation', 'vi', FULL).text).toContain('- Ngày: 05/11/2026');
  });

  test('escapes everything in HTML and leaves text as it is', () => {
    const name = '<img src=x onerror=alert(1)> & "Tý"';
    const { text, html } = renderNotice('filed', 'vi', { recipient: { name }, text: name });
    expect(text).toContain(name);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Tý&quot;');
  });

  test('keeps line breaks of a value inside its paragraph and out of the subject', () => {
    const data = {
      case: { number: 'A\r\nBcc: x@y.vn' },
      text: '- một\n> hai | https://evil.vn\n{{ ba }}',
    };
    const { subject, text, html } = renderNotice('filed', 'vi', data);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).toContain('- một\n> hai | https://evil.vn\n{{ ba }}');
    expect(html).not.toContain('href');
    expect(html).toContain('- một<br>&gt; hai | https://evil.vn<br>{{ ba }}');
  });

  test('puts the body in its own place, whatever a name says', () => {
    const { text } = renderNotice('filed', 'vi', { recipient: { name: '@body' } });
    expect(text).toMatch(/^Kính gửi @body,\n\nChúng tôi đã ghi nhận/);
  });

  test('links to web addresses only', () => {
    const { html, text } = renderNotice('filed', 'vi', { case: { url: 'javascript:alert(1)' } });
    expect(html + text).not.toContain('javascript');
  });

  test('cuts a subject that is too long for a header', () => {
    const { subject } = renderNotice('filed', 'vi', { case: { number: 'x'.repeat(5000) } });
    expect(subject).toHaveLength(200);
  });
});

describe('a name nobody gave', () => {
  test.each(['noSuchNotice', 'layout', 'frame', '../documents/TB', ''])('%j is refused', (name) => {
    expect(() => renderNotice(name, 'vi', {})).toThrow();
  });
});
