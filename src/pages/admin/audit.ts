// The log of everything done in cases, narrowed and paged, and the same as a table to take along.
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Process } from '../../../machines/define.ts';
import { allProcesses, currentProcess } from '../../../machines/index.ts';
import type { Language, Text } from '../../../machines/text.ts';
import { readLog, type Logged, type LogFilter } from '../../engine/event-log.ts';
import { permissions } from '../../engine/permissions.ts';
import type { Person } from '../../engine/rights.ts';
import type { Operation } from '../../http/operation.ts';
import { localDate, wholeNumber } from '../../http/shapes.ts';
import { csvOf } from '../../sheets/csv.ts';
import { addressOf, choice } from '../desk/query.ts';
import { instantIn, dateIn } from '../view.ts';
import type { AdminDeps } from './admin.ts';

const path = '/admin/audit';
const title = { vi: 'Nhật ký chung', en: 'Audit log' };
const shown = 50;
const mostRows = 100_000;
const batch = 5_000;

const filters = {
  number: choice(z.string().max(40)),
  actor: choice(z.string().max(200)),
  kind: choice(z.string().regex(/^[a-zA-Z-]{1,60}\/[A-Z0-9_]{1,80}$/)),
  from: choice(localDate),
  to: choice(localDate),
};

export function auditPages({ page, knex }: AdminDeps): Operation[] {
  return [
    page({
      id: 'auditPage',
      path,
      title,
      roles: permissions.keepRunning,
      query: { ...filters, before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional() },
      async handle({ person, query: { before, ...asked } }) {
        const found = await readLog(knex, person, asked, { before, most: shown + 1 });
        const events = found.slice(0, shown);
        const last = found.length > shown ? events.at(-1)?.seq : undefined;
        const model = {
          events,
          asked,
          kinds: kinds(),
          older: last && addressOf(path, { ...asked, before: last }),
          newest: before && addressOf(path, asked),
          table: addressOf(`${path}.csv`, asked),
        };
        return { view: 'admin/audit', model: { dense: true, ...model } };
      },
    }),
    page({
      id: 'auditTablePage',
      path: `${path}.csv`,
      title: { vi: 'Nhật ký chung dạng bảng', en: 'Audit log as a table' },
      roles: permissions.keepRunning,
      query: filters,
      async handle({ person, query, language }) {
        const events = await readWhole(knex, person, query);
        const headers = { 'Content-Disposition': 'attachment; filename="nhat-ky.csv"' };
        const rows = events.map((each) => rowOf(each, language));
        const cut = events.length < mostRows ? [] : [[tooMany[language]]];
        const body = csvOf([headings[language], ...rows, ...cut]);
        return { reply: { body, type: 'text/csv; charset=utf-8', headers } };
      },
    }),
  ];
}

/** All that is asked for, the newest first; at most a hundred thousand. */
async function readWhole(knex: Knex, person: Person, asked: LogFilter): Promise<Logged[]> {
  const events: Logged[] = [];
  while (events.length < mostRows) {
    const before = events.at(-1)?.seq;
    const more = await readLog(knex, person, asked, { before, most: batch });
    events.push(...more);
    if (more.length < batch) break;
  }
  return events;
}

/** Every kind of event there is, by process, each once whatever its versions. */
function kinds(): { title: Text; kinds: { value: string; title: Text }[] }[] {
  const ids = [...new Set(allProcesses().map(({ id }) => id))];
  return ids.map((id) => {
    const versions = allProcesses().filter((process) => process.id === id);
    const events = Object.assign(
      {},
      ...versions.map((process) => process.events),
    ) as Process['events'];
    const all = Object.entries(events).map(([type, event]) => {
      return { value: `${id}/${type}`, title: event.title };
    });
    return {
      title: (currentProcess(id) ?? versions[0])?.title ?? { vi: id, en: id },
      kinds: all.toSorted((a, b) => a.title.vi.localeCompare(b.title.vi, 'vi')),
    };
  });
}

const headings = {
  vi: ['Lúc', 'Số hồ sơ', 'Lần', 'Quy trình', 'Việc', 'Người thực hiện', 'Ngày pháp lý'],
  en: ['At', 'Case', 'Version', 'Process', 'Event', 'By', 'Legal date'],
} as const;
const tooMany = {
  vi: 'Chỉ có 100.000 dòng mới nhất; hãy chọn khoảng ngày để lấy phần còn lại',
  en: 'Only the newest 100,000 rows; choose days to take the rest',
} as const;

function rowOf(event: Logged, language: Language): string[] {
  const { at, caseNumber, version, process, title: what, by, occurredOn } = event;
  const [when, legal] = [instantIn(language, at), dateIn(language, occurredOn)];
  return [when, caseNumber, String(version), process[language], what[language], by, legal];
}
