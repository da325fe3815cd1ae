// What is recorded in the field: figures counted on the spot, findings by criterion, photos, who signed the minutes.
import { z } from 'zod';
import { stands } from '../choice.ts';
import { field } from '../define.ts';
import type { Figures } from '../criteria/set.ts';
import type { FieldCheck } from './data.ts';
import { shortText } from './fields.ts';

const check = z.strictObject({
  criterion: field(z.string().min(1).max(40), { vi: 'Tiêu chí', en: 'Criterion' }),
  finding: shortText({ vi: 'Kết quả', en: 'Finding' }),
  agrees: field(z.boolean(), { vi: 'Khớp hồ sơ', en: 'Agrees with the dossier' }),
});

const counted = z.strictObject({
  figure: field(z.string().min(1).max(40), { vi: 'Mã số liệu', en: 'Figure' }),
  value: field(z.number().min(-1e13).max(1e13).multipleOf(0.01), { vi: 'Giá trị', en: 'Value' }),
});

export const figures = z.array(counted).max(100);

/** Returns figures by their ids; of one given twice the last. */
export function figuresBy(given: z.infer<typeof figures>): Figures {
  return Object.fromEntries(given.map(({ figure, value }) => [figure, value]));
}

export const fieldForm = {
  figures: field(
    figures.optional(),
    { vi: 'Số liệu đếm tại chỗ', en: 'Figures counted on the spot' },
    { vi: 'Theo mã số liệu của bộ tiêu chí', en: 'By the ids of the criteria set' },
  ),
  checks: field(z.array(check).max(60).optional(), {
    vi: 'Kết quả theo tiêu chí',
    en: 'Findings by criterion',
  }),
  photos: field(
    z
      .array(
        field(stands(z.string().min(1).max(120), 'file'), { vi: 'Mã tệp', en: 'Id of a file' }),
      )
      .max(60)
      .optional(),
    { vi: 'Ảnh chụp', en: 'Photos' },
    {
      vi: 'Gửi ảnh vào mục “Ảnh kiểm tra thực tế” của bộ hồ sơ trước, rồi đánh dấu ở đây.',
      en: 'Send the photos into their place of the dossier first, then tick them here.',
    },
  ),
  cooperativeSigner: shortText({
    vi: 'Người ký của hợp tác xã',
    en: 'Who signed for the cooperative',
  }).optional(),
  communeSigner: shortText({
    vi: 'Người ký của UBND xã',
    en: 'Who signed for the commune',
  }).optional(),
};

type Given = { [Name in keyof typeof fieldForm]?: z.infer<(typeof fieldForm)[Name]> };

/** Returns what of the form was filled in. */
export function foundOf(given: Given): Partial<FieldCheck> {
  const { figures: found, checks, photos, cooperativeSigner, communeSigner } = given;
  const signed = cooperativeSigner && communeSigner;
  return {
    ...(found ? { figures: figuresBy(found) } : {}),
    ...(checks ? { checks } : {}),
    ...(photos ? { photos } : {}),
    ...(signed ? { signers: { cooperative: cooperativeSigner, commune: communeSigner } } : {}),
  };
}
