// Delivers a letter about an account: a code, a link, or word of a change. What it said is forgotten once it is out.
import type { Knex } from 'knex';
import { ensureAlliance } from './accounts/alliances.ts';
import type { Letters, PostedLetter } from './accounts/sign-in/letters.ts';
import type { Owed } from './engine/outbox.ts';
import { forGood } from './for-good.ts';
import type { Channel } from './notices/channel.ts';
import { renderNotice } from './notices/notice.ts';
import { wordingAt } from './wording/wordings.ts';

type Deps = { knex: Knex; mailer: Channel; letters: Pick<Letters, 'ready'> };

/** @throws Permanent when the server refuses for good; anything else is tried again */
export function createDeliverLetter({ knex, mailer, letters }: Deps) {
  return async ({ id, created_at: at }: Pick<Owed, 'id' | 'created_at'>, posted: PostedLetter) => {
    const letter = posted.sealed === '' ? undefined : await letters.ready(id, posted);
    if (letter) {
      const { to, name, template, language, data } = letter;
      // An address that nobody has yet becomes an account of this alliance.
      const allianceId = letter.allianceId ?? (await ensureAlliance(knex)).id;
      const wording = await wordingAt(knex, { allianceId, kind: 'notice', name: template }, at);
      const filled = { recipient: { name }, ...data };
      const written = renderNotice(template, language, filled, wording?.text);
      await mailer.send({ noticeId: id, to, ...written }).catch(forGood);
    }
    const payload: PostedLetter = { kind: 'letter', sealed: '' };
    await knex('outbox').where({ id }).update({ payload });
  };
}
