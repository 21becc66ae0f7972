/** What was changed since a run was set up: while there is something, its numbers are not those of what is on screen. */
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import type { Run } from '../../preload/contract/task.ts';
import { canonical } from '../../preload/settings/identity.ts';
import { SETTINGS } from '../../preload/settings/settings.ts';
import { meantByNothing } from '../../preload/settings/value.ts';
import { isComposed } from './measured-speedup.ts';
import type { Work } from './work-store.svelte.ts';

type Made = Pick<Run, 'settings' | 'purpose' | 'group'>;

/** Compared in a way of their own: what a device computes in is no choice of the header's. */
const APART: ReadonlySet<string> = new Set(['strategy', 'seed', 'devicePrecision']);

/**
 * The settings that differ, as sentences have them: `strategy`, `prompt`.
 * @param recent where the other runs of its group are: they were made at once, with seeds of their own.
 */
export function changesSince(
  run: Made,
  { composition, draft }: Work,
  architecture: Architecture | null,
  recent: readonly Made[],
): readonly string[] {
  const now: Readonly<Record<string, unknown>> = { ...draft };
  const then: Readonly<Record<string, unknown>> = { ...run.settings };
  const said = (value: unknown, meant: unknown) => canonical(value === undefined ? meant : value);
  const differing = SETTINGS.filter(({ key, value }) => {
    const meant = meantByNothing(value);
    return !APART.has(key) && said(now[key], meant) !== said(then[key], meant);
  });
  return [
    ...(sameStrategy(run, composition, architecture) ? [] : ['strategy']),
    ...differing.map(({ words }) => inSentence(words.label)),
    ...(sameSeed(run, draft, recent) ? [] : ['seed']),
  ];
}

function sameStrategy({ settings, purpose }: Made, composition: Work['composition'], on: Architecture | null): boolean {
  // A baseline alone is what is there before its strategy has run.
  if (!on || purpose === 'baseline') return true;
  const { strategy } = settings;
  return strategy && composition.on ? isComposed(strategy, composition, on) : strategy === null && !composition.on;
}

/** A seed that is drawn for each run was not changed by anybody. */
function sameSeed(run: Made, { seed, seedLocked }: Work['draft'], recent: readonly Made[]): boolean {
  if (!seedLocked || seed === run.settings.seed) return true;
  return recent.some(({ group, settings }) => group === run.group && settings.seed === seed);
}

/** `VAE tiling` stays as it is. */
function inSentence(label: string): string {
  const [first = '', second = ''] = label;
  return second === second.toUpperCase() ? label : first.toLowerCase() + label.slice(1);
}
