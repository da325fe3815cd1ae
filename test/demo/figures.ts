// The figures of the half-year as the service counts them, beside those of the printed report.
import type { Play } from './play.ts';
export type Row = { text: string; printed: string; counted: string; equal: boolean };
export const figuresOf = { baseline: (_: Play) => Promise.resolve({}), rows: async (play: Play, _: object): Promise<Row[]> => {
  const counts = await play.client.get('/api/reports/counts?from=2022-01-01&to=2022-06-30', play.people.head);
  console.log(JSON.stringify(counts));
  return [];
} };
