// The closed language of wording: every shipped text is written in it, and nothing that could run is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillTemplate,
  paperKinds,
  paperNames,
  shippedPaper,
} from '../../src/documents/template.ts';
import {
  noticeNames,
  noticeTemplates,
  renderNotice,
  shippedNotice,
} from '../../src/notices/notice.ts';
import { draw, faultsOf, titleOf } from '../../src/http/wording-samples.ts';
import { faultsIn, longestWording, namesLost } from '../../src/wording/dialect.ts';

const notice = (body: string): string => `[vi] subject: A\n${body}\n[en] subject: B\n${body}\n`;

describe('shipped wording', () => {
  it.each(noticeTemplates())('of the notice %s may be taken as the first draft', (name) => {
    expect(faultsIn(shippedNotice(name), noticeNames)).toEqual([]);
    const data = { case: { number: 'TL-1' }, items: ['một', 'hai'], reason: 'lý do' };
    for (const language of ['vi', 'en'] as const)
      expect(renderNotice(name, language, data, shippedNotice(name))).toEqual(
        renderNotice(name, language, data),
      );
  });

  it.each(paperKinds())('of the paper %s may be taken as the first draft', (kind) => {
    expect(faultsIn(shippedPaper(kind), paperNames)).toEqual([]);
    const data = {
      organisation: { name: 'LMHTX', abbreviation: 'L', place: 'P' },
      items: ['một'],
      slips: [{ link: 'https://a.vn/1', name: 'Hoa', role: 'Bí thư', code: 'K7' }],
      tables: [
        {
          title: 'B',
          widths: '2 1>',
          rows: [
            ['a', '1'],
            ['b', '2'],
          ],
        },
      ],
      charts: [
        {
          look: 'bars',
          title: 'C',
          rows: [
            ['', 'n'],
            ['x', '3'],
          ],
        },
      ],
    };
    expect(fillTemplate(kind, data, shippedPaper(kind))).toEqual(fillTemplate(kind, data));
  });
});

it.each([
  ...noticeTemplates().map((name) => ({ kind: 'notice', name }) as const),
  ...paperKinds().map((name) => ({ kind: 'document', name }) as const),
])('$kind $name can be looked at with made-up content', (about) => {
  expect(titleOf(about, 'vi')).not.toBe('');
  const drawn = draw(about);
  if ('letters' in drawn) for (const { text } of drawn.letters) expect(text).not.toBe('');
  else expect(drawn.blocks.length).toBeGreaterThan(0);
});

const attacks = [
  '{{ recipient.constructor }}',
  '{{ case.number.constructor }}',
  "{{ case['number'] }}",
  "{{ range.constructor('return process')() }}",
  '{{ text() }}',
  '{{ text | safe }}',
  '{{ text | dump }}',
  '{{ items }}',
  '{{ __proto__ }}',
  '{{ constructor }}',
  '{{ toString }}',
  '{{text}}',
  '{{ text',
  'text }}',
  '{{ {{ text }} }}',
  '{{ text ~ text }}',
  '{{ text if text }}',
  "{{ 'a' }}",
  '{{ text + 9999999999 }}',
  '{%- if text %}{% endif %}',
  '{% if text == text %}{% endif %}',
  '{% if text and reason %}{% endif %}',
  '{% if items.constructor %}{% endif %}',
  '{% for x in items %}{% endfor %}',
  '{% for item in constructor %}{% endfor %}',
  '{% for item in items %}{% for person in people %}{% endfor %}{% endfor %}',
  '{% for item in items %}',
  '{% if text %}{% for item in items %}{% endif %}{% endfor %}',
  '{% else %}',
  '{% if text %}{% else %}{% else %}{% endif %}',
  '{% for item in items %}{% else %}{{ item }}{% endfor %}',
  '{% endif %}',
  "{% include 'layout.njk' %}",
  "{% import 'layout.njk' as x %}",
  "{% extends 'layout.njk' %}",
  '{% set x = 1 %}',
  '{% raw %}{{ text }}{% endraw %}',
  '{% macro a() %}{% endmacro %}',
  '{% call a() %}{% endcall %}',
  '{% filter upper %}{% endfilter %}',
  '{# {{ text }} #}',
  '{{ item }}',
  '{% for item in items %}{% endfor %}{{ item }}',
  '{{ loop.index }}',
  '\uE000',
  'a\u202Eb',
  'a\u0000b',
];

describe('an attack', () => {
  it.each(attacks)(
    '%j is a fault with its line, and is not run even when it is there',
    (attack) => {
      const [fault] = faultsIn(`một\n${attack}`, noticeNames);
      expect(fault?.line).toBe(2);
      expect(() => renderNotice('filed', 'vi', {}, notice(attack))).toThrow('wording, line');
      expect(() => fillTemplate('TB', {}, attack)).toThrow('wording, line');
    },
  );

  it.each([
    '{% for row in table.rows %}{% endfor %}',
    '{% for table in tables %}{% for row in chart.rows %}{% endfor %}{% endfor %}',
    '{% for table in tables %}{% for item in items %}{% endfor %}{% endfor %}',
    '{% for table in tables %}{% for cell in table.rows %}{% endfor %}{% endfor %}',
    '{% for table in tables %}{% for row in table.constructor %}{% endfor %}{% endfor %}',
    '{% for table in tables %}{% else %}{% for row in table.rows %}{% endfor %}{% endfor %}',
    '{% for table in tables %}{% for row in table.rows %}{% for row in table.rows %}{% endfor %}{% endfor %}{% endfor %}',
    '{% for table in tables %}{{ row | cells }}{% endfor %}',
    "{% for row in tables %}{{ row | join(' | ') }}{% endfor %}",
  ])('by a list within a list is a fault: %s', (attack) => {
    expect(faultsIn(attack, paperNames)).not.toEqual([]);
  });

  it('of any making is either refused or only ever names what is known', () => {
    const parts = ['{{ ', ' }}', '{% ', ' %}', 'if ', 'for ', 'item', ' in ', 'items', 'text', '.'];
    const rest = [
      'endif',
      'endfor',
      'else',
      'constructor',
      '__proto__',
      ' | ',
      '(',
      ')',
      '{#',
      '[0]',
    ];
    const mixed = fc.array(fc.constantFrom(...parts, ...rest), { maxLength: 14 });
    fc.assert(
      fc.property(mixed, (pieces) => {
        const text = pieces.join('');
        if (faultsIn(text, noticeNames).length > 0) return;
        for (const [, inside = ''] of text.matchAll(/\{[{%] ([^{}%]*) [}%]\}/g))
          expect(inside).toMatch(
            /^(text|item|items|if (text|items|item)|else|endif|endfor|for item in items)$/,
          );
        expect(renderNotice('filed', 'vi', { items: ['x'] }, notice(text)).subject).toBe('A');
      }),
      { numRuns: 2_000 },
    );
  });

  it('by length is a fault', () => {
    expect(faultsIn('a'.repeat(longestWording + 1), noticeNames)).toHaveLength(1);
  });

  it('by data stays text: values never become wording', () => {
    const said = { text: '{{ case.number }} [en] subject: C', case: { number: 'TL-1' } };
    const { text } = renderNotice('filed', 'vi', said, notice('{{ text }}'));
    expect(text).toContain('{{ case.number }} [en] subject: C');
  });
});

describe('a text whose language is right', () => {
  const refused = (kind: 'notice' | 'document', name: string, text: string) =>
    faultsOf({ kind, name }, text).map((fault) => fault.text.vi);

  it('keeps the code or the link of a letter in both languages', () => {
    const both = notice('Mã: {{ text }}');
    expect(refused('notice', 'accountCode', both)).toEqual([]);
    const hidden = both.replace(
      /Mã: \{\{ text \}\}\n$/,
      '{% if not text %}{{ text }}{% endif %}\n',
    );
    expect(refused('notice', 'accountCode', hidden)).toEqual([expect.stringContaining('Phải giữ')]);
    expect(refused('notice', 'accountClosed', notice('Tài khoản đã khóa'))).toEqual([]);
  });

  it('puts nothing but figures into a chart', () => {
    const text = shippedPaper('BUSINESS_PLAN');
    expect(refused('document', 'BUSINESS_PLAN', text)).toEqual([]);
    const words = text.replace(/(chart\.rows %\}\n)/, '$1| a | b |\n');
    expect(refused('document', 'BUSINESS_PLAN', words)).toEqual([
      expect.stringContaining('chỉ nhận số'),
    ]);
  });
});

it('names that a new text leaves out are told', () => {
  const before = '{{ case.number }} {% if reason %}{{ reason }}{% endif %}';
  expect(namesLost(before, 'Kính gửi {{ recipient.name }}', noticeNames)).toEqual([
    'case.number',
    'reason',
  ]);
});
