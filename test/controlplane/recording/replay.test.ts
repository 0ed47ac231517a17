import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { hpaScenarios } from '../scenarios/index.ts';
import type { HpaRun, RecordedSync } from './hpa-run.ts';
import { replay } from './replay.ts';

const directory = new URL('../../fixtures/hpa-runs/', import.meta.url);
const runs = readdirSync(directory)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as HpaRun);

/** What can be seen of a reconcile: the write of the scale, and the status that holds after it. */
interface Outcome {
  readonly atMs: number;
  readonly rescaledTo: number | undefined;
  readonly desiredReplicas: number | undefined;
  readonly conditions: readonly string[];
}

/** The controller writes the status only when something of it changed: until then the last one holds. */
function recordedOutcomes(syncs: readonly RecordedSync[]): readonly Outcome[] {
  let status: RecordedSync['status'];
  return syncs.map((sync) => {
    status = sync.status ?? status;
    const conditions = (status?.conditions ?? []).map(
      (condition) => `${condition.type}=${condition.status} ${condition.reason}: ${condition.message}`,
    );
    return {
      atMs: sync.atMs,
      rescaledTo: sync.rescaledTo,
      desiredReplicas: status?.desiredReplicas,
      conditions: conditions.sort(),
    };
  });
}

function replayedOutcomes(run: HpaRun): readonly Outcome[] {
  return replay(run).map(({ recorded, decision }) => ({
    atMs: recorded.atMs,
    rescaledTo: decision.rescale ? decision.desiredReplicas : undefined,
    desiredReplicas: decision.state.desiredReplicas,
    conditions: decision.conditions
      .map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`)
      .sort(),
  }));
}

describe('recorded runs of the real HPA controller', () => {
  it('are those of all scenarios', () => {
    expect(runs.map(({ name }) => name).sort()).toEqual(hpaScenarios.map(({ name }) => name).sort());
  });

  it.each(runs.map((run) => [run.name, run] as const))('%s: each decision is ours', (_name, run) => {
    expect(run.syncs.length).toBeGreaterThan(5);
    expect(replayedOutcomes(run)).toEqual(recordedOutcomes(run.syncs));
  });
});
