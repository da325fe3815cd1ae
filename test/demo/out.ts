// Every paper and letter of the play as files, with a page that lists them.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refused, type Matter } from './client.ts';
import { writeLetter, type Letter } from './letter.ts';
import type { Play } from './play.ts';

type Paper = {
  id: string;
  kind: string;
  title: { vi: string };
  number: string | null;
  state: 'owed' | 'issued' | 'voided';
  issuedOn: string;
};

/** `cut`: addresses with more letters than the mailbox shows at once, as after several runs on one service. */
export type Collected = { papers: number; letters: number; failed: number; cut: string[] };

const pauseMs = 300;
const longestWaitMs = 180_000;
const mostLetters = 1_000;

/** Waits until the service owes nothing, then writes `papers/`, `letters/` and `index.html` anew. */
export async function collect(play: Play, folder: string): Promise<Collected> {
  const failed = await settled(play);
  for (const name of ['papers', 'letters'])
    await rm(join(folder, name), { recursive: true, force: true });
  const papers = await Promise.all(play.matters.map((matter) => writePapers(play, matter, folder)));
  const boxes = await Promise.all([...play.addresses].map((to) => lettersTo(play, to)));
  const letters = await writeLetters(play, folder, boxes.flat());
  const cut = [...play.addresses].filter((_, at) => boxes[at]?.length === mostLetters);
  await writeFile(join(folder, 'index.html'), page(play, papers.flat(), letters));
  return { papers: papers.flat().length, letters: letters.length, failed, cut };
}

/** Answers with the effects that failed for good. @throws Error when some still wait after three minutes */
async function settled({ client, people }: Play): Promise<number> {
  const until = performance.now() + longestWaitMs;
  for (;;) {
    const text = new TextDecoder().decode(await client.bytes('/metrics', people.administrator));
    const read = (name: string): number =>
      Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
    if (read('sang_lap_outbox_pending') === 0) return read('sang_lap_effects_failed');
    if (performance.now() > until)
      throw new Error('Dịch vụ chưa gửi hết thư, chưa tạo hết giấy tờ');
    await sleep(pauseMs);
  }
}

type Written = { matter: Matter; path: string; text: string; on: string };

async function writePapers(play: Play, matter: Matter, folder: string): Promise<Written[]> {
  const path = `/api/cases/${matter.id}/documents`;
  const { administrator } = play.people;
  const { items } = await play.client.get<{ items: Paper[] }>(path, administrator);
  const owed = items.find(({ state }) => state === 'owed');
  if (owed) throw new Error(`${matter.number}: chưa tạo được “${owed.title.vi}”`);
  await mkdir(join(folder, 'papers', matter.number), { recursive: true });
  return Promise.all(
    items.map(async ({ id, kind, title, number, issuedOn }, at) => {
      const name = `papers/${matter.number}/${String(at + 1).padStart(2, '0')}-${kind.toLowerCase()}.pdf`;
      await writeFile(join(folder, name), await play.client.bytes(`${path}/${id}`, administrator));
      return {
        matter,
        path: name,
        text: [number, title.vi].filter(Boolean).join(' · '),
        on: issuedOn,
      };
    }),
  );
}

/** Letters of the cases of this play. None when the service sends them for good. */
async function writeLetters(
  play: Play,
  folder: string,
  seen: readonly Letter[],
): Promise<Written[]> {
  const numbers = new Map(play.matters.map((matter) => [matter.id, matter]));
  const letters = new Map(seen.map((letter) => [letter.noticeId, letter]));
  await mkdir(join(folder, 'letters'), { recursive: true });
  const written = [...letters.values()].map(async (letter) => {
    const [caseId = '', ...place] = letter.noticeId.split('/');
    const matter = numbers.get(caseId);
    if (!matter) return [];
    const path = `letters/${[matter.number, ...place].join('-')}.eml`;
    await writeFile(join(folder, path), writeLetter(letter));
    return [{ matter, path, text: `${letter.subject} → ${letter.to}`, on: letter.at.slice(0, 10) }];
  });
  return (await Promise.all(written)).flat();
}

async function lettersTo({ client }: Play, to: string): Promise<Letter[]> {
  const path = `/dev/mail.json?limit=${mostLetters}&to=${encodeURIComponent(to)}`;
  const { items } = await client.get<{ items: Letter[] }>(path).catch((error: unknown) => {
    if (error instanceof Refused && error.status === 404) return { items: [] };
    throw error;
  });
  return items;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

function page(
  { matters, endings }: Play,
  papers: readonly Written[],
  letters: readonly Written[],
): string {
  const list = (items: readonly Written[], { id }: Matter): string =>
    items
      .filter(({ matter }) => matter.id === id)
      .toSorted((a, b) => a.path.localeCompare(b.path, 'vi', { numeric: true }))
      .map(({ path, text }) => `<li><a href="${encodeURI(path)}">${escaped(text)}</a></li>`)
      .join('\n');
  const sections = matters.map((matter) => {
    const how = endings.filter((ending) => ending.matter === matter).map((ending) => ending.how);
    return `<details><summary>${matter.number} · ${matter.state}${how.length > 0 ? ` · ${escaped(how.join('; '))}` : ''}</summary>
<h2>Giấy tờ</h2><ul>${list(papers, matter)}</ul><h2>Thư</h2><ul>${list(letters, matter)}</ul></details>`;
  });
  return `<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>Trình diễn: giấy tờ và thư</title>
<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}h2{font-size:1rem}</style>
<h1>Trình diễn: ${papers.length} giấy tờ, ${letters.length} thư của ${matters.length} hồ sơ</h1>
${sections.join('\n')}
</html>
`;
}
