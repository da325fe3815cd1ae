// What the journals of the cases of this play say, read over the API page by page.
import type { Matter } from './client.ts';
import type { Play } from './play.ts';

export type Entry = {
  version: number;
  type: string;
  occurredOn: string;
  from: string;
  to: string;
  payload: Record<string, unknown>;
};

export type Journal = { matter: Matter; entries: Entry[] };

type Page = { items: Entry[]; next: string | null };

/** All journals; a journal with a gap ends the play. */
export async function readJournals(play: Play): Promise<Journal[]> {
  return Promise.all(
    play.matters.map(async (matter) => ({ matter, entries: await readJournal(play, matter) })),
  );
}

async function readJournal(play: Play, { id, number }: Matter): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/api/cases/${id}/events?limit=100${query}`;
    const page: Page = await play.client.get<Page>(path, play.people.administrator);
    entries.push(...page.items);
    cursor = page.next;
  }
  const whole = entries.every(({ version }, at) => version === at + 1);
  if (!whole) throw new Error(`${number}: nhật ký có chỗ trống`);
  return entries;
}
