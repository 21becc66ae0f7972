/** What is said of settings that follow a model or a scheduler, and of those that stay. */
import { SCHEDULERS } from '../../native-models/schedulers.ts';
import { listed } from '../../native-models/listed.ts';
import { type Followed, ofDraft, type Proposal, type Proposed } from './proposals.ts';
import type { Draft } from './draft.ts';

const SAID: { readonly [K in Proposed]: (value: Proposal[K]) => string } = {
  size: ({ width, height }) => `${width}x${height}`,
  scheduler: (id) => SCHEDULERS[id].title,
  steps: (steps) => `${steps} steps`,
  guidanceScale: (scale) => `guidance ${scale}`,
};

/** `512x768 and 30 steps` */
export function inWords(proposal: Proposal, keys: readonly Proposed[]): string {
  const said = <K extends Proposed>(key: K) => SAID[key](proposal[key]);
  return listed(keys.map(said), 'and');
}

/** What a person set, and what would fit: `Your 30 steps stay; LCM takes 4 steps.` null where all follows. */
export function keptInWords({ draft, kept }: Followed, proposal: Proposal, who: string): string | null {
  if (kept.length === 0) return null;
  return `What you set stays: ${inWords(ofDraft(draft), kept)}. For ${who}: ${inWords(proposal, kept)}.`;
}

/** What came along: `Also set: 4 steps and guidance 1.` null where nothing did. */
export function followedInWords(before: Draft, { draft }: Followed, keys: readonly Proposed[]): string | null {
  const [then, now] = [ofDraft(before), ofDraft(draft)];
  const changed = keys.filter((key) => JSON.stringify(then[key]) !== JSON.stringify(now[key]));
  return changed.length === 0 ? null : `Set with it: ${inWords(now, changed)}.`;
}
