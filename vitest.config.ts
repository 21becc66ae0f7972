import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longest-first.ts';

export default defineConfig({
  test: {
    testTimeout: 120_000,
    // A token that a test sets is nothing for the keychain of whoever runs it.
    env: { HEIRLOOM_KEYCHAIN: 'none' },
    pool: 'forks',
    // One more than the cores of the machine that this is tried on: journeys wait half their time, for what others compute.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{native-models,preload,renderer,main,scripts,bench,fuzz}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        // What a person does, in browsers and with engines of one thread (e2e/hosts/one-thread.ts).
        test: { name: 'journeys', include: ['e2e/**/*.test.ts'] },
      },
    ],
  },
});
