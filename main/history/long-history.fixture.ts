/** A history as long as that of a person who has used the studio for years: for benchmarks. */
import type { History } from './history.ts';
import type { NewRun } from './runs/run-row.ts';

const BATCH = 5_000;
/** When the first run was made; the others follow a minute apart. */
export const FIRST_RUN = Date.parse('2026-01-01T00:00:00Z');

const SUBJECTS = ['red fox', 'grinning face', 'old lighthouse', 'cat in armour', 'paper boat', 'mountain village'];
const STYLES = ['watercolour', 'oil painting', 'flat icon', 'photograph, 35mm', 'isometric', 'ink drawing'];
const WORDS = ['dawn', 'storm', 'neon', 'velvet', 'moss', 'copper', 'ivory', 'smoke', 'harbour', 'orchard', 'frost'];
const MODELS = ['heirloom-emoji', 'stable-diffusion-v1-5', 'dreamshaper-8', 'bk-sdm-tiny'];
const STRATEGIES = ['none', 'PFDiff P2', 'shallow P5', 'encoder P3', 'my own mask P4'];

const pick = <T>(values: readonly T[], n: number): T => values[n % values.length]!;

function madeUp(n: number): NewRun {
  const strategy = pick(STRATEGIES, n * 7);
  const words = [n, n * 3, n * 5].map((at) => pick(WORDS, at * 31 + (at >> 3)));
  return {
    createdAt: new Date(FIRST_RUN + n * 60_000).toISOString(),
    purpose: 'run',
    group: `group-${n >> 3}`,
    modelName: pick(MODELS, n >> 2),
    strategyLabel: strategy,
    picture: n.toString(16).padStart(64, '0'),
    seconds: 3 + (n % 100) / 50,
    unetSeconds: 2,
    idealSpeedup: 1.5,
    peakMemoryBytes: 900_000_000,
    timings: Array.from({ length: 50 }, (_, call) => ({
      call,
      form: call % 3 === 0 ? 0 : 1,
      step: call % 3 === 0 ? ('full' as const) : ('inherit' as const),
      seconds: 0.05 + (call % 7) / 1000,
    })),
    warnings: [],
    // The run before it: what matters is that there is one.
    baselineId: strategy === 'none' || n === 0 ? null : n,
    settings: {
      modelId: pick(MODELS, n >> 2),
      device: 'cpu',
      prompt: `${pick(STYLES, n >> 1)} of a ${pick(SUBJECTS, n)}, ${words.join(', ')}, highly detailed, soft light, no. ${n}`,
      negativePrompt: 'blurry, low quality, extra fingers, watermark, text, jpeg artefacts',
      width: 512,
      height: 512,
      steps: 50,
      guidanceScale: 7.5,
      scheduler: 'pndm',
      seed: (n * 7919) % 4_294_967_296,
      strategy:
        strategy === 'none'
          ? null
          : {
              name: strategy,
              inherit: Array.from({ length: 12 }, (_, unit) => `up${unit % 4}.${unit % 3}.res` as const),
              mode: { kind: 'periodic', period: 3, tail: 0 },
              semantics: 'residual',
              switching: [],
              precision: 'float32' as const,
            },
      initImage: null,
      vaeTiling: false,
      promptSyntax: 'plain',
    },
  };
}

/** Adds `count` runs with prompts, timings, fidelity and, now and then, tags and notes. */
export function fillHistory({ runs, atomically }: History, count: number): void {
  for (let from = 0; from < count; from += BATCH) {
    atomically(() => {
      for (let n = from; n < Math.min(from + BATCH, count); n += 1) {
        const { id } = runs.insert(madeUp(n));
        runs.setFidelity(id, { identical: false, values: { psnr: 20 + (n % 200) / 10, ssim: 0.9 } });
        if (n % 50 === 0) runs.update(id, { favourite: true, tags: [`tag ${n % 7}`], note: 'worth printing' });
      }
    });
  }
}
