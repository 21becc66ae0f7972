import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PALETTES, THEMES } from './palette.ts';

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');
const [dark = '', light = ''] = css.split("[data-theme='light']");
const RULES = { dark, light: light.split('}')[0]! };

/** Where the screen has another word for it. */
const TOKENS: Readonly<Record<string, string>> = { background: 'bg' };

it.each(THEMES)('exports have the tones of the screen (%s)', (theme) => {
  for (const [name, colour] of Object.entries(PALETTES[theme])) {
    expect(RULES[theme]).toContain(`--${TOKENS[name] ?? name}: ${colour};`);
  }
});
