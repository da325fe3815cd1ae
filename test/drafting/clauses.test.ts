// Suggested clauses: every item of the law in force has one, and it says what the drafts say.
import { describe, expect, it } from 'vitest';
import { charterGuide } from '../../machines/founding/charter-guide.ts';
import { charterItems } from '../../machines/founding/charter.ts';
import { blank, type Founding } from '../../machines/founding/data.ts';
import * as samples from '../../machines/founding/samples.ts';
import { suggestedClause } from '../../src/drafting/clauses.ts';

function drafted(changed: Partial<Founding> = {}): Founding {
  const empty = blank();
  const [first, ...others] = samples.members.list;
  const list = [
    ...others,
    { ...first, membership: 'noncontributing', capital: 0 },
    { ...first, no: 8, membership: 'contributing' },
  ] as typeof samples.members.list;
  return {
    ...empty,
    parts: {
      ...empty.parts,
      name: { stage: 'accepted', content: samples.name },
      members: { stage: 'accepted', content: { list } },
      governance: { stage: 'accepted', content: samples.governance },
      charter: { stage: 'draft', content: samples.charter, sketch: { address: 'Ấp Hai' } },
    },
    ...changed,
  };
}

function clausesOf(data: Founding, chosen: Record<string, string> = {}): Map<string, string> {
  const { profile, items, values } = charterGuide(data);
  return new Map(
    items.map(({ no }) => [no, suggestedClause(profile, no, values(chosen)) ?? 'none']),
  );
}

describe('suggested clauses', () => {
  it('are there for each of the 19 items, from the drafts as saved last', () => {
    const clauses = clausesOf(drafted());
    expect([...clauses.keys()]).toEqual(charterItems(drafted()).items.map(({ no }) => no));
    expect(clauses.size).toBe(19);
    for (const [no, clause] of clauses) {
      expect(clause.length, no).toBeGreaterThan(80);
      expect(clause.length, no).toBeLessThan(4_000);
      expect(clause, no).toBe(clause.normalize('NFC'));
      expect(clause, no).not.toMatch(/undefined|\{\{|\n\n|none/);
    }
    expect(clauses.get('1')).toContain('Hợp tác xã Rau sạch Hòa Bình');
    expect(clauses.get('1')).toContain('Ấp Hai');
    expect(clauses.get('6')).toContain('Hội đồng quản trị có 3 thành viên');
    expect(clauses.get('8')).toContain('700.000.000 đồng');
    expect(clauses.get('8')).toContain('không quá 30 % vốn điều lệ (210.000.000 đồng)');
    expect(clauses.get('9')).toContain('mỗi năm một lần');
    expect(clauses.get('13')).toContain('60 % theo mức độ sử dụng');
  });

  it('follow the choices, the governance and the kind', () => {
    const data = drafted({ kind: 'union' });
    data.parts.governance = {
      stage: 'draft',
      content: { ...samples.governance, variant: 'simplified' },
    };
    const chosen = {
      congress: 'delegates',
      emblem: 'yes',
      representatives: 'several',
      fee: 'once',
      payout: 'kind',
    };
    const clauses = clausesOf(data, chosen);
    expect(clauses.get('1')).toContain('Biểu tượng của liên hiệp hợp tác xã');
    expect(clauses.get('6')).toContain('kiểm soát viên');
    expect(clauses.get('7')).toContain('phải có chữ ký của tất cả');
    expect(clauses.get('8')).toContain('không quá 40 %');
    expect(clauses.get('9')).toContain('một lần khi gia nhập');
    expect(clauses.get('10')).toContain('đại hội đại biểu');
    expect(clauses.get('13')).toContain('tiền hoặc sản phẩm');
    expect(clausesOf(data, { congress: 'nonsense' }).get('10')).toContain('toàn thể');
  });

  it('leave dots for what nobody has decided, and leave out what does not apply', () => {
    const clauses = clausesOf(blank());
    expect(clauses.has('9')).toBe(false);
    expect(clauses.get('2')).toContain('…………');
    expect(clauses.get('8')).toContain('………… đồng');
    expect(clauses.get('8')).not.toContain('liên kết góp vốn:');
  });

  it('are not made up for a law whose items are not confirmed', () => {
    const data = drafted({ profile: 'LAW_HTX_2012' });
    expect([...new Set(clausesOf(data).values())]).toEqual(['none']);
    expect(charterGuide(data).values({})['total']).toBe('…………');
    expect(suggestedClause('../notices', '1', {})).toBeUndefined();
  });
});
