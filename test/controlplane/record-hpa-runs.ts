import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatHpaRun, type HpaRun } from './recording/hpa-run.ts';
import { recordScenarios } from './recording/record.ts';
import { hpaScenarios } from './scenarios/index.ts';

/**
 * Records scenarios under the real control plane into `directory`, one file each, and prints what happened in each.
 * `names` selects some of them; an unknown name throws.
 */
export async function recordHpaRuns(directory: string, names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !hpaScenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `no scenario ${unknown.join(', ')}; there are ${hpaScenarios.map(({ name }) => name).join(', ')}`,
    );
  }
  const selected = hpaScenarios.filter(({ name }) => names.length === 0 || names.includes(name));
  const runs = await recordScenarios(selected);
  mkdirSync(directory, { recursive: true });
  for (const run of runs) {
    writeFileSync(join(directory, `${run.name}.json`), formatHpaRun(run));
    console.log(`${run.name}: ${run.syncs.length} syncs, replicas ${replicaPath(run)}`);
  }
}

function replicaPath({ syncs }: HpaRun): string {
  const first = syncs[0]?.scale.specReplicas;
  const rescales = syncs.flatMap(({ rescaledTo }) => (rescaledTo === undefined ? [] : [rescaledTo]));
  return [first, ...rescales].join(' > ');
}
