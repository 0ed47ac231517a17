import type { Reason } from '../evidence/index.ts';
import type { AggregateContainerState } from './aggregate-container-state.ts';
import { describeAmount } from './amount-text.ts';
import type { Capping } from './capping.ts';
import { type Bound, confidenceOf, estimate, type Estimation, minimumPerContainer } from './estimator.ts';
import { capToPolicy, roundToWholeCores } from './post-processing.ts';
import type { RecommenderConfig } from './recommender-config.ts';
import {
  type ResourceAmount,
  type ResourceAmounts,
  type ResourceName,
  roundUpToStep,
} from './resource-amount.ts';
import { type ContainerPolicies, controlledResourcesFor, isScaled, policyFor } from './resource-policy.ts';

/** What `status.recommendation` says of one container. Only controlled resources have amounts. */
export interface RecommendedContainerResources {
  readonly containerName: string;
  readonly lowerBound: ResourceAmounts;
  readonly target: ResourceAmounts;
  readonly upperBound: ResourceAmounts;
  /** The target before the resource policy. */
  readonly uncappedTarget: ResourceAmounts;
  readonly reasons: readonly Reason[];
}

export interface RecommendInput {
  readonly config: RecommenderConfig;
  /** By container name, merged over all pods that the VPA matches. */
  readonly aggregates: ReadonlyMap<string, AggregateContainerState>;
  readonly policies?: ContainerPolicies;
  /**
   * Containers whose CPU goes up to whole cores: see `integerCpuContainers`. The recommender does so only with
   * `--cpu-integer-post-processor-enabled`.
   */
  readonly integerCpuContainers?: ReadonlySet<string>;
  /** Default true. Without reasons a recommendation takes about a fifth of the time, which a simulator of many pods notices. */
  readonly explain?: boolean;
}

const BOUNDS: readonly Bound[] = ['target', 'lowerBound', 'upperBound'];

type AmountsByBound = Record<Bound, Partial<Record<ResourceName, ResourceAmount>>>;

/**
 * The recommendation that the VPA's recommender writes into the status, by container name. A container whose policy is
 * `Off` gets none and does not count when the per-pod minimum is split.
 *
 * Mirrors VPA `pkg/recommender/logic/recommender.go`, `pkg/recommender/routines` and ApplyVPAPolicy (1.8.1): estimate,
 * round, round CPU to whole cores where asked for, cap.
 */
export function recommend(input: RecommendInput): readonly RecommendedContainerResources[] {
  const policies = input.policies ?? [];
  const names = [...input.aggregates.keys()].filter((name) => isScaled(policies, name)).sort();
  return names.flatMap((name) => {
    const state = input.aggregates.get(name);
    return state ? [recommendContainer(input, policies, name, state, names.length)] : [];
  });
}

function recommendContainer(
  input: RecommendInput,
  policies: ContainerPolicies,
  containerName: string,
  state: AggregateContainerState,
  containers: number,
): RecommendedContainerResources {
  const { config, explain = true } = input;
  const amounts: AmountsByBound = { target: {}, lowerBound: {}, upperBound: {} };
  const reasons: Reason[] = [];
  for (const resource of controlledResourcesFor(policies, containerName)) {
    const minimum = minimumPerContainer(resource, config, containers);
    for (const bound of BOUNDS) {
      const estimation = estimate(state, resource, bound, minimum);
      amounts[bound][resource] = rounded(resource, estimation.value, config);
      if (explain) reasons.push(reasonOf(resource, estimation, state));
    }
  }
  const estimated = { containerName, ...amounts, uncappedTarget: amounts.target };
  const processed = input.integerCpuContainers?.has(containerName) ? roundToWholeCores(estimated) : estimated;
  const capped = capToPolicy(processed, policyFor(policies, containerName), config.globalMaxAllowed);
  if (explain) {
    for (const bound of BOUNDS) {
      reasons.push(...capped.cappings[bound].map((capping) => cappingReason(bound, capping)));
    }
  }
  return { ...capped.amounts, reasons };
}

function rounded(resource: ResourceName, value: ResourceAmount, config: RecommenderConfig): ResourceAmount {
  return roundUpToStep(value, resource === 'memory' ? config.roundMemoryBytes : config.roundCpuMillicores);
}

const BOUND_TEXT: Readonly<Record<Bound, string>> = {
  target: 'Target',
  lowerBound: 'Lower bound',
  upperBound: 'Upper bound',
};

function reasonOf(resource: ResourceName, estimation: Estimation, state: AggregateContainerState): Reason {
  const { bound, percentile, base, withMargin, withConfidence, minimum, value } = estimation;
  const { config } = state;
  const interval = resource === 'cpu' ? config.confidenceIntervalCpuMs : config.confidenceIntervalMemoryMs;
  const confidence = confidenceOf(state, interval);
  const words = (amount: ResourceAmount) => describeAmount(resource, amount);
  const steps = [
    `p${percent(percentile)} of ${resource === 'cpu' ? 'CPU samples' : 'memory peaks'} is ${words(base)}`,
    `with the ${percent(config.marginFraction)} % margin ${words(withMargin)}`,
  ];
  if (bound !== 'target') {
    steps.push(`at a confidence of ${Number(confidence.toPrecision(3))} ${words(withConfidence)}`);
  }
  if (value > withConfidence) steps.push(`raised to the minimum ${words(minimum)}`);
  return {
    rule: `vpa/${bound}`,
    text: `${BOUND_TEXT[bound]} of ${resource}: ${steps.join(', ')}.`,
    inputs: {
      resource,
      percentile,
      base,
      withMargin,
      withConfidence,
      minimum,
      value,
      confidence,
      samples: state.totalSamples,
    },
  };
}

/** 0.07 as 7, not as 7.000000000000001. */
function percent(share: number): number {
  return Number((share * 100).toPrecision(6));
}

function cappingReason(bound: Bound, { resource, action, from, to }: Capping): Reason {
  return {
    rule: action === 'capped to minAllowed' ? 'vpa/min-allowed' : 'vpa/max-allowed',
    text: `${BOUND_TEXT[bound]} of ${resource} ${action}, ${describeAmount(resource, to)}.`,
    inputs: { bound, resource, from, to },
  };
}
