// The criteria sets an alliance has published, as decisions are made on them: a list by revision, so that a replay
// reads the same contents for ever.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import type { CriteriaSet, PublishedSet } from '../../machines/criteria/set.ts';

/** A published version by the hash of its content. */
export type SetRef = { version: number; from: LocalDate; to?: LocalDate; revision: string };

export type CriteriaShelf = {
  /** What the alliance has published, retired versions included: cases still run on them. */
  refs(allianceId: string): Promise<SetRef[]>;
  /** @throws RangeError when a revision is unknown */
  sets(refs: readonly SetRef[]): Promise<PublishedSet[]>;
};

export function createShelf(db: Knex): CriteriaShelf {
  const contents = new Map<string, CriteriaSet>();

  async function read(revisions: readonly string[]): Promise<void> {
    const unknown = revisions.filter((revision) => !contents.has(revision));
    if (unknown.length === 0) return;
    const rows = await db('criteria_contents').whereIn('revision', unknown);
    for (const { revision, content } of rows) contents.set(revision, content as CriteriaSet);
  }

  return {
    async refs(allianceId) {
      const rows = await db('criteria_sets')
        .where({ alliance_id: allianceId })
        .whereNot({ status: 'draft' })
        .orderBy(['set_id', 'version'])
        .select('version', 'valid_from', 'valid_to', 'revision');
      return rows.map(({ version, valid_from: from, valid_to: to, revision }) => ({
        version: version as number,
        from: from as LocalDate,
        ...(to === null ? {} : { to: to as LocalDate }),
        revision: revision as string,
      }));
    },
    async sets(refs) {
      await read(refs.map(({ revision }) => revision));
      return refs.map(({ revision, ...rest }) => {
        const set = contents.get(revision);
        if (!set) throw new RangeError(`no criteria set ${revision}`);
        return { ...rest, set };
      });
    },
  };
}
