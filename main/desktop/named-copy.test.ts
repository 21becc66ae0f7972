import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { namedCopy } from './named-copy.ts';

test('a dragged picture is a file of its own, and its name serves the next one too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heirloom-drag-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const content of ['first', 'second']) {
    writeFileSync(join(folder, `${content}.png`), content);
    const copy = namedCopy(join(folder, `${content}.png`), join(folder, 'dragged'), 'heirloom-7.png');
    expect(copy).toBe(join(folder, 'dragged', 'heirloom-7.png'));
    expect(readFileSync(copy, 'utf8')).toBe(content);
    writeFileSync(copy, 'changed by another program');
  }
  expect(readFileSync(join(folder, 'first.png'), 'utf8')).toBe('first');
});
