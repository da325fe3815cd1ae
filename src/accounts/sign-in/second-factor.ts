// What people show besides their password: a code of their generator, or a recovery code in its place.
import type { Tx } from '../../db.ts';
import type { Arrival } from './arrival.ts';
import type { Devices } from './devices.ts';
import type { Generators } from './generator.ts';
import type { Letters } from './letters.ts';
import type { SignInLimits } from './limits.ts';
import { useRecoveryCode } from './recovery.ts';
import { wrongCode } from './steps.ts';

/** One of the two, whichever the person has at hand. */
export type SecondFactor = { code?: string | undefined; recoveryCode?: string | undefined };

export type Holder = { id: string; email: string };

export type SecondFactors = {
  /** Counts a try. @throws Problem `too-many` */
  count(holder: Holder, arrival: Arrival): Promise<void>;
  /** Uses it up in the transaction of what it opens. @throws Problem `invalid` at `/code` or `/recoveryCode` */
  use(tx: Tx, holder: Holder, given: SecondFactor, arrival: Arrival): Promise<void>;
};

type Deps = {
  limits: SignInLimits;
  devices: Devices;
  generators: Generators;
  letters: Letters;
};

export function createSecondFactors(deps: Deps): SecondFactors {
  const { limits, devices, generators, letters } = deps;
  return {
    async count({ id, email }, { device }) {
      const known = (await devices.isKnown(email, device)) ? [device as string] : [];
      await limits.count('secondFactors', id, ...known);
    },
    async use(tx, { id, email }, given, { language, agent }) {
      const { code, recoveryCode } = given;
      const isRight =
        recoveryCode === undefined
          ? code !== undefined && (await generators.use(tx, id, code))
          : await useRecoveryCode(tx, id, recoveryCode);
      if (!isRight) throw wrongCode(pointerOf(given));
      if (recoveryCode === undefined) return;
      const letter = { about: 'changed', change: 'recoveryCodeUsed', to: email, language } as const;
      await letters.post({ ...letter, device: agent }, tx);
    },
  };
}

export function pointerOf({ recoveryCode }: SecondFactor): string {
  return recoveryCode === undefined ? '/code' : '/recoveryCode';
}
