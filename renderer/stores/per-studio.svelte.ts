import type { Studio } from './studio.svelte.ts';

/**
 * State of a page that outlives the page. Made outside of any component, for what a component derives ends with it.
 */
export function perStudio<T extends object>(make: (studio: Studio) => T): (studio: Studio) => T {
  const made = new WeakMap<Studio, T>();
  return (studio) => {
    const there = made.get(studio);
    if (there) return there;
    let state!: T;
    $effect.root(() => {
      state = make(studio);
    });
    made.set(studio, state);
    return state;
  };
}
