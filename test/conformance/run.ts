import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { checkVector, parseVectorFile } from './run-vectors.ts';
import type { Vector } from './vector.ts';

const usage = `Usage: npm run conformance -- <folder or file> [...]

Runs the vectors in every *.json of the folders and says which pass. The format is in docs/semantics/vectors.md.`;

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** Runs everything below the given paths and answers the exit code: 0 passed, 1 failed, 2 nothing to run. */
export function main(paths: readonly string[]): 0 | 1 | 2 {
  if (paths.length === 0 || paths.includes('--help')) {
    console.log(usage);
    return paths.length === 0 ? 2 : 0;
  }
  const files = paths.flatMap(vectorFiles);
  if (files.length === 0) {
    console.error(`No *.json in ${paths.join(', ')}.`);
    return 2;
  }
  const tallies = files.map(runFile);
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  console.log(
    `\n${passed} passed, ${failed} failed, in ${files.length} ${files.length === 1 ? 'file' : 'files'}`,
  );
  return failed === 0 ? 0 : 1;
}

function vectorFiles(path: string): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) {
    console.error(`${path}: no such file or folder`);
    return [];
  }
  if (!found.isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}

function runFile(path: string): Tally {
  console.log(`\n${path}`);
  const vectors = parseVectorFile(readFileSync(path, 'utf8'));
  if ('error' in vectors) {
    console.log(`  FAILED  ${vectors.error}`);
    return { passed: 0, failed: 1 };
  }
  const failures = vectors.filter((vector) => !report(vector));
  return { passed: vectors.length - failures.length, failed: failures.length };
}

/** Prints one line for a vector, and one more for each difference; says whether it passed. */
function report(vector: Vector): boolean {
  const differences = checkVector(vector);
  console.log(`  ${differences.length === 0 ? 'passed' : 'FAILED'}  ${titleOf(vector)}`);
  for (const difference of differences) console.log(`          ${difference}`);
  return differences.length === 0;
}

function titleOf(vector: Vector): string {
  const what = [vector.what, vector.upstream_test, vector.test, vector.name].find(
    (title) => typeof title === 'string',
  );
  return what === undefined ? `${vector.id} (${vector.kind})` : `${vector.id} ${what}`;
}
