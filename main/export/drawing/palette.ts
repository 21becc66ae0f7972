/** The product's colours, as `renderer/styles/tokens.css` has them. Two carry meaning everywhere: compute (amber, solid) and inherit (teal, hatched). */
export interface Palette {
  readonly background: string;
  readonly panel: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly dim: string;
  readonly faint: string;
  readonly compute: string;
  readonly inherit: string;
}

export const PALETTES = {
  dark: {
    background: '#0f1216',
    panel: '#161b21',
    raised: '#1c232b',
    line: '#2a333d',
    text: '#e6ebf0',
    dim: '#93a1b0',
    faint: '#84919f',
    compute: '#f2a65a',
    inherit: '#4fb6c9',
  },
  light: {
    background: '#f6f4f0',
    panel: '#ffffff',
    raised: '#f0ede7',
    line: '#ddd6cb',
    text: '#1e2329',
    dim: '#55606b',
    faint: '#616a74',
    compute: '#c96f1b',
    inherit: '#0f7386',
  },
} as const satisfies Readonly<Record<string, Palette>>;

export type Theme = keyof typeof PALETTES;
export const THEMES = Object.keys(PALETTES) as readonly Theme[];
