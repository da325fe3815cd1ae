// One paper of every kind, with the data that the stories of the processes lead to.
import type { Organisation } from '../../src/documents/paper.ts';
import { buildPaper } from '../../src/documents/paper.ts';
import { paperKinds } from '../../src/documents/template.ts';
import { complaint } from '../../machines/complaint/index.ts';
import type { AskedEffect } from '../../src/engine/effects.ts';
import { certified, correcting, formed, refused } from '../machines/appraisal/board.ts';
import { applicant, officer, president } from '../machines/appraisal/board.ts';
import { granted } from '../machines/founding/story.ts';
import { given, person, type Story } from '../machines/given.ts';

export type Shown = { kind: string; title: string; pdf: Uint8Array; fromStory: boolean };

const organisation: Organisation = {
  name: 'Liên minh Hợp tác xã tỉnh Cà Mau',
  parent: 'Ủy ban nhân dân tỉnh Cà Mau',
  abbreviation: 'LMHTX',
  place: 'Cà Mau',
};
const code = '7KM4-XH9M-3RTC';
const verification = { url: `https://htx.camau.example.vn/verify/${code}`, code };

type Issue = Extract<AskedEffect, { kind: 'issue' }>;

function complaining(): Story {
  const coop = person('coop', 'cooperative');
  const story = given(complaint).as(coop).does('FILE_COMPLAINT').on('2026-03-06');
  story.as(officer).does('ACCEPT').does('START_VERIFICATION').does('HOLD_DIALOGUE');
  story.on('2026-03-16').does('RECORD_DIALOGUE').as(person('leader-2', 'leader')).does('DECIDE');
  return story;
}

function revoked(): Story {
  const story = certified().on('2026-05-04').as(officer).does('REPORT_VIOLATION');
  return story.as(applicant).does('EXPLAIN').as(president).does('REVOKE');
}

/** The last paper of each kind that the stories ask for. */
function asked(): Map<string, Issue> {
  const stories = [
    formed(),
    granted(),
    refused(),
    revoked(),
    complaining(),
    correcting().does('SIGN_CORRECTION'),
  ];
  const effects = stories.flatMap(({ told }) => told.flatMap(({ outcome }) => outcome.effects));
  const papers = effects.filter((effect): effect is Issue => effect.kind === 'issue');
  return new Map(papers.map((paper) => [paper.document, paper]));
}

/** With the links that are made when the paper is. */
const slipsOf = ({ slips }: Record<string, unknown>): object =>
  Array.isArray(slips)
    ? { slips: slips.map((slip: object) => ({ ...slip, code, link: verification.url })) }
    : {};

const sample = {
  holder: { name: 'Hợp tác xã Nông nghiệp Hòa Bình', address: 'Ấp 4, xã Hòa Bình, tỉnh Cà Mau' },
  text: 'Nội dung.',
  items: [{ label: 'Vốn điều lệ', value: '500.000.000 đồng' }],
  reasons: ['Nội dung thứ nhất.', 'Nội dung thứ hai.'],
  members: [{ name: 'Trần Văn Nghĩa', role: 'Thành viên', value: '20.000.000' }],
};

/** Every kind once: from the stories where a process issues it, else with a little data. */
export async function gallery(kinds = paperKinds()): Promise<Shown[]> {
  const issued = asked();
  const shown: Shown[] = [];
  for (const kind of kinds) {
    const found = issued.get(kind);
    const { signer, ...data } = (found?.data ?? sample) as Record<string, unknown>;
    const pdf = await buildPaper({
      kind,
      organisation,
      ...(found?.register ? { number: `07/2026/${found.register.symbol}` } : {}),
      issuedOn: '2026-03-20',
      ...(signer ? { signer: signer as { title: string; name: string } } : {}),
      data: {
        ...data,
        ...slipsOf(data),
        case: { number: 'TL-2026-0007', title: 'Hồ sơ', process: '' },
      },
      verification,
      mark: 'BẢN KÝ THỬ - KHÔNG CÓ GIÁ TRỊ',
    });
    shown.push({ kind, title: found?.title.vi ?? kind, pdf, fromStory: found !== undefined });
  }
  return shown;
}
