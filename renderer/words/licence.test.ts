import { expect, test } from 'vitest';
import { buttonLabel, hasText, licenceLine, licenceName } from './licence.ts';

test('a licence line is its own name', () => {
  expect(licenceName('creativeml-openrail-m')).toBe('creativeml-openrail-m');
  expect(hasText('creativeml-openrail-m')).toBe(false);
});

test('a licence file is called by its title, without its marks', () => {
  const text = '\n# MIT License #\n\nCopyright (c) 2026\n';
  expect(licenceName(text)).toBe('MIT License');
  expect(hasText(text)).toBe(true);
  expect(buttonLabel(text)).toBe('MIT License');
  expect(licenceLine(text)).toBe('Licence: MIT License');
  expect(licenceLine('creativeml-openrail-m')).toBe('Licence: creativeml-openrail-m');
  expect(licenceLine('heirloom-emoji\n\nTrained on emoji')).toBe('Licence and notices');
  expect(buttonLabel('Notice\n\nTrained on emoji')).toBe('Read it');
});

test('a file without line breaks is cut', () => {
  expect(licenceName('word '.repeat(40))).toHaveLength(60);
});
