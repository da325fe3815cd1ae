// Before there is a case: what a cooperative is and what founding one takes, whether a group qualifies, what words mean,
// and what the law says, article by article. Figures come from the legal profile in force, each with its article.
import { z } from 'zod';
import type { LocalDate } from '../../machines/calendar.ts';
import {
  boardSize,
  capitalMonths,
  cite,
  maxMemberShare,
  memberMinAge,
  minFounders,
  profileInForce,
  publicationDays,
  registrationWorkingDays,
  registryAuthorityOn,
  statutoryTerms,
  type CooperativeKind,
  type LegalProfile,
  type Parameter,
} from '../../machines/law.ts';
import type { Text } from '../../machines/text.ts';
import type { Clock } from '../clock.ts';
import type { Operation } from '../http/operation.ts';
import { wholeNumber } from '../http/shapes.ts';
import { instruments } from './help/citations.ts';
import { terms } from './help/glossary.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type StartDeps = { page: PageMaker; clock: Clock };

/** A figure of the law as pages show it. */
export type Article = {
  value: unknown;
  law: string;
  confirmed: boolean;
};

export function startPages({ page, clock }: StartDeps): Operation[] {
  const plain = (id: string, path: string, title: Text, further: object = {}): Operation =>
    page({
      id,
      path,
      title,
      public: true,
      handle: () => {
        const model = { ...lawModel(clock.today()), ...further };
        return Promise.resolve({ view: id.replace(/Page$/, ''), model });
      },
    });
  return [
    plain('startPage', '/', { vi: 'Trang đầu', en: 'Start' }),
    plain('wordsPage', '/words', { vi: 'Từ ngữ', en: 'Words' }, { terms }),
    plain('lawPage', '/law', { vi: 'Pháp luật', en: 'The law' }, { instruments }),
    plain('complainPage', '/complain', { vi: 'Khiếu nại', en: 'Complain' }),
    page({
      id: 'eligibilityPage',
      path: '/eligibility',
      title: { vi: 'Nhóm của bạn đã đủ điều kiện?', en: 'Is your group ready?' },
      public: true,
      query: {
        kind: z.enum(['cooperative', 'union']).optional(),
        people: wholeNumber(0, 10_000).optional(),
        age: z.enum(['yes', 'no']).optional(),
        need: z.enum(['yes', 'no']).optional(),
        share: z.enum(['yes', 'no']).optional(),
      },
      handle: (call) => Promise.resolve(eligibility(call as EligibilityCall, clock.today())),
    }),
  ];
}

/** The figures that pages name, of the law in force on a day. */
export function lawModel(on: LocalDate): { law: Record<string, unknown> } {
  const law = profileInForce(on);
  const shown = (found: Parameter<unknown> | undefined): Article | undefined =>
    found && articleOf(law, found);
  const kinds = (of: (kind: CooperativeKind) => Parameter<unknown>): object => ({
    cooperative: shown(of('cooperative')),
    union: shown(of('union')),
  });
  const registry = registryAuthorityOn(on, 'cooperative');
  return {
    law: {
      name: law.law,
      short: law.shortLaw,
      from: law.effectiveFrom,
      founders: kinds((kind) => minFounders(law, kind)),
      share: kinds((kind) => percent(maxMemberShare(law, kind))),
      age: shown(memberMinAge(law, 'official')),
      board: shown(boardSize(law)),
      registration: shown(registrationWorkingDays(law)),
      publication: shown(publicationDays(law)),
      capital: shown(capitalMonths(law)),
      registry: registry && {
        name: registry.name,
        law: registry.basis.split(/\s*[(;]/)[0],
        confirmed: registry.confidence === 'verified',
      },
      supplement: statutoryTerms.supplementWindow,
      complaint: statutoryTerms.complaintLimitation,
    },
  };
}

function articleOf(law: LegalProfile, { value, basis, confidence }: Parameter<unknown>): Article {
  return {
    value,
    law: cite(basis, law),
    confirmed: confidence === 'verified',
  };
}

function percent({
  value,
  ...rest
}: Parameter<{ part: bigint; whole: bigint }>): Parameter<number> {
  return { ...rest, value: Number((value.part * 100n) / value.whole) };
}

type Answers = {
  kind?: CooperativeKind | undefined;
  people?: number | undefined;
  age?: 'yes' | 'no' | undefined;
  need?: 'yes' | 'no' | undefined;
  share?: 'yes' | 'no' | undefined;
};
type EligibilityCall = PageCall<unknown, Answers>;

/** Nothing is kept: the answers stand in the address. */
function eligibility({ query }: EligibilityCall, on: LocalDate): PageAnswer {
  const { kind, people, age, need, share } = query;
  const model = { ...lawModel(on), answers: query };
  if (kind === undefined || people === undefined) return { view: 'eligibility', model };
  const least = minFounders(profileInForce(on), kind).value;
  const missing = {
    people: people < least ? least - people : 0,
    age: age !== 'yes',
    need: need !== 'yes',
    share: share !== 'yes',
  };
  const ready = Object.values(missing).every((each) => !each);
  return { view: 'eligibility', model: { ...model, least, missing, result: ready ? 'yes' : 'no' } };
}
