import { controlPlaneBinaries, describeMissing, systemBinaries } from './binaries.ts';

/** A global setup of vitest: says once, in one line, what of the tests is left out here and how to get it. */
export function setup(): void {
  const missing = describeMissing([...controlPlaneBinaries, ...systemBinaries]);
  if (missing !== null) console.warn(`Tests with real programs are left out: ${missing}`);
}
