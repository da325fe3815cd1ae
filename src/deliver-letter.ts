// Delivers a letter about an account: a code, a link, or word of a change. What it said is forgotten once it is out.
import type { Knex } from 'knex';
import type { Letters, PostedLetter } from './accounts/sign-in/letters.ts';
import { forGood } from './for-good.ts';
import type { Channel } from './notices/channel.ts';
import { renderNotice } from './notices/notice.ts';

type Deps = { knex: Knex; mailer: Channel; letters: Pick<Letters, 'ready'> };

/** @throws Permanent when the server refuses for good; anything else is tried again */
export function createDeliverLetter({ knex, mailer, letters }: Deps) {
  return async (id: string, posted: PostedLetter): Promise<void> => {
    const letter = posted.sealed === '' ? undefined : await letters.ready(id, posted);
    if (letter) {
      const { to, name, template, language, data } = letter;
      const written = renderNotice(template, language, { recipient: { name }, ...data });
      await mailer.send({ noticeId: id, to, ...written }).catch(forGood);
    }
    const payload: PostedLetter = { kind: 'letter', sealed: '' };
    await knex('outbox').where({ id }).update({ payload });
  };
}
