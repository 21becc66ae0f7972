import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 120_000,
    // A token that a test sets is nothing for the keychain of whoever runs it.
    env: { HEIRLOOM_KEYCHAIN: 'none' },
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{native-models,preload,renderer,main,scripts,bench,fuzz}/**/*.test.ts'],
          // Two workers: each test file that runs a network owns an onnxruntime of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['e2e/**/*.test.ts'],
          // After the others, two side by side: a browser and an engine of one thread (e2e/hosts/one-thread.ts) wait half the time.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
