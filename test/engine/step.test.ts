import { describe, expect, it } from 'vitest';
import { makeCalendar } from '../../machines/calendar.ts';
import { system, type Facts, type Process } from '../../machines/define.ts';
import { fewest, notYours } from '../../src/engine/reasons.ts';
import { newSnapshot, standingOf, thaw, type CaseSnapshot } from '../../src/engine/snapshot.ts';
import { generalEvents, runSlowly, step, type CaseEvent } from '../../src/engine/step.ts';
import { calendar, given, person, type Story } from '../machines/given.ts';
import { loan, loanWith } from '../machines/fixture.ts';

const founder = person('founder-1', 'founder');
const other = person('founder-2', 'founder');
const clerk = person('staff-1', 'staff');
const head = person('head-1', 'unit-head');

const asked = (settings = {}): Story => given(loan, settings).as(founder).does('ASK');
const ready = (settings = {}): Story =>
  asked(settings).as(clerk).does('CHECK').does('MACHINE_CHECKED').does('PERSON_CHECKED').as(head);
const lent = (settings = {}): Story => ready(settings).does('DECIDE').as(founder);

const latest = (story: Story) => {
  const told = story.told.at(-1);
  if (!told) throw new Error('nothing was told');
  return told.outcome;
};

function factsOf(by = system, on = '2026-03-02'): Facts {
  const settings = { days: 20, mostDays: 60 };
  return {
    caseId: 'c',
    number: 'MM-2026-0001',
    at: `${on}T02:00:00.000Z`,
    on,
    by,
    calendar,
    settings,
    found: {},
  };
}

function reasonsOf(process: Process, snapshot: CaseSnapshot, event: CaseEvent, by = system) {
  const stepped = step(process, snapshot, event, factsOf(by));
  if (stepped.ok) throw new Error('not refused');
  return stepped.refusal;
}

describe('an event that is taken', () => {
  it('moves the case on: state, data, version, law, heading and parties', () => {
    const story = asked();
    expect(story.snapshot).toMatchObject({ version: 1, value: { open: { handling: 'asked' } } });
    expect(story.data).toMatchObject({ name: 'Trần Văn An', applicant: 'founder-1' });
    expect(latest(story)).toMatchObject({
      law: 'Quy chế cho mượn máy',
      standing: { state: 'asked', leaves: ['asked'], turns: ['clerk'], closed: false },
      heading: { title: 'Trần Văn An', subject: 'MG-01' },
      parties: ['founder-1'],
      recused: [],
      counts: ['asked'],
      dueOn: '2026-03-09',
    });
  });

  it('leaves the snapshot it started from as it was', () => {
    const before = newSnapshot(loan);
    const kept = structuredClone(before);
    const event = { type: 'ASK', payload: { birthDate: sealed('1980-05-04'), machine: 'M' } };
    expect(step(loan, before, event, factsOf(founder)).ok).toBe(true);
    expect(before).toEqual(kept);
  });

  it('keeps people away who must not see the case', () => {
    const payload = { ...loan.events['ASK']?.examples[0], name: 'Vũ Dũng' };
    expect(latest(given(loan).as(founder).does('ASK', payload)).recused).toEqual(['staff-2']);
    const open = { ...loan, recused: undefined } as unknown as Process;
    expect(latest(given(open).as(founder).does('ASK', payload)).recused).toEqual([]);
  });

  it('goes through automatic steps that follow, and asks for their effects', () => {
    const story = asked().as(clerk).does('CHECK').does('MACHINE_CHECKED');
    expect(story.state).toBe('checking');
    expect(story.standing.leaves).toEqual(['checking.machine.done', 'checking.person.pending']);
    story.does('PERSON_CHECKED');
    expect(story.state).toBe('ready');
    expect(story.effects).toMatchObject([{ kind: 'issue', document: 'TB' }]);
  });

  it('an automatic step records nothing: the event is recorded once', () => {
    const story = asked().does('NOTE').does('NOTE');
    expect(story.data['notes']).toBe(2);
    expect(lent().does('GIVE_BACK', { broken: true }).data).toMatchObject({
      notes: 0,
      broken: true,
    });
  });

  it('the innermost act is the one taken: its law is written', () => {
    const story = asked().as(clerk).does('CHECK').does('NOTE');
    expect(latest(story).law).toBe('Quy chế cho mượn máy, mục 2');
    // Not the clerk's: then what surrounds it.
    expect(latest(story.as(founder).does('NOTE')).law).toBe('Quy chế cho mượn máy');
  });

  it('the first act that fits is taken: the payload picks', () => {
    expect(ready().does('DECIDE', { decision: 'refuse' }).state).toBe('closed.refused');
    expect(ready().does('DECIDE', { decision: 'lend' }).state).toBe('lent.using');
    expect(lent().data['days']).toBe(30);
    expect(ready().does('DECIDE', { decision: 'lend' }).data['days']).toBe(20);
  });
});

describe('arms and disarms in the order in which states are entered and left', () => {
  it('a state entered and left within one step leaves no term and no work item', () => {
    const story = lent().does('GIVE_BACK', { broken: true });
    expect(story.state).toBe('lent.repair');
    expect(Object.keys(story.snapshot.terms)).toEqual(['open/quiet', 'lent/back']);
    expect(latest(story).work).toMatchObject({ opened: [{ state: 'lent' }], closed: ['lent'] });
    expect(latest(story).timers.set).toEqual([]);
  });

  it('a state left and entered again arms its term anew', () => {
    const story = lent().on('2026-03-12').does('EXTEND', { days: 15 });
    const { version } = story.snapshot;
    expect(story.snapshot.terms['lent/back']).toMatchObject({
      since: '2026-03-12',
      due: '2026-03-27',
      version,
    });
  });

  it('an act without target leaves terms as they are', () => {
    const before = asked().on('2026-03-03');
    const { terms } = before.snapshot;
    expect(before.as(clerk).does('NOTE').snapshot.terms['handling/answer']).toBe(
      terms['handling/answer'],
    );
  });

  it('work items open and close with their states', () => {
    const story = asked();
    expect(latest(story).work).toEqual({
      opened: [{ state: 'asked', title: { vi: 'Tiếp nhận', en: 'Take in' }, roles: ['staff'] }],
      closed: [],
    });
    story.as(clerk).does('CHECK');
    expect(latest(story).work).toMatchObject({
      opened: [{ state: 'checking' }],
      closed: ['asked'],
    });
    story.does('NOTE');
    expect(latest(story).work).toEqual({ opened: [], closed: [] });
  });

  it('a work item is due when the term of its own state is', () => {
    const process = loanWith((state) => ({ ...state, terms: ['answer'] }));
    expect(latest(given(process).as(founder).does('ASK')).work.opened).toMatchObject([
      { state: 'asked', dueOn: '2026-03-09' },
    ]);
  });
});

describe('effects', () => {
  it('a notice goes to each recipient, with the case, its term and the reason', () => {
    expect(asked().effects).toEqual([
      {
        kind: 'notify',
        template: 'consultationReceived',
        recipient: { name: 'Trần Văn An', person: 'founder-1' },
        data: {
          case: {
            id: '0190a000-0000-7000-8000-000000000001',
            number: 'MM-2026-0001',
            process: loan.title,
            state: { vi: 'Chờ tiếp nhận', en: 'Asked' },
          },
          term: {
            title: { vi: 'Trả lời', en: 'Answer' },
            dueOn: '2026-03-09',
            law: 'Quy chế cho mượn máy, mục 1',
          },
          reason: undefined,
        },
      },
    ]);
    const quiet = { ...loan.events['ASK']?.examples[0], silent: true };
    expect(given(loan).as(founder).does('ASK', quiet).effects).toEqual([]);
    const more = asked().as(clerk).does('ASK_MORE', { reason: 'Thiếu giấy' });
    expect(more.effects).toMatchObject([{ data: { reason: 'Thiếu giấy' } }]);
  });

  it('a paper carries its register only when it has one', () => {
    const { effects } = ready().does('DECIDE');
    expect(effects.map(({ kind }) => kind)).toEqual(['issue', 'keep']);
    expect(effects[0]).toMatchObject({
      document: 'ALLIANCE_RECEIPT',
      register: { series: 'PM', symbol: 'PM-LM' },
      data: { holder: { name: 'Trần Văn An' }, text: '2026-03-02' },
    });
    expect(asked().as(clerk).does('ASK_MORE').effects[0]).not.toHaveProperty('register');
  });

  it('a row is kept with what the payload says', () => {
    expect(ready().does('DECIDE').effects[1]).toEqual({
      kind: 'keep',
      register: 'vote',
      row: { person: 'founder-1', decision: 'lend', days: 30 },
    });
  });

  it('an event is sent to a linked case when there is one', () => {
    expect(lent().does('GIVE_BACK').effects).toEqual([
      {
        kind: 'open',
        process: 'loan',
        event: 'ASK',
        payload: { name: 'Trần Văn An', machine: 'MG-01' },
      },
    ]);
    const linked = given(loan).as(founder).does('ASK', loan.events['ASK']?.examples[1]).as(clerk);
    linked.does('CHECK').does('MACHINE_CHECKED').does('PERSON_CHECKED').as(head).does('DECIDE');
    expect(linked.as(founder).does('GIVE_BACK').effects[0]).toEqual({
      kind: 'send',
      caseId: '0190a000-0000-7000-8000-00000000000f',
      event: 'NOTE',
      payload: { note: 'MG-02' },
    });
  });

  it('a figure is counted and asks for nothing', () => {
    const story = lent().does('GIVE_BACK');
    expect(latest(story).counts).toEqual(['backAgain']);
    expect(latest(story).dueOn).toBeUndefined();
  });

  it('a case without a running term says nothing of one', () => {
    const story = lent().passes('2026-04-02');
    expect(story.told.at(-1)?.event.type).toBe('BACK_OVERDUE');
    expect(story.effects).toMatchObject([{ template: 'termReminder', data: { text: 'MG-01' } }]);
    expect(story.effects[0]).not.toHaveProperty('data.term');
  });
});

describe('an event that is refused', () => {
  it('in another state: the reason names the state and what to do', () => {
    const refusal = asked().as(head).refused('DECIDE');
    expect(refusal).toEqual({
      code: 'refused',
      reasons: [
        {
          code: 'state',
          title: {
            vi: 'Việc này làm ở bước khác',
            en: 'This is done at another step',
          },
          have: 'asked',
          law: 'Quy chế cho mượn máy',
          remedy: {
            vi: 'Hồ sơ đang ở bước “Chờ tiếp nhận”. Hãy làm một trong các việc đang mở của bước này.',
            en: 'The case is at “Asked”. Take one of the actions open at this step.',
          },
        },
      ],
    });
  });

  it('to somebody else: forbidden, and the reason names who', () => {
    expect(asked().as(founder).refused('CHECK')).toEqual({
      code: 'forbidden',
      reasons: [
        {
          code: 'role',
          title: { vi: 'Việc này do người khác thực hiện', en: 'Somebody else does this' },
          need: ['clerk', 'head'],
          law: 'Quy chế cho mượn máy',
          remedy: {
            vi: 'Người thực hiện: Cán bộ, Trưởng phòng.',
            en: 'To be done by: Clerk, Head.',
          },
        },
      ],
    });
  });

  it('to somebody with the role but without the relation to the case', () => {
    expect(asked().as(other).refused('WITHDRAW').code).toBe('forbidden');
    expect(asked().as(founder).does('WITHDRAW').state).toBe('closed.withdrawn');
  });

  it('to a person, when only the system does it', () => {
    const { snapshot } = asked();
    const event = { type: 'QUIET', payload: { timer: '1/lapse/open/quiet' } };
    expect(reasonsOf(loan, snapshot, event, head)).toMatchObject({
      code: 'forbidden',
      reasons: [
        {
          need: [],
          remedy: { vi: 'Người thực hiện: hệ thống.', en: 'To be done by: the system.' },
        },
      ],
    });
  });

  it('by a rule: code, need, have, law and remedy, in both languages', () => {
    const young = { ...loan.events['ASK']?.examples[0], birthDate: '2010-05-04' };
    expect(given(loan).as(founder).refused('ASK', young)).toEqual({
      code: 'refused',
      reasons: [
        {
          code: 'adult',
          title: { vi: 'Từ đủ 18 tuổi', en: 'Aged 18 or over' },
          need: 18,
          have: 15,
          law: 'Quy chế cho mượn máy',
          remedy: { vi: 'Nhờ người lớn đứng tên.', en: 'Ask an adult to sign.' },
        },
      ],
    });
  });

  it('by a rule that cites an article of its own, or has nothing to compare', () => {
    const refusal = ready()
      .found({ openCases: 1 })
      .refused('DECIDE', { decision: 'lend', days: 90 });
    expect(refusal.reasons).toEqual([
      {
        code: 'freeMachine',
        title: loan.rules['freeMachine']?.title,
        law: 'Quy chế cho mượn máy',
        remedy: { vi: 'Chờ máy được trả.', en: 'Wait until it is back.' },
      },
      {
        code: 'termAllowed',
        title: loan.rules['termAllowed']?.title,
        need: 60,
        have: 90,
        law: 'Quy chế cho mượn máy, mục 3',
        remedy: { vi: 'Chọn ít ngày hơn.', en: 'Choose fewer days.' },
      },
    ]);
  });

  it('reads the settings of the moment', () => {
    expect(ready({ mostDays: 90 }).does('DECIDE', { decision: 'lend', days: 90 }).state).toBe(
      'lent.using',
    );
  });

  it('tells of the act that came closest', () => {
    const acts = [['isBroken', 'bothChecked'], ['isBroken'], ['bothChecked', 'isBroken']].map(
      (rules) => ({ to: 'checking', by: ['head'], law: 'x', rules }),
    );
    const process = loanWith((state) => ({ ...state, on: { ...state.on, CHECK: acts } }));
    const refusal = given(process).as(founder).does('ASK').as(head).refused('CHECK');
    expect(refusal.reasons.map(({ code }) => code)).toEqual(['isBroken']);
  });

  it('when no act is for this value: not possible here', () => {
    expect(ready().refused('DECIDE', { decision: 'later' })).toMatchObject({
      code: 'refused',
      reasons: [{ code: 'state' }],
    });
  });

  it('to one who may pick another value: forbidden', () => {
    expect(ready().as(clerk).refused('DECIDE', { decision: 'lend' }).code).toBe('forbidden');
    expect(ready().as(clerk).does('DECIDE', { decision: 'refuse' }).state).toBe('closed.refused');
  });

  it('an unknown event is not possible anywhere', () => {
    expect(reasonsOf(loan, asked().snapshot, { type: 'SING', payload: {} })).toMatchObject({
      code: 'refused',
      reasons: [{ code: 'state' }],
    });
  });

  it('a rule that is not met stops the machine too, not only the list of reasons', () => {
    const live = thaw(loan, asked().snapshot, factsOf(founder));
    const [after, actions] = runSlowly(loan, live, { type: 'CHECK', payload: {} });
    expect(after.value).toEqual(live.value);
    expect(actions).toEqual([]);
  });

  it('an automatic step alone is no event', () => {
    expect(reasonsOf(loan, asked().snapshot, { type: '', payload: {} })).toMatchObject({
      reasons: [{ code: 'state' }],
    });
  });
});

describe('reasons', () => {
  it('of nothing are none', () => {
    expect(fewest([])).toEqual([]);
    expect(notYours(loan, [])).toMatchObject({ code: 'role', need: [], law: '' });
  });
});

describe('history', () => {
  it('a case that is opened again goes on where it was, deep inside', () => {
    const story = asked()
      .as(clerk)
      .does('CHECK')
      .does('MACHINE_CHECKED')
      .as(founder)
      .does('WITHDRAW');
    expect(story.standing).toMatchObject({ state: 'closed.withdrawn', closed: true });
    expect(story.snapshot.terms).toEqual({});
    story.as(head).on('2026-04-01').does('REOPEN');
    expect(story.standing.leaves).toEqual(['checking.machine.done', 'checking.person.pending']);
    expect(story.snapshot.terms).toMatchObject({
      'open/quiet': { since: '2026-04-01' },
      'handling/answer': { since: '2026-04-01' },
    });
    expect(latest(story).work.opened).toMatchObject([{ state: 'checking' }]);
  });

  it('what is remembered survives being stored', () => {
    const story = lent().as(founder).does('ASK_MORE').does('WITHDRAW');
    const stored = JSON.parse(JSON.stringify(story.snapshot)) as CaseSnapshot;
    const stepped = step(loan, stored, { type: 'REOPEN', payload: {} }, factsOf(head));
    expect(stepped).toMatchObject({ ok: true, outcome: { standing: { state: 'lent.repair' } } });
  });
});

describe('the system', () => {
  it('a lapse takes its term away, even where the state stays', () => {
    const story = asked().passes('2026-03-10');
    expect(story.told.map(({ event }) => event.type)).toEqual([
      'ASK',
      generalEvents.reminder,
      generalEvents.reminder,
      'ANSWER_OVERDUE',
    ]);
    expect(story.state).toBe('asked');
    expect(Object.keys(story.snapshot.terms)).toEqual(['open/quiet']);
    expect(story.told.at(-1)?.facts.on).toBe('2026-03-10');
  });

  it('a lapse leaves other terms alone', () => {
    const { snapshot } = asked();
    const event = { type: 'ANSWER_OVERDUE', payload: { timer: '1/lapse/open/quiet' } };
    const stepped = step(loan, snapshot, event, factsOf());
    expect(stepped).toMatchObject({ ok: true });
    expect(stepped.ok && Object.keys(stepped.outcome.snapshot.terms)).toEqual([
      'open/quiet',
      'handling/answer',
    ]);
  });

  it('a reminder changes no state, tells the people and remembers that it did', () => {
    const story = asked().passes('2026-03-07');
    expect(story.snapshot).toMatchObject({
      version: 2,
      value: { open: { handling: 'asked' } },
      terms: { 'handling/answer': { reminded: [2], due: '2026-03-09' } },
    });
    expect(latest(story)).toMatchObject({ law: 'Quy chế cho mượn máy, mục 1', counts: [] });
    expect(story.effects).toMatchObject([
      {
        template: 'termReminder',
        data: {
          text: 'MG-01',
          term: {
            title: { vi: 'Trả lời', en: 'Answer' },
            dueOn: '2026-03-09',
            daysLeft: 2,
            law: 'Quy chế cho mượn máy, mục 1',
          },
        },
      },
    ]);
  });

  it.each([
    ['a term that does not run', 'missing/supply'],
    ['a term without reminders', 'gate/supply'],
    ['no term at all', 'asked/eternity'],
  ])('a reminder of %s is refused', (_, term) => {
    const payload = { timer: '1/x', term, days: 2 };
    const { snapshot } = asked();
    const armed = {
      since: '2026-03-02',
      span: { amount: 1, unit: 'months' as const },
      due: '2026-04-02',
      version: 1,
    };
    const terms = term === 'missing/supply' ? snapshot.terms : { ...snapshot.terms, [term]: armed };
    const event = { type: generalEvents.reminder, payload };
    expect(reasonsOf(loan, { ...snapshot, terms }, event)).toMatchObject({
      code: 'refused',
      reasons: [{ code: 'state', have: 'asked' }],
    });
  });

  it('a changed calendar moves the ends of open terms and nothing else', () => {
    const { snapshot } = asked();
    const day = {
      date: '2026-03-05',
      kind: 'swap-off' as const,
      name: 'Nghỉ',
      basis: '',
      confidence: 'verified',
    };
    const facts = { ...factsOf(), calendar: makeCalendar([day], 'another') };
    const stepped = step(loan, snapshot, { type: generalEvents.calendar, payload: {} }, facts);
    if (!stepped.ok) throw new Error('refused');
    const { outcome } = stepped;
    expect(outcome.snapshot).toMatchObject({
      version: 2,
      value: snapshot.value,
      terms: { 'handling/answer': { due: '2026-03-10' } },
    });
    expect(outcome.snapshot.data).toBe(snapshot.data);
    expect(outcome.dueOn).toBe('2026-03-10');
    expect(outcome.effects).toEqual([]);
    expect(outcome.timers.set.map(({ id }) => id)).toContain('1/2026-03-10-2/handling/answer');
  });
});

describe('the cached scope', () => {
  it("decides as XState's own function does, along a whole story", () => {
    const story = lent().does('ASK_MORE').does('REPAIRED').does('GIVE_BACK');
    let before = newSnapshot(loan);
    for (const { event, facts, outcome } of story.told) {
      const [slow, actions] = runSlowly(loan, thaw(loan, before, facts), event);
      expect(slow.value).toEqual(outcome.snapshot.value);
      expect((slow.context as { data: unknown }).data).toEqual(outcome.snapshot.data);
      expect(standingOf(slow)).toEqual(outcome.standing);
      expect(
        actions.filter(({ type }) => loan.effects[type]?.kind === 'count').map(({ type }) => type),
      ).toEqual(outcome.counts);
      before = outcome.snapshot;
    }
    expect(story.told).toHaveLength(8);
  });
});

function sealed(birthDate: string): string {
  const age = 2026 - Number(birthDate.slice(0, 4)) - 1;
  return `sealed:00000000-0000-4000-8000-000000000001:${'d'.repeat(64)}:${age}`;
}
