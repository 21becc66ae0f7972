import { createHash } from 'node:crypto';
import { meantByNothing } from '../../../preload/settings/value.ts';
import type { Setting } from '../../../preload/settings/setting.ts';
import { type RunSettings, SETTINGS } from '../../../preload/settings/settings.ts';

/** The settings of the first version, which its keys spell out; the strategy is what they leave open. */
const SPELT_OUT: ReadonlySet<string> = new Set<keyof RunSettings>([
  ...(['modelId', 'device', 'devicePrecision', 'prompt', 'negativePrompt', 'width', 'height'] as const),
  ...(['steps', 'guidanceScale', 'scheduler', 'seed', 'initImage', 'strategy'] as const),
]);

/**
 * The same for all settings that differ in nothing but the strategy: a run and its baseline. The device counts, and what it
 * computes in, because times on different ones are no speed-up. Rows keep it: how it is put together never changes.
 */
export function baselineKey(settings: RunSettings, known: readonly Setting[] = SETTINGS): string {
  const { modelId, device, prompt, negativePrompt, width, height, steps, guidanceScale, scheduler, seed } = settings;
  const start = settings.initImage ? [settings.initImage.picture, settings.initImage.strength] : null;
  const sampling = [width, height, steps, guidanceScale, scheduler, seed];
  const how = settings.devicePrecision === 'float16' ? `${device} float16` : device;
  const later = known.filter(({ key }) => !SPELT_OUT.has(key)).flatMap((each) => marksOf(each, settings));
  const canonical = JSON.stringify([modelId, how, prompt, negativePrompt, sampling, start, ...later]);
  return createHash('sha256').update(canonical).digest('hex').slice(0, 32);
}

/** A setting that came later adds nothing where it is as all runs were before it. */
function marksOf({ key, value: kind, decides, baselineMark }: Setting, settings: RunSettings): readonly string[] {
  const values: Readonly<Record<string, unknown>> = { ...settings };
  const value = values[key] ?? meantByNothing(kind);
  if ((!decides.picture && decides.time === null) || value === meantByNothing(kind)) return [];
  return [baselineMark ?? `${key}=${JSON.stringify(value)}`];
}
