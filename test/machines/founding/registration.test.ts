// Registration: Đ42 to 46 of the law, NĐ 92/2024 Đ15 to 35 and 65.
import { describe, expect, it } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import type { Story } from '../given.ts';
import {
  adviser,
  clerk,
  completed,
  dossier,
  example,
  founder,
  head,
  membersWith,
  refusedByRegistry,
  underReview,
  type Told,
} from './story.ts';

const codes = (story: Story, event: string, payload?: Record<string, unknown>) =>
  story.refused(event, payload).reasons.map(({ code }) => code);

const due = (story: Story, term: string) => story.snapshot.terms[term]?.due;

/** A dossier filed and received on a day. */
function received(on: string, told: Told = {}): Story {
  return completed(told).on(on).does('FILE').as(clerk).does('RECEIPT_RECORDED');
}

function supplement(on = '2026-03-02'): Story {
  return received(on).does('SUPPLEMENT_NOTICE').as(founder);
}

describe('Đ42.2: the dossier', () => {
  it.each(['application', 'charter', 'resolution', 'memberList', 'representatives'])(
    'holds the %s',
    (missing) => {
      const { papers } = example('COMPLETE_DOSSIER') as { papers: string[] };
      const payload = { papers: papers.filter((paper) => paper !== missing) };
      expect(codes(dossier(), 'COMPLETE_DOSSIER', payload)).toEqual(['dossierComplete']);
    },
  );

  it('holds investment certificates with foreign investors only', () => {
    const members = membersWith({ 1: { who: 'foreignInvestor' } });
    const story = dossier({}, { members });
    expect(story.refused('COMPLETE_DOSSIER').reasons).toMatchObject([
      {
        code: 'dossierComplete',
        have: [
          { en: 'Investment certificates of foreign investors' },
          { en: 'Investment certificate of the founding project' },
        ],
      },
    ]);
    const { papers } = example('COMPLETE_DOSSIER') as { papers: string[] };
    const all = { papers: [...papers, 'investorCertificate', 'projectCertificate'] };
    expect(story.does('COMPLETE_DOSSIER', all).state).toBe('dossier.ready');
  });

  it('Luật 23/2012/QH13 Đ23.2: in 2022 it held plan and list of posts', () => {
    expect(codes(dossier({ on: '2022-03-01' }), 'COMPLETE_DOSSIER')).toEqual(['dossierComplete']);
    expect(completed({ on: '2022-03-01' }).state).toBe('dossier.ready');
  });

  it('an act dated before the oldest law known is judged by that law', () => {
    expect(codes(dossier({ on: '2013-07-01' }).on('2013-06-30'), 'COMPLETE_DOSSIER')).toEqual([
      'dossierComplete',
    ]);
  });

  it('the registrant is told where to file: the commune since 1 July 2025', () => {
    const told = (on: string) =>
      completed({ on }).effects.find(({ kind }) => kind === 'notify') as {
        data: { text: string };
      };
    expect(told('2026-03-02').data.text).toMatch(
      /^Cơ quan đăng ký kinh doanh cấp xã.*, Xã Hòa Bình$/,
    );
    expect(told('2025-06-30').data.text).toBe('Phòng Tài chính - Kế hoạch cấp huyện, Xã Hòa Bình');
    expect(told('2024-07-10').data.text).toBe('Cơ quan đăng ký kinh doanh, Xã Hòa Bình');
  });

  it('is expected within thirty days, with a reminder a week before', () => {
    const story = dossier().passes('2026-03-31');
    expect(story.notices).toContain('termReminder');
    story.passes('2026-04-02');
    expect(story.told.at(-1)?.event.type).toBe('SERVICE_OVERDUE');
    expect(story.state).toBe('dossier.preparing');
  });

  it('the application lists name, capital and registrant', () => {
    const paper = completed().effects.find(
      (effect) => effect.kind === 'issue' && effect.document === 'REG_APPLICATION',
    );
    expect(paper).toMatchObject({
      data: {
        items: expect.arrayContaining([
          { label: 'Tên viết tắt', value: 'HTX Hòa Bình' },
          { label: 'Vốn điều lệ', value: '700.000.000 đồng' },
          { label: 'Người nộp hồ sơ', value: 'Trần Văn An' },
        ]) as object[],
      },
    });
  });
});

describe('NĐ 92 Đ19.2: filing', () => {
  it('the fee is paid or waived', () => {
    const fee = (value: string) => ({ ...example('FILE'), fee: value });
    expect(codes(completed(), 'FILE', fee('unpaid'))).toEqual(['feeSettled']);
    expect(completed().does('FILE', fee('exempt')).state).toBe('registration.submitted');
  });

  it('NĐ 92 Đ22.1: a new filing costs the fee again, unless the alliance knows otherwise', () => {
    const again = (settings: Told['settings'] = {}) =>
      supplementLapsed(settings).does('REFILE').does('COMPLETE_DOSSIER');
    const unpaid = { ...example('FILE'), fee: 'unpaid' };
    expect(codes(again(), 'FILE', unpaid)).toEqual(['feeSettled']);
    expect(again({ feeAgain: false }).does('FILE', unpaid).state).toBe('registration.submitted');
    expect(codes(completed({ settings: { feeAgain: false } }), 'FILE', unpaid)).toEqual([
      'feeSettled',
    ]);
  });

  it('a fee once paid stays paid over several filings', () => {
    const story = supplementLapsed({ feeAgain: false }).does('REFILE').does('COMPLETE_DOSSIER');
    story
      .does('FILE', { ...example('FILE'), fee: 'unpaid' })
      .as(clerk)
      .does('RECEIPT_RECORDED');
    story.does('REFUSE').as(founder).does('FIX_AND_REFILE');
    expect(story.data['filing']).toEqual({ feePaidBefore: true });
  });

  it('NĐ 92 Đ65.1: a dossier follows the law of the day it is filed', () => {
    const charter = example('SUBMIT_DRAFT', 8) as { charter: { fundPercent: number } };
    charter.charter.fundPercent = 4;
    const old = completed({ on: '2024-06-27' }, { charter });
    expect(old.on('2024-06-28').does('FILE').data['registrationProfile']).toBe('LAW_HTX_2012');
    const late = completed({ on: '2024-06-27' }, { charter }).on('2024-07-01');
    expect(late.refused('FILE').reasons).toMatchObject([
      { code: 'lawfulWhenFiled', have: ['charter'] },
    ]);
  });

  it('the law of the filing is recorded', () => {
    expect(completed().does('FILE').data['registrationProfile']).toBe('LAW_HTX_2023');
    expect(completed({ on: '2022-03-01' }).does('FILE').data['registrationProfile']).toBe(
      'LAW_HTX_2012',
    );
  });

  it('founders and adviser are told that it was filed', () => {
    expect(completed().does('FILE').notices).toEqual(['filed', 'filed']);
  });
});

function supplementLapsed(settings: Told['settings'] = {}): Story {
  return completed({ settings })
    .does('FILE')
    .as(clerk)
    .does('RECEIPT_RECORDED')
    .does('SUPPLEMENT_NOTICE')
    .passes('2026-05-06')
    .as(founder);
}

describe('Đ42.4: three working days', () => {
  const result = 'registrationUnderReview/result';

  it('count from the date on the receipt, which is not in the future', () => {
    const story = completed().on('2026-03-06').does('FILE').as(clerk);
    const at = (receivedOn: string) => ({ ...example('RECEIPT_RECORDED'), receivedOn });
    expect(codes(story, 'RECEIPT_RECORDED', at('2026-03-07'))).toEqual(['notAhead']);
    expect(due(story.does('RECEIPT_RECORDED', at('2026-03-02')), result)).toBe('2026-03-05');
  });

  it('overdue: staff are told, the case stays where it is', () => {
    const story = received('2026-03-02').passes('2026-03-06');
    expect(story.told.at(-1)?.event.type).toBe('RESULT_OVERDUE');
    expect(story.state).toBe('registration.underReview');
    expect(story.notices).toEqual(['termLapsed']);
  });
});

describe('NĐ 92 Đ19.6: sixty days to supplement', () => {
  const window = 'registrationSupplement/supplementWindow';

  it('the founders are told all points and the last day', () => {
    const story = received('2026-03-03').does('SUPPLEMENT_NOTICE', {
      noticeNo: '15/TB',
      points: ['Địa chỉ', 'Ngành nghề'],
    });
    expect(due(story, window)).toBe('2026-05-04');
    expect(story.effects[0]).toMatchObject({
      template: 'supplementNotice',
      data: { items: ['Địa chỉ', 'Ngành nghề'], term: { dueOn: '2026-05-04' } },
    });
    expect(story.data['filing']).toMatchObject({ supplement: { number: '15/TB' } });
  });

  it('count from the date of the notice', () => {
    const story = received('2026-03-02').on('2026-03-20');
    story.does('SUPPLEMENT_NOTICE', { ...example('SUPPLEMENT_NOTICE'), noticeOn: '2026-03-16' });
    expect(due(story, window)).toBe('2026-05-15');
  });

  it('reminders come 30, 14, 7, 3 and 1 days before the end', () => {
    const story = received('2026-03-16').does('SUPPLEMENT_NOTICE').passes('2026-05-15');
    const days = story.told.flatMap(({ event }) =>
      event.type === 'TERM_REMINDER' ? [event.payload['days']] : [],
    );
    expect(days).toEqual([30, 14, 7, 3, 1]);
    expect(story.state).toBe('registration.supplement');
  });

  it('then the dossier is void, and a new one may be filed', () => {
    const story = received('2026-03-16').does('SUPPLEMENT_NOTICE').passes('2026-05-16').as(founder);
    expect(story.state).toBe('registration.void');
    expect(story.notices).toContain('dossierVoid');
    expect(story.does('REFILE').state).toBe('dossier.preparing');
    expect(story.data['papers']).toEqual([]);
  });

  it('resubmission starts new three working days, with the new receipt', () => {
    const story = supplement().on('2026-03-11').does('RESUBMIT');
    expect(due(story, 'registrationUnderReview/result')).toBe('2026-03-16');
    expect(story.data['filing']).toMatchObject({ receiptNo: 'BN-0145', receiptOn: '2026-03-11' });
    const dated = supplement().on('2026-03-11');
    dated.does('RESUBMIT', { ...example('RESUBMIT'), receivedOn: '2026-03-10' });
    expect(due(dated, 'registrationUnderReview/result')).toBe('2026-03-13');
  });
});

describe('NĐ 92 Đ19.7: asking the registry to stop', () => {
  const stopped = () => received('2026-03-02').as(founder).does('STOP_REQUEST').as(clerk);

  it('is answered within three working days, else staff are told', () => {
    expect(due(stopped(), 'registrationStopRequested/stopAnswer')).toBe('2026-03-05');
    const story = stopped().passes('2026-03-06');
    expect(story.told.at(-1)?.event.type).toBe('STOP_OVERDUE');
    expect(story.state).toBe('registration.stopRequested');
  });

  it('confirmed: the case is closed', () => {
    const story = stopped().does('STOP_CONFIRMED', { noticeOn: '2026-03-02' });
    expect(story.state).toBe('closed.withdrawn');
    expect(story.effects[0]).toMatchObject({
      template: 'stopConfirmed',
      data: { reason: 'Nhóm muốn đổi địa bàn hoạt động' },
    });
  });

  it('refused: the review goes on as before', () => {
    const story = stopped().does('STOP_REFUSED');
    expect(story.state).toBe('registration.underReview');
    expect(due(story, 'registrationUnderReview/result')).toBe('2026-03-05');
    expect(story.does('GRANT').state).toBe('postRegistration.obligations');
  });

  it('refused while a supplement is due: its sixty days go on', () => {
    const story = supplement('2026-03-16').does('STOP_REQUEST').as(clerk);
    story.on('2026-03-18').does('STOP_REFUSED');
    expect(story.state).toBe('registration.supplement');
    expect(due(story, 'registrationSupplement/supplementWindow')).toBe('2026-05-15');
  });
});

describe('Đ42.4, 44: refusal', () => {
  it('the founders are told the reason and what they may do', () => {
    const story = received('2026-03-02').does('REFUSE', {
      ...example('REFUSE'),
      noticeNo: '7/TB',
      noticeOn: '2026-03-02',
    });
    expect(story.effects[0]).toMatchObject({
      template: 'registrationRefused',
      data: { reason: 'Tên gây nhầm lẫn với hợp tác xã đã đăng ký' },
    });
  });

  it('remedied with a new lawful name, and filed again', () => {
    const story = refusedByRegistry();
    const fix = (name: string) => ({ ...example('FIX_AND_REFILE'), name });
    expect(codes(story, 'FIX_AND_REFILE', fix('Rau an toàn'))).toEqual(['newNameLawful']);
    story.does('FIX_AND_REFILE').does('COMPLETE_DOSSIER').does('FILE').as(clerk);
    story.does('RECEIPT_RECORDED').does('GRANT');
    expect(story.told.at(-1)?.outcome.heading.title).toBe('Hợp tác xã Rau an toàn Hòa Bình');
  });

  it('remedied without a new name', () => {
    const story = refusedByRegistry().does('FIX_AND_REFILE', { changes: 'Bổ sung địa chỉ' });
    expect(story.state).toBe('dossier.preparing');
  });

  it('given up: closed', () => {
    const story = refusedByRegistry().does('GIVE_UP');
    expect(story.state).toBe('closed.refused');
    expect(story.standing.closed).toBe(true);
  });
});

describe('Luật Khiếu nại Đ9: complaint within ninety days', () => {
  const refused = (noticeNo?: string) =>
    received('2026-03-16')
      .does('REFUSE', { ...example('REFUSE'), ...(noticeNo ? { noticeNo } : {}) })
      .as(founder);

  it('opens a linked case; the refusal stands meanwhile', () => {
    const story = refused('7/TB').does('COMPLAIN');
    expect(story.state).toBe('registration.refused');
    expect(story.effects).toEqual([
      {
        kind: 'open',
        process: 'complaint',
        event: 'FILE_COMPLAINT',
        payload: {
          parentCase: '0190a000-0000-7000-8000-000000000001',
          against: 'registration',
          decision: { number: '7/TB', on: '2026-03-16' },
          grounds: 'Tên không trùng, không gây nhầm lẫn',
          nameRefusal: true,
          complainantName: 'Trần Văn An',
          complainantAccount: 'founder-1',
        },
      },
    ]);
  });

  it('only once for one refusal', () => {
    expect(codes(refused().does('COMPLAIN'), 'COMPLAIN')).toEqual(['notComplained']);
  });

  it('the 90th day is in time, the 91st is not', () => {
    expect(refused().on('2026-06-15').does('COMPLAIN').effects).toHaveLength(1);
    expect(refused().on('2026-06-16').refused('COMPLAIN').reasons).toMatchObject([
      { code: 'inComplaintWindow', need: '2026-06-15' },
    ]);
    const late = refused().passes('2026-06-16');
    expect(late.told.at(-1)?.event.type).toBe('COMPLAINT_LAPSED');
    expect(late.state).toBe('registration.refused');
  });
});

describe('Đ44 to 46: the certificate', () => {
  it('a code belongs to one cooperative only', () => {
    const story = underReview();
    const cooperative = {
      code: '1900123456',
      name: 'Hợp tác xã Cũ',
      kind: 'cooperative',
      status: 'Đã giải thể',
      registeredOn: '2015-01-05',
      commune: 'Xã Hòa Bình',
      persons: [],
    } as const;
    story.found({ cooperative: { ...cooperative, persons: [] } });
    expect(story.refused('GRANT').reasons).toMatchObject([
      { code: 'codeUnused', have: 'Hợp tác xã Cũ' },
    ]);
  });

  it('NĐ 92 Đ61.4: a converted group keeps its code', () => {
    const story = underReview({ kind: 'conversion' });
    const other = { ...example('GRANT'), code: '1900999999' };
    expect(story.refused('GRANT', other).reasons).toMatchObject([
      { code: 'codeKept', need: '1900123456' },
    ]);
    expect(story.does('GRANT').state).toBe('postRegistration.obligations');
  });

  it('its date is not in the future', () => {
    const story = underReview();
    expect(codes(story, 'GRANT', { ...example('GRANT'), grantedOn: '2026-03-03' })).toEqual([
      'notAhead',
    ]);
  });

  it('the registry is looked up by the code', () => {
    expect(founding.events['GRANT']?.looksUp?.(example('GRANT'), {})).toEqual({
      cooperative: '1900123456',
    });
  });

  it('recorded by staff only', () => {
    expect(underReview().as(founder).refused('GRANT').code).toBe('forbidden');
    expect(underReview().as(adviser).does('GRANT').state).toBe('postRegistration.obligations');
    expect(underReview().as(head).does('GRANT').notices).toEqual(['registered', 'registered']);
  });
});
