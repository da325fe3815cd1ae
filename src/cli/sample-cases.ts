// A handful of invented cases to learn and to teach with, each at another point of its way: their texts are the examples
// that the processes themselves give, their names say that they are samples.
import { addDays, type LocalDate } from '../../machines/calendar.ts';
import { founding } from '../../machines/founding/index.ts';
import { appraisal } from '../../machines/appraisal/index.ts';
import { partNames } from '../../machines/founding/parts.ts';
import type { Role } from '../../machines/roles.ts';
import type { Clock } from '../clock.ts';
import type { Cases } from '../engine/cases.ts';
import type { Answer } from '../engine/decide.ts';
import type { Person } from '../engine/rights.ts';

export type Stage = {
  cases: Pick<Cases, 'open' | 'advance'>;
  clock: Pick<Clock, 'setOffset' | 'today'>;
  people: Readonly<Record<Role, Person>>;
};

export type Sample = { number: string; state: string; name: string };

type Payload = Record<string, unknown>;
type Told = { stage: Stage; name: string; case: Answer };

const mark = '(số liệu mẫu)';
const dayMs = 24 * 3_600_000;

/** Plays the samples, the oldest first, so that the last act of each was some days before today. */
export async function playSamples(stage: Stage): Promise<Sample[]> {
  const told = [
    await registered(stage, 'Dệt chiếu Mẫu', '9000000001'),
    await toMend(stage, 'Nấm Mẫu'),
    await drafting(stage, 'Nuôi tôm Mẫu'),
    await asked(stage, 'Bưởi Mẫu'),
  ];
  told.push(await appraised(stage, '9000000001'));
  return told.map(({ name, case: { number, state } }) => ({ number, state, name }));
}

/** As if it were so many days ago. */
function ago(stage: Stage, days: number): void {
  stage.clock.setOffset(-days * dayMs);
}

function example(type: string, at = 0): Payload {
  return structuredClone(founding.events[type]?.examples[at] ?? {});
}

async function open(
  stage: Stage,
  process: string,
  by: Person,
  { type, payload }: { type: string; payload: Payload },
): Promise<Answer> {
  return (await stage.cases.open(process, { by, type, payload })).answer;
}

async function act(
  told: Told,
  role: Role,
  type: string,
  payload: Payload = example(type),
): Promise<void> {
  const { stage, case: known } = told;
  const request = { by: stage.people[role], type, payload, expect: known.version };
  told.case = (await stage.cases.advance(known.id, request)).answer;
}

async function asked(stage: Stage, name: string, days = 1): Promise<Told> {
  ago(stage, days);
  const { email: _, ...payload } = example('REQUEST_CONSULTATION');
  const group = `Nhóm ${name} ${mark}`;
  const given = { type: 'REQUEST_CONSULTATION', payload: { ...payload, group } };
  return { stage, name, case: await open(stage, 'founding', stage.people.founder, given) };
}

async function advised(stage: Stage, name: string, days: number): Promise<Told> {
  const told = await asked(stage, name, days);
  const { staff } = stage.people;
  const adviser = { adviser: staff.id, adviserName: staff.name, noInterest: true };
  await act(told, 'unit-head', 'ASSIGN', adviser);
  await act(told, 'staff', 'RECORD_SESSION');
  const { group: _, ...viable } = example('CONCLUDE_VIABLE');
  await act(told, 'staff', 'CONCLUDE_VIABLE', viable);
  return told;
}

async function handIn(told: Told, part: string): Promise<void> {
  const draft = example('SUBMIT_DRAFT', partNames.indexOf(part as (typeof partNames)[number]));
  const name = { name: `Hợp tác xã ${told.name}`, shortName: `HTX ${told.name}` };
  await act(told, 'founder', 'SUBMIT_DRAFT', part === 'name' ? { ...draft, name } : draft);
}

async function drafting(stage: Stage, name: string): Promise<Told> {
  const told = await advised(stage, name, 5);
  await handIn(told, 'name');
  await act(told, 'staff', 'ACCEPT_PART', { part: 'name' });
  await handIn(told, 'charter');
  return told;
}

/** The dossier is with the registry. */
async function filed(stage: Stage, name: string, days: number): Promise<Told> {
  const told = await advised(stage, name, days);
  for (const part of partNames) {
    await handIn(told, part);
    await act(told, 'staff', 'ACCEPT_PART', { part });
  }
  const assemblyOn: LocalDate = addDays(stage.clock.today(), 4);
  await act(told, 'founder', 'SCHEDULE_ASSEMBLY', { ...example('SCHEDULE_ASSEMBLY'), assemblyOn });
  ago(stage, days - 4);
  const conference = ['OPEN', 'RECORD_VOTE', 'ADOPT_MEMBER_LIST', 'VALUE_ASSETS', 'DECIDE'];
  for (const type of [...conference, 'CLOSE_ASSEMBLY', 'COMPLETE_DOSSIER', 'FILE'])
    await act(told, 'founder', type);
  await act(told, 'clerk', 'RECEIPT_RECORDED');
  return told;
}

async function toMend(stage: Stage, name: string): Promise<Told> {
  const told = await filed(stage, name, 12);
  ago(stage, 7);
  await act(told, 'clerk', 'SUPPLEMENT_NOTICE');
  return told;
}

async function registered(stage: Stage, name: string, code: string): Promise<Told> {
  const told = await filed(stage, name, 40);
  ago(stage, 35);
  await act(told, 'clerk', 'GRANT', { ...example('GRANT'), code });
  return told;
}

/** The cooperative just registered asks to be appraised: nothing is judged yet. */
async function appraised(stage: Stage, code: string): Promise<Told> {
  ago(stage, 0);
  const type = 'SUBMIT';
  const payload = { ...structuredClone(appraisal.events[type]?.examples[0]), cooperative: code };
  const by = stage.people.staff;
  return {
    stage,
    name: `thẩm định ${code}`,
    case: await open(stage, 'appraisal', by, { type, payload }),
  };
}
