/** Strategies and programs as files have them, planned for a run of SD 1.5. */
import { architectureOf } from '../../native-models/unet/config.ts';
import { builtInConfig } from '../../native-models/unet/built-in.ts';
import { parseStrategy } from '../../native-models/strategy/parse-strategy.ts';
import { planRun } from '../../native-models/strategy/plan.ts';
import { unetsOf } from '../../native-models/strategy/switching.ts';
import { mutatedJson, type Mutated } from '../mutations/json.ts';
import type { Target } from '../target.ts';

const architecture = architectureOf(builtInConfig('sd15'));
const CALLS = 51;

const STRATEGIES = [
  { name: 'a mask', inherit: ['dn1.0.res', 'mid.0.attn', 'up1.*'], mode: 'P5+4', semantics: 'boundary' },
  { name: 'a mask', inherit: ['up3.2.attn'], mode: { kind: 'periodic', period: 3, tail: 2 }, precision: 'int8' },
  { name: 'a mask', inherit: ['dn0.0.res'], mode: { kind: 'explicit', fullCalls: [0, 7, 13] }, semantics: 'residual' },
  { name: 'turns', inherit: [], mode: 'P2', switching: [{ unet: 'a', calls: 20 }, { unet: 'b', calls: 31 }] },
]; // prettier-ignore

const PROGRAMS = [
  {
    kind: 'program',
    name: 'a program',
    masks: { deep: ['mid.0.res', 'mid.0.attn'], late: ['up1.0.res'] },
    calls: [
      {},
      { inherit: [{ mask: 'deep' }] },
      { inherit: [{ mask: 'deep', from: [{ call: 0, weight: -1 }, { call: 1, weight: 2 }] }, { mask: 'late' }] },
      { guidance: [{ call: 0 }], guard: { kind: 'input-change', above: 0.2 } },
      { output: [{ call: 2, weight: 2 }, { call: 1, weight: -1 }] },
    ],
    semantics: 'residual',
  },
]; // prettier-ignore

function planned(name: string, seeds: readonly unknown[]): Target<Mutated> {
  return {
    name,
    inputs: mutatedJson(seeds),
    open: async () => ({
      async try({ json }) {
        const strategy = parseStrategy(json, architecture);
        const unets = strategy.switching.length > 0 ? unetsOf(strategy.switching) : [null];
        const asked = strategy.kind === 'program' ? strategy.calls.length : CALLS;
        const { calls } = planRun(strategy, asked, unets.map(() => architecture)); // prettier-ignore
        return calls.length === asked ? null : 'a plan of another number of calls than the run has';
      },
    }),
  };
}

export const strategies = planned('strategies', STRATEGIES);
export const programs = planned('programs', PROGRAMS);
