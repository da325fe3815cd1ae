// npm run demo: plays the first half of 2022 of Bạc Liêu and every unhappy ending over HTTP, writes papers and letters
// to ./out/, and prints the counted figures beside the printed ones. Ends with 1 when a figure differs.
import { resolve } from 'node:path';
import { createClient, type Client, type Person } from './client.ts';
import { playEverything } from './everything.ts';
import { readCounts, rowsOf, type Row } from './figures.ts';
import { collect } from './out.ts';
import type { People, Play } from './play.ts';
import { findService, type Account, type Service } from './service.ts';
import { showEndings, showFigures } from './show.ts';

const longestMs = 10 * 60_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function demo(service: Service): Promise<boolean> {
  const client = createClient(service.url);
  const people = await peopleOf(client, service.accounts);
  const play: Play = {
    client,
    people,
    matters: [],
    endings: [],
    older: [],
    newcomers: [],
    recognised: [],
    addresses: new Set(service.accounts.map(({ email }) => email)),
    run: Math.floor(Date.now() / 1_000),
    codes: 0,
  };
  const rows = await playAndCount(play, service);
  say('Chờ dịch vụ tạo xong giấy tờ và gửi hết thư…');
  const folder = resolve('out');
  const { papers, letters, failed, cut } = await collect(play, folder);
  say(`  ${papers} giấy tờ, ${letters} thư trong ${folder} (mở index.html)`);
  for (const to of cut) say(`  Hộp thư của ${to} quá dài: chỉ ghi 1000 thư gần nhất`);
  if (failed > 0) say(`  ${failed} thư hoặc giấy tờ KHÔNG thực hiện được`);
  showEndings(play, say);
  if (!people.secondLeader)
    say('  Bỏ qua khiếu nại quyết định của Liên minh: cần tài khoản lãnh đạo thứ hai');
  return showFigures(rows, say) && failed === 0;
}

async function playAndCount(play: Play, service: Service): Promise<Row[]> {
  const before = await readCounts(play);
  await playEverything(play, say, async () => {
    const more = await service.help();
    for (const account of more) await joins(play, account);
  });
  return rowsOf(play, before);
}

/** A leader who came later. */
async function joins({ client, people, addresses }: Play, account: Account): Promise<void> {
  people.secondLeader = await personOf(client, account);
  addresses.add(account.email);
}

async function personOf(client: Client, { email, role, token }: Account): Promise<Person> {
  const bare = { id: '', name: '', email, role, token };
  const { id, name } = await client.get<{ id: string; name: string }>('/api/me', bare);
  return { ...bare, id, name };
}

/** Who the tokens stand for, by role. @throws Error naming a role nobody has */
async function peopleOf(client: Client, accounts: readonly Account[]): Promise<People> {
  const known = await Promise.all(accounts.map((account) => personOf(client, account)));
  const all = (role: string): Person[] => known.filter((person) => person.role === role);
  const one = (role: string): Person => {
    const [first] = all(role);
    if (!first) throw new Error(`SANG_LAP_TOKENS: không có tài khoản với vai trò ${role}`);
    return first;
  };
  return {
    founder: one('founder'),
    cooperative: one('cooperative'),
    commune: one('commune'),
    staff: one('staff'),
    head: one('unit-head'),
    leader: one('leader'),
    secondLeader: all('leader')[1],
    chair: one('board-chair'),
    secretary: one('board-secretary'),
    member: one('board-member'),
    clerk: one('clerk'),
    administrator: one('administrator'),
  };
}

/** Runs out of time rather than for ever. */
async function main(): Promise<number> {
  say('Khởi động dịch vụ…');
  const service = await findService(process.env);
  const interrupted = new Promise<never>((_, failed) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => failed(new Error(`Đã dừng theo yêu cầu (${signal})`)));
    setTimeout(() => failed(new Error('Quá thời gian cho phép')), longestMs).unref();
  });
  try {
    return (await Promise.race([demo(service), interrupted])) ? 0 : 1;
  } finally {
    await service.stop();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
process.exit();
