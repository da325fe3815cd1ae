// Scoring anew in another round, and moving an open case to another version of its criteria set.
import { z } from 'zod';
import { worded } from '../choice.ts';
import { field, type Facts } from '../define.ts';
import { movedLines, movings, type Moving } from '../criteria/move.ts';
import { missingLines, type Line } from '../criteria/sheet.ts';
import type { CriteriaSet } from '../criteria/set.ts';
import { frozenSet } from './criteria.ts';
import {
  personOf,
  setOf,
  wholeSet,
  words,
  type AppraisalData,
  type Meeting,
  type Round,
} from './data.ts';
import { calledIfScored } from './board.ts';
import { reason } from './fields.ts';

const rescore = words.event({
  title: { vi: 'Chấm lại trong lượt mới', en: 'Score anew in another round' },
  payload: { reason },
  examples: [{ reason: 'Báo cáo tài chính được đính chính sau khi chấm.' }],
  record: ({ data, payload, facts }) => {
    const { meeting, rounds = [], ...rest } = data;
    const round: Round = {
      round: rounds.length + 1,
      on: facts.on,
      by: personOf(facts.by),
      reason: payload.reason,
      attempt: (meeting as Meeting).attempt,
      sheets: data.sheets,
    };
    return { ...rest, sheets: {}, ballots: {}, rounds: [...rounds, round] };
  },
});

const moveSet = words.event({
  title: {
    vi: 'Chuyển sang phiên bản khác của bộ tiêu chí',
    en: 'Move to another version of the criteria set',
  },
  payload: {
    version: field(
      z.int().min(0).max(999_999),
      { vi: 'Phiên bản', en: 'Version' },
      { vi: '0 là bản kèm theo phần mềm', en: '0 is the set as shipped' },
    ),
    how: field(
      worded(z.enum(movings), {
        clamp: { vi: 'Giữ, tối đa bằng mức mới', en: 'Kept, up to the new maximum' },
        rescale: { vi: 'Quy đổi theo tỷ lệ', en: 'In proportion' },
        reset: { vi: 'Bỏ, chấm lại', en: 'Dropped, scored anew' },
      }),
      { vi: 'Xử lý điểm đã chấm', en: 'What becomes of the points' },
    ),
    reason,
  },
  examples: [{ version: 1, how: 'clamp', reason: 'Áp dụng thống nhất một bộ tiêu chí trong năm.' }],
  record: ({ data, payload: { version, how, reason: why }, facts }) => {
    const old = wholeSet(data, facts);
    const { set: before, meeting, ...rest } = data;
    const next = versionOf(data, version, facts) as CriteriaSet;
    const { code, name } = next;
    const moved: AppraisalData = {
      ...rest,
      ...(version === 0 ? {} : { set: { version, code, name } }),
      selfScore: movedLines([old, next], data.selfScore, how),
      moved: [
        ...(data.moved ?? []),
        {
          on: facts.on,
          by: personOf(facts.by),
          reason: why,
          how,
          from: before?.version ?? 0,
          to: version,
          ...(meeting ? { attempt: meeting.attempt } : {}),
        },
      ],
    };
    const sheets = movedSheets(moved, { old, sheets: data.sheets, how }, facts);
    return calledIfScored({ ...moved, sheets }, facts);
  },
});

/** Returns the set of the case in a version; undefined when the alliance has not published it. */
export function versionOf(
  { criterionSet: id }: AppraisalData,
  version: number,
  facts: Facts,
): CriteriaSet | undefined {
  const frozen = version === 0 ? undefined : { version, code: '', name: { vi: '', en: '' } };
  return frozenSet(id, frozen, facts);
}

type Sheets = AppraisalData['sheets'];

/** A sheet that is not complete under the new version is handed in anew. */
function movedSheets(
  data: AppraisalData,
  { old, sheets, how }: { old: CriteriaSet; sheets: Sheets; how: Moving },
  facts: Facts,
): Sheets {
  const set = setOf(data, facts);
  const all = Object.entries(sheets).map(([person, lines]): [string, Line[]] => [
    person,
    movedLines([old, set], lines, how),
  ]);
  return Object.fromEntries(all.filter(([, lines]) => missingLines(set, lines).length === 0));
}

export const roundEvents = { RESCORE: rescore, MOVE_SET: moveSet };
