/** Every key that diffusers and transformers read has a row: used, harmless, refused, or told. */
import { describe, expect, test } from 'vitest';
import { PIPELINE_KEYS } from './families/pipeline-keys.ts';
import { type KeyRule, type KeyTable, keyWarnings, refuseKeys, shown } from './key-table.ts';
import { recordedJson } from './reference/recording.ts';
import { DdimConfig } from './solvers/ddim.ts';
import { DpmSolverConfig } from './solvers/dpmpp-2m.ts';
import { EulerAncestralConfig } from './solvers/euler-ancestral.ts';
import { EulerConfig } from './solvers/euler.ts';
import { LcmConfig } from './solvers/lcm.ts';
import { PndmConfig } from './solvers/pndm.ts';
import { SCHEDULER_KEYS } from './solvers/scheduler-keys.ts';
import { TEXT_ENCODER_KEYS, TOKENIZER_KEYS } from './text-encoder/config-keys.ts';
import { parseTextEncoderConfig } from './text-encoder/config.ts';
import { UNET_KEYS } from './unet/config-keys.ts';
import { parseUNetConfig } from './unet/config.ts';
import { VAE_KEYS } from './vae/config-keys.ts';
import { parseVaeConfig } from './vae/config.ts';

type Keys = Readonly<Record<string, unknown>>;
interface Recorded {
  readonly UNet2DConditionModel: Keys;
  readonly AutoencoderKL: Keys;
  readonly CLIPTextModel: Keys;
  readonly CLIPTokenizer: Keys;
  readonly StableDiffusionPipeline: Keys;
  readonly schedulers: Readonly<Record<string, Keys>>;
  readonly other_schedulers: Readonly<Record<string, Keys>>;
}

const recorded = recordedJson<Recorded>('config-keys.json');

const PARTS = ['vae', 'text_encoder', 'tokenizer', 'unet', 'scheduler'];
const PIPELINE: KeyTable = { ...PIPELINE_KEYS, ...Object.fromEntries(PARTS.map((part) => [part, 'used'])) };

/** Something that no key takes. */
const STRANGE = { strange: true };
const SOURCE = 'config.json';

const ruleOf = (table: KeyTable, key: string): KeyRule | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
const warnings = (table: KeyTable, key: string, value: unknown) => keyWarnings({ [key]: value }, table, SOURCE);
const refusal = (table: KeyTable, json: object) => () => refuseKeys(json, table, SOURCE, 'Do so.');

describe.each([
  ['UNet2DConditionModel', UNET_KEYS, parseUNetConfig],
  ['AutoencoderKL', VAE_KEYS, parseVaeConfig],
  ['CLIPTextModel', TEXT_ENCODER_KEYS, parseTextEncoderConfig],
  ['CLIPTokenizer', TOKENIZER_KEYS, null],
  ['StableDiffusionPipeline', PIPELINE, null],
] as const)('%s', (name, table, parse) => {
  test.each(Object.entries(recorded[name]).filter(([key]) => !key.startsWith('_')))('%s', (key, value) => {
    const rule = ruleOf(table, key);
    expect(rule, `${key} has no row`).toBeDefined();
    expect(warnings(table, key, value)).toEqual([]);
    expect(refusal(table, { [key]: value })).not.toThrow();
    if (rule === undefined) return;
    if (rule === 'used') {
      expect(warnings(table, key, STRANGE)).toEqual([]);
      if (parse) expect(() => parse({ ...recorded[name], [key]: STRANGE }, SOURCE)).toThrow(`${SOURCE}: ${key}`);
    } else if ('only' in rule) {
      expect(refusal(table, { [key]: STRANGE })).toThrow(`${SOURCE}: ${key} is {"strange":true}; expected `);
    } else if ('unread' in rule) {
      expect(warnings(table, key, STRANGE)).toEqual([`${SOURCE}: ${key} is {"strange":true}: ${rule.unread}`]);
    } else {
      expect(rule.harmless).toMatch(/\w/);
      expect(warnings(table, key, STRANGE)).toEqual([]);
      expect(refusal(table, { [key]: STRANGE })).not.toThrow();
    }
  });

  test('one that nobody knows is told', () => {
    expect(warnings(table, 'use_magic', null)).toEqual([
      'config.json: use_magic is not a key that is known here: it is left out of account',
    ]);
    expect(warnings(table, 'constructor', 1)).toHaveLength(1);
    expect(warnings(table, '_class_name', name)).toEqual([]);
  });
});

test("a UNet's and an autoencoder's keys that are missing have diffusers' defaults", () => {
  const { UNet2DConditionModel: unet, AutoencoderKL: vae, CLIPTextModel: text } = recorded;
  expect(parseUNetConfig({}, SOURCE)).toEqual(parseUNetConfig(unet, SOURCE));
  expect(parseTextEncoderConfig({}, SOURCE)).toEqual(parseTextEncoderConfig(text, SOURCE));
  expect(parseVaeConfig({ block_out_channels: [64] }, SOURCE)).toEqual(parseVaeConfig(vae, SOURCE));
});

describe('schedulers', () => {
  test.each([
    ['PNDMScheduler', PndmConfig, { skip_prk_steps: true }],
    ['DDIMScheduler', DdimConfig, {}],
    ['EulerDiscreteScheduler', EulerConfig, {}],
    ['EulerAncestralDiscreteScheduler', EulerAncestralConfig, {}],
    ['DPMSolverMultistepScheduler', DpmSolverConfig, {}],
    ['LCMScheduler', LcmConfig, {}],
  ] as const)('%s: what it reads is in its schema, with its default, or has a reason', (name, { shape }, ours) => {
    const schema: Readonly<Record<string, { safeParse: (value: unknown) => { readonly data?: unknown } }>> = shape;
    for (const [key, value] of Object.entries(recorded.schedulers[name]!)) {
      const rule = ruleOf(SCHEDULER_KEYS, key);
      expect(rule, `${key} has no row`).toBeDefined();
      expect(Object.hasOwn(schema, key) || LEFT_OUT[key] !== undefined || rule !== 'used', `${name}: ${key}`).toBe(
        true,
      );
      if (!Object.hasOwn(schema, key)) continue;
      const expected = Object.hasOwn(ours, key) ? Object(ours)[key] : value === '-inf' ? -Infinity : value;
      expect(schema[key]!.safeParse(undefined).data ?? null, `${name}: ${key}`).toEqual(expected);
    }
  });

  /** Keys of a class that change nothing of what it gives. */
  const LEFT_OUT: Readonly<Record<string, string>> = {
    timestep_spacing: 'LCM takes its timesteps from those of the distillation',
    set_alpha_to_one: 'the last step of LCM gives x0 itself',
  };

  test.each(Object.entries(recorded.other_schedulers))('%s: each key is known', (_name, keys) => {
    expect(keyWarnings(keys, SCHEDULER_KEYS, SOURCE)).toEqual([]);
  });

  test('a learned variance is told, and refused by the one that reads it', () => {
    expect(keyWarnings({ variance_type: 'learned_range' }, SCHEDULER_KEYS, SOURCE)).toEqual([
      expect.stringContaining('variance_type is "learned_range"'),
    ]);
    expect(DpmSolverConfig.safeParse({ variance_type: 'learned_range' }).success).toBe(false);
    expect(DpmSolverConfig.safeParse({ variance_type: 'fixed_small' }).success).toBe(true);
  });
});

test('values of any size and depth can be shown', () => {
  const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
  expect(shown(deep).length).toBeLessThan(100);
  expect(shown('x'.repeat(1000))).toHaveLength(81);
});
