// What several papers of an appraisal share: how one is made, its registers, and the lines printed on them.
import { writtenDate } from '../calendar.ts';
import type { Facts, Register } from '../define.ts';
import { printedName, profileInForce } from '../law.ts';
import {
  resultFor,
  setOf,
  words,
  type AppraisalData,
  type Certificate,
  type Member,
} from './data.ts';
import { textOf } from './settings.ts';

export type Paper = Parameters<typeof words.issue>[0];

/** A paper that names the law in force on the day it is issued. */
export const paper = (given: Paper) =>
  words.issue({
    ...given,
    with: (data: AppraisalData, facts: Facts) => ({
      law: printedName(profileInForce(facts.on)),
      signer: signerOf(facts),
      ...given.with(data, facts),
    }),
  });

/** The leader who acts signs by name; what others cause is issued in the alliance's name. */
function signerOf(facts: Facts): { title: string; name: string } {
  const name = facts.by.roles.includes('leader') ? facts.by.name : '';
  return { title: textOf(facts, 'signerTitle'), name };
}

/** Chair and secretary of the board, under what the board writes. */
export const presiding = ({ board }: AppraisalData) => {
  const nameOf = (role: Member['role']) =>
    (board.find((each) => each.role === role) as Member).name;
  return { signer: { title: '', name: nameOf('chair') }, secretary: nameOf('secretary') };
};

export const register = (series: string, symbol: string): Register => ({
  series,
  symbol: `${symbol}-LMHTX`,
});
export const decisions = register('QD', 'QĐ');
export const announcements = register('TB', 'TB');
export const minutes = register('BB', 'BB');

export const holder = (data: AppraisalData) => ({
  name: data.cooperative.name,
  address: data.cooperative.commune,
});

export function basics(data: AppraisalData, facts: Facts) {
  const { name, code } = setOf(data, facts);
  return [{ label: 'Bộ tiêu chí', value: `${code} (${name.vi})` }, year(data)];
}

export const year = (data: AppraisalData) => ({
  label: 'Năm đánh giá',
  value: String(data.period),
});

/** The name of what was met, as it stands in the middle of a sentence. */
export function criterionOf(data: AppraisalData, facts: Facts): string {
  const { vi } = setOf(data, facts).name;
  return vi.charAt(0).toLowerCase() + vi.slice(1);
}

export function results(data: AppraisalData, facts: Facts) {
  const { mean, grade, unmet, rule } = resultFor(data, facts);
  const score = rule === 'median' ? 'Điểm trung vị' : 'Điểm trung bình';
  return [
    ...(mean === undefined ? [] : [{ label: score, value: mean }]),
    ...(grade === undefined ? [] : [{ label: 'Xếp loại', value: grade.name.vi }]),
    { label: 'Yêu cầu chưa đạt', value: unmet.map(({ name }) => name.vi).join('; ') || 'Không' },
  ];
}

export function validity({ certificate }: AppraisalData) {
  const { issuedOn, validUntil } = certificate as Certificate;
  return [
    { label: 'Ngày cấp', value: writtenDate(issuedOn) },
    { label: 'Có giá trị đến hết ngày', value: writtenDate(validUntil) },
  ];
}
