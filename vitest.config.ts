import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 120_000,
    // A token that a test sets is nothing for the keychain of whoever runs it.
    env: { HEIRLOOM_KEYCHAIN: 'none' },
    pool: 'forks',
    // One more than the cores of the machine that this is tried on: a journey waits half its time for what others compute.
    maxWorkers: 3,
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
