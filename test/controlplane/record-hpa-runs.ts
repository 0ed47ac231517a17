import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { formatHpaRun, type HpaRun } from './recording/hpa-run.ts';
import { ordinaryController, recordingController, recordScenarios } from './recording/record.ts';
import { hourScenarios } from './scenarios/hour.ts';
import { hpaScenarios } from './scenarios/index.ts';

/** What is recorded together: `short` in about a minute with short times, `hour` in an hour with the ordinary flags. */
export type RunSet = 'short' | 'hour';

const sets = {
  short: { scenarios: hpaScenarios, controller: recordingController },
  hour: { scenarios: hourScenarios, controller: ordinaryController },
} as const;

/**
 * Records scenarios under the real control plane into `directory`, one file each, and prints what happened in each.
 * The runs of an hour are compressed. `names` selects some of a set; an unknown name throws.
 */
export async function recordHpaRuns(set: RunSet, directory: string, names: readonly string[]): Promise<void> {
  const { scenarios, controller } = sets[set];
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `no scenario ${unknown.join(', ')}; there are ${scenarios.map(({ name }) => name).join(', ')}`,
    );
  }
  const selected = scenarios.filter(({ name }) => names.length === 0 || names.includes(name));
  const runs = await recordScenarios(selected, controller);
  mkdirSync(directory, { recursive: true });
  for (const run of runs) {
    const text = formatHpaRun(run);
    if (set === 'hour') writeFileSync(join(directory, `${run.name}.json.gz`), gzipSync(text, { level: 9 }));
    else writeFileSync(join(directory, `${run.name}.json`), text);
    console.log(`${run.name}: ${run.syncs.length} syncs, replicas ${replicaPath(run)}`);
  }
}

function replicaPath({ syncs }: HpaRun): string {
  const first = syncs[0]?.scale.specReplicas;
  const rescales = syncs.flatMap(({ rescaledTo }) => (rescaledTo === undefined ? [] : [rescaledTo]));
  return [first, ...rescales].join(' > ');
}
