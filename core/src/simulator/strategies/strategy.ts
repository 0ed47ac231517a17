import {
  defaultControllerSettings,
  type HpaMetricSpec,
  newestKnownMinor,
  withSpecDefaults,
} from '../../hpa/index.ts';
import { defaultSettings } from '../../nodes/index.ts';
import { defaultReplicaPolicy } from '../../scaling/index.ts';
import { loadAtTarget } from '../own-hpa/load-at-target.ts';
import type { OwnHpa } from '../own-hpa/own-hpa.ts';
import { defaultForecast, type Scaler, type Scenario, type Signal, type VpaScenario } from '../scenario.ts';
import { ResponseModel } from '../serving/response-times.ts';
import { replicaCapacity } from '../serving/service-profile.ts';
import { demandAt } from '../traffic/demand-trace.ts';
import { costPerPodHour, podsPerNode, type ServiceCase, targetPerReplica } from './service-case.ts';

/** Ways to scale a service, each step of the last ones on top of the one before. */
export const strategyIds = [
  'static-peak',
  'static-least',
  'own-hpa',
  'what-if',
  'hpa-cpu',
  'hpa-metric',
  'hpa-forecast',
  'policy',
  'right-sized',
  'cluster-autoscaler',
  'headroom',
  'spot',
  'vpa',
] as const;
export type StrategyId = (typeof strategyIds)[number];

/** Whether the strategy can be tried on the service: not every one has an HPA of its own, or a price for spot nodes. */
export function isPossible(id: StrategyId, of: ServiceCase): boolean {
  switch (id) {
    case 'own-hpa':
      return of.ownHpa !== undefined;
    case 'what-if':
      return of.whatIfHpa !== undefined;
    case 'spot':
      return of.spotPool !== undefined;
    default:
      return true;
  }
}

/** Peak and a reserve: what people provision who do not autoscale. */
export const PEAK_RESERVE = 1.3;

const SYNC_MS = 15_000;
const REQUESTS = 'requests_per_second';
const FORECAST = 'forecast_requests_per_second';
const signals: Readonly<Record<string, Signal>> = {
  [REQUESTS]: 'requests-per-second',
  [FORECAST]: 'forecast-requests-per-second',
};

/** The fewest replicas that keep the goal at a demand, by M/M/c. */
export function replicasNeeded(
  { service, goalP95Seconds, maxReplicas }: ServiceCase,
  perSecond: number,
): number {
  return Math.max(1, new ResponseModel(service).replicasFor(perSecond, goalP95Seconds, 4 * maxReplicas));
}

/** `replicas` is asked of the static strategies alone. @throws RangeError for one that is not possible ({@link isPossible}). */
export function strategyScenario(id: StrategyId, of: ServiceCase, replicas = 1): Scenario {
  switch (id) {
    case 'static-peak':
    case 'static-least':
      return scenarioOf(of, { kind: 'static', replicas });
    case 'own-hpa':
      return ownScenario(of, of.ownHpa);
    case 'what-if':
      return ownScenario(of, of.whatIfHpa);
    case 'hpa-cpu':
      return scenarioOf(of, hpa(of, [cpuMetric(of)]));
    case 'hpa-metric':
      return scenarioOf(of, hpa(of, [external(of, REQUESTS)]));
    case 'hpa-forecast':
      return scenarioOf(of, forecastHpa(of));
    case 'policy':
      return scenarioOf(of, policy(of));
    case 'right-sized':
      return scenarioOf(rightSized(of), forecastHpa(of));
    case 'cluster-autoscaler':
      return withNodes(rightSized(of), forecastHpa(of), {});
    case 'headroom':
      return withNodes(rightSized(of), forecastHpa(of), { headroom: true });
    case 'spot':
      return withNodes(rightSized(of), forecastHpa(of), { headroom: true, spot: true });
    case 'vpa':
      return withVpa(withNodes(of, forecastHpa(of), {}), of);
  }
}

/** The HPA on requests per second, as the strategy of that name has it. */
export function metricHpa(of: ServiceCase): OwnHpa {
  return { spec: hpa(of, [external(of, REQUESTS)]).spec, signals };
}

/** An HPA with its own bounds; it begins with what it would want at the load of the start, as far as that can be told. */
export function ownScenario(of: ServiceCase, own: OwnHpa | undefined, forecast = false): Scenario {
  if (own === undefined) throw new RangeError(`${of.name} has no HPA of its own that could be simulated`);
  const { minReplicas = 1, maxReplicas } = own.spec;
  const perReplica = loadAtTarget(of, own) ?? targetPerReplica(of);
  const targetShare = perReplica / replicaCapacity(of.service);
  const within = { ...of, minReplicas, maxReplicas, targetShare };
  const base = hpa(within, withSpecDefaults(own.spec, 0).metrics);
  const metrics = forecast
    ? [...(base.spec.metrics ?? []), external(within, FORECAST)]
    : (base.spec.metrics ?? []);
  return scenarioOf(within, {
    ...base,
    spec: { ...own.spec, metrics },
    signals: { ...signals, ...own.signals },
    ...(forecast && { forecast: defaultForecast }),
  });
}

export function forecastHpa(of: ServiceCase): Scaler {
  return { ...hpa(of, [external(of, REQUESTS), external(of, FORECAST)]), forecast: defaultForecast };
}

function hpa(of: ServiceCase, metrics: readonly HpaMetricSpec[]): Extract<Scaler, { kind: 'hpa' }> {
  const { minReplicas, maxReplicas } = of;
  return {
    kind: 'hpa',
    spec: { minReplicas, maxReplicas, metrics },
    signals,
    settings: defaultControllerSettings(newestKnownMinor),
    syncMs: SYNC_MS,
  };
}

/** CPU at the same load as the other metrics aim at: what a replica then uses, of what it asks for. */
function cpuMetric(of: ServiceCase): HpaMetricSpec {
  const { service, pod } = of;
  const cores = targetPerReplica(of) * service.cpuSecondsPerRequest + service.idleCores;
  const requested = pod.requests.cpu ?? 1000;
  const averageUtilization = Math.max(1, Math.round((100_000 * cores) / requested));
  return { type: 'Resource', name: 'cpu', target: { type: 'Utilization', averageUtilization } };
}

function external(of: ServiceCase, name: string): HpaMetricSpec {
  const averageValueMilli = Math.round(targetPerReplica(of) * 1000);
  return { type: 'External', metric: { name }, target: { type: 'AverageValue', averageValueMilli } };
}

/** The policy keeps the load between its thresholds: its target is set so that the upper one is where the HPAs aim. */
function policy(of: ServiceCase): Scaler {
  const { minReplicas, maxReplicas } = of;
  const targetValue = targetPerReplica(of) / defaultReplicaPolicy.scaleUpThreshold;
  return {
    kind: 'policy',
    policy: { ...defaultReplicaPolicy, targetValue, minReplicas, maxReplicas },
    periodMs: SYNC_MS,
    forecast: defaultForecast,
  };
}

function rightSized(of: ServiceCase): ServiceCase {
  return { ...of, pod: of.rightSizedPod ?? of.pod };
}

function scenarioOf(of: ServiceCase, scaler: Scaler): Scenario {
  const { name, demand, startMs, endMs, seed, service, pod, start, goalP95Seconds } = of;
  const atStart = Math.ceil(demandAt(demand, startMs) / targetPerReplica(of));
  return {
    startMs,
    endMs,
    seed,
    workloads: [
      {
        name,
        demand,
        service,
        pod,
        start,
        scaler,
        initialReplicas: Math.min(of.maxReplicas, Math.max(of.minReplicas, atStart)),
        goalP95Seconds,
        costPerPodHour: costPerPodHour(of.pool, pod),
      },
    ],
  };
}

function withNodes(
  of: ServiceCase,
  scaler: Scaler,
  { headroom = false, spot = false }: { readonly headroom?: boolean; readonly spot?: boolean },
): Scenario {
  const scenario = scenarioOf(of, scaler);
  const { pod, pool, spotPool } = of;
  const { initialReplicas } = scenario.workloads[0]!;
  // Room for a tenth more, and for one pod at least: what the HPA may add while a node starts.
  const placeholders = headroom ? Math.max(1, Math.ceil(initialReplicas / 10)) : 0;
  const preferred = (spot && spotPool) || pool;
  const nodes = Math.ceil((initialReplicas + placeholders) / Math.max(1, podsPerNode(preferred, pod)));
  const warm = { ...preferred, initialSize: Math.min(preferred.maxSize, Math.max(preferred.minSize, nodes)) };
  const pools = warm.name === pool.name ? [warm] : [warm, { ...pool, initialSize: pool.minSize }];
  return {
    ...scenario,
    cluster: {
      pools,
      autoscaler: {
        settings: { ...defaultSettings(), expanders: ['priority', 'least-waste'] },
        priorities: pools.map(({ name }, i) => ({ priority: pools.length - i, patterns: [exactly(name)] })),
        scanMs: 10_000,
        scaleDownDelayAfterAddMs: 10 * 60_000,
      },
      ...(headroom && { headroom: { replicas: placeholders, pod } }),
    },
  };
}

/** Pods begin with what they ask for now, and a VPA gives and moves them to what it finds. It may ask for no more than a node has. */
function withVpa(scenario: Scenario, { memoryBytes, pool: { allocatable } }: ServiceCase): Scenario {
  const { cpu, memory } = allocatable;
  const vpa: VpaScenario = {
    updateMode: 'Recreate',
    periodMs: 60_000,
    ...(memoryBytes !== undefined && { memoryBytes }),
    maxAllowed: { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) },
  };
  return { ...scenario, workloads: scenario.workloads.map((workload) => ({ ...workload, vpa })) };
}

function exactly(name: string): string {
  return `^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
}
