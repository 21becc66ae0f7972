import type { RunSettings } from '../../preload/contract/run-settings.ts';

/** Settings as a row keeps them. What a row from before there was a choice does not say, it did not do. */
export function storedSettings(json: string): RunSettings {
  const stored = JSON.parse(json) as Omit<RunSettings, 'vaeTiling'> & Partial<Pick<RunSettings, 'vaeTiling'>>;
  return { ...stored, vaeTiling: stored.vaeTiling ?? false };
}
