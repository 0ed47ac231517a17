import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { hourScenarios } from '../scenarios/hour.ts';
import { hpaScenarios } from '../scenarios/index.ts';
import type { HpaRun, RecordedSync } from './hpa-run.ts';
import { replay } from './replay.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);

/** The runs of a folder of fixtures; those of an hour are compressed. */
function runsIn(folder: string): readonly HpaRun[] {
  const directory = new URL(`${folder}/`, fixtures);
  return readdirSync(directory)
    .filter((file) => /\.json(\.gz)?$/.test(file))
    .map((file) => {
      const bytes = readFileSync(new URL(file, directory));
      return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as HpaRun;
    });
}

/** Where a run of an hour and we differ, and why. The machine was busy: some reconciles took seconds. */
const explained: readonly { readonly run: string; readonly atMs: number; readonly why: string }[] = [
  {
    run: 'hour-cpu-and-memory',
    atMs: 1_810_228,
    why: 'The behavior was changed after the metrics were read and before the status was written, which was refused. The recording has this reconcile and the next as one; the rescale to 5 is that of the next, under the new behavior.',
  },
  {
    run: 'hour-moving-bounds',
    atMs: 1_208_002,
    why: 'The same with the bounds: minReplicas 6 came between the two reconciles that are recorded as one.',
  },
  {
    run: 'hour-default-behavior',
    atMs: 1_212_759,
    why: 'The API server answered 503 itself, so the metrics API did not hear the request: the decision is the same, the text of the error is not recorded.',
  },
];

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
  const runs = runsIn('hpa-runs');

  it('are those of all scenarios', () => {
    expect(runs.map(({ name }) => name).sort()).toEqual(hpaScenarios.map(({ name }) => name).sort());
  });

  it.each(runs.map((run) => [run.name, run] as const))('%s: each decision is ours', (_name, run) => {
    expect(run.syncs.length).toBeGreaterThan(5);
    expect(replayedOutcomes(run)).toEqual(recordedOutcomes(run.syncs));
  });
});

describe('an hour under the real HPA controller with its ordinary flags', () => {
  const runs = runsIn('hpa-hour');

  it('is that of all scenarios, each longer than an hour of syncs every 15 s', () => {
    expect(runs.map(({ name }) => name).sort()).toEqual(hourScenarios.map(({ name }) => name).sort());
    for (const { controller, syncs } of runs) {
      expect(controller).toMatchObject({ syncPeriodSeconds: 15, downscaleStabilizationSeconds: 300 });
      expect(syncs.at(-1)!.atMs - syncs[0]!.atMs).toBeGreaterThan(3600_000);
    }
  });

  it.each(runs.map((run) => [run.name, run] as const))(
    '%s: each decision is ours, but for what is explained',
    (_name, run) => {
      expect(run.syncs.length).toBeGreaterThan(239);
      const recorded = recordedOutcomes(run.syncs);
      const differences = replayedOutcomes(run).filter(
        (outcome, index) => !isDeepStrictEqual(outcome, recorded[index]),
      );
      const known = explained.filter((difference) => difference.run === run.name);
      expect(differences.map(({ atMs }) => atMs)).toEqual(known.map(({ atMs }) => atMs));
    },
  );

  it('differs in the text of one error and in two reconciles that are recorded as one, of more than 2,000', () => {
    expect(runs.reduce((sum, { syncs }) => sum + syncs.length, 0)).toBeGreaterThan(2000);
    const unavailable = runs.find(({ name }) => name === 'hour-default-behavior')!;
    const outcomes = [replayedOutcomes(unavailable), recordedOutcomes(unavailable.syncs)].map((all) => {
      const { conditions, ...seen } = all.find(({ atMs }) => atMs === 1_212_759)!;
      return { ...seen, reasons: conditions.map((condition) => condition.split(':')[0]) };
    });
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(explained).toHaveLength(3);
  });
});
