// What stands on top of every page about one case, and where to go from there.
import type { Knex } from 'knex';
import { processOf } from '../../../machines/index.ts';
import type { Text } from '../../../machines/text.ts';
import { readRow, type CaseRow } from '../../engine/reading.ts';
import type { Person } from '../../engine/rights.ts';
import { readsNotes } from '../../engine/talk.ts';
import { titleOf } from '../../engine/titles.ts';

export type CaseHeading = {
  id: string;
  number: string;
  title: string;
  version: number;
  open: boolean;
  stateTitle: Text;
  process: { id: string; key: string; title: Text };
  links: { href: string; title: Text; current: boolean }[];
};

const parts: readonly { path: string; title: Text; notes?: true; only?: RegExp }[] = [
  { path: '', title: { vi: 'Hồ sơ', en: 'Case' } },
  {
    path: '/drafting',
    title: { vi: 'Phòng soạn thảo', en: 'Drafting room' },
    only: /^founding@\d+ drafting/,
  },
  { path: '/hall', title: { vi: 'Hội nghị', en: 'Conference' }, only: /^founding@\d+ assembly/ },
  {
    path: '/founders',
    title: { vi: 'Nhóm sáng lập', en: 'The founders' },
    only: /^founding@/,
  },
  {
    path: '/assessment',
    title: { vi: 'Phiếu tự đánh giá', en: 'Self-assessment' },
    only: /^classification@/,
  },
  { path: '/dossier', title: { vi: 'Bộ hồ sơ', en: 'Dossier' } },
  { path: '/journal', title: { vi: 'Nhật ký', en: 'Journal' } },
  { path: '/messages', title: { vi: 'Trao đổi', en: 'Messages' } },
  { path: '/notes', title: { vi: 'Ghi chú nội bộ', en: 'Notes among staff' }, notes: true },
  { path: '/path', title: { vi: 'Sơ đồ', en: 'Diagram' } },
  { path: '/brief', title: { vi: 'Bản tóm tắt để in', en: 'Brief to print' }, notes: true },
];

/** The heading of a case the person may see. @param part `/journal` @throws Problem `not-found` */
export async function headingFor(
  knex: Knex,
  person: Person,
  id: string,
  part: string,
): Promise<CaseHeading> {
  return headingOf(await readRow(knex, person, id), person, part);
}

export function headingOf(row: CaseRow, person: Person, part: string): CaseHeading {
  const { id, number, title, version, open, state } = row;
  const process = processOf(row.process);
  const staff = readsNotes(person, row);
  return {
    id,
    number,
    title,
    version,
    open,
    stateTitle: titleOf(process, state),
    process: { id: process.id, key: process.key, title: process.title },
    links: parts
      .filter(({ notes }) => staff || !notes)
      .filter(({ only }) => only?.test(`${row.process} ${state}`) ?? true)
      .map((each) => ({
        href: `/cases/${id}${each.path}`,
        title: each.title,
        current: each.path === part,
      })),
  };
}
