// Filters kept under a name, and the columns of a list: forms that lead back to the list.
import { z } from 'zod';
import { permissions } from '../../engine/permissions.ts';
import { dropFilter, saveFilter } from '../../engine/saved-filters.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { Problem } from '../../problem.ts';
import type { DeskPageDeps } from './desk.ts';
import { addressOf, backOf } from './query.ts';

const lists = { work: '/desk/work', cases: '/desk/cases' } as const;
const params = { list: z.enum(['work', 'cases']) };

export function filterPages(deps: DeskPageDeps): Operation[] {
  return [savePage(deps), dropPage(deps), columnsPage(deps)];
}

function savePage({ page, once, clock }: DeskPageDeps): Operation {
  return page({
    id: 'saveFilterPage',
    method: 'POST',
    path: '/desk/{list}/filters',
    title: { vi: 'Lưu bộ lọc', en: 'Save a filter' },
    roles: permissions.oversee,
    params,
    async handle(call) {
      const { list } = call.params;
      const back = backOf(one(call.fields, 'back'), lists[list]);
      const name = one(call.fields, 'name')?.trim().slice(0, 80);
      if (!name) throw nameless();
      const filter = Object.fromEntries(new URLSearchParams(back.split('?')[1] ?? ''));
      await once(
        call,
        (tx) => saveFilter(tx, call.person, { list, name, filter }, clock.now()),
        201,
      );
      return { to: back };
    },
  });
}

function nameless(): Problem {
  const detail = { vi: 'Hãy đặt tên cho bộ lọc', en: 'Give the filter a name' };
  return new Problem('invalid', { errors: [{ pointer: '/name', code: 'missing', detail }] });
}

function dropPage({ page, once }: DeskPageDeps): Operation {
  return page({
    id: 'dropFilterPage',
    method: 'POST',
    path: '/desk/{list}/filters/drop',
    title: { vi: 'Xóa bộ lọc', en: 'Remove a filter' },
    roles: permissions.oversee,
    params,
    async handle(call) {
      const id = one(call.fields, 'filter') ?? '';
      await once(call, async (tx) => {
        await dropFilter(tx, call.person, id);
        return { removed: true };
      });
      return { to: backOf(one(call.fields, 'back'), lists[call.params.list]) };
    },
  });
}

function columnsPage({ page }: DeskPageDeps): Operation {
  return page({
    id: 'columnsPage',
    method: 'POST',
    path: '/desk/{list}/columns',
    title: { vi: 'Chọn cột', en: 'Choose columns' },
    roles: permissions.oversee,
    params,
    keyless: true,
    handle({ fields, params: { list } }) {
      const [path = '', text = ''] = backOf(one(fields, 'back'), lists[list]).split('?');
      const query = Object.fromEntries(new URLSearchParams(text));
      const columns = (fields['column'] ?? []).join(',');
      return Promise.resolve({ to: addressOf(path, { ...query, columns }) });
    },
  });
}
