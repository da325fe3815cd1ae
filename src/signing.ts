// What this service signs with, from its settings: the organisation's key, before it a person's where one is set, or
// the development key, made once and kept in the data folder.
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Signer } from '@libpdf/core';
import type { Config } from './config.ts';
import type { Ink } from './documents/press.ts';
import { developmentMark, keyFault, newDevelopmentKey, signerOf, type SigningKey } from './documents/signing-key.ts'; // prettier-ignore
import { signStatement } from './documents/statement.ts';
import type { Seal } from './http/verify.ts';
import { keepSecret } from './secret.ts';
import type { Text } from '../machines/text.ts';

/** Keys for the press, what is printed on the papers, and what is kept with each of them. */
export type SigningInk = Ink & { mark?: Text; signature: SignatureRecord };

export type SignatureRecord = {
  level: 'B-B' | 'B-T';
  /** Signed with the development key: without value. */
  development: boolean;
  signers: { subject: string; issuer: string; validTo: string; sha256: string }[];
};

type Given = Pick<
  Config,
  'signingP12' | 'signingPassword' | 'cosigningP12' | 'cosigningPassword' | 'tsaUrl' | 'dataDir'
>;

/** What is wrong with the keys set, one line each that names the setting. */
export async function signingFaults(config: Given, at = new Date()): Promise<string[]> {
  const named = [
    ['SIGNING_P12', config.signingP12, config.signingPassword],
    ['COSIGNING_P12', config.cosigningP12, config.cosigningPassword],
  ] as const;
  const faults = await Promise.all(
    named.map(async ([name, p12, password = '']) => {
      const fault = p12 && (await keyFault({ kind: 'p12', p12, password }, at));
      return fault ? [`${name} ${fault}`] : [];
    }),
  );
  return faults.flat();
}

/** Answers with what to sign with; the keys are opened at the first question. */
export function inkFor(config: Given): () => Promise<SigningInk> {
  let ink: Promise<SigningInk> | undefined;
  const opened = (): Promise<SigningInk> =>
    inkOf(config).catch((error: unknown) => {
      ink = undefined;
      throw error;
    });
  return () => (ink ??= opened());
}

/** @throws Error when a key cannot be opened or the data folder cannot be written */
async function inkOf(config: Given): Promise<SigningInk> {
  const { signingP12, cosigningP12, tsaUrl } = config;
  const keys = [
    ...(cosigningP12 ? [p12Key(cosigningP12, config.cosigningPassword)] : []),
    signingP12 ? p12Key(signingP12, config.signingPassword) : await developmentKey(config.dataDir),
  ];
  const certificates = await Promise.all(
    keys.map(async (key) => (await signerOf(key)).certificate),
  );
  const development = signingP12 === undefined;
  return {
    keys,
    tsaUrl,
    ...(development ? { mark: developmentMark } : {}),
    signature: {
      level: tsaUrl === undefined ? 'B-B' : 'B-T',
      development,
      signers: certificates.map(described),
    },
  };
}

/** What the public check needs of the keys: certificates to trust, and a signature under statements. */
export function sealOf(ink: () => Promise<SigningInk>): Seal {
  let signers: Promise<Signer[]> | undefined;
  const opened = (): Promise<Signer[]> =>
    (signers ??= ink().then(({ keys }) => Promise.all(keys.map(signerOf))));
  return {
    roots: async () =>
      (await opened()).flatMap(({ certificate, certificateChain = [] }) => [
        certificate,
        ...certificateChain,
      ]),
    // The organisation signs last.
    sign: async (type, payload) => signStatement((await opened()).at(-1) as Signer, type, payload),
  };
}

function p12Key(p12: Uint8Array, password = ''): SigningKey {
  return { kind: 'p12', p12, password };
}

async function developmentKey(dataDir: string): Promise<SigningKey> {
  const file = join(dataDir, 'signing-key.pem');
  const kept = existsSync(file)
    ? readFileSync(file, 'utf8')
    : keepSecret(file, await newDevelopmentKey());
  return { kind: 'development', pem: kept };
}

function described(der: Uint8Array): SignatureRecord['signers'][number] {
  const { subject, issuer, validToDate } = new X509Certificate(der);
  const oneLine = (name: string) => name.replaceAll('\n', ', ');
  const sha256 = createHash('sha256').update(der).digest('hex');
  return {
    subject: oneLine(subject),
    issuer: oneLine(issuer),
    validTo: validToDate.toISOString(),
    sha256,
  };
}
