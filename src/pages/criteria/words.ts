// Words of what a criteria set is made of: how sure a value is, units, computations, bands, states of a version.
import type { CriteriaSet, Measure } from '../../../machines/criteria/set.ts';
import type { operations, units } from '../../../machines/criteria/set.ts';
import type { Text } from '../../../machines/text.ts';
import type { SetStatus } from '../../criteria/sets.ts';

export const confidenceWords: Readonly<Record<CriteriaSet['confidence'], Text>> = {
  verified: { vi: 'đã đối chiếu văn bản', en: 'checked against the document' },
  secondary: { vi: 'theo nguồn thứ cấp', en: 'from a secondary source' },
  confirmed: { vi: 'Liên minh đã xác nhận', en: 'confirmed by the alliance' },
  memory: { vi: 'chưa xác nhận, ghi theo trí nhớ', en: 'unconfirmed, from memory' },
  unconfirmed: { vi: 'chưa xác nhận', en: 'unconfirmed' },
};

export const unitWords: Readonly<Record<(typeof units)[number], Text>> = {
  dong: { vi: 'đồng', en: 'VND' },
  percent: { vi: '%', en: '%' },
  count: { vi: 'số lượng', en: 'number' },
  months: { vi: 'tháng', en: 'months' },
  points: { vi: 'điểm', en: 'points' },
  yesNo: { vi: 'có hoặc không', en: 'yes or no' },
};

export const operationWords: Readonly<Record<(typeof operations)[number], Text>> = {
  value: { vi: 'lấy nguyên số liệu', en: 'the figure itself' },
  sum: { vi: 'cộng các số liệu', en: 'sum of the figures' },
  difference: { vi: 'số thứ nhất trừ số thứ hai', en: 'the first less the second' },
  mean: { vi: 'bình quân các số liệu', en: 'mean of the figures' },
  ratio: { vi: 'số thứ nhất chia số thứ hai', en: 'the first over the second' },
  percent: {
    vi: 'số thứ nhất bằng bao nhiêu % số thứ hai',
    en: 'the first as a percentage of the second',
  },
  growth: {
    vi: 'số thứ nhất tăng bao nhiêu % so với số thứ hai',
    en: 'growth of the first over the second, in %',
  },
};

export const statusWords: Readonly<Record<SetStatus, Text>> = {
  shipped: { vi: 'kèm theo phần mềm', en: 'as shipped' },
  draft: { vi: 'bản thảo', en: 'draft' },
  published: { vi: 'đã ban hành', en: 'published' },
  retired: { vi: 'đã kết thúc', en: 'ended' },
};

/** "từ 5 đến dưới 10: 2 điểm", band by band. */
export function bandWords({ bands }: Pick<Measure, 'bands'>): Text[] {
  return bands.map((band, index) => {
    const { vi, en } = rangeWords(band, bands[index + 1]);
    const { points } = band;
    return {
      vi: `${vi}: ${figure(points, 'vi-VN')} điểm`,
      en: `${en}: ${figure(points, 'en-GB')} points`,
    };
  });
}

type Start = { from: number | null; above?: boolean | undefined };

function rangeWords(start: Start, next: Start | undefined): Text {
  const ends = next !== undefined && next.from !== null ? endWords(next) : undefined;
  if (start.from === null) return ends?.alone ?? { vi: 'mọi giá trị', en: 'any value' };
  const begins = startWords(start);
  return {
    vi: ends ? `${begins.vi} ${ends.after.vi}` : begins.vi,
    en: ends ? `${begins.en} ${ends.after.en}` : begins.en,
  };
}

/** "từ 10", "trên 10". */
export function startWords({ from, above }: Start): Text {
  const [vi, en] = [figure(from ?? 0, 'vi-VN'), figure(from ?? 0, 'en-GB')];
  return above ? { vi: `trên ${vi}`, en: `above ${en}` } : { vi: `từ ${vi}`, en: `from ${en}` };
}

function endWords({ from, above }: Start): { alone: Text; after: Text } {
  const [vi, en] = [figure(from ?? 0, 'vi-VN'), figure(from ?? 0, 'en-GB')];
  return above
    ? {
        alone: { vi: `${vi} trở xuống`, en: `up to ${en}` },
        after: { vi: `đến ${vi}`, en: `up to ${en}` },
      }
    : {
        alone: { vi: `dưới ${vi}`, en: `below ${en}` },
        after: { vi: `đến dưới ${vi}`, en: `to below ${en}` },
      };
}

function figure(amount: number, locale: string): string {
  return amount.toLocaleString(locale, { maximumFractionDigits: 2 });
}
