/** Settings that fit a model or a scheduler: taken over where nobody set others, offered where somebody did. */
import type { Model } from '../../preload/contract/model.ts';
import { titleOfChange } from '../work/draft-titles.ts';
import type { Draft } from '../work/draft.ts';
import { inWords, keptInWords } from '../work/proposals-in-words.ts';
import { type Followed, proposalOf, withProposed, withScheduler } from '../work/proposals.ts';
import type { Studio } from './studio.svelte.ts';

type Changing = Pick<Studio, 'draft' | 'model' | 'change' | 'notices'>;

/** Says what of a person's was not overwritten when a model was chosen, and offers what would fit. */
export function sayKept(studio: Changing, followed: Followed, model: Model): void {
  const fitting = proposalOf(model);
  const message = keptInWords(followed, fitting, model.name);
  if (message === null) return;
  const use = () => {
    const draft = followed.kept.reduce((draft, key) => withProposed(draft, key, fitting), studio.draft);
    studio.change(draft, { title: `What fits ${model.name}` });
  };
  studio.notices.say({ kind: 'done', message, action: { title: `Use ${inWords(fitting, followed.kept)}`, run: use } });
}

/** Another scheduler, as one undoable change. @returns what followed it and what stayed, to be said where it is chosen. */
export function chooseScheduler(studio: Changing, scheduler: Draft['scheduler']): Followed {
  const followed = withScheduler(studio.draft, studio.model, scheduler);
  studio.change(followed.draft, { title: titleOfChange({ scheduler }) });
  return followed;
}
