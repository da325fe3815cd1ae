// The stage of the campaign: cooperatives in a register, a campaign of them, and the acts of those who work on it.
import { randomUUID } from 'node:crypto';
import { exampleLines } from '../machines/appraisal/fields.ts';
import { classification } from '../machines/classification/index.ts';
import {
  createCampaign,
  membersOf,
  progressOf,
  type Campaign,
  type Progress,
} from '../src/criteria/campaigns.ts';
import { openMembers } from '../src/criteria/campaign-opening.ts';
import { writeGrades } from '../src/criteria/figures.ts';
import { gradesOver, type GradeYear } from '../src/reports/grades.ts';
import { openStage, type Stage } from './stage.ts';

export type CampaignStage = {
  stage: Stage;
  campaign: Campaign;
  grade(): Promise<void>;
  progress(): Promise<Progress>;
  export(): Promise<Uint8Array>;
  grades(): Promise<GradeYear[]>;
  close(): Promise<void>;
};

const at = new Date().toISOString();
const atOnce = 16;

export async function stageOfCampaign(count: number): Promise<CampaignStage> {
  const stage = await openStage(atOnce + 4);
  const { knex } = stage.database;
  const { allianceId } = stage.staff;
  await knex.batchInsert(
    'cooperatives',
    Array.from({ length: count }, (_, index) => ({
      alliance_id: allianceId,
      code: String(5_400_000_000 + index),
      name: `Hợp tác xã số ${index}`,
      kind: 'cooperative',
      status: 'Đang hoạt động',
      registered_on: '2020-05-10',
      commune: `Xã ${index % 64}`,
      persons: [],
    })),
    500,
  );
  const days = { handInBy: '2026-12-15', registryBy: '2026-12-18', provinceBy: '2026-12-21' };
  const given = { allianceId, title: 'Xếp loại', set: 'TT01_2020', period: 2026, communes: [] };
  const campaign = await knex.transaction((tx) =>
    createCampaign(tx, { ...given, ...days, by: stage.head.id, at }),
  );
  const members = () => membersOf(knex, allianceId, campaign.id);
  return {
    stage,
    campaign,
    grade: async () => {
      const waiting = await members();
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (let next = waiting.pop(); next; next = waiting.pop())
            await gradeOne(stage, next.caseId as string);
        }),
      );
    },
    progress: () => progressOf(knex, campaign, '2026-12-16'),
    export: async () => writeGrades(await members()),
    grades: () => gradesOver(knex, allianceId, 2020, 2026),
    close: () => stage.close(),
  };
}

/** One action: a case for each cooperative. */
export async function opening({ stage, campaign }: CampaignStage): Promise<void> {
  const { cases, head, database } = stage;
  const { set: criterionSet, period, handInBy, registryBy, provinceBy } = campaign;
  await openMembers(database.knex, campaign.id, {
    open: async (cooperative) => {
      const payload = { cooperative, criterionSet, period, handInBy, registryBy, provinceBy };
      const { answer } = await cases.open(classification.id, {
        by: head,
        type: classification.opensWith,
        payload,
        key: { key: randomUUID(), request: '00' },
      });
      return { caseId: answer.id };
    },
    now: () => at,
    atOnce,
  });
}

async function gradeOne({ cases, staff }: Stage, caseId: string): Promise<void> {
  const act = async (type: string, payload: object, expect?: number): Promise<number> => {
    const key = { key: randomUUID(), request: '00' };
    const asked = { by: staff, type, payload, key, ...(expect ? { expect } : {}) };
    return (await cases.advance(caseId, asked)).answer.version;
  };
  const figures = [{ figure: 'revenue', value: 3e9 }];
  const saved = await act('SAVE_ASSESSMENT', { figures, self: exampleLines });
  const handed = await act('HAND_IN', { checkedBy: 'Kiểm soát viên' }, saved);
  await act('CONFIRM_GRADE', {}, handed);
}
