// Claiming, releasing and giving out work from the list: one row or several, each with its own result.
import { permissions } from '../../engine/permissions.ts';
import type { Text } from '../../../machines/text.ts';
import { assignWork } from '../../engine/assignment.ts';
import { claimWork, releaseWork } from '../../engine/claims.ts';
import type { WorkItem } from '../../engine/queue.ts';
import type { Person } from '../../engine/rights.ts';
import { rowKey } from '../../http/bulk.ts';
import { one } from '../../http/page-form.ts';
import type { Fields, Operation, RequestKey } from '../../http/operation.ts';
import { problemOf } from '../../http/problems.ts';
import { placedId } from '../../http/shapes.ts';
import type { Tx } from '../../db.ts';
import { Problem, problemTexts } from '../../problem.ts';
import type { DeskPageDeps } from './desk.ts';
import { backOf } from './query.ts';

const acts = ['claim', 'release', 'assign'] as const;
type ActName = (typeof acts)[number];

const titles: Readonly<Record<ActName, Text>> = {
  claim: { vi: 'Nhận việc', en: 'Claim work' },
  release: { vi: 'Trả lại việc', en: 'Release work' },
  assign: { vi: 'Giao việc', en: 'Give out work' },
};

type Result = { id: string; item?: WorkItem; why?: Text };

const mostRows = 100;

export function workActPages(deps: DeskPageDeps): Operation[] {
  return [
    deps.page({
      id: 'workActPage',
      method: 'POST',
      path: '/desk/work',
      title: { vi: 'Nhận, trả, giao việc', en: 'Claim, release, give out work' },
      roles: permissions.oversee,
      async handle({ person, fields, key }) {
        const { act, ids } = askedIn(fields);
        const back = backOf(one(fields, 'back'), '/desk/work');
        const holder = one(fields, 'person') ?? '';
        const todo = { act, holder };
        const results = await Promise.all(
          ids.map((id) => actOn(deps, { person, id, key, ...todo })),
        );
        if (results.length === 1 && results[0]?.item) return { to: back };
        const done = results.filter(({ item }) => item).length;
        const title = titles[act];
        return { view: 'desk/work-results', model: { dense: true, title, results, done, back } };
      },
    }),
  ];
}

/** One row by its own button, `claim` with the row's id; or all ticked rows by the button `many`. */
function askedIn(fields: Fields): { act: ActName; ids: string[] } {
  const single = acts.find((act) => one(fields, act) !== undefined);
  const act = single ?? acts.find((each) => each === one(fields, 'many'));
  const ids = single ? [one(fields, single) as string] : [...(fields['id'] ?? [])];
  const fit = ids.length <= mostRows && ids.every((each) => placedId.safeParse(each).success);
  if (act === undefined || ids.length === 0 || !fit) throw nothingChosen();
  return { act, ids };
}

function nothingChosen(): Problem {
  const detail = {
    vi: 'Hãy đánh dấu ít nhất một việc trong danh sách rồi chọn cần làm gì',
    en: 'Tick at least one row of the list, then choose what to do',
  };
  return new Problem('invalid', { errors: [{ pointer: '/id', code: 'missing', detail }] });
}

type Todo = { person: Person; id: string; key: RequestKey; act: ActName; holder: string };

async function actOn({ once, clock }: DeskPageDeps, todo: Todo): Promise<Result> {
  const { person, id, act, holder } = todo;
  const work: Record<ActName, (tx: Tx) => Promise<WorkItem>> = {
    claim: (tx) => claimWork(tx, person, id, clock.now()),
    release: (tx) => releaseWork(tx, person, id, clock.today()),
    assign: (tx) => assignWork(tx, person, id, { holder, at: clock.now() }),
  };
  try {
    const { body } = await once({ person, key: rowKey(todo.key, id) }, work[act]);
    return { id, item: body as WorkItem };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code === 'internal') throw error;
    return { id, why: extra.detail ?? extra.errors?.[0]?.detail ?? problemTexts[code] };
  }
}
