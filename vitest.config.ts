import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'native-models/**/*.test.ts',
      'preload/**/*.test.ts',
      'renderer/**/*.test.ts',
      'main/**/*.test.ts',
      'scripts/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    testTimeout: 120_000,
    // Two workers: each test file that runs a network owns an onnxruntime of its own.
    maxWorkers: 2,
    pool: 'forks',
  },
});
