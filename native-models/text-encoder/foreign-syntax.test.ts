import { expect, test } from 'vitest';
import { foreignIn } from './foreign-syntax.ts';

test.each([
  [
    'a cat <lora:foo:0.8> <hypernet:b>',
    [
      ['network', '<lora:foo:0.8>'],
      ['network', '<hypernet:b>'],
    ],
  ],
  [
    '<lora:a|b:1><lora:[c:0.5]:1>',
    [
      ['network', '<lora:a|b:1>'],
      ['network', '<lora:[c:0.5]:1>'],
    ],
  ],
  ['<lyco:имя:1:2> < lora:a> <lora:> <b>', [['network', '<lyco:имя:1:2>']]],
  ['a [cat:dog:0.5]', [['editing', '[cat:dog:0.5]']]],
  [
    '[a: 3 ] [a::.5] [:b:1e1] [a:-2]',
    [
      ['editing', '[a: 3 ]'],
      ['editing', '[a::.5]'],
      ['editing', '[:b:1e1]'],
      ['editing', '[a:-2]'],
    ],
  ],
  ['[(cat:1.2):(dog:1.1):5]', [['editing', '[(cat:1.2):(dog:1.1):5]']]],
  [
    '[a[b:c:2]:d:7]',
    [
      ['editing', '[a[b:c:2]:d:7]'],
      ['editing', '[b:c:2]'],
    ],
  ],
  ['[cat] [cat:dog] [(cat:1.2)] [a:b:c:0.5] [a:1.2.3]', []],
  [
    '[cat|dog] [|b] [(a|b)|c]',
    [
      ['alternation', '[cat|dog]'],
      ['alternation', '[|b]'],
      ['alternation', '[(a|b)|c]'],
    ],
  ],
  ['cat|dog (cat|dog) [(a|b)] \\[a|b\\] [a|b', []],
  [
    'an __animal__ and __a/b-c*__ in snake_case __ __',
    [
      ['wildcard', '__animal__'],
      ['wildcard', '__a/b-c*__'],
    ],
  ],
  [
    '{red|green} {2$$a|b} {c} {',
    [
      ['choice', '{red|green}'],
      ['choice', '{2$$a|b}'],
    ],
  ],
  ['a cat AND a dog, SAND, ANDY, and', [['composition', 'AND']]],
  ['(embedding:easy-negative:1.2), embedding: no', [['embedding', 'embedding:easy-negative']]],
  ['a photo of a cat, 2024: the (sea:1.2) \\(hat\\) BREAK :)', []],
] as const)('%s', (prompt, expected) => {
  expect(foreignIn(prompt).map(({ kind, start, end }) => [kind, prompt.slice(start, end)])).toEqual(expected);
});
