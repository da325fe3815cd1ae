// Every paper and notice of a complaint can be written from what the case gives it.
import { expect, test } from 'vitest';
import { fillTemplate } from '../../../src/documents/template.ts';
import { renderNotice } from '../../../src/notices/notice.ts';
import { complaint } from '../../../machines/complaint/index.ts';
import { given, person, type Story } from '../given.ts';

const organisation = {
  name: 'Liên minh Hợp tác xã tỉnh',
  abbreviation: 'LMHTX',
  place: 'Hòa Bình',
};
const coop = person('coop', 'cooperative');
const officer = person('staff', 'staff');
const filed = () => given(complaint).as(coop).does('FILE_COMPLAINT');
const verifying = () => filed().as(officer).does('ACCEPT').does('START_VERIFICATION');
const twice = () =>
  verifying()
    .does('HOLD_DIALOGUE')
    .does('RECORD_DIALOGUE')
    .as(person('leader', 'leader'))
    .does('DECIDE')
    .as(coop)
    .does('SECOND_COMPLAINT')
    .as(person('leader-2', 'leader'))
    .does('DECIDE_SECOND')
    .as(officer)
    .does('GO_TO_COURT');

const stories: [string, number, () => Story][] = [
  ['decided twice and in court', 9, twice],
  ['inadmissible', 2, () => filed().as(officer).does('DECLARE_INADMISSIBLE')],
  ['overdue and withdrawn', 4, () => verifying().passes('2026-04-02').as(coop).does('WITHDRAW')],
];

test.each(stories)('%s: nothing is left undefined', (_, least, play) => {
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
  expect(written.length).toBeGreaterThanOrEqual(least);
  for (const text of written) expect(text).not.toMatch(/undefined|\[object|NaN/);
});
