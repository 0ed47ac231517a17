// Runs the test files that failed in this Node's report once more, by themselves: real programs beside each other on few cores can be too late for one another.
// What passes then is named as unsteady by ci-summary.mjs, not hidden. Usage: node scripts/run-failed-again.mjs <folder>
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** More than this is no chance. */
const MOST_FILES = 4;

const folder = process.argv[2];
const name = `node${process.versions.node}.json`;
const report = JSON.parse(readFileSync(join(folder, `vitest-${name}`), 'utf8'));
const files = report.testResults.filter(({ status }) => status === 'failed').map((file) => file.name);
if (files.length > MOST_FILES) {
  console.log(`${files.length} test files failed: too many to run again`);
  process.exit(1);
}
if (files.length === 0) process.exit(report.success ? 0 : 1);
console.log(`once more, by themselves: ${files.join(' ')}`);
const output = `--outputFile.json=${join(folder, `again-${name}`)}`;
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--no-file-parallelism', output, ...files],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
