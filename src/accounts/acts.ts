// What was done to accounts by those who keep them: who, to whom, when. Kept for good.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Role } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';

export const accountActs = {
  created: { vi: 'Thêm tài khoản', en: 'Account added' },
  roles: { vi: 'Đổi vai trò', en: 'Roles changed' },
  disabled: { vi: 'Khóa tài khoản', en: 'Put out of use' },
  enabled: { vi: 'Mở khóa tài khoản', en: 'Taken up again' },
  invited: { vi: 'Gửi liên kết mở tài khoản', en: 'Link to set up sent' },
  generatorTaken: {
    vi: 'Gỡ ứng dụng xác thực (mất điện thoại)',
    en: 'Authenticator app taken away',
  },
  enrolled: { vi: 'Tự cài ứng dụng xác thực', en: 'Authenticator app set up by its holder' },
} as const satisfies Record<string, Text>;

export type AccountAct = keyof typeof accountActs;

export type NewAct = {
  accountId: string;
  act: AccountAct;
  roles?: readonly Role[];
  /** Left out: from the command line. */
  by?: string | undefined;
  at: Instant | Date;
};

/** Adds an act, in the transaction of what it tells of. */
export async function noteAct(tx: Knex, { accountId, act, roles, by, at }: NewAct): Promise<void> {
  await tx.raw(
    `insert into account_acts (alliance_id, account_id, act, roles, made_by, made_at)
     select alliance_id, id, ?, ?::text[], ?::uuid, ?::timestamptz from accounts where id = ?`,
    [act, roles ?? null, by ?? null, at, accountId] as never,
  );
}

export type ActView = {
  id: number;
  title: Text;
  name: string;
  email: string;
  roles: Role[] | null;
  /** Null: from the command line. */
  by: string | null;
  at: Instant;
};

/** Acts on the accounts of an alliance, the newest first. @param before of the page read last */
export async function actsOf(
  db: Knex,
  allianceId: string,
  { before, most }: { before?: number | undefined; most: number },
): Promise<ActView[]> {
  const rows = await db('account_acts as t')
    .join('accounts as a', 'a.id', 't.account_id')
    .leftJoin('accounts as b', 'b.id', 't.made_by')
    .where('t.alliance_id', allianceId)
    .modify((asked) => before !== undefined && void asked.where('t.id', '<', before))
    .orderBy('t.id', 'desc')
    .limit(most)
    .select<Row[]>('t.id', 't.act', 't.roles', 't.made_at', 'a.name', 'a.email', 'b.name as by');
  return rows.map(({ act, made_at, ...row }) => ({
    ...row,
    title: accountActs[act],
    at: made_at.toISOString(),
  }));
}

type Row = Omit<ActView, 'title' | 'at'> & { act: AccountAct; made_at: Date };
