// A criteria set small enough to be worked by hand: two groups, bands of every kind, one item that must be met.
import type { CriteriaSet } from '../../../machines/criteria/set.ts';

const text = (vi: string, en = vi): { vi: string; en: string } => ({ vi, en });
const sure = { confidence: 'verified' } as const;

export const small: CriteriaSet = {
  id: 'SMALL',
  code: 'S',
  name: text('Bộ thử'),
  law: 'Quyết định 1/QĐ',
  ...sure,
  note: '',
  inForce: { from: '2026-01-01' },
  minimumMonths: 12,
  exclusions: ['underTwelveMonths', 'fined'],
  gradedAs: { fined: 'weak' },
  documents: [],
  figures: [
    { id: 'start', name: text('Đầu năm'), unit: 'dong' },
    { id: 'end', name: text('Cuối năm'), unit: 'dong' },
    { id: 'members', name: text('Thành viên'), unit: 'count' },
    { id: 'profit', name: text('Lãi'), unit: 'dong' },
  ],
  indicators: [
    { id: 'mean', name: text('Bình quân'), unit: 'dong', operation: 'mean', of: ['start', 'end'] },
    { id: 'growth', name: text('Tăng'), unit: 'percent', operation: 'growth', of: ['end', 'start'] },
    { id: 'perMember', name: text('Một thành viên'), unit: 'dong', operation: 'ratio', of: ['mean', 'members'] },
  ], // prettier-ignore
  groups: [
    {
      id: 'I',
      name: text('Tài chính'),
      ...sure,
      max: 60,
      criteria: [
        {
          id: '1',
          name: text('Vốn'),
          ...sure,
          max: 40,
          sub: [
            {
              id: 'a',
              name: text('Bình quân'),
              ...sure,
              max: 30,
              measure: {
                indicator: 'mean',
                ...sure,
                bands: [
                  { from: null, points: 5 },
                  { from: 1000, points: 20 },
                  { from: 5000, points: 30 },
                ],
              },
            },
            {
              id: 'b',
              name: text('Tăng'),
              ...sure,
              max: 10,
              measure: {
                indicator: 'growth',
                ...sure,
                bands: [
                  { from: null, points: 0 },
                  { from: 0, above: true, points: 10 },
                ],
              },
            },
          ],
        },
        { id: '2', name: text('Quản lý vốn'), ...sure, max: 20 },
      ],
    },
    {
      id: 'II',
      name: text('Thành viên'),
      ...sure,
      max: 40,
      criteria: [
        {
          id: '3',
          name: text('Vốn một thành viên'),
          ...sure,
          max: 25,
          measure: {
            indicator: 'perMember',
            ...sure,
            bands: [
              { from: null, points: 0 },
              { from: 100, points: 10 },
              { from: 250.5, points: 25 },
            ],
          },
        },
        { id: '4', name: text('Đời sống'), ...sure, max: 15 },
      ],
    },
  ],
  requirements: [
    { id: 'a', name: text('Có lãi'), ...sure, check: { indicator: 'profit', from: 0, above: true } },
    { id: 'b', name: text('Đúng điều lệ'), ...sure },
  ], // prettier-ignore
  grades: [
    { id: 'good', name: text('Tốt'), from: 80 },
    { id: 'fair', name: text('Khá'), from: 65 },
    { id: 'average', name: text('Trung bình'), from: 50 },
    { id: 'weak', name: text('Yếu'), from: 0 },
  ],
  calendar: { handIn: '12-15', registry: '12-18', province: '12-21' },
  support: [{ criterion: '3', name: text('Tư vấn') }],
};

/** The set with something else in it. */
export function changed(change: (set: Mutable) => void): CriteriaSet {
  const copy: Mutable = structuredClone(small);
  change(copy);
  return copy;
}

// eslint-disable-next-line typescript/no-explicit-any -- a set taken apart in every direction
type Mutable = any;
