import { expect, test } from 'vitest';
import { SD } from '../../native-models/strategy/architecture.fixture.ts';
import { parseProgram } from '../../native-models/strategy/parse-program.ts';
import { planRun } from '../../native-models/strategy/plan.ts';
import { callInWords, sourcesInWords } from './call-in-words.ts';

const calls = [
  {},
  {},
  {
    inherit: [
      {
        mask: 'mid',
        from: [
          { call: 1, weight: 1.2 },
          { call: 0, weight: -0.2 },
        ],
      },
    ],
    guidance: [{ call: 1 }],
  },
  { inherit: [{ mask: 'one', from: [{ call: 1 }] }], guard: { kind: 'input-change', above: 0.1 } },
  {
    output: [
      { call: 2, weight: -1 },
      { call: 3, weight: 2 },
    ],
  },
];
const masks = { mid: ['mid.0.res', 'mid.0.attn'], one: ['up3.2.attn'] };

test('a call of a program, in words', () => {
  // A guard on call 1's features cannot stand beside a sum of them: the sum is of call 0 alone there.
  const guarded = calls.map((rule, call) =>
    call === 2 ? { ...rule, inherit: [{ mask: 'mid', from: [{ call: 0, weight: 0.5 }] }] } : rule,
  );
  const plan = planRun(parseProgram({ kind: 'program', name: 'words', masks, calls: guarded }), 5, [SD]);
  expect([0, 2, 3, 4, 5].map((call) => sourcesInWords(plan, call))).toEqual([
    '',
    '2 units from 0.5 x call 0, guidance of call 1',
    '1 unit from call 1, in full where the input changed by more than 0.1',
    'output of -1 x call 2 + 2 x call 3',
    '',
  ]);
  expect([0, 2, 4].map((call) => callInWords(plan, call))).toEqual([
    'call 0 · full step',
    'call 2 · inherit step',
    'call 4 · skip step',
  ]);
});

test('a forecast', () => {
  const plan = planRun(parseProgram({ kind: 'program', name: 'words', masks, calls: calls.slice(0, 3) }), 3, [SD]);
  expect(sourcesInWords(plan, 2)).toBe('2 units from 1.2 x call 1 - 0.2 x call 0, guidance of call 1');
});
