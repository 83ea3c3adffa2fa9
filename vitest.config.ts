import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['engine/**/*.test.ts', 'controller/**/*.test.ts', 'cli/**/*.test.ts', 'compat-tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'compat-tests/e2e/**'],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
});
