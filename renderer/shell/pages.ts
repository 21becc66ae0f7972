import type { Component } from 'svelte';
import type { Studio } from '../stores/studio.svelte.ts';
import type { IconName } from '../ui/icons.ts';

/** A page of the studio. To add one: a component that fills `Workspace`, and a line here. */
export interface Page {
  /** Its address: `#/compose`. */
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** Left out: its number on the rail. */
  readonly shortcut?: string;
  readonly load: () => Promise<{ readonly default: Component }>;
  /** Where the skip link leads, which is the first stop of Tab; left out: to the middle of the page. `to` is a selector. */
  readonly skip?: { readonly what: string; readonly to: string };
}

/** The page that shows how much waits on its icon. */
export const QUEUE = 'queue';

export const PAGES: readonly Page[] = [
  {
    id: 'compose',
    title: 'Compose',
    icon: 'compose',
    load: () => import('../composer/ComposerPage.svelte'),
    skip: { what: 'the diagram', to: '[data-unit][tabindex="0"]' },
  },
  { id: 'grid', title: 'Grid', icon: 'grid', load: () => import('../pages/grid/GridPage.svelte') },
  {
    id: 'history',
    title: 'History',
    icon: 'history',
    load: () => import('../pages/history/HistoryPage.svelte'),
    skip: { what: 'the runs', to: '[role=listbox][aria-label=Runs]' },
  },
  { id: 'compare', title: 'Compare', icon: 'compare', load: () => import('../pages/compare/ComparePage.svelte') },
  { id: QUEUE, title: 'Queue', icon: 'queue', load: () => import('../pages/queue/QueuePage.svelte') },
  { id: 'models', title: 'Models', icon: 'models', load: () => import('../pages/models/ModelsPage.svelte') },
  {
    id: 'settings',
    title: 'Settings',
    icon: 'settings',
    load: () => import('../pages/settings/SettingsPage.svelte'),
  },
  {
    id: 'help',
    title: 'Help',
    icon: 'help',
    shortcut: 'F1',
    load: () => import('../pages/help/HelpPage.svelte'),
  },
];

/** Where a person begins who has made nothing yet; later a command leads here, and no place on the rail. */
export const WELCOME: Page = {
  id: 'welcome',
  title: 'Welcome',
  icon: 'star',
  load: () => import('../pages/welcome/WelcomePage.svelte'),
};

/** `#/history?run=7` -> the history page; null where the address names none. */
export function pageOf(hash: string): Page | null {
  const id = /^#\/([\w-]+)/.exec(hash)?.[1];
  return [...PAGES, WELCOME].find((page) => page.id === id) ?? null;
}

type Told = Pick<Studio, 'models' | 'problem' | 'connection'> & { readonly records: Pick<Studio['records'], 'recent'> };

/** Where an address leads that names no page: who has made nothing yet is welcomed. null until the host has told. */
export function firstPage({ models, records, problem, connection }: Told): Page | null {
  if (problem || connection === 'lost' || connection === 'refused') return PAGES[0]!;
  if (!models) return null;
  return records.recent.length === 0 ? WELCOME : PAGES[0]!;
}

export function goTo(page: Page): void {
  location.hash = `#/${page.id}`;
}
