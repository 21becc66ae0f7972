/** Following a plan with inputs of the test's own: no sampler stands between two calls and carries one's output to the next. */
import type { Semantics } from '../vocabulary.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openUNet } from '../families/open.ts';
import { recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { SessionCache } from '../runtime/session-cache.ts';
import { unitsOf } from '../strategy/architecture.ts';
import { absentWeights } from '../graph/weights.ts';
import type { FeatureName } from '../strategy/features.ts';
import { peakFeatureBytes } from '../strategy/lifetime.ts';
import { parseProgram } from '../strategy/parse-program.ts';
import { buildUNet, UNET_INPUTS } from '../unet/unet.ts';
import { kindsOf, planRun } from '../strategy/plan.ts';
import { explicitMode } from '../strategy/sampling-mode.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { architectureOf, parseUNetConfig } from '../unet/config.ts';
import { followPlan, storeOf } from './denoise.ts';
import { TorchGenerator } from './noise.ts';
import { stepsOf } from './steps.ts';
import type { UNetNetwork } from './step.ts';

const CALLS = 9;
const SIZE = { batch: 2, height: 8, width: 8, tokens: 77 };
const SEEDS = [1, 2, 3, 4] as const;
/** Two graphs of one network may round differently. */
const ROUNDING = 1e-5;

const feeds = { [UNET_INPUTS.context]: recordedTensors('sd1/unet.safetensors')('embeddings').data };
const sessions = new SessionCache(64);
let unet: UNetNetwork;

beforeAll(async () => {
  // float32 in the file: nothing is converted, so no data folder is needed.
  const { config, configFile, load } = await openUNet(recordingPath('sd1/model'), { dataFolder: '' });
  unet = { config: parseUNetConfig(config, configFile), weights: await load() };
});
afterAll(() => sessions.dispose());

/** About `share` of what there is, by chance. */
function some<T>(things: readonly T[], random: TorchGenerator, share: number): T[] {
  const uniform = [...random.randn(things.length + 16)].map((normal) => 1 / (1 + Math.exp(-1.702 * normal)));
  return things.filter((_, i) => uniform[i]! < share);
}

function randomStrategy(seed: number, semantics: Semantics): Strategy {
  const random = new TorchGenerator(seed);
  const units = unitsOf(architectureOf(unet.config)).map(({ id }) => id);
  const calls = Array.from({ length: CALLS }, (_, call) => call);
  return {
    name: `random ${seed}`,
    inherit: some(units, random, [0.1, 0.5, 0.9][seed % 3]!),
    mode: explicitMode(some(calls, random, 0.4)),
    semantics,
    switching: [],
    precision: 'float32' as const,
  };
}

/** Each call's output for the latents that `input` gives it, and which calls were full. */
async function outputsOf(strategy: Strategy | null, input: (call: number) => Float32Array, timesteps: number[]) {
  const plan = planRun(strategy, CALLS, [architectureOf(unet.config)]);
  const steps = stepsOf(plan, [unet], () => SIZE, { device: 'cpu', options: { threads: 1 }, cache: sessions });
  const context = { plan, steps, timesteps, feeds, guidanceScale: 7.5, onCall: () => {} };
  using store = storeOf(context);
  const denoise = followPlan(context, store);
  const outputs: Float32Array[] = [];
  for (const { call } of plan.calls) outputs.push((await denoise(input(call), call)).slice());
  const kinds = kindsOf(plan);
  return { outputs, full: plan.calls.filter(({ call }) => kinds[call] === 'full').map(({ call }) => call) };
}

const noise = (seed: number) => new TorchGenerator(seed).randn(4 * 8 * 8);
const falling = Array.from({ length: CALLS }, (_, call) => 900 - 100 * call);

describe.each(['residual', 'boundary'] as const)('random masks and modes, %s', (semantics) => {
  test.each(SEEDS)('a full step after inherit steps is a full step without them, bit for bit (%i)', async (seed) => {
    const input = (call: number) => noise(100 * seed + call);
    const baseline = await outputsOf(null, input, falling);
    const { outputs, full } = await outputsOf(randomStrategy(seed, semantics), input, falling);
    expect(full.length).toBeLessThan(CALLS);
    for (const call of full) expect(outputs[call]).toEqual(baseline.outputs[call]);
    const inherits = Array.from({ length: CALLS }, (_, call) => call).filter((call) => !full.includes(call));
    for (const call of inherits) expect(outputs[call]).not.toEqual(baseline.outputs[call]);
  });

  test.each(SEEDS)('an inherit step with the input of its full step gives what that gave (%i)', async (seed) => {
    const same = noise(seed);
    const still = Array<number>(CALLS).fill(500);
    const { outputs } = await outputsOf(randomStrategy(seed, semantics), () => same, still);
    for (const output of outputs) expect(relativeError(output, outputs[0]!)).toBeLessThan(ROUNDING);
  });
});

test('features take what their lifetimes say, and are given back behind their last reader', async () => {
  const { MID, UP3 } = { MID: ['mid.0.res', 'mid.0.attn'], UP3: ['up3.2.attn'] };
  const calls = [
    {},
    {},
    {
      inherit: [
        {
          mask: 'mid',
          from: [
            { call: 0, weight: 2 },
            { call: 1, weight: -1 },
          ],
        },
      ],
    },
    {
      inherit: [
        { mask: 'mid', from: [{ call: 1 }] },
        { mask: 'up3', from: [{ call: 0 }] },
      ],
    },
    {},
  ];
  const program = parseProgram({ kind: 'program', name: 'sums', masks: { mid: MID, up3: UP3 }, calls });
  const plan = planRun(program, calls.length, [architectureOf(unet.config)]);
  const steps = stepsOf(plan, [unet], () => SIZE, { device: 'cpu', options: { threads: 1 }, cache: sessions });
  const bytes = new Map(featureBytes(unet.config, SIZE));
  const context = { plan, steps, timesteps: falling, feeds, guidanceScale: 7.5, onCall: () => {} };
  using store = storeOf(context);
  const denoise = followPlan(context, store);
  for (const { call } of plan.calls) await denoise(noise(call), call);
  expect(store.peakBytes).toBe(peakFeatureBytes(plan, (name) => bytes.get(name)!));
  expect(store.peakBytes).toBeGreaterThan(0);
  expect(store.spare(0)).toBeNull();
});

/** Bytes of every feature of a UNet, as its own graph shapes them. */
function featureBytes(config: UNetNetwork['config'], size: typeof SIZE): (readonly [FeatureName, number])[] {
  const found: (readonly [FeatureName, number])[] = [];
  buildUNet(config, absentWeights, size, (name, value) => {
    found.push([name, 4 * value.shape.reduce((product, length) => product * length, 1)]);
    return value;
  });
  return found;
}
