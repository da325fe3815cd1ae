// What a figure of the service means: that all is well, in a few words; or what is wrong, what to do, and the command.
import type { Text } from '../../../../machines/text.ts';

export type Finding = {
  title: Text;
  state: 'fine' | 'wrong' | 'unknown';
  /** What is so. */
  says: Text;
  /** What to do about it. */
  remedy?: Text;
  /** To be typed on the server, whole. */
  command?: string;
  /** Page on which more is seen. */
  href?: string;
};

export type Trouble = Omit<Finding, 'title' | 'state'> & { unknown?: boolean };

/** The trouble there is; else that all is well. */
export function judged(title: Text, fine: Text, trouble: Trouble | false | undefined): Finding {
  if (!trouble) return { title, state: 'fine', says: fine };
  const { unknown = false, ...rest } = trouble;
  return { title, state: unknown ? 'unknown' : 'wrong', ...rest };
}

/** A verb of the command line as it is typed. */
export const cli = (verb: string): string => `npm run cli -- ${verb}`;

export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

/** "3 phút", "2 giờ", "5 ngày", rounded down. */
export function span(seconds: number): Text {
  const units: [number, string, string][] = [
    [day, 'ngày', 'day'],
    [hour, 'giờ', 'hour'],
    [minute, 'phút', 'minute'],
  ];
  const [length, vi, en] = units.find(([each]) => seconds >= each) ?? [1, 'giây', 'second'];
  const many = Math.max(0, Math.floor(seconds / length));
  return { vi: `${many} ${vi}`, en: `${many} ${en}${many === 1 ? '' : 's'}` };
}

export const giga = 2 ** 30;

/** "12,5 GB". */
export function size(bytes: number): Text {
  const [unit, of] = bytes >= giga ? ['GB', giga] : ['MB', giga / 1_024];
  const figure = (locale: string): string =>
    (bytes / of).toLocaleString(locale, { maximumFractionDigits: 1 });
  return { vi: `${figure('vi-VN')} ${unit}`, en: `${figure('en-GB')} ${unit}` };
}
