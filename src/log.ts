// One line of JSON for each thing worth knowing, on the standard error. Never a secret, never a personal identifier.
const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type Level = (typeof levels)[number];

export type Log = (
  level: Exclude<Level, 'silent'>,
  message: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

export function createLog(least: Level): Log {
  return (level, message, details = {}) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return;
    process.stderr.write(
      `${JSON.stringify({ at: new Date().toISOString(), level, message, ...details })}\n`,
    );
  };
}
