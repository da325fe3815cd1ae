// Units to try the service with: two of them share the communes of Hòa Bình's old province, and the demo staff work in
// both. Made at the first start outside production, when the alliance has none.
import type { Knex } from 'knex';
import { searchTerritories } from '../../machines/territory/territory.ts';
import type { Role } from '../../machines/roles.ts';
import { changeUnit, addUnit } from '../engine/units.ts';
import type { Person } from '../engine/rights.ts';
import type { Clock } from '../clock.ts';

/** Province of the demo by the codes since July 2025: Phú Thọ, which took in Hòa Bình. */
const province = '25';

const demoUnits = [
  { code: 'tu-van', name: { vi: 'Phòng Tư vấn, hỗ trợ', en: 'Advice and support' } },
  { code: 'tham-dinh', name: { vi: 'Phòng Thẩm định', en: 'Appraisal' } },
];

/** @param demo the demo accounts by role */
export async function prepareUnits(
  knex: Knex,
  clock: Clock,
  demo: Readonly<Partial<Record<Role, Person>>>,
): Promise<void> {
  const { staff, leader, 'unit-head': head } = demo;
  if (!staff || !leader || !head) return;
  const moment = { at: clock.now(), on: clock.today() };
  const communes = searchTerritories({ kind: 'commune', province }).map(({ code }) => ({
    kind: 'commune' as const,
    code,
  }));
  const members = [{ account: staff.id }, { account: head.id, head: true }];
  await knex.transaction(async (tx) => {
    // Two processes may start at the same moment.
    await tx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', ['demo units']);
    if (await tx('units').where({ alliance_id: leader.allianceId }).first('id')) return;
    for (const { code, name } of demoUnits) {
      const { id } = await addUnit(tx, leader, { code, name }, moment);
      const territories =
        code === 'tham-dinh'
          ? [{ process: 'appraisal', kind: 'everywhere' as const }]
          : [...communes, { process: 'founding', kind: 'everywhere' as const }];
      await changeUnit(tx, leader, { id, on: moment.on }, { members, territories });
    }
  });
}
