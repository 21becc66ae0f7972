import { expect, test } from 'vitest';
import { SD } from './architecture.fixture.ts';
import { parseProgram } from './parse-program.ts';
import { planRun } from './plan.ts';
import { strategyFromPreset } from './presets.ts';
import { parseMode } from './sampling-mode.ts';
import { packPlan, unpackPlan } from './stored-plan.ts';

test('a plan comes back as it was, and each list of features is kept once', () => {
  const co3 = planRun(strategyFromPreset('CO3', SD, parseMode('P5+'), 'boundary'), 50, [SD]);
  const program = parseProgram({
    kind: 'program',
    name: 'some',
    masks: { mid: ['mid.0.res'], late: ['up3.2.attn'] },
    calls: [
      {},
      { inherit: [{ mask: 'mid' }, { mask: 'late' }], guard: { kind: 'input-change', above: 0.5 } },
      { inherit: [{ mask: 'late' }], guidance: [{ call: 0 }] },
      { output: [{ call: 2 }] },
    ],
  });
  for (const plan of [co3, planRun(program, 4, [SD]), planRun(null, 3, [SD])]) {
    expect(unpackPlan(packPlan(plan))).toEqual(plan);
  }
  const reads = (JSON.stringify(co3).length - packPlan(co3).length) / 32;
  expect(packPlan(co3).length).toBeLessThan(10_000);
  expect(reads).toBeGreaterThan(100);
});
