// Every paper and notice of an appraisal can be written from what the case gives it.
import { expect, test } from 'vitest';
import { fillTemplate, paperKinds } from '../../../src/documents/template.ts';
import { noticeTemplates, renderNotice } from '../../../src/notices/notice.ts';
import { appraisal } from '../../../machines/appraisal/index.ts';
import type { Story } from '../given.ts';
import {
  applicant,
  certified,
  chair,
  example,
  fifth,
  formed,
  head,
  inSession,
  officer,
  president,
  refused,
  scheduled,
  sheet,
  submitted,
  votes,
} from './board.ts';

const organisation = {
  name: 'Liên minh Hợp tác xã tỉnh',
  abbreviation: 'LMHTX',
  place: 'Hòa Bình',
};

const stories: [string, () => Story][] = [
  ['certified and expired', () => certified().passes('2027-03-03')],
  ['refused and complained of', () => refused().as(applicant).does('COMPLAIN')],
  [
    'supplemented and ineligible',
    () =>
      submitted({}, { documents: [] })
        .as(officer)
        .does('REQUEST_SUPPLEMENT')
        .as(applicant)
        .does('RESUBMIT')
        .as(head)
        .does('REJECT_INELIGIBLE'),
  ],
  [
    'remedied',
    () =>
      votes(inSession(sheet(60)), 'for', 'for', 'for', 'for', 'against')
        .does('VOTE_CONDITIONAL')
        .as(applicant)
        .does('FIXED'),
  ],
  ['no quorum', () => scheduled().as(chair).does('OPEN_NO_QUORUM')],
  [
    'a member replaced',
    () =>
      formed()
        .as(fifth)
        .does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1))
        .as(president)
        .does('REPLACE_MEMBER'),
  ],
  [
    'revoked',
    () =>
      certified()
        .as(officer)
        .does('REPORT_VIOLATION')
        .as(applicant)
        .does('EXPLAIN')
        .as(president)
        .does('REVOKE'),
  ],
];

test.each(stories)('%s: nothing is left undefined', (_, play) => {
  const written = play().told.flatMap(({ outcome }) =>
    outcome.effects.flatMap((effect) => {
      if (effect.kind === 'issue')
        return [
          JSON.stringify(
            fillTemplate(effect.document, {
              ...effect.data,
              organisation,
              signer: { title: '', name: '' },
            }),
          ),
        ];
      if (effect.kind !== 'notify') return [];
      return (['vi', 'en'] as const).map(
        (language) =>
          renderNotice(effect.template, language, {
            ...effect.data,
            recipient: { name: effect.recipient.name },
          }).text,
      );
    }),
  );
  expect(written.length).toBeGreaterThan(5);
  for (const text of written) expect(text).not.toMatch(/undefined|\[object|NaN/);
});

test('there is a template for every paper and every notice', () => {
  const effects = Object.values(appraisal.effects);
  const papers = effects.flatMap((effect) => (effect.kind === 'issue' ? [effect.document] : []));
  const notices = effects.flatMap((effect) => (effect.kind === 'notify' ? [effect.template] : []));
  expect(papers.filter((kind) => !paperKinds().includes(kind))).toEqual([]);
  expect(notices.filter((name) => !noticeTemplates().includes(name))).toEqual([]);
});
