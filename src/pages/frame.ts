// What is around every page: whose service it is, who is signed in, where one can go, in which language; and the
// page of a problem.
import type { Context } from 'koa';
import type { Knex } from 'knex';
import type { Language } from '../../machines/text.ts';
import type { Alliance } from '../accounts/alliances.ts';
import { may } from '../engine/permissions.ts';
import type { Person } from '../engine/rights.ts';
import { giveCookie } from '../http/cookies.ts';
import type { ProblemPage } from '../http/edge.ts';
import { masked } from '../http/page-form.ts';
import { detailOf, languageCookie, languageOf, statusOf } from '../http/problems.ts';
import type { Visits } from '../http/session.ts';
import { problemTexts, type Problem } from '../problem.ts';
import { linksFor } from './navigation.ts';
import { newKey, pagePolicy } from './page.ts';
import type { Views } from './view.ts';

export type FrameDeps = {
  knex: Knex;
  views: Views;
  visits: Pick<Visits, 'sessionOf' | 'csrfOf'>;
  secure: boolean;
};

export type Frame = {
  /** The language of this call; `?lang=` chooses it for the calls after it too. */
  chooseLanguage(ctx: Context, query: { lang?: Language }): { language: Language };
  /** A template within the frame. @param about `form`: it has a form for people who are not signed in */
  draw(
    about: { ctx: Context; person?: Person; form?: boolean },
    view: string,
    model: object,
  ): Promise<string>;
  problemPage: ProblemPage;
};

const yearSeconds = 365 * 24 * 3_600;

export function createFrame({ knex, views, visits, secure }: FrameDeps): Frame {
  const alliances = createAlliances(knex);
  const draw: Frame['draw'] = async ({ ctx, person, form }, view, model) => {
    const language = languageOf(ctx);
    const csrf = person || form ? await visits.csrfOf(ctx) : undefined;
    const around = {
      person,
      alliance: await alliances(person?.allianceId),
      languages: languageLinks(ctx),
      signIn: `/sign-in?next=${encodeURIComponent(backTo(ctx))}`,
      csrf: () => proof(csrf, view),
      newKey,
      keys: person !== undefined && may(person, 'oversee'),
      ...linksFor(ctx.path, person),
    };
    return views.draw(view, language, { ...model, frame: around });
  };
  return {
    chooseLanguage(ctx, { lang }) {
      ctx.state['language'] = lang;
      if (lang) giveCookie(ctx, languageCookie, lang, { secure, seconds: yearSeconds });
      return { language: languageOf(ctx) };
    },
    draw,
    async problemPage(ctx, problem, requestId) {
      if (problem.code === 'unauthenticated')
        return { to: `/sign-in?next=${encodeURIComponent(backTo(ctx))}` };
      const person = await recognised(ctx, visits);
      ctx.set('Content-Security-Policy', pagePolicy);
      const about = { ctx, ...(person ? { person } : {}) };
      return { html: await draw(about, 'problem', modelOf(problem, requestId)) };
    },
  };
}

/** Nobody, when the database cannot tell. */
async function recognised(ctx: Context, visits: FrameDeps['visits']): Promise<Person | undefined> {
  return visits.sessionOf(ctx).then(
    (session) => session?.person,
    () => undefined,
  );
}

function proof(csrf: string | undefined, view: string): string {
  if (csrf === undefined) throw new Error(`${view} has a form for nobody: answer with form: true`);
  return masked(csrf);
}

function modelOf({ code, extra }: Problem, requestId: string): object {
  const { reasons = [], errors: faults = [] } = extra;
  const detail = detailOf(extra);
  const status = statusOf[code];
  return { code, status, title: problemTexts[code], detail, reasons, faults, requestId };
}

/** Where a person goes on after signing in: the page asked for, without the form that was sent to it. */
function backTo(ctx: Context): string {
  return ctx.method === 'GET' ? ctx.url : ctx.path;
}

type LanguageLink = { language: Language; name: string; href: string; current: boolean };

/** The same page in each language. */
function languageLinks(ctx: Context): LanguageLink[] {
  const current = languageOf(ctx);
  return (['vi', 'en'] as const).map((language) => {
    const query = new URLSearchParams(ctx.querystring);
    query.set('lang', language);
    const path = ctx.method === 'GET' ? ctx.path : '/';
    return {
      language,
      name: language === 'vi' ? 'Tiếng Việt' : 'English',
      href: `${path}?${query.toString()}`,
      current: language === current,
    };
  });
}

const keptMs = 60_000;
const nameless = { name: 'Liên minh Hợp tác xã tỉnh', abbreviation: 'LMHTX', place: '' };
type Named = Pick<Alliance, 'name' | 'abbreviation' | 'place'>;

/** The alliance of a person, or the first one; the last known when the database is away. */
function createAlliances(knex: Knex): (id: string | undefined) => Promise<Named> {
  const kept = new Map<string, { until: number; alliance: Named }>();
  return async (id) => {
    const name = id ?? '';
    const known = kept.get(name);
    if (known && known.until > performance.now()) return known.alliance;
    try {
      const rows = knex('alliances').orderBy('slug').first('name', 'abbreviation', 'place');
      const row: unknown = await (id === undefined ? rows : rows.where({ id }));
      const alliance = (row as Named | undefined) ?? nameless;
      kept.set(name, { until: performance.now() + keptMs, alliance });
      return alliance;
    } catch {
      return known?.alliance ?? nameless;
    }
  };
}
