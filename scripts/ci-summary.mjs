// Adds up the test reports of all runs and prints the closing line. Usage: node scripts/ci-summary.mjs <folder>
// A file that was run again (run-failed-again.mjs) counts by its second run; its tests that failed before are named as unsteady.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const reports = readdirSync(folder).filter((name) => name.startsWith('vitest-'));
let passed = 0;
let failed = 0;
let skipped = 0;
for (const name of reports) {
  const again = new Map(filesOf(name.replace('vitest-', 'again-')).map((file) => [file.name, file]));
  for (const first of filesOf(name)) {
    const file = again.get(first.name) ?? first;
    const tests = file.assertionResults;
    const failures = tests.filter(({ status }) => status === 'failed');
    const left = tests.filter(({ status }) => !['passed', 'failed'].includes(status));
    passed += tests.length - failures.length - left.length;
    skipped += left.length;
    // A file that does not load has no tests to fail.
    failed += file.status === 'failed' ? Math.max(1, failures.length) : 0;
    for (const test of left) console.log(`skipped: ${test.fullName}`);
    // Once more at the end: a log is often read from its last lines only.
    if (file.status === 'failed' && failures.length === 0) {
      console.log(`failed to load (${name}): ${file.name}\n${indented(file.message)}`);
    }
    for (const test of failures) {
      console.log(`failed (${name}): ${test.fullName}\n${indented(test.failureMessages.join('\n'))}`);
    }
    if (file === first) continue;
    for (const test of first.assertionResults.filter(({ status }) => status === 'failed')) {
      console.log(`unsteady (${name}): ${test.fullName}\n${indented(test.failureMessages.join('\n'))}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 && skipped === 0 && passed > 0 ? 0 : 1);

function filesOf(name) {
  const path = join(folder, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).testResults : [];
}

function indented(text) {
  return text
    .split('\n')
    .slice(0, 30)
    .map((line) => `    ${line}`)
    .join('\n');
}
