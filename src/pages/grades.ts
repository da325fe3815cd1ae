// Grades over the years for everybody: shares of good and fair and of weak, who was recognised, opinions for communes.
// The alliance's own people see besides which communes had which opinion.
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import { oversees } from '../engine/rights.ts';
import type { Operation } from '../http/operation.ts';
import { wholeNumber } from '../http/shapes.ts';
import { gradesOver, opinionsOver, recognisedOver, type OpinionGiven } from '../reports/grades.ts';
import type { PageMaker } from './page.ts';

const year = wholeNumber(1990, 2200).optional();
/** As far back as the page looks when it is not told. */
const usualYears = 5;

export type GradePageDeps = { page: PageMaker; knex: Knex; clock: Clock };

export function gradePages({ page, knex, clock }: GradePageDeps): Operation[] {
  return [
    page({
      id: 'gradesPage',
      path: '/statistics/grades',
      title: { vi: 'Xếp loại qua các năm', en: 'Grades over the years' },
      public: true,
      query: { from: year, to: year },
      async handle({ person, query }) {
        const now = Number(clock.today().slice(0, 4));
        const asked = [query.from ?? now - usualYears + 1, query.to ?? now].toSorted(
          (a, b) => a - b,
        );
        const [from = now, to = now] = asked;
        // Known is who has signed in; everybody else is shown all alliances together, and counts only.
        const own = (person as typeof person | undefined) && oversees(person);
        const alliance = own ? person.allianceId : undefined;
        const [years, recognised, opinions] = await Promise.all([
          gradesOver(knex, alliance, from, to),
          recognisedOver(knex, alliance, from, to),
          opinionsOver(knex, alliance, from, to),
        ]);
        const model = { from, to, years, recognised, given: countsOf(opinions) };
        return { view: 'grades', model: { ...model, opinions: own ? opinions : [] } };
      },
    }),
  ];
}

type Given = { year: number; criterion: string; count: number };

function countsOf(opinions: readonly OpinionGiven[]): Given[] {
  const groups = Map.groupBy(opinions, (each) => `${each.year} ${each.criterion}`);
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first ? [{ year: first.year, criterion: first.criterion, count: rest.length + 1 }] : [],
  );
}
