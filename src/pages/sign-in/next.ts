// Where people go on to after signing in: a place of our own, whatever the address says.

const here = 'http://here.invalid';

/** The path of ours that is meant; `/` for anything that leads, or might lead, somewhere else. */
export function localPath(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/')) return '/';
  const url = URL.parse(next, here);
  if (url?.origin !== here || url.pathname.startsWith('//')) return '/';
  return url.pathname + url.search;
}
