// The places of a dossier: what the law of the filing day asks for, and who may send it in.
import { describe, expect, it } from 'vitest';
import { appraisal } from '../../machines/appraisal/index.ts';
import { complaint } from '../../machines/complaint/index.ts';
import { defineProcess, type Definition } from '../../machines/define.ts';
import type { Slot } from '../../machines/dossier.ts';
import { founding } from '../../machines/founding/index.ts';
import { loanDefinition, type Loan } from './fixture.ts';

type Data = Record<string, unknown>;
const places = (process: typeof founding, change: Data = {}, on = '2026-03-02'): readonly Slot[] =>
  process.dossier?.({ ...process.data(), ...change }, { on }) ?? [];
const needed = (slots: readonly Slot[]): string[] =>
  slots.filter((slot) => slot.needed).map(({ id }) => id);

describe('the registration dossier', () => {
  it('has the five papers of Luật 17/2023/QH15 Đ42.2', () => {
    const slots = places(founding);
    expect(needed(slots)).toEqual([
      'REG_APPLICATION',
      'CHARTER',
      'FOUNDING_RESOLUTION',
      'MEMBER_LIST',
      'LEGAL_REP_LIST',
    ]);
    for (const { id, law, confidence, by } of slots.filter((slot) => slot.needed))
      expect([id, law, confidence, by]).toEqual([
        id,
        'Luật 17/2023/QH15 Đ42.2',
        'verified',
        ['founders', 'scribe', 'adviser'],
      ]);
  });

  it('has a plan and a list of posts under the law of 2012, from memory, which it says', () => {
    const slots = places(founding, {}, '2024-05-01');
    expect(needed(slots)).toContain('BUSINESS_PLAN');
    expect(needed(slots)).toContain('MANAGEMENT_LIST');
    expect(slots[0]).toMatchObject({
      law: 'Luật 23/2012/QH13 Điều 23.2',
      confidence: 'unconfirmed',
    });
  });

  it('stays under the law of its filing day', () => {
    const filed = places(founding, { registrationProfile: 'LAW_HTX_2012' });
    expect(needed(filed)).toEqual(needed(places(founding, {}, '2024-05-01')));
  });

  it("takes the registry's own papers from the office only", () => {
    const answers = places(founding).filter(
      ({ id }) => id.startsWith('REG_') && id !== 'REG_APPLICATION',
    );
    expect(answers.map(({ id }) => id)).toEqual([
      'REG_RECEIPT',
      'REG_SUPPLEMENT',
      'REG_REFUSAL',
      'REG_CERT',
    ]);
    for (const { by, needed: asked } of answers)
      expect([by, asked]).toEqual([['adviser', 'recorder'], false]);
  });
});

describe('the dossier of an appraisal', () => {
  it('needs what its criteria set asks for', () => {
    expect(needed(places(appraisal))).toEqual(['APPRAISAL_REQUEST', 'SELF_SCORE', 'FIN_REPORT']);
    expect(needed(places(appraisal, { criterionSet: 'BL_NC_3_2' }))).toContain('LINK_CONTRACT');
  });

  it('needs nothing that it does not know of', () => {
    const unknown = {
      criterionSet: 'OWN',
      set: { version: 3, code: 'x', name: { vi: 'x', en: 'x' } },
    };
    expect(needed(places(appraisal, unknown))).toEqual([]);
    expect(places(appraisal, unknown).map(({ law }) => law)).not.toContain('');
  });
});

it('the dossier of a complaint has the letter and its evidence', () => {
  expect(places(complaint).map(({ id }) => id)).toEqual(['COMPLAINT', 'EVIDENCE']);
});

describe('a dossier is refused at load', () => {
  const sound: Slot = {
    id: 'PAPER',
    title: { vi: 'Giấy', en: 'Paper' },
    law: 'Luật',
    confidence: 'verified',
    kinds: ['pdf'],
    by: [Object.keys(loanDefinition.actors)[0] as string],
    needed: true,
  };
  const load = (...slots: Slot[]) => {
    const definition = { ...loanDefinition, dossier: () => slots } as Definition<Loan>;
    return () => defineProcess(definition);
  };

  it('not when it is sound', () => {
    expect(load(sound, { ...sound, id: 'OTHER' })).not.toThrow();
  });

  it.each<[Partial<Slot>, string]>([
    [{ id: 'paper' }, 'dossier: paper is no name of a place'],
    [{ law: '' }, 'dossier PAPER: no law'],
    [{ kinds: [] }, 'dossier PAPER: no kind of file'],
    [{ by: [] }, 'dossier PAPER: nobody may send it in'],
    [{ by: ['nobody'] }, 'dossier PAPER: actor nobody has no definition'],
  ])('with %o', (change, fault) => {
    expect(load({ ...sound, ...change })).toThrow(fault);
  });

  it('with two places of one name', () => {
    expect(load(sound, sound)).toThrow('dossier: two places PAPER');
  });
});
