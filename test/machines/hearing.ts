// A tiny process of these tests with a board that is no appraisal: a grievance is heard and marked. It is nowhere
// registered; what shows boards and scores has to work for it by its definition alone.
import { z } from 'zod';
import { defineProcess, field, vocabulary, type Process } from '../../machines/define.ts';
import type { BoardPart } from '../../machines/sitting.ts';

export type Hearing = {
  judges: string[];
  marks: Record<string, number>;
  day: string;
  held: number;
};

const { event, actor } = vocabulary<Hearing>();
const rule = 'Quy chế nghe trình bày';
const title = { vi: 'Nghe trình bày', en: 'Hearing' };

const board: BoardPart<Hearing> = {
  meets: 'hearing',
  formedBy: { event: 'CALL', field: 'judges' },
  opensBy: 'BEGIN',
  seats: () => [],
  owed: () => [],
  said: () => [],
  sitting: () => undefined,
  resolutions: () => [],
  faults: () => [],
  agenda: ({ judges, marks, day, held }) => ({
    members: judges.map((person) => ({ person, name: person, role: 'member', body: 'Tổ' })),
    attempt: held + 1,
    from: day,
    mayVote: judges,
    sheetsIn: Object.keys(marks).length,
  }),
};

export const hearing: Process = defineProcess<Hearing>({
  id: 'hearing',
  version: 1,
  title,
  series: 'NT',
  opensWith: 'CALL',
  data: () => ({ judges: [], marks: {}, day: '', held: 0 }),
  actors: { judge: actor({ vi: 'Người nghe', en: 'Judge' }, ['staff']) },
  events: {
    CALL: event({
      title: { vi: 'Mời nghe', en: 'Call' },
      payload: { judges: field(z.array(z.string().max(64)).max(9), title) },
      examples: [{ judges: ['a'] }],
    }),
    BEGIN: event({ title: { vi: 'Bắt đầu', en: 'Begin' }, payload: {}, examples: [{}] }),
  },
  rules: {},
  terms: {},
  effects: {},
  settings: {},
  parties: ({ judges }) => judges,
  heading: () => ({ title: 'Nghe trình bày' }),
  board,
  scoring: {
    event: 'BEGIN',
    sheet: () => ({ groups: [] }),
    compare: (whole, seen) => {
      const all = Object.values(seen.marks);
      const mean = all.reduce((sum, mark) => sum + mark, 0) / all.length;
      return {
        round: 1,
        rounds: [],
        sealed: { in: Object.keys(whole.marks).length, of: whole.judges.length, awaited: [] },
        open: true,
        lines: [],
        moderation: [],
        totals: {
          self: 0,
          computed: 0,
          mine: null,
          mean,
          median: null,
          rule: 'mean',
          grade: null,
          unmet: [],
        },
      };
    },
  },
  states: {
    new: { on: { CALL: { to: 'hearing', by: ['judge'], law: rule } } },
    hearing: {
      id: 'hearing',
      title,
      turn: 'judge',
      work: { title, for: 'judge' },
      on: { BEGIN: { to: 'heard', by: ['judge'], law: rule } },
    },
    heard: { id: 'heard', title: { vi: 'Đã nghe', en: 'Heard' }, closed: true },
  },
});
