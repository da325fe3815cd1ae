// Codes of people at a door. A code follows from the service's own secret, the case and its name there, so that it is
// kept nowhere and an invitation drawn up again shows the same one.
import type { Vault } from '../vault.ts';
import { verificationCode } from './code.ts';

type Secret = Pick<Vault, 'derive' | 'derivations'>;

const about = (caseId: string, pass: string) => `pass/${caseId}/${pass}`;

/** Returns the code of that name, such as "7KM4-XH9M-3RTC". */
export function passCode(vault: Secret, caseId: string, pass: string): string {
  return verificationCode(vault.derive(about(caseId, pass)));
}

/** The codes that are good for that name: those sent out before the keys were renewed are among them. */
export function passCodes(vault: Secret, caseId: string, pass: string): string[] {
  return vault.derivations(about(caseId, pass)).map(verificationCode);
}

/** What the QR code opens. After the `#` it stays on the phone: the code is in no log and no history of the service. */
export function passLink(publicUrl: string, caseId: string, code: string): string {
  return `${publicUrl}/cases/${caseId}/hall#${code}`;
}
