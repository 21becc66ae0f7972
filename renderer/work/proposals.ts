/**
 * What a model and a scheduler propose for the settings that depend on them, and what becomes of those when another is chosen: a
 * value that is still what was proposed follows, one that a person set stays. Tables decide: `heirloom.json` of the model, then
 * `native-models/schedulers.ts`.
 */
import { type Offered, SCHEDULERS } from '../../native-models/schedulers.ts';
import type { SamplerId } from '../../native-models/vocabulary.ts';
import type { Model } from '../../preload/contract/model.ts';
import { FIRST_SETTINGS } from '../../preload/settings/settings.ts';
import type { Draft } from './draft.ts';
import { LATENT, sameSize, sideNear, type Size } from './sizes.ts';

type Proposing = Pick<Model, 'defaultSize' | 'scaleFactor' | 'scheduler' | 'recommended'>;

/** Of the settings that a model proposes. */
export interface Proposal {
  readonly size: Size;
  readonly scheduler: SamplerId;
  readonly steps: number;
  readonly guidanceScale: number;
}
/** Those of them that follow or stay one by one. */
export type Proposed = keyof Proposal;

/** Where a scheduler has none of its own. */
const GUIDANCE: Offered = { usual: FIRST_SETTINGS.guidanceScale, quick: [5, FIRST_SETTINGS.guidanceScale, 10] };

/** Steps to choose from with a scheduler: what the model's makers advise for their own is the usual number then. */
export function stepsOffered(model: Proposing | null, scheduler: SamplerId): Offered {
  return advised(model, scheduler, model?.recommended.steps, SCHEDULERS[scheduler].steps);
}

/** The same of guidance; a scheduler without wishes of its own leaves it to the model. */
export function guidanceOffered(model: Proposing | null, scheduler: SamplerId): Offered {
  const { guidance } = SCHEDULERS[scheduler];
  const advice = model?.recommended.guidanceScale;
  return guidance ? advised(model, scheduler, advice, guidance) : withUsual(advice, GUIDANCE);
}

function advised(
  model: Proposing | null,
  scheduler: SamplerId,
  advice: number | null | undefined,
  offered: Offered,
): Offered {
  return withUsual(scheduler === ownScheduler(model) ? advice : null, offered);
}

function withUsual(advice: number | null | undefined, { usual, quick }: Offered): Offered {
  if (advice === null || advice === undefined) return { usual, quick };
  return { usual: advice, quick: [...new Set([...quick, advice])].toSorted((a, b) => a - b) };
}

function ownScheduler(model: Proposing | null): SamplerId {
  return model?.scheduler ?? FIRST_SETTINGS.scheduler;
}

/** Everything that fits a model, with a scheduler that may not be its own. */
export function proposalOf(model: Proposing | null, scheduler: SamplerId = ownScheduler(model)): Proposal {
  return {
    size: model?.defaultSize ?? { width: FIRST_SETTINGS.width, height: FIRST_SETTINGS.height },
    scheduler: ownScheduler(model),
    steps: stepsOffered(model, scheduler).usual,
    guidanceScale: guidanceOffered(model, scheduler).usual,
  };
}

/** A draft that follows, and what of it stays as a person set it though something else is proposed. */
export interface Followed {
  readonly draft: Draft;
  readonly kept: readonly Proposed[];
}

/** Another scheduler. @param model the run's; null: none is chosen. */
export function withScheduler(draft: Draft, model: Proposing | null, scheduler: SamplerId): Followed {
  const before = { ...proposalOf(model, draft.scheduler), size: sizeOf(draft) };
  const now = { ...proposalOf(model, scheduler), size: sizeOf(draft) };
  const { draft: followed, kept } = follow(draft, before, now, ['steps', 'guidanceScale']);
  return { draft: { ...followed, scheduler }, kept };
}

/** Another model. @param before the one that was chosen; null: none was, and nothing is a person's. */
export function withModel(draft: Draft, before: Proposing | null, model: Proposing): Followed {
  const own = ownScheduler(model);
  const free = before === null || draft.scheduler === ownScheduler(before);
  // Where it says nothing, the one that there is does.
  const scheduler = free && model.scheduler !== null ? own : draft.scheduler;
  const now = { ...proposalOf(model, scheduler), scheduler };
  const then = before === null ? ofDraft(draft) : proposalOf(before, draft.scheduler);
  const { draft: followed, kept } = follow(draft, then, now, ['size', 'steps', 'guidanceScale']);
  const unit = model.scaleFactor ?? LATENT;
  const fitting = { width: sideNear(followed.width, unit), height: sideNear(followed.height, unit) };
  const keptScheduler = scheduler !== own && model.scheduler !== null ? (['scheduler'] as const) : [];
  return { draft: { ...followed, ...fitting, scheduler }, kept: [...keptScheduler, ...kept] };
}

function follow(draft: Draft, before: Proposal, now: Proposal, of: readonly Proposed[]): Followed {
  const present = ofDraft(draft);
  const own = of.filter((key) => !same(key, present, before));
  const following = of.filter((key) => !own.includes(key));
  return {
    draft: following.reduce((followed, key) => withProposed(followed, key, now), draft),
    kept: own.filter((key) => !same(key, present, now)),
  };
}

/** The draft with one setting, or both sides, as they are proposed. */
export function withProposed(draft: Draft, key: Proposed, { size, ...values }: Proposal): Draft {
  return key === 'size' ? { ...draft, ...size } : { ...draft, [key]: values[key] };
}

/** What a draft has of what is proposed. */
export function ofDraft({ width, height, scheduler, steps, guidanceScale }: Draft): Proposal {
  return { size: { width, height }, scheduler, steps, guidanceScale };
}

function sizeOf({ width, height }: Draft): Size {
  return { width, height };
}

function same(key: Proposed, a: Proposal, b: Proposal): boolean {
  return key === 'size' ? sameSize(a.size, b.size) : a[key] === b[key];
}
