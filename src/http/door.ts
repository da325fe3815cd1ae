// Every call about signing in, together.
import type { Operation } from './operation.ts';
import { ownOperations, type OwnDeps } from './own-account.ts';
import { oidcOperations } from './sign-in-oidc.ts';
import { passwordOperations } from './sign-in-password.ts';
import { signInOperations } from './sign-in.ts';

export function doorOperations(deps: OwnDeps): Operation[] {
  return [
    ...signInOperations(deps),
    ...passwordOperations(deps),
    ...oidcOperations(deps),
    ...ownOperations(deps),
  ];
}
