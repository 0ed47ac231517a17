import { type HpaSpec, withSpecDefaults } from '../hpa/index.ts';
import { reversals } from '../scaling/index.ts';
import { formatShare } from '../units/index.ts';
import { hpaSpecOf } from './hpa-from-objects.ts';
import { replicaChanges } from './replica-changes.ts';
import type { WorkloadFacts } from './workload-facts.ts';
import type { ReportHpaProposal, ReportScaling } from './workload-report.ts';

/** Less of a day than this at the maximum is a peak that is over soon. */
const SHARE_AT_MAXIMUM = 0.05;
const SHARE_AT_MINIMUM = 0.95;
const HOUR_MS = 3_600_000;
/** So many turns of direction within an hour are no load that comes and goes. */
const TURNS_AN_HOUR = 4;
const LEAST_SAMPLES = 12;
const CONTROLLER_WINDOW_MS = 300_000;

/**
 * Changes that an HPA might need, each with what was seen. The HPA's own rules decide; these only propose, and only where one HPA decides and
 * the replicas of the last hours are known.
 */
export function hpaProposals({ hpas, metrics }: WorkloadFacts, { now }: ReportScaling): ReportHpaProposal[] {
  const [hpa] = hpas;
  const spec = hpa && hpaSpecOf(hpa);
  const replicas = metrics?.replicas.series[0];
  if (spec === undefined || hpas.length !== 1 || replicas === undefined) return [];
  if (replicas.values.length < LEAST_SAMPLES) return [];
  const asked = now.proposals.flatMap(({ proposal }) => proposal ?? []);
  const share = (matches: (count: number) => boolean): number =>
    replicas.values.filter((value) => matches(Math.round(value))).length / replicas.values.length;
  const changes = replicaChanges(replicas);
  const turns = changes.reduce((most, { atMs }) => Math.max(most, reversals(changes, atMs, HOUR_MS)), 0);
  return [
    ...raiseMaximum(
      spec.maxReplicas,
      share((count) => count >= spec.maxReplicas),
    ),
    ...lowerMinimum(
      spec.minReplicas ?? 1,
      share((count) => count <= (spec.minReplicas ?? 1)),
      asked,
    ),
    ...calmDown(spec, turns),
  ];
}

function raiseMaximum(maxReplicas: number, share: number): ReportHpaProposal[] {
  if (share < SHARE_AT_MAXIMUM) return [];
  const to = Math.ceil(maxReplicas * 1.5);
  const reason = 'the HPA could not follow the load';
  return [
    {
      field: 'maxReplicas',
      from: maxReplicas,
      to,
      reason,
      evidence: `at maxReplicas for ${formatShare(share)} of the last day`,
    },
  ];
}

/** Two replicas stay where there were two: one is no redundancy. */
function lowerMinimum(minReplicas: number, share: number, asked: readonly number[]): ReportHpaProposal[] {
  const needed = Math.max(...asked);
  const to = Math.max(Math.min(2, minReplicas), needed);
  if (asked.length === 0 || share < SHARE_AT_MINIMUM || to >= minReplicas) return [];
  const evidence = `at minReplicas for ${formatShare(share)} of the last day; the metrics ask for ${needed} now`;
  return [
    {
      field: 'minReplicas',
      from: minReplicas,
      to,
      reason: 'more replicas are kept than the metrics ask for',
      evidence,
    },
  ];
}

function calmDown(spec: HpaSpec, turns: number): ReportHpaProposal[] {
  if (turns < TURNS_AN_HOUR) return [];
  const { behavior } = withSpecDefaults(spec, CONTROLLER_WINDOW_MS);
  const from = behavior?.scaleDown.stabilizationWindowSeconds ?? CONTROLLER_WINDOW_MS / 1000;
  const to = Math.min(3600, 2 * from);
  if (to <= from) return [];
  return [
    {
      field: 'behavior.scaleDown.stabilizationWindowSeconds',
      from,
      to,
      reason: 'replicas are removed that are soon needed again',
      evidence: `the direction turned ${turns} times within an hour`,
    },
  ];
}
