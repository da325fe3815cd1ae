// What the conference voted on, item by item, as the minutes print it: how, the counts, the sum, what came of it.
import { itemWords } from './conference.ts';
import { officialOf, type Conference, type Founding, type Result, type Votes } from './data.ts';
import { ballotsInWords, inWords } from './voted.ts';

type Item = keyof typeof itemWords;

export type Line = { label: string; value: string };

export function line(label: string, value: string | number | undefined): Line[] {
  return value === undefined || value === '' ? [] : [{ label, value: String(value) }];
}

export const counted = ({ for: yea, against, abstain }: Votes) =>
  `${yea} thuận, ${against} chống, ${abstain} trắng`;

/** Returns the items of the agenda in their legal order, then the motions from the floor in theirs. */
export function proceedings(data: Founding): Line[] {
  const { conference } = data;
  const { charterVote, valuation, posts = [], results = {} } = conference;
  const { charter, ...others } = results;
  return [
    ...(charterVote ? line('Biểu quyết điều lệ', charterLine(charterVote, charter)) : []),
    ...line('Danh sách thành viên', posts.length > 0 ? adopted(data) : ''),
    ...line('Định giá tài sản góp vốn', valuation),
    ...Object.entries(others).map(([name, result]) => ({
      label: `Biểu quyết ${itemWords[name as Item].vi.toLowerCase()}`,
      value: voteLine(result),
    })),
    ...electionLines(conference),
    ...posts,
    ...motionLines(conference),
  ];
}

/** The counts alone where it was not said how the vote was taken. */
function charterLine(votes: Votes, result: Result | undefined): string {
  return result ? voteLine(result) : counted(votes);
}

function voteLine(result: Result): string {
  return `${inWords(result)}. ${result.arithmetic.vi}`;
}

function adopted(data: Founding): string {
  return `${officialOf(data).length} thành viên chính thức tán thành điều lệ, có tên trong danh sách`;
}

/** Posts are filled by secret ballot only. @law Luật 17/2023/QH15 Đ65.2, 67.1, 69.1, 71.2, 72.2 */
function electionLines({ posts, election }: Conference): Line[] {
  if (!posts) return [];
  const ballots = election ? `; ${ballotsInWords(election.ballots)}` : '';
  return [{ label: 'Bầu cử', value: `bỏ phiếu kín${ballots}` }, ...(election?.votes ?? [])];
}

/** A count whose words have not arrived is not printed: nobody could tell what it is about. */
function motionLines({ motions = [] }: Conference): Line[] {
  const known = motions.flatMap(({ text, result }) =>
    text === undefined ? [] : [{ text, result }],
  );
  return known.map(({ text, result }, at) => ({
    label: `Đề nghị ${at + 1}`,
    value: result ? `${text}. ${outcomeLine(result)}` : `${text}. Chưa biểu quyết.`,
  }));
}

const outcomeLine = (result: Result) =>
  `Biểu quyết bằng ${voteLine(result)} ${result.passed ? 'Được thông qua.' : 'Không được thông qua.'}`;
