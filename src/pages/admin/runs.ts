// Who keeps the service running, and so has the tabs of administration.
import type { Role } from '../../../machines/roles.ts';
import type { Person } from '../../engine/rights.ts';

export const runs: readonly Role[] = ['administrator', 'auditor'];

export function keepsRunning({ roles }: Person): boolean {
  return roles.some((role) => runs.includes(role));
}
