import {
  findOffering,
  type InstanceOffering,
  type PriceBook,
  priceBookName,
  resourcesOfOffering,
} from '../../cost/index.ts';
import { ok, type Result } from '../../units/index.ts';
import { defaultPodStart, type NodePool, type PodShape } from '../scenario.ts';
import type { ServiceCase } from '../strategies/service-case.ts';
import { replicasNeeded } from '../strategies/strategy.ts';
import { type DemandTrace, traceEndMs } from '../traffic/demand-trace.ts';
import { machinePools } from './machine-pools.ts';
import type { ServiceCaseOfWorkload, ServiceChoices } from './service-case-of-workload.ts';
import { withOwnHpa } from './with-own-hpa.ts';

const DAY = 24 * 3_600_000;

/** A service that nobody runs yet: its traffic, what a pod asks for, and the machine. The error says what is wrong. */
export function serviceCaseOfTrace(
  given: {
    readonly demand: DemandTrace;
    readonly pod: PodShape;
    readonly instanceType: string;
    readonly prices: PriceBook;
  },
  choices: ServiceChoices,
): Result<ServiceCaseOfWorkload, string> {
  const { demand, pod, instanceType, prices } = given;
  const {
    serviceSeconds = 0.02,
    concurrency = 1,
    goalP95Seconds = Math.max(0.1, 5 * serviceSeconds),
  } = choices;
  const offering = findOffering(prices, instanceType);
  const allocatable = offering ? allocatableOf(offering) : {};
  const pools = machinePools(instanceType, allocatable, prices, choices.interruptionsPerHour);
  if (!pools.ok) return pools;
  const endMs = traceEndMs(demand);
  const requestedCores = (pod.requests.cpu ?? 1000) / 1000;
  const of: ServiceCase = {
    name: demand.name,
    demand,
    startMs: Math.max(demand.startMs, endMs - choices.days * DAY),
    endMs,
    seed: choices.seed,
    service: {
      serviceSeconds,
      concurrency,
      // A replica that is never idle uses what it asks for.
      cpuSecondsPerRequest: (requestedCores * serviceSeconds) / concurrency,
      idleCores: 0,
      timeoutSeconds: Math.max(10, 20 * serviceSeconds),
    },
    pod,
    start: defaultPodStart,
    goalP95Seconds,
    minReplicas: choices.minReplicas ?? 1,
    maxReplicas: 1,
    targetShare: choices.targetShare,
    ...pools.value,
  };
  const own = withOwnHpa(of, choices.hpa, {});
  if (!own.ok) return own;
  const peak = demand.perSecond.reduce((most, value) => Math.max(most, value), 0);
  const most = 2 * replicasNeeded({ ...of, maxReplicas: 100_000 }, peak);
  return ok({
    of: { ...own.value.of, maxReplicas: choices.maxReplicas ?? Math.max(of.minReplicas, most) },
    currency: prices.currency,
    assumptions: [
      ...own.value.notes,
      'a replica that is never idle uses the CPU that it asks for',
      `nodes are ${instanceType}, nothing else runs on them; ${priceBookName(prices)}`,
    ],
  });
}

function allocatableOf(offering: InstanceOffering): NodePool['allocatable'] {
  const { cpuCores, memoryBytes, gpus } = resourcesOfOffering(offering);
  return {
    cpu: Math.floor(cpuCores * 1000),
    memory: Math.floor(memoryBytes),
    pods: offering.maxPods ?? 110,
    ...gpus,
  };
}
