// Fields that several forms of a criteria set share: ids, names, how sure a value is.
import { z } from 'zod';
import { choice, worded } from '../../../machines/choice.ts';
import { group } from '../../../machines/criteria/set.ts';
import { field } from '../../../machines/define.ts';
import type { Text } from '../../../machines/text.ts';
import { confidenceWords } from './words.ts';

export const label = (vi: string, en: string): Text => ({ vi, en });
const sentence = group.shape.name.shape.vi;
export const name = label('Tên', 'Name');
export const code = label('Mã', 'Id');

export const text = (about: Text) =>
  field(
    z.strictObject({
      vi: field(sentence, label('Tiếng Việt', 'Vietnamese')),
      en: field(sentence, label('Tiếng Anh', 'English')),
    }),
    about,
  );

export const id = field(
  group.shape.id,
  code,
  label('Chữ không dấu, số, dấu chấm', 'Letters, digits, dots'),
);

export const sure = {
  confidence: field(
    worded(group.shape.confidence, confidenceWords),
    label('Độ tin cậy', 'Confidence'),
    label(
      'Chỉ ban hành được khi không còn mục nào “chưa xác nhận”',
      'Nothing unconfirmed can be published',
    ),
  ),
  source: field(
    group.shape.source,
    label('Văn bản đã đối chiếu', 'Document it was checked against'),
    label('Số, ngày, cơ quan ban hành', 'Number, date, issuing authority'),
  ),
};

/** Ids to choose among, each with its name. */
export function named(items: readonly { id: string; name: Text }[]): z.ZodType<string> {
  const words = Object.fromEntries(
    items.map((each) => [
      each.id,
      { vi: `${each.id}: ${each.name.vi}`, en: `${each.id}: ${each.name.en}` },
    ]),
  );
  return items.length === 0 ? group.shape.id : choice(words);
}
