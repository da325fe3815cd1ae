import type { Play } from './play.ts';
export async function collect(_: Play, __: string, ___: (l: string) => void): Promise<void> {}
