import { createHash } from 'node:crypto';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';

/**
 * The same for all settings that differ in nothing but the strategy: a run and its baseline. The device counts, and what
 * it computes in, because times on different ones are no speed-up.
 */
export function baselineKey(settings: RunSettings): string {
  const { modelId, device, prompt, negativePrompt, width, height, steps, guidanceScale, scheduler, seed } = settings;
  const start = settings.initImage ? [settings.initImage.picture, settings.initImage.strength] : null;
  const sampling = [width, height, steps, guidanceScale, scheduler, seed];
  // Float32, and decoding at once, which the keys of old runs mean, add nothing to theirs.
  const how = settings.devicePrecision === 'float16' ? `${device} float16` : device;
  const decoding = settings.vaeTiling ? ['tiled'] : [];
  const canonical = JSON.stringify([modelId, how, prompt, negativePrompt, sampling, start, ...decoding]);
  return createHash('sha256').update(canonical).digest('hex').slice(0, 32);
}
