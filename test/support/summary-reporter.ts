// Ends every run with a plain `N passed, N failed, N skipped` and names each skipped test with its reason,
// so that a run which tested less than it seems to cannot look like a full one.
import type { Reporter, TestCase, TestModule } from 'vitest/node';

type Tally = { passed: number; failed: number; skipped: number };

/** A title says why its test may be skipped; `skip('note')` inside a test says it when it happens. */
const skippedLine = (test: TestCase): string => {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return `  skipped: ${test.module.relativeModuleId} > ${test.fullName}${note === undefined ? '' : ` (${note})`}`;
};

const isSkipped = (test: TestCase): boolean => {
  const { state } = test.result();
  return state === 'skipped' || state === 'pending'; // pending: the run ended before this test was reached
};

/** A file that did not load, or a failing hook of a suite, counts as one failure beside its tests. */
const failuresOutsideTests = (module: TestModule): number =>
  module.errors().length + [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;

const tally = (modules: readonly TestModule[], strayErrors: number): Tally => {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const failed = tests.filter((test) => test.result().state === 'failed').length;
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed: failed + strayErrors + modules.reduce((sum, module) => sum + failuresOutsideTests(module), 0),
    skipped: tests.filter(isSkipped).length,
  };
};

export const summaryReporter = (write: (text: string) => void = (text) => void process.stdout.write(text)): Reporter => ({
  onTestRunEnd(modules, errors) {
    const skipped = modules.flatMap((module) => [...module.children.allTests()]).filter(isSkipped);
    const { passed, failed, skipped: count } = tally(modules, errors.length);
    const list = skipped.map((test) => `${skippedLine(test)}\n`).join('');
    write(`\n${list}${passed} passed, ${failed} failed, ${count} skipped\n`);
  },
});
