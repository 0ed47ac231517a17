import type { HpaCondition } from './conditions.ts';
import type { ControllerEvent } from './decision.ts';
import type { HpaFeatures } from './hpa-features.ts';
import type { SelectorProblem } from './hpa-input.ts';
import type { InvalidProposal, MetricProposal, ValidProposal } from './proposal.ts';

/** What all metrics together ask for. */
export interface CombinedProposal {
  /** `null`: nothing may be scaled. */
  readonly replicas: number | null;
  /** The proposal that decided; absent when none did. */
  readonly deciding?: ValidProposal;
  /** What the reconcile returns as its error; may be there beside a count. */
  readonly error?: string;
  readonly scalingActive: HpaCondition;
  readonly events: readonly ControllerEvent[];
}

/**
 * The largest of the valid proposals. Where a metric failed, they may hold or raise the current count but not lower it: the
 * metric that is not known might have asked for more (`computeReplicasForMetrics`, horizontal.go, Kubernetes 1.37).
 */
export function combineProposals(
  proposals: readonly MetricProposal[],
  currentReplicas: number,
): CombinedProposal {
  const deciding = largestProposal(proposals);
  const failures = proposals.filter((proposal) => !proposal.valid);
  const failed = failures[0] && failureOf(failures[0], failures, proposals.length);
  if (!deciding || (failed && deciding.replicas < currentReplicas)) {
    if (!failed) throw new RangeError('an HPA has at least one metric');
    return { replicas: null, ...failed };
  }
  const combined: CombinedProposal = {
    replicas: deciding.replicas,
    deciding,
    scalingActive: {
      type: 'ScalingActive',
      status: 'True',
      reason: 'ValidMetricFound',
      message: `the HPA was able to successfully calculate a replica count from ${deciding.description}`,
    },
    events: failed?.events ?? [],
  };
  return failed ? { ...combined, error: failed.error } : combined;
}

/** The first of the largest. As upstream, a proposal of 0 gives way to any later one, even to a negative one. */
function largestProposal(proposals: readonly MetricProposal[]): ValidProposal | undefined {
  let largest: ValidProposal | undefined;
  for (const proposal of proposals) {
    if (!proposal.valid) continue;
    if (!largest || largest.replicas === 0 || proposal.replicas > largest.replicas) largest = proposal;
  }
  return largest;
}

type Failed = Required<Pick<CombinedProposal, 'error' | 'scalingActive' | 'events'>>;

function failureOf(first: InvalidProposal, failures: readonly InvalidProposal[], metrics: number): Failed {
  return {
    error: `invalid metrics (${failures.length} invalid out of ${metrics}), first error is: ${first.reconcileError}`,
    scalingActive: inactive(first.failure, `the HPA was unable to compute the replica count: ${first.error}`),
    events: failures.map(({ failure, error }) => ({ type: 'Warning', reason: failure, message: error })),
  };
}

/**
 * What becomes of metrics when the selector cannot be used (`validateAndParseSelector`, horizontal.go, Kubernetes 1.37): nothing
 * is scaled.
 */
export function refuseSelector(
  problem: SelectorProblem,
  { wrappedErrors }: Pick<HpaFeatures, 'wrappedErrors'>,
): CombinedProposal {
  switch (problem.type) {
    case 'Missing':
      return refused('InvalidSelector', "the HPA target's scale is missing a selector", {
        reason: 'SelectorRequired',
        error: 'selector is required',
      });
    case 'Unparsable':
      return refused(
        'InvalidSelector',
        `couldn't convert selector into a corresponding internal selector object: ${problem.error}`,
      );
    case 'Ambiguous': {
      const hpas = `[${problem.hpas.join(' ')}]`;
      const by = wrappedErrors ? `more than one HPA (e.g. ${hpas})` : `multiple HPAs: ${hpas}`;
      return refused('AmbiguousSelector', `pods by selector ${problem.selector} are controlled by ${by}`);
    }
  }
}

function refused(
  reason: string,
  message: string,
  event: { readonly reason: string; readonly error: string } = { reason, error: message },
): CombinedProposal {
  return {
    replicas: null,
    error: event.error,
    scalingActive: inactive(reason, message),
    events: [{ type: 'Warning', reason: event.reason, message: event.error }],
  };
}

function inactive(reason: string, message: string): HpaCondition {
  return { type: 'ScalingActive', status: 'False', reason, message };
}
