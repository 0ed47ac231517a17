import type { Reason } from '../evidence/reason.ts';
import { replicasText } from './calculation-reasons.ts';
import { type CombinedProposal, combineProposals, refuseSelector } from './combine-proposals.ts';
import { proposeReplicas } from './metric-proposal.ts';
import { normalizeDesiredReplicas } from './normalize.ts';
import type { MetricProposal, ProposalContext } from './proposal.ts';
import type { Outcome, Reconcile } from './reconcile.ts';
import { wasScaledToZero } from './scale-to-zero.ts';

/** The branch that looks at the metrics: what they ask for, stabilized and limited. */
export function decideByMetrics(reconcile: Reconcile): Outcome {
  const { scale, input } = reconcile;
  if (scale.selectorProblem) {
    return failed(refuseSelector(scale.selectorProblem, input.settings.features), [], 'selector');
  }
  const proposals = proposeForAll(reconcile);
  const combined = combineProposals(proposals, scale.specReplicas);
  if (combined.replicas === null) return failed(combined, proposals, 'metric-failed');
  return normalized(reconcile, combined, combined.replicas, proposals);
}

function proposeForAll({ input, spec, scale, tolerances }: Reconcile): readonly MetricProposal[] {
  const { pods, settings, nowMs, observations } = input;
  const { namespace } = spec;
  const context: ProposalContext = { namespace, scale, pods, settings, tolerances, nowMs };
  return spec.metrics.map((metric, index) =>
    proposeReplicas(
      metric,
      index,
      observations[index] ?? { type: 'Error', message: 'not observed' },
      context,
    ),
  );
}

function failed(
  { scalingActive, events, error = '' }: CombinedProposal,
  proposals: readonly MetricProposal[],
  kind: 'selector' | 'metric-failed',
): Outcome {
  const text = `Nothing is scaled: ${error}`;
  return {
    desiredReplicas: null,
    conditions: [scalingActive],
    events: [...events, { type: 'Warning', reason: 'FailedComputeMetricsReplicas', message: error }],
    error,
    proposals,
    reasons: () => [
      ...proposals.flatMap(reasonsOf),
      { rule: scalingActive.reason, text, inputs: { metrics: proposals.length } },
    ],
    ...(kind === 'selector' ? { blocker: { kind, text } } : {}),
  };
}

function normalized(
  reconcile: Reconcile,
  { deciding, scalingActive, events, error }: CombinedProposal,
  metricReplicas: number,
  proposals: readonly MetricProposal[],
): Outcome {
  const { input, spec, scale, state } = reconcile;
  const currentReplicas = scale.specReplicas;
  // A negative metric asks for a negative count.
  const desiredReplicas = Math.max(0, metricReplicas);
  const normal = normalizeDesiredReplicas({
    spec,
    state,
    downscaleStabilizationMs: input.settings.downscaleStabilizationMs,
    currentReplicas,
    desiredReplicas,
    nowMs: input.nowMs,
  });
  const description = metricReplicas > 0 ? (deciding?.description ?? '') : '';
  const byMetrics = rescaleReason(currentReplicas, desiredReplicas, description);
  const raised = currentReplicas === 0 && wasScaledToZero(reconcile) && normal.replicas < spec.minReplicas;
  const reason = byMetrics ?? (raised ? 'Current number of replicas below Spec.MinReplicas' : undefined);
  return {
    desiredReplicas: raised ? spec.minReplicas : normal.replicas,
    rescaleReason: reason,
    conditions: [scalingActive, normal.ableToScale, normal.scalingLimited],
    events,
    error,
    proposals,
    deciding,
    stabilizedReplicas: normal.stabilizedReplicas,
    recommendations: normal.recommendations,
    reasons: () => [
      ...proposals.flatMap(reasonsOf),
      combinedReason(proposals, metricReplicas, deciding?.description ?? ''),
      ...normal.reasons(),
      ...(raised ? [raisedReason(spec.minReplicas)] : []),
    ],
  };
}

function rescaleReason(current: number, desired: number, description: string): string | undefined {
  if (desired > current) return `${description} above target`;
  if (desired < current) return 'All metrics below target';
  return undefined;
}

function reasonsOf(proposal: MetricProposal): readonly Reason[] {
  if (proposal.valid) return proposal.reasons();
  const { failure, error, metricIndex } = proposal;
  return [
    { rule: failure, text: `Metric ${metricIndex + 1} cannot be used: ${error}.`, inputs: { metricIndex } },
  ];
}

function combinedReason(proposals: readonly MetricProposal[], replicas: number, description: string): Reason {
  const valid = proposals.filter((proposal) => proposal.valid).length;
  const text =
    proposals.length === 1
      ? `The metric asks for ${replicasText(replicas)}.`
      : `The largest of ${valid} valid proposals (${proposals.length} metrics) counts: ${replicasText(replicas)} from ${description}.`;
  return { rule: 'hpa/largest-proposal', text, inputs: { metrics: proposals.length, valid, replicas } };
}

function raisedReason(minReplicas: number): Reason {
  return {
    rule: 'hpa/below-min-replicas',
    text: `The HPA had scaled to zero and minReplicas is now ${minReplicas}, so the count becomes that.`,
    inputs: { minReplicas },
  };
}
