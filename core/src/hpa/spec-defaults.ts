import type { HpaBehavior, HpaMetricSpec, HpaSpec, ScalingRules } from './hpa-spec.ts';

/**
 * What the API server fills into an HPA (pkg/apis/autoscaling/v2/defaults.go, Kubernetes 1.37). The API's own descriptions
 * speak of policies over 60 seconds; the code sets 15.
 */
export const defaultScaleUpRules: RequiredRules & { readonly stabilizationWindowSeconds: number } = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

/** Without a window: the controller puts its own (`--horizontal-pod-autoscaler-downscale-stabilization`) in its place. */
export const defaultScaleDownRules: RequiredRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

const defaultMetrics: readonly HpaMetricSpec[] = [
  { type: 'Resource', name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
];

type RequiredRules = ScalingRules & Required<Pick<ScalingRules, 'selectPolicy' | 'policies'>>;

/** Scaling rules of one direction with nothing left open. */
export type CompleteRules = RequiredRules & { readonly stabilizationWindowSeconds: number };

export interface CompleteBehavior {
  readonly scaleUp: CompleteRules;
  readonly scaleDown: CompleteRules;
}

/** An HPA as the controller reads it back from the API server. */
export interface CompleteHpaSpec {
  readonly namespace: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly HpaMetricSpec[];
  readonly behavior?: CompleteBehavior;
}

/** Fills in what the spec leaves open. Metrics in the result are what `HpaInput.observations` are counted by. */
export function withSpecDefaults(spec: HpaSpec, downscaleStabilizationMs: number): CompleteHpaSpec {
  const complete = {
    namespace: spec.namespace ?? 'default',
    minReplicas: spec.minReplicas ?? 1,
    maxReplicas: spec.maxReplicas,
    metrics: spec.metrics?.length ? spec.metrics : defaultMetrics,
  };
  if (!spec.behavior) return complete;
  return { ...complete, behavior: withBehaviorDefaults(spec.behavior, downscaleStabilizationMs) };
}

/**
 * Fills each direction's window, selectPolicy and policies. A list of policies replaces the default one as a whole, even when
 * it is empty (which the API server does not admit).
 */
export function withBehaviorDefaults(
  behavior: HpaBehavior,
  downscaleStabilizationMs: number,
): CompleteBehavior {
  const windowSeconds = Math.trunc(downscaleStabilizationMs / 1000);
  return {
    scaleUp: completeRules(behavior.scaleUp, defaultScaleUpRules),
    scaleDown: completeRules(behavior.scaleDown, {
      stabilizationWindowSeconds: windowSeconds,
      selectPolicy: defaultScaleDownRules.selectPolicy,
      policies: defaultScaleDownRules.policies,
    }),
  };
}

function completeRules(rules: ScalingRules | undefined, defaults: CompleteRules): CompleteRules {
  if (!rules) return defaults;
  const complete: CompleteRules = {
    stabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? defaults.stabilizationWindowSeconds,
    selectPolicy: rules.selectPolicy ?? defaults.selectPolicy,
    policies: rules.policies ?? defaults.policies,
  };
  return rules.tolerance === undefined ? complete : { ...complete, tolerance: rules.tolerance };
}
