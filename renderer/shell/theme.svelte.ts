import type { Studio } from '../stores/studio.svelte.ts';

/** Sets the document's theme: the person's choice, or the system's as long as there is none. Call while a component is made. */
export function followTheme({ preferences }: Studio): void {
  const light = matchMedia('(prefers-color-scheme: light)');
  let systemIsLight = $state(light.matches);
  $effect(() => {
    const follow = () => (systemIsLight = light.matches);
    light.addEventListener('change', follow);
    return () => light.removeEventListener('change', follow);
  });
  $effect.pre(() => {
    const { theme } = preferences.values;
    document.documentElement.dataset['theme'] = theme === 'system' ? (systemIsLight ? 'light' : 'dark') : theme;
  });
}
