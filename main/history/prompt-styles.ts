import { type PromptStyle, promptStyle } from '../../preload/contract/prompt.ts';
import { usageProblem } from '../base/problem.ts';
import type { StudioSettings } from './settings.ts';

/** Under which the studio's settings keep them. */
const KEY = 'promptStyles';

/** Far more than a list can be read through. */
const MOST = 500;

/** Fragments of prompts that a person keeps under a name. */
export interface PromptStyles {
  /** In the order of their names. */
  list(): PromptStyle[];
  /**
   * One of the same name gives its place to it. @param was the name that it had before, where it is renamed.
   * @throws Problem where there are too many.
   */
  save(style: PromptStyle, was?: string): PromptStyle[];
  remove(name: string): PromptStyle[];
}

export function openPromptStyles(settings: StudioSettings): PromptStyles {
  const list = () => {
    const kept = promptStyle.array().safeParse(settings.all()[KEY]);
    return (kept.data ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
  };
  const keep = (styles: readonly PromptStyle[]) => {
    settings.set({ [KEY]: styles });
    return list();
  };
  return {
    list,
    save(style, was) {
      const others = list().filter(({ name }) => name !== style.name && name !== was);
      if (others.length >= MOST) throw usageProblem(`There are ${MOST} styles already`, 'Delete some first.');
      return keep([...others, style]);
    },
    remove: (gone) => keep(list().filter(({ name }) => name !== gone)),
  };
}
