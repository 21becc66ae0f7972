/** Runs and tasks for the tests of this folder. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { NewRun } from './runs/run-row.ts';

export const PNG = (content: string): Buffer =>
  Buffer.concat([Buffer.from('\u0089PNG\r\n\x1a\n', 'latin1'), Buffer.from(content)]);

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'heirloom-history-'));
}

export const STRATEGY: NonNullable<RunSettings['strategy']> = {
  name: 'my mask',
  inherit: ['up1.0.res', 'up1.0.attn'],
  mode: { kind: 'periodic', period: 3, tail: 2 },
  semantics: 'residual',
  switching: [],
  precision: 'float32' as const,
};

export function settingsLike(changes: Partial<RunSettings> = {}): RunSettings {
  return {
    modelId: 'embedded',
    device: 'cpu',
    prompt: 'a red fox, jumping',
    negativePrompt: 'blurry',
    width: 64,
    height: 64,
    steps: 20,
    guidanceScale: 7.5,
    scheduler: 'pndm',
    seed: 1,
    strategy: STRATEGY,
    initImage: null,
    vaeTiling: false,
    promptSyntax: 'plain',
    ...changes,
  };
}

export function runLike(changes: Partial<NewRun> = {}, settings: Partial<RunSettings> = {}): NewRun {
  return {
    createdAt: '2026-10-05T12:00:00.000Z',
    purpose: 'run',
    group: 'group',
    settings: settingsLike(settings),
    modelName: 'heirloom-emoji',
    strategyLabel: settings.strategy === null ? 'none' : 'my mask, P3+2',
    picture: 'a'.repeat(64),
    seconds: 2,
    unetSeconds: 1.5,
    idealSpeedup: 1.7,
    peakMemoryBytes: 1e9,
    timings: [
      { call: 0, form: 0, step: 'full', seconds: 0.125 },
      { call: 1, form: 1, step: 'inherit', seconds: 0.0625 },
    ],
    warnings: [],
    ...changes,
  };
}
