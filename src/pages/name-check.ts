// Whether a name may be borne: the rules on its form, the names it may be confused with, and what is still free. For
// everybody, before there is a case; nothing is kept.
import type { Knex } from 'knex';
import { z } from 'zod';
import { nameFindings, prefixes } from '../../machines/founding/naming.ts';
import type { CooperativeKind } from '../../machines/law.ts';
import type { Operation } from '../http/operation.ts';
import { text } from '../http/shapes.ts';
import { checkName, type NameCheck } from '../register/names.ts';
import { choice } from './desk/query.ts';
import type { PageMaker } from './page.ts';

export type NameCheckDeps = { page: PageMaker; knex: Knex };

const mostWords = 5;

export function nameCheckPages({ page, knex }: NameCheckDeps): Operation[] {
  return [
    page({
      id: 'nameCheckPage',
      path: '/name-check',
      title: { vi: 'Kiểm tra tên hợp tác xã', en: 'Check a name' },
      public: true,
      query: {
        kind: choice(z.enum(['cooperative', 'union'])),
        name: choice(text(300)),
        words: choice(text(300)),
      },
      async handle({ query: asked }) {
        const { kind = 'cooperative', name, words = '' } = asked;
        const given = { asked: { kind, name, words } };
        if (name === undefined) return { view: 'name-check', model: given };
        const full = fullName(kind, name);
        const told = words.split(',').slice(0, mostWords);
        const check = await checkName(knex, { name: full, words: told });
        const findings = nameFindings(kind, name);
        return { view: 'name-check', model: { ...given, full, findings, ...shown(check) } };
      },
    }),
  ];
}

const short = /^(?:lh\s*htx|liên hiệp htx|htx)\s+/iu;

/** The name with its kind in front, as it would be registered: "HTX Rau sạch" → "Hợp tác xã Rau sạch". */
function fullName(kind: CooperativeKind, name: string): string {
  const [prefix] = nameFindings(kind, name);
  return prefix?.met ? name : `${prefixes[kind]} ${name.replace(short, '')}`;
}

/** Of other cooperatives what a registration publishes; no code, so that the page is no way to list the register. */
function shown({ similar, free }: NameCheck): object {
  const identical = similar.filter(({ why }) => why.some(({ code }) => code === 'identical'));
  const names = similar.map(({ name, commune, why }) => ({ name, commune, why }));
  return { similar: names, identical: identical.length > 0, free };
}
