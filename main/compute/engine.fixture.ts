/** For tests: an engine on the CPU that makes the tiny recorded model's pictures in milliseconds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { recordingPath } from '../../native-models/reference/recording.ts';
import type { GenerationRequest } from '../../native-models/sampling/generation.ts';
import { Engine, type EngineOptions } from './engine.ts';

export const TINY_MODEL = recordingPath('sd1/model');

/** Disposed when the test ends. */
export async function testEngine(options: Partial<EngineOptions> = {}): Promise<Engine> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'heirloom-'));
  const engine = new Engine({
    device: 'cpu',
    threads: 1,
    memory: 'fast',
    dataFolder,
    memoryBudgetBytes: 2 ** 30,
    ...options,
  });
  onTestFinished(async () => {
    await engine.dispose();
    await rm(dataFolder, { recursive: true, force: true });
  });
  return engine;
}

export function tinyRequest(changes: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    prompt: 'a castle on a hill at dawn',
    negativePrompt: '',
    seeds: [7],
    width: 64,
    height: 64,
    steps: 5,
    guidanceScale: 7.5,
    scheduler: 'ddim',
    strategy: null,
    ...changes,
  };
}

/** Whether a process exists, zombies not counted. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
