import { readdirSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { ACCEPTED } from './accepted.ts';
import { drive } from './drive.ts';
import { seedInputs } from './seeds.ts';
import type { Finding } from './target.ts';
import { TARGETS } from './targets.ts';

/** Any other would do as well; a fixed one keeps a failure's input the same from run to run. */
const SEED = 1;
/** Besides those of `seeds/`: what takes ten seconds over all targets. `npm run fuzz` tries more. */
const INPUTS = 50;

/** On a machine that is busy with everything else. */
const MOST_MS = 120_000;

const NAMES = TARGETS.map(({ name }) => name);
const found: Finding[] = [];

/** One process for all: starting it takes as long as trying a hundred inputs. */
beforeAll(() => drive(NAMES, SEED, INPUTS, (finding) => found.push(finding)), MOST_MS);

test.each(NAMES)('%s: odd inputs are read or refused in words', (name) => {
  const own = found.filter(({ target }) => target === name);
  expect(own.filter(({ outcome }) => outcome.kind !== 'nonsense' || !(outcome.words in ACCEPTED))).toEqual([]);
});

test('every folder of seeds/ is of a target, and has some', () => {
  const folders = readdirSync(new URL('./seeds/', import.meta.url));
  expect(folders.filter((name) => !NAMES.includes(name))).toEqual([]);
  expect(folders.filter((name) => seedInputs(name).length === 0)).toEqual([]);
});
