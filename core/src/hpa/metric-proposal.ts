import type { MetricObservation } from './hpa-input.ts';
import type { HpaMetricSpec } from './hpa-spec.ts';
import { proposeForPods, proposeForResource } from './pod-metric-proposal.ts';
import type { MetricProposal, ProposalContext, ProposalResult } from './proposal.ts';
import { proposeForExternal, proposeForObject } from './value-metric-proposal.ts';

/** The replica count that one metric asks for (`computeReplicasForMetric`, horizontal.go, Kubernetes 1.37). */
export function proposeReplicas(
  spec: HpaMetricSpec,
  metricIndex: number,
  observation: MetricObservation,
  context: ProposalContext,
): MetricProposal {
  const result = resultFor(spec, observation, context);
  if (!result.ok) return { valid: false, metricIndex, ...result.error };
  // Field by field: a simulation decides millions of times, and a spread costs many times as much.
  const { description, replicas, current, measure, groups, reasons } = result.value;
  return { valid: true, metricIndex, description, replicas, current, measure, groups, reasons };
}

function resultFor(
  spec: HpaMetricSpec,
  observation: MetricObservation,
  context: ProposalContext,
): ProposalResult {
  switch (spec.type) {
    case 'Resource':
    case 'ContainerResource':
      return proposeForResource(spec, observation, context);
    case 'Pods':
      return proposeForPods(spec, observation, context);
    case 'Object':
      return proposeForObject(spec, observation, context);
    case 'External':
      return proposeForExternal(spec, observation, context);
  }
}
