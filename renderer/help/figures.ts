/** The drawings of the help, each loaded when it is first seen. */
import type { Component } from 'svelte';

/** `small`: beside a term; the page has room for more. */
type Figure = Component<{ small?: boolean }>;
type Load = () => Promise<{ readonly default: Figure }>;

export const FIGURES = {
  'residual-unit': () => import('./figures/ResidualUnit.svelte'),
  steps: () => import('./figures/Steps.svelte'),
  modes: () => import('./figures/Modes.svelte'),
  presets: () => import('./figures/Presets.svelte'),
  sets: () => import('./figures/Sets.svelte'),
  semantics: () => import('./figures/Semantics.svelte'),
  switching: () => import('./figures/Switching.svelte'),
  programs: () => import('./figures/Programs.svelte'),
  cache: () => import('./figures/Cache.svelte'),
  'speed-up': () => import('./figures/SpeedUp.svelte'),
  fidelity: () => import('./figures/Fidelity.svelte'),
  rival: () => import('./figures/Rival.svelte'),
  guidance: () => import('./figures/Guidance.svelte'),
  calls: () => import('./figures/Calls.svelte'),
  precision: () => import('./figures/Precision.svelte'),
  seeds: () => import('./figures/Seeds.svelte'),
} as const satisfies Readonly<Record<string, Load>>;

export type FigureId = keyof typeof FIGURES;
