/** What one more scheduler takes: a file, and a row in each of two tables. Here the rows are written into them for the test. */
import { Command } from 'commander';
import { describe, expect, test, vi } from 'vitest';
import { withSettingFlags } from '../../main/cli/setting-flags.ts';
import { settingsLike } from '../../main/history/history.fixture.ts';
import { runSettings } from '../../preload/contract/run-settings.ts';
import { AXES } from '../../preload/settings/axes.ts';
import { factsOf, parameterLines, pillsOf, readFromLines } from '../../preload/settings/words.ts';
import { callsOf, stepsMade } from '../calls.ts';
import type * as Table from '../schedulers.ts';
import { SAMPLER_IDS, type SamplerId } from '../vocabulary.ts';
import { createSampler, samplerFor } from './create-sampler.ts';
import { alphaBars, sigmasOf } from './noise-schedule.ts';
import { stableDiffusionConfig } from './scheduler-config.ts';
import type * as Functions from './solvers.ts';

vi.mock('../schedulers.ts', async (original) => {
  const { HEUN } = await import('./another-scheduler.fixture.ts');
  return { SCHEDULERS: { ...(await original<typeof Table>()).SCHEDULERS, heun: HEUN } };
});
vi.mock('./solvers.ts', async (original) => {
  const { heun } = await import('./another-scheduler.fixture.ts');
  return { SOLVERS: { ...(await original<typeof Functions>()).SOLVERS, heun } };
});

/** An id as soon as it is in the table. */
const ID = 'heun' as SamplerId;
const SETTINGS = { ...settingsLike(), scheduler: ID };
const FILE = {
  num_train_timesteps: 1000,
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
} as const;

describe('one more scheduler', () => {
  test('is made by the factory, and solves what its order solves exactly', async () => {
    const sampler = createSampler(ID, { ...FILE, timestep_spacing: 'trailing' }, 5);
    expect([sampler.id, ...sampler.timesteps]).toEqual([ID, 999, 799, 799, 599, 599, 399, 399, 199, 199]);
    const table = sigmasOf(alphaBars(FILE));
    const sigmaAt = (timestep: number) => table[timestep]!;
    const slope = (_x: Float32Array, call: number) =>
      Promise.resolve(Float32Array.of(sigmaAt(sampler.timesteps[call]!)));
    const told: number[] = [];
    const [x] = await sampler.sample(slope, Float32Array.of(0), noNoise, (call) => told.push(call));
    // dx/dsigma = sigma: half the difference of squares, but for the last step, which only knows its slope at the start.
    const [largest, last] = [sigmaAt(999), sigmaAt(199)];
    expect(x! / ((last ** 2 - largest ** 2) / 2 - last * last)).toBeCloseTo(1, 6);
    expect(told).toEqual([...sampler.timesteps.keys()]);
  });

  test.each([1, 0.6, 0.3])('makes as many calls as are told of it, at strength %s', (strength) => {
    for (const steps of [4, 5, 20, 50]) {
      if (stepsMade(steps, strength) === 0) continue;
      const { timesteps } = createSampler(ID, stableDiffusionConfig({}), steps, { strength });
      expect(callsOf(steps, ID, strength)).toBe(timesteps.length);
    }
  });

  test('is what a checkpoint names, and refuses what it cannot read', () => {
    expect(samplerFor({ _class_name: 'HeunDiscreteScheduler' })).toBe(ID);
    expect(() => createSampler(ID, { ...FILE, use_beta_sigmas: true }, 5)).toThrow('use_beta_sigmas is true');
  });

  test('has a flag', () => {
    const command = withSettingFlags(new Command().exitOverride().configureOutput({ writeErr: () => {} }));
    expect(command.helpInformation()).toContain('lcm, heun (default:');
    expect(command.parse(['--scheduler', 'Heun'], { from: 'user' }).opts()).toEqual({ scheduler: ID });
    expect(() => command.parse(['--scheduler', 'heum'], { from: 'user' })).toThrow('Did you mean heun?');
  });

  test('is on the wire, in lists, in words, and in the parameters of a picture', () => {
    expect(SAMPLER_IDS.at(-1)).toBe(ID);
    expect(runSettings.parse(SETTINGS).scheduler).toBe(ID);
    expect(pillsOf({ settings: SETTINGS }).map(({ line }) => line)).toContainEqual(['', 'Heun']);
    expect(factsOf({ settings: SETTINGS })).toContainEqual(['Scheduler', 'Heun']);
    expect(parameterLines({ settings: SETTINGS })).toContainEqual(['Sampler', 'Heun']);
    expect(readFromLines(new Map([['Sampler', 'heun']])).settings).toEqual({ scheduler: ID });
    expect(AXES.find(({ kind }) => kind === 'scheduler')!.label(ID as never)).toBe('Heun');
  });
});

const noNoise = () => new Float32Array(1);
