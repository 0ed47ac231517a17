import { defineConfig } from 'vitest/config';

// `source` makes every workspace package resolve to its TypeScript, so that tests need no build.
const conditions = ['source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: [
      'test/controlplane/report-missing-programs.ts',
      'test/extension/vscode/report-missing-editor.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: `.cache/reports/vitest-node${process.versions.node}.json` },
    coverage: {
      provider: 'v8',
      include: ['core/src/**/*.ts', 'plugin/src/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
    },
  },
});
