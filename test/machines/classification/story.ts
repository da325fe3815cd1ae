// Where the stories of the yearly grading begin.
import { classification } from '../../../machines/classification/index.ts';
import { given, type Story } from '../given.ts';
import { applicant, coop } from '../appraisal/board.ts';

/** A self-assessment that its cooperative has opened. */
export function opened(payload: Record<string, unknown> = {}): Story {
  return given(classification)
    .on('2026-11-02')
    .found({ cooperative: coop, openCases: 0 })
    .as(applicant)
    .does('OPEN_ASSESSMENT', {
      cooperative: coop.code,
      criterionSet: 'TT01_2020',
      period: 2026,
      ...payload,
    });
}
