import type { Studio } from '../stores/studio.svelte.ts';
import { type Page, PAGES, WELCOME } from './pages.ts';

/** Where an address leads that names no page: who has made nothing yet is welcomed. null until the host has told. */
export function firstPage({ models, records, problem, connection }: Studio): Page | null {
  if (problem || connection === 'lost') return PAGES[0]!;
  if (!models) return null;
  return records.recent.length === 0 ? WELCOME : PAGES[0]!;
}
