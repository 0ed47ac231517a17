import type { ContainerView } from '../apis/container.ts';
import type { HpaView } from '../apis/hpa.ts';
import type { HpaScalingRules } from '../apis/hpa-behavior.ts';
import type { HpaMetric, HpaMetricTarget } from '../apis/hpa-metric.ts';
import type { LabelSelector } from '../apis/label-selector.ts';
import type { PodView } from '../apis/pod.ts';
import type { PodTemplateView } from '../apis/pod-template.ts';
import type { ResourceList } from '../apis/resource-list.ts';
import type {
  HpaMetricSpec,
  HpaPod,
  HpaSpec,
  MetricIdentifier,
  MetricTarget,
  ScalingPolicy,
  ScalingRules,
} from '../hpa/index.ts';
import { milliValue, type Quantity } from '../units/index.ts';

/**
 * An HPA object as the decision takes it. `undefined` where it lacks what the API server demands (a maximum, a metric's
 * name or target): such an object can stand in a file, not in a cluster.
 */
export function hpaSpecOf(view: HpaView): HpaSpec | undefined {
  const { minReplicas, maxReplicas, behavior } = view;
  if (maxReplicas === undefined) return undefined;
  const metrics = view.metrics.map(metricSpecOf);
  if (!metrics.every((metric) => metric !== undefined)) return undefined;
  const scaleUp = rulesOf(behavior?.scaleUp);
  const scaleDown = rulesOf(behavior?.scaleDown);
  return {
    ...(view.metadata.namespace === undefined ? {} : { namespace: view.metadata.namespace }),
    minReplicas,
    maxReplicas,
    metrics,
    ...(behavior === undefined
      ? {}
      : {
          behavior: {
            ...(scaleUp === undefined ? {} : { scaleUp }),
            ...(scaleDown === undefined ? {} : { scaleDown }),
          },
        }),
  };
}

function metricSpecOf(metric: HpaMetric): HpaMetricSpec | undefined {
  if (metric.type === 'Unknown' || metric.name === undefined) return undefined;
  const target = targetOf(metric.target);
  if (target === undefined) return undefined;
  const { name } = metric;
  switch (metric.type) {
    case 'Resource':
      return { type: 'Resource', name, target };
    case 'ContainerResource':
      return metric.container === undefined
        ? undefined
        : { type: 'ContainerResource', name, container: metric.container, target };
    case 'Object':
      return (
        metric.describedObject && {
          type: 'Object',
          metric: identifierOf(name, metric.selector),
          describedObject: metric.describedObject,
          target,
        }
      );
    case 'Pods':
    case 'External':
      return { type: metric.type, metric: identifierOf(name, metric.selector), target };
  }
}

function identifierOf(name: string, selector: LabelSelector | undefined): MetricIdentifier {
  return selector === undefined ? { name } : { name, selector };
}

function targetOf({
  type,
  averageUtilization,
  averageValue,
  value,
}: HpaMetricTarget): MetricTarget | undefined {
  if (type === undefined) return undefined;
  return {
    type,
    ...(averageUtilization === undefined ? {} : { averageUtilization }),
    ...(averageValue === undefined ? {} : { averageValueMilli: milliValue(averageValue) }),
    ...(value === undefined ? {} : { valueMilli: milliValue(value) }),
  };
}

function rulesOf(rules: HpaScalingRules | undefined): ScalingRules | undefined {
  if (rules === undefined) return undefined;
  const selectPolicy = (['Max', 'Min', 'Disabled'] as const).find((each) => each === rules.selectPolicy);
  return {
    ...(rules.stabilizationWindowSeconds === undefined
      ? {}
      : { stabilizationWindowSeconds: rules.stabilizationWindowSeconds }),
    ...(selectPolicy === undefined ? {} : { selectPolicy }),
    ...(rules.policies === undefined ? {} : { policies: rules.policies.flatMap(policyOf) }),
    ...(rules.tolerance === undefined ? {} : { tolerance: approximateNumber(rules.tolerance) }),
  };
}

/**
 * A quantity below one as the controller reads it (`AsApproximateFloat64`, apimachinery 0.37): its digits × 10^scale, at the scale of the canonical text. `9m`
 * is 9 × 0.001, which is not the double nearest to 0.009.
 */
function approximateNumber({ nanos }: Quantity): number {
  const scale = ([0, -3, -6] as const).find((exponent) => nanos % 10n ** BigInt(9 + exponent) === 0n) ?? -9;
  const digits = Number(nanos / 10n ** BigInt(9 + scale));
  return scale === 0 ? digits : digits * POWERS_OF_TEN[scale];
}

const POWERS_OF_TEN = { [-3]: 1e-3, [-6]: 1e-6, [-9]: 1e-9 } as const;

function policyOf(policy: NonNullable<HpaScalingRules['policies']>[number]): readonly ScalingPolicy[] {
  const type = (['Pods', 'Percent'] as const).find((each) => each === policy.type);
  const { value, periodSeconds } = policy;
  return type === undefined || value === undefined || periodSeconds === undefined
    ? []
    : [{ type, value, periodSeconds }];
}

/** A pod as the decision takes it. */
export function hpaPodOf(view: PodView): HpaPod {
  const { template, ready } = view;
  return {
    name: view.metadata.name ?? '',
    phase: view.phase,
    deleting: view.metadata.deletionMs !== undefined,
    ...(view.startMs === undefined ? {} : { startTimeMs: view.startMs }),
    ...(ready === undefined
      ? {}
      : {
          readyCondition: {
            status: ready.status,
            ...(ready.lastTransitionMs === undefined ? {} : { lastTransitionMs: ready.lastTransitionMs }),
          },
        }),
    ...podAmountsOf(template),
  };
}

/** What pods of a template request, as the decision takes it. */
export function podAmountsOf(
  template: PodTemplateView,
): Pick<HpaPod, 'containers' | 'initContainers' | 'podRequestsMilli' | 'overheadMilli'> {
  return {
    containers: template.containers.map(containerOf),
    initContainers: template.initContainers.map((container) => ({
      ...containerOf(container),
      restartable: container.role === 'sidecar',
    })),
    ...(Object.keys(template.requests).length === 0 ? {} : { podRequestsMilli: milliOf(template.requests) }),
    ...(Object.keys(template.overhead).length === 0 ? {} : { overheadMilli: milliOf(template.overhead) }),
  };
}

function containerOf({ name, requests, limits }: ContainerView): HpaPod['containers'][number] {
  // The API server copies a limit without a request; an object read from a file may not have that yet.
  return { name, requestsMilli: milliOf({ ...limits, ...requests }) };
}

function milliOf(list: ResourceList): Readonly<Record<string, bigint>> {
  return Object.fromEntries(
    Object.entries(list).map(([name, amount]: [string, Quantity]) => [name, milliValue(amount)]),
  );
}
