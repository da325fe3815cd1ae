// What the pages at the door share: what they are made of, where people go on to, and how a code is read.
import { z } from 'zod';
import type { SignIn } from '../../accounts/sign-in/sign-in.ts';
import type { Fields } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import type { Visits } from '../../http/session.ts';
import type { PageMaker } from '../page.ts';
import { localPath } from './next.ts';

export type SignInPageDeps = { page: PageMaker; visits: Visits; signIn: SignIn };

/** Where to go on; taken for a place of ours only. */
export const goingOn = { next: z.string().max(2_000).optional() };

export function nextIn(fields: Fields): string {
  return localPath(one(fields, 'next'));
}

/** As people copy it: with spaces in between. */
export function digitsIn(fields: Fields, name: string): string {
  return (one(fields, name) ?? '').replaceAll(/\s/g, '').slice(0, 20);
}

/** As it was typed, as far as a password can be long. */
export function passwordIn(fields: Fields, name = 'password'): string {
  return (one(fields, name) ?? '').slice(0, 512);
}
