// The first page: what a cooperative is, what founding one takes, and where to begin.
import type { Operation } from '../http/operation.ts';
import type { PageMaker } from './page.ts';

export function startPages({ page }: { page: PageMaker }): Operation[] {
  return [
    page({
      id: 'startPage',
      path: '/',
      title: { vi: 'Trang đầu', en: 'Start' },
      public: true,
      handle: () => Promise.resolve({ view: 'start' }),
    }),
  ];
}
