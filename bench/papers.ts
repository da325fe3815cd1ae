// Certificates built and signed in the press, as the worker does it: how many in a second, and how the memory stands
// after a thousand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PaperInput } from '../src/documents/paper.ts';
import { openPress } from '../src/documents/press.ts';
import { inkFor } from '../src/signing.ts';

const total = 1_000;
const warm = 20;
const target = 20;

export async function* papersBench(): AsyncGenerator<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-papers-'));
  const press = openPress(inkFor({ dataDir: folder } as never));
  try {
    for (let at = 0; at < warm; at += 1) await make(press, at);
    const before = memory();
    const marks: string[] = [];
    const beganAt = performance.now();
    for (let at = 0; at < total; at += 1) {
      await make(press, warm + at);
      if ((at + 1) % 250 === 0) marks.push(`${at + 1}: ${memory()} MB`);
    }
    const seconds = (performance.now() - beganAt) / 1_000;
    const rate = (total / seconds).toFixed(1);
    yield `${total} certificates built and signed in ${seconds.toFixed(1)} s: ${rate}/s (target ≥ ${target}/s)`;
    yield `memory of the process: ${before} MB before; after ${marks.join(', ')}`;
  } finally {
    await press.close();
    rmSync(folder, { recursive: true });
  }
}

const memory = (): number => Math.round(process.memoryUsage.rss() / 1024 / 1024);

function make(press: ReturnType<typeof openPress>, index: number): Promise<Uint8Array> {
  const code = '7KM4-XH9M-3RTC';
  const input: PaperInput = {
    kind: 'RECOGNITION_CERT',
    organisation: {
      name: 'Liên minh Hợp tác xã tỉnh Cà Mau',
      abbreviation: 'LMHTX',
      place: 'Cà Mau',
    },
    number: `${index + 1}/2026/GCN-LMHTX`,
    issuedOn: '2026-11-24',
    signer: { title: 'Chủ tịch', name: 'Lê Văn Tám' },
    data: {
      holder: { name: `Hợp tác xã Nông nghiệp số ${index + 1}`, address: 'Xã Hòa Bình' },
      text: 'tiêu chí 3.2',
      items: [{ label: 'Có giá trị đến hết ngày', value: '24 tháng 11 năm 2027' }],
    },
    verification: { url: `https://htx.example.vn/verify/${code}`, code },
  };
  const at = new Date('2026-11-24T03:00:00Z');
  return press.build(input, { reason: 'Giấy chứng nhận', location: 'Cà Mau', at });
}
