// Four kinds of test, told apart by the ending of the file: .test.ts runs anywhere, renderer/ tests in jsdom,
// .pg.test.ts gets the Postgres of the run, .e2e.test.ts gets that and the built window for a real Chromium.
import react from '@vitejs/plugin-react';
import { configDefaults, defineConfig } from 'vitest/config';
import { summaryReporter } from './test/support/summary-reporter.ts';

const exclude = [...configDefaults.exclude, 'dist/**', '.restow/**'];
const needsMore = ['**/*.pg.test.ts', '**/*.e2e.test.ts'];
/** Generous, because the machine may be busy; a test never measures time by failing. */
const patient = { testTimeout: 30_000, hookTimeout: 120_000, teardownTimeout: 30_000 };
const verySlow = { testTimeout: 120_000, hookTimeout: 120_000, teardownTimeout: 30_000 };

export default defineConfig({
  test: {
    pool: 'forks',
    // One more than the cores a small machine has: much of a test is waiting for a server, a loop or a browser.
    maxWorkers: 3,
    reporters: ['default', summaryReporter()],
    projects: [
      {
        test: { name: 'unit', environment: 'node', include: ['**/*.test.ts'], exclude: [...exclude, ...needsMore, 'renderer/**'], ...patient },
      },
      {
        plugins: [react()],
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          exclude: [...exclude, ...needsMore],
          setupFiles: ['test/support/dom.ts'],
          css: false,
          ...patient,
        },
      },
      {
        test: { name: 'pg', environment: 'node', include: ['**/*.pg.test.ts'], exclude, globalSetup: ['test/support/global-pg.ts'], ...patient },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['**/*.e2e.test.ts'],
          exclude,
          globalSetup: ['test/support/global-pg.ts', 'test/support/global-build.ts'],
          ...verySlow,
        },
      },
    ],
  },
});
