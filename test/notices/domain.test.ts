// Every notice that the domain asks for (§9.4) has its wording, and something in the product owes it to somebody.
import { describe, expect, it } from 'vitest';
import type { Process } from '../../machines/define.ts';
import { occasionsOn } from '../../machines/occasions.ts';
import { allProcesses } from '../../machines/index.ts';
import { addDays } from '../../machines/calendar.ts';
import { noticeTemplates, renderNotice } from '../../src/notices/notice.ts';

/** The list of §9.4 in its order, and the notices that are it. */
const asked: readonly [string, string][] = [
  ['consultation received', 'consultationReceived'],
  ['adviser assigned', 'adviserAssigned'],
  ['part returned', 'partReturned'],
  ['part accepted', 'partAccepted'],
  ['ready for assembly', 'readyForAssembly'],
  ['invitation', 'assemblyInvitation'],
  ['assembly result', 'assemblyResult'],
  ['dossier complete', 'dossierComplete'],
  ['filed', 'filed'],
  ['filed: receipt no., expected date', 'receiptRecorded'],
  ['supplement notice with last date', 'supplementNotice'],
  ['reminders 30/14/7/3/1 days', 'termReminder'],
  ['void', 'dossierVoid'],
  ['refusal with options', 'registrationRefused'],
  ['certificate', 'registered'],
  ['6-month capital reminders, 30-day change filing', 'capitalDue'],
  ['AGM reminder', 'yearlyAssembly'],
  ['appraisal received', 'appraisalReceived'],
  ['appraisal: supplement', 'appraisalSupplement'],
  ['board appointment and conflict form', 'boardAppointed'],
  ['meeting', 'meetingInvitation'],
  ['result: recognised', 'recognised'],
  ['result: not recognised', 'notRecognised'],
  ['certificate near expiry', 'certificateNearExpiry'],
  ['explanation request', 'explanationRequested'],
  ['revocation', 'certificateRevoked'],
  ['complaint: received', 'complaintReceived'],
  ['complaint: accepted', 'complaintAccepted'],
  ['complaint: inadmissible', 'complaintInadmissible'],
  ['complaint: dialogue', 'complaintDialogue'],
  ['complaint: decided', 'complaintDecided'],
  ['complaint: second', 'complaintSecond'],
  ['complaint: withdrawn', 'complaintWithdrawn'],
  ['complaint: court', 'complaintToCourt'],
  ['report due', 'reportDue'],
  ['15/12 self-score', 'selfScoreDue'],
];

/** Templates of the notices that some act or term of a process asks for. */
function owedBy(process: Process): string[] {
  const used = JSON.stringify(process.states) + JSON.stringify(Object.values(process.terms));
  return Object.entries(process.effects).flatMap(([name, effect]) =>
    effect.kind === 'notify' && used.includes(JSON.stringify(name)) ? [effect.template] : [],
  );
}

const year = Array.from({ length: 366 }, (_, day) => addDays('2026-01-01', day));

const owed = new Set([
  ...allProcesses().flatMap(owedBy),
  ...year.flatMap((day) => occasionsOn(day).map(({ occasion }) => occasion.template)),
]);

describe('the notices of the domain', () => {
  it.each(asked)('%s: %s is worded in both languages, and owed', (_, template) => {
    expect(noticeTemplates()).toContain(template);
    const [vi, en] = (['vi', 'en'] as const).map((language) =>
      renderNotice(template, language, { case: { number: 'TL-2026-0001', url: 'https://x.vn/1' } }),
    );
    for (const part of ['subject', 'text', 'html'] as const) {
      expect(vi?.[part]).not.toBe('');
      expect(vi?.[part]).not.toBe(en?.[part]);
    }
    expect([...owed]).toContain(template);
  });

  it('reminders come 30, 14, 7, 3 and 1 days before the ends that lie far ahead', () => {
    const days = Object.fromEntries(
      allProcesses().flatMap(({ id, terms }) =>
        Object.entries(terms).map(([name, { reminders }]) => [`${id}/${name}`, reminders?.days]),
      ),
    );
    const usual = [30, 14, 7, 3, 1];
    expect(days).toMatchObject({
      'founding/dossier': usual,
      'founding/supplementWindow': usual,
      'founding/complaintWindow': usual,
      'founding/capitalContribution': [60, 30, 7],
      'founding/capitalFiling': [14, 7, 3, 1],
      'appraisal/supplement': usual,
      'appraisal/remediation': usual,
      'appraisal/explanation': usual,
      'complaint/secondWindow': usual,
    });
  });

  it('days of the year come 30, 7 and 1 days before, each under its own key', () => {
    const all = year.flatMap((day) =>
      occasionsOn(day).map(({ occasion, daysLeft }) => ({ day, daysLeft, ...occasion })),
    );
    expect(all.filter(({ key }) => key === 'agm2026').map(({ day }) => day)).toEqual([
      '2026-03-31',
      '2026-04-23',
      '2026-04-29',
    ]);
    expect(all.find(({ key }) => key === 'score2026')).toMatchObject({
      day: '2026-11-15',
      on: '2026-12-15',
      daysLeft: 30,
    });
    expect(new Set(all.map(({ key, daysLeft }) => `${key} ${daysLeft}`)).size).toBe(all.length);
  });
});
