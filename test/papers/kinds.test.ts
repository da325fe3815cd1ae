// Every kind of paper that the processes know of is drawn up here, or has its place in a dossier.
import { describe, expect, it } from 'vitest';
import { allProcesses } from '../../machines/index.ts';
import { paperKinds } from '../../src/documents/template.ts';
import { pagesOf, paper } from '../documents/reading.ts';

/** `drawn`: from a template. `filed`: made by others, sent in. `recorded`: of the registry, its content is recorded. */
const kinds: Readonly<Record<'drawn' | 'filed' | 'recorded', string>> = {
  drawn: `CONSULT_REQUEST CONSULT_RECORD TRAINING_LIST MEMBER_APPLICATION CAPITAL_COMMITMENT CHARTER BUSINESS_PLAN
    VALUATION_MINUTES ASSEMBLY_INVITATION ASSEMBLY_ATTENDANCE ASSEMBLY_MINUTES BALLOT_MINUTES FOUNDING_RESOLUTION
    MEMBER_LIST LEGAL_REP_LIST REG_APPLICATION ALLIANCE_RECEIPT SHARE_CERT ALLIANCE_MEMBER_APP ALLIANCE_MEMBER_DEC
    APPRAISAL_REQUEST SELF_SCORE BOARD_DECISION FIELD_MINUTES SCORE_SHEET BOARD_MINUTES APPRAISAL_REPORT
    RECOGNITION_DECISION RECOGNITION_CERT NOT_RECOGNISED REVOKE_DECISION COMPLAINT COMPLAINT_ACCEPT COMPLAINT_DECISION
    LOAN_APPRAISAL PERIOD_REPORT AWARD_PROPOSAL AWARD_DECISION`,
  filed: 'FIN_REPORT LINK_CONTRACT',
  recorded: 'REG_RECEIPT REG_SUPPLEMENT REG_REFUSAL REG_STOP REG_CERT',
};
/** Of processes that this service does not carry. */
const elsewhere = 'LOAN_DOSSIER LOAN_CONTRACT';
const listed = (text: string): string[] => text.trim().split(/\s+/);

/** Forms whose layout a state body sets, or nobody does: ours is one to go by. */
const forms = `CONSULT_REQUEST MEMBER_APPLICATION CAPITAL_COMMITMENT VALUATION_MINUTES MEMBER_LIST LEGAL_REP_LIST
  REG_APPLICATION ALLIANCE_RECEIPT SHARE_CERT ALLIANCE_MEMBER_APP APPRAISAL_REQUEST SELF_SCORE SCORE_SHEET COMPLAINT
  LOAN_APPRAISAL BUSINESS_PLAN`;

describe('the kinds of papers', () => {
  it('are forty-seven, each once', () => {
    const all = [...Object.values(kinds), elsewhere].flatMap(listed);
    expect(all).toHaveLength(47);
    expect(new Set(all).size).toBe(47);
  });

  it('that are drawn have a template, and no template is of another kind but our own', () => {
    // Letters, slips for the door of a conference, what each member signs by hand, and the opinion for a commune's dossier, are of this service's own processes.
    const own = [
      'GM',
      'TB',
      'CRITERION_OPINION',
      'ASSEMBLY_PASSES',
      'NUMBER_REGISTER',
      'OWN_APPLICATION',
      'OWN_COMMITMENT',
    ];
    expect(paperKinds()).toEqual([...listed(kinds.drawn), ...own].toSorted());
  });

  it('that others make have a place in a dossier', () => {
    const places = allProcesses().flatMap(({ data, dossier }) =>
      (dossier?.(data(), { on: '2026-01-01' }) ?? []).map(({ id }) => id),
    );
    for (const kind of listed(kinds.filed)) expect(places).toContain(kind);
  });

  it.each(listed(forms))('%s says that it is one to go by', async (kind) => {
    expect((await pagesOf(await paper(kind)))[0]).toContain('Mẫu tham khảo');
  });

  it('are all asked for by a process, but those of processes that are not carried', () => {
    const asked = new Set(
      allProcesses().flatMap(({ effects }) =>
        Object.values(effects).flatMap((effect) =>
          effect.kind === 'issue' ? effect.document : [],
        ),
      ),
    );
    const notAsked = listed(kinds.drawn).filter((kind) => !asked.has(kind));
    expect(notAsked).toEqual(
      listed(`ALLIANCE_MEMBER_APP ALLIANCE_MEMBER_DEC APPRAISAL_REQUEST SELF_SCORE COMPLAINT LOAN_APPRAISAL PERIOD_REPORT
        AWARD_PROPOSAL AWARD_DECISION`),
    );
  });
});

describe('a heading', () => {
  it('never stands alone at the foot of a page, wherever the page ends', async () => {
    for (let lines = 18; lines < 34; lines += 1) {
      const pages = await pagesOf(
        await paper('COMPLAINT', {
          data: {
            items: Array.from({ length: lines }, (_, at) => ({ label: `Dòng ${at}`, value: 'x' })),
            text: 'Một đoạn',
            reasons: ['Yêu cầu'],
          },
        }),
      );
      for (const page of pages) expect([lines, page]).not.toEqual([lines, expect.stringMatching(/(Nội dung khiếu nại|Căn cứ, yêu cầu|Điều 1\.)$/)]); // prettier-ignore
    }
  });

  it('goes to the next page with the last block and the signature', async () => {
    for (let lines = 14; lines < 30; lines += 1) {
      const pages = await pagesOf(
        await paper('BUSINESS_PLAN', {
          data: {
            items: Array.from({ length: lines }, (_, at) => ({ label: `Mục ${at}`, value: 'x' })),
          },
        }),
      );
      for (const page of pages) expect([lines, page]).not.toEqual([lines, expect.stringMatching(/Mục \d+$/)]); // prettier-ignore
    }
  });
});

describe('a signature', () => {
  const signer = { title: 'Chủ tịch', name: 'Lê Văn Tám' };
  const lastOf = async (wording: string, data: object): Promise<string> =>
    (await pagesOf(await paper('TB', { signer, wording, data: { ...data } }))).at(-1) as string;

  it('takes at least two lines of a long last paragraph along, wherever the page ends', async () => {
    const words = (count: number) => Array.from({ length: count }, (_, at) => `chữ${at}`).join(' ');
    for (let count = 300; count < 620; count += 20) {
      const last = await lastOf('# Thông báo\n{{ text }}\n@sign', { text: words(count) });
      expect(last).toContain('Lê Văn Tám');
      expect((last.match(/chữ\d+/g) ?? []).length, `${count} words`).toBeGreaterThan(7);
    }
  });

  it('takes the last row of a table and its head along', async () => {
    const wording =
      '# Thông báo\n| Tên | Việc |\n{% for member in members %}\n| {{ member.name }} | {{ member.role }} |\n{% endfor %}\n@sign';
    for (let count = 18; count < 34; count += 1) {
      const members = Array.from({ length: count }, (_, at) => ({
        name: `Người ${at}`,
        role: 'x',
      }));
      const last = await lastOf(wording, { members });
      expect([count, last]).toEqual([count, expect.stringMatching(/Tên Việc .*Người .*CHỦ TỊCH/)]);
    }
  });
});

it('no line of a paragraph stands alone at the foot or the head of a page', async () => {
  const words = (name: string, count: number) =>
    Array.from({ length: count }, (_, at) => `${name}${10 + (at % 90)}`).join(' ');
  // Each dozen words more move the second paragraph down by about one line.
  for (let lines = 24; lines < 48; lines += 1) {
    const wording = `# A\n${words('trước', lines * 11)}\n${words('chữ', 74)}\nKết.\n@sign`;
    for (const page of await pagesOf(await paper('TB', { wording }))) {
      const here = (page.match(/chữ\d+/g) ?? []).length;
      expect(here === 0 || here > 14, `${lines} lines before, ${here} words`).toBe(true);
    }
  }
});
