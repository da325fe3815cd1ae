// Motions from the floor of the founding conference: moved, voted on, counted. Entries of the hall, they wait for nobody
// and come in any order: a count may arrive before the words it is about. The latest of each stands.
import { z } from 'zod';
import { field } from '../define.ts';
import { late, type Founding, type Motion } from './data.ts';
import { event, line, votesShape } from './words.ts';
import { how, resultOf, voting } from './voted.ts';

/** Drawn by the phone that opens the motion, so that two phones never mean the same one. */
const motion = field(
  z
    .string()
    .max(40)
    .regex(/^[A-Za-z0-9-]+$/),
  { vi: 'Ký hiệu đề nghị', en: 'Mark of the motion' },
  { vi: 'Chữ không dấu và số, ví dụ DN-1.', en: 'Letters and digits, e.g. DN-1.' },
);

export const motionEvents = {
  MOTION: event({
    title: { vi: 'Nêu đề nghị để biểu quyết', en: 'Put a motion to the vote' },
    concurrent: true,
    payload: {
      motion,
      text: line(500, 'Đề nghị', 'Motion', {
        vi: 'Ví dụ: Nâng mức góp vốn tối thiểu lên 2 triệu đồng.',
        en: 'E.g. Raise the least contribution to 2 million đồng.',
      }),
      how,
    },
    examples: [{ motion: 'DN-1', text: 'Nâng mức góp vốn tối thiểu', how: 'open' }],
    record: ({ data, payload: { motion: id, text, how: way } }) =>
      moved(data, id, { text, how: way }),
  }),
  COUNT_MOTION: event({
    title: { vi: 'Ghi kết quả biểu quyết đề nghị', en: 'Record the vote on a motion' },
    concurrent: true,
    payload: { motion, ...votesShape, ...voting },
    examples: [
      { motion: 'DN-1', for: 6, against: 1, abstain: 0, how: 'open' },
      {
        motion: 'DN-1',
        for: 4,
        against: 1,
        abstain: 1,
        how: 'secret',
        given: 7,
        collected: 7,
        invalid: 1,
      },
    ],
    record: ({ data, payload: { motion: id, ...vote } }) =>
      moved(data, id, { result: resultOf(data, vote) }),
  }),
};

/** The motion as it is known now, at the place where it was first heard of. */
function moved(data: Founding, id: string, known: Partial<Motion>): Founding {
  const { motions = [] } = data.conference;
  const next = motions.some((each) => each.id === id)
    ? motions.map((each) => (each.id === id ? { ...each, ...known } : each))
    : [...motions, { id, ...known }];
  return late({ ...data, conference: { ...data.conference, motions: next } });
}
