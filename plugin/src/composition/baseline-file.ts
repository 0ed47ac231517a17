import { readFile } from 'node:fs/promises';

import { type Baseline, parseBaseline } from '@kubectl-autoscale/core/lint';
import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

/** Reads a baseline; `undefined` where there is no such file. The error names the file and what is wrong with it. */
export async function readBaseline(path: string): Promise<Result<Baseline | undefined, string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'ENOENT' ? ok(undefined) : fail(`cannot read the baseline ${path}: ${code}`);
  }
  const baseline = parseBaseline(text);
  return baseline.ok ? baseline : fail(`the baseline ${path} ${baseline.error}`);
}
