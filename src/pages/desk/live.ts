// `/cases/{id}/live`: says "changed" whenever the case has, and nothing else. What has changed is read as the page
// itself is read, under the same rights.
import { PassThrough } from 'node:stream';
import type { Operation } from '../../http/operation.ts';
import type { Watch } from '../../engine/watch.ts';
import { id, wholeNumber } from '../../http/shapes.ts';
import { Problem } from '../../problem.ts';
import type { DeskPageDeps } from './desk.ts';

/** After that the browser comes back, and is asked anew who it is. */
const longestMs = 10 * 60_000;
const breathMs = 20_000;
const mostAtOnce = 500;

/** @param open what is under way; whoever stops the service ends them all */
export function livePages(
  { page, reading }: DeskPageDeps,
  watch: Watch,
  open: Set<PassThrough>,
): Operation[] {
  return [
    page({
      id: 'liveCase',
      path: '/cases/{id}/live',
      title: { vi: 'Báo thay đổi', en: 'Tells of changes' },
      params: { id },
      query: { version: wholeNumber(1, 999_999_999).optional() },
      async handle({ person, params, query }) {
        const version = await reading.version(person, params.id);
        if (open.size >= mostAtOnce) throw new Problem('busy', { retryAfterSeconds: 30 });
        const line = new PassThrough();
        const tell = (): void => void line.write('data: changed\n\n');
        const stop = watch.follow(params.id, version, tell);
        const breath = setInterval(() => line.write(': \n\n'), breathMs);
        const end = setTimeout(() => line.end(), longestMs);
        open.add(line);
        line.once('close', () => {
          stop();
          clearInterval(breath);
          clearTimeout(end);
          open.delete(line);
        });
        line.write('retry: 3000\n\n');
        if (query.version !== undefined && query.version !== version) tell();
        return { reply: { body: line, type: 'text/event-stream' } };
      },
    }),
  ];
}
