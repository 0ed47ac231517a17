import type { Reason } from '../evidence/index.ts';
import type { AggregateContainerState } from './aggregate-container-state.ts';
import { describeAmount } from './amount-text.ts';
import { capAmounts, type Capping, POLICY_ACTIONS } from './capping.ts';
import { type Bound, confidenceOf, estimate, type Estimation, minimumPerContainer } from './estimator.ts';
import type { RecommenderConfig } from './recommender-config.ts';
import {
  type ResourceAmount,
  type ResourceAmounts,
  type ResourceName,
  roundUpToStep,
} from './resource-amount.ts';
import {
  type ContainerPolicies,
  type ContainerPolicy,
  controlledResourcesFor,
  isScaled,
  policyFor,
} from './resource-policy.ts';

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
   * Containers whose CPU goes up to whole cores: see {@link integerCpuContainers}. The recommender does so only with
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
  const wholeCores = input.integerCpuContainers?.has(containerName) ?? false;
  for (const resource of controlledResourcesFor(policies, containerName)) {
    const minimum = minimumPerContainer(resource, config, containers);
    for (const bound of BOUNDS) {
      const estimation = estimate(state, resource, bound, minimum);
      amounts[bound][resource] = rounded(resource, estimation.value, config, wholeCores);
      if (explain) reasons.push(reasonOf(resource, estimation, state));
    }
  }
  const capped = capToPolicy(amounts, policyFor(policies, containerName), config);
  if (explain) reasons.push(...capped.reasons());
  return { containerName, ...capped.amounts, uncappedTarget: amounts.target, reasons };
}

function rounded(
  resource: ResourceName,
  value: ResourceAmount,
  config: RecommenderConfig,
  wholeCores: boolean,
): ResourceAmount {
  if (resource === 'memory') return roundUpToStep(value, config.roundMemoryBytes);
  const cpu = roundUpToStep(value, config.roundCpuMillicores);
  return wholeCores ? roundUpToStep(cpu, 1000) : cpu;
}

interface CappedToPolicy {
  readonly amounts: Readonly<Record<Bound, ResourceAmounts>>;
  /** Made when asked for: texts cost more than the arithmetic. */
  readonly reasons: () => readonly Reason[];
}

function capToPolicy(
  amounts: AmountsByBound,
  policy: ContainerPolicy | undefined,
  config: RecommenderConfig,
): CappedToPolicy {
  const bounds = {
    min: policy?.minAllowed ?? {},
    max: { ...config.globalMaxAllowed, ...policy?.maxAllowed },
  };
  const capped = (bound: Bound) => capAmounts(amounts[bound], bounds, POLICY_ACTIONS);
  const [target, lower, upper] = [capped('target'), capped('lowerBound'), capped('upperBound')];
  return {
    amounts: { target: target.amounts, lowerBound: lower.amounts, upperBound: upper.amounts },
    reasons: () => [
      ...target.cappings.map((capping) => cappingReason('target', capping)),
      ...lower.cappings.map((capping) => cappingReason('lowerBound', capping)),
      ...upper.cappings.map((capping) => cappingReason('upperBound', capping)),
    ],
  };
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

const INTEGER_CPU_PREFIX = 'vpa-post-processor.kubernetes.io/';
const INTEGER_CPU_SUFFIX = '_integerCPU';

/** Container names in the VPA's annotations `vpa-post-processor.kubernetes.io/<container>_integerCPU: "true"`. */
export function integerCpuContainers(annotations: Readonly<Record<string, string>>): ReadonlySet<string> {
  const containers = new Set<string>();
  for (const [key, value] of Object.entries(annotations)) {
    if (value !== 'true' || !key.startsWith(INTEGER_CPU_PREFIX) || !key.endsWith(INTEGER_CPU_SUFFIX)) {
      continue;
    }
    const container = key.slice(INTEGER_CPU_PREFIX.length, -INTEGER_CPU_SUFFIX.length);
    if (container !== '') containers.add(container);
  }
  return containers;
}
