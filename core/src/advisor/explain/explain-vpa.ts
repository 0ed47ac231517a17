import { runningContainers } from '../../apis/pod-template.ts';
import { amountQuantity } from '../../authoring/index.ts';
import type { SourceCallOptions } from '../../ports/index.ts';
import { vpaAggregates } from '../../rightsizing/index.ts';
import { formatBytes, parseQuantity, toNumber } from '../../units/index.ts';
import {
  type AggregateContainerState,
  containerPoliciesOf,
  DEFAULT_RECOMMENDER_CONFIG,
  integerCpuContainers,
  policyFor,
  recommend,
  type RecommendedContainerResources,
  RESOURCE_NAMES,
  type ResourceAmounts,
  resourceAmountsOf,
  type ResourceName,
  statusRecommendationsOf,
  UPDATE_MODES,
  updateModeOf,
} from '../../vpa/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { usageOf } from '../container-sizing.ts';
import { historyReader } from '../history-reader.ts';
import { readResourceMetrics } from '../metric-facts.ts';
import { isoTime, reportReason } from '../report-basis.ts';
import type { ReportBasis } from '../workload-report.ts';
import type {
  ExplainedAmounts,
  ExplainedContainer,
  ExplainedResource,
  VpaExplanation,
} from './explanation.ts';
import { readVpaFacts, type VpaFacts } from './vpa-facts.ts';
import { podUpdates } from './vpa-updates.ts';

/**
 * Why a VPA recommends what it recommends: its rules on what the recommender remembers (its checkpoints), or on the usage in Prometheus
 * where there are none, beside what the VPA's status says; and what the updater would do to the pods that run.
 *
 * Throws {@link SourceError}: `not-found` where there is no such VPA, and what the sources throw.
 */
export async function explainVpa(
  sources: AdvisorSources,
  namespace: string,
  name: string,
  options: SourceCallOptions,
): Promise<VpaExplanation> {
  const nowMs = sources.clock.now();
  const facts = await readVpaFacts(sources, namespace, name, options);
  const memory = await recommenderMemory(sources, facts, nowMs, options);
  const policies = containerPoliciesOf(facts.vpa);
  const reckoned = memory
    ? recommend({
        config: DEFAULT_RECOMMENDER_CONFIG,
        aggregates: memory.aggregates,
        policies,
        integerCpuContainers: integerCpuContainers(facts.vpa.metadata.annotations),
      })
    : [];
  const inStatus = statusRecommendationsOf(facts.vpa);
  const pods = podUpdates(facts, inStatus.length > 0 ? inStatus : reckoned, nowMs);
  const containers = containersOf(facts, reckoned, memory?.basis);
  const mode = updateModeOf(facts.vpa.updatePolicy?.updateMode) ?? 'Off';
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'VpaExplanation',
    generatedAt: isoTime(nowMs),
    cluster: facts.cluster,
    vpa: {
      namespace,
      name,
      updateMode: mode,
      target: { kind: facts.ref.kind, name: facts.ref.name },
    },
    answer: answerOf(containers, pods, mode),
    containers,
    pods,
    conditions: (facts.vpa.status?.conditions ?? []).map(({ type, status, reason = '', message = '' }) => ({
      type,
      status,
      reason,
      message,
    })),
    notes: notesOf(facts, memory !== undefined, inStatus.length > 0),
  };
}

interface RecommenderMemory {
  readonly aggregates: ReadonlyMap<string, AggregateContainerState>;
  readonly basis: ReportBasis;
}

/** The checkpoints are the recommender's own; what Prometheus has is the next best. */
async function recommenderMemory(
  { metrics }: AdvisorSources,
  { checkpoints, workload, ref, cluster }: VpaFacts,
  nowMs: number,
  options: SourceCallOptions,
): Promise<RecommenderMemory | undefined> {
  if (checkpoints.size > 0) {
    return { aggregates: checkpoints, basis: { source: cluster, method: 'checkpoints of the recommender' } };
  }
  if (metrics === undefined || workload === undefined) return undefined;
  const reader = historyReader(metrics, nowMs, options);
  const usage = await readResourceMetrics(reader, ref);
  const aggregates = vpaAggregates(usageOf({ workload, nowMs }, usage));
  const seconds = Math.round(usage.cpu.stepMs / 1000);
  return {
    aggregates,
    basis: {
      source: usage.source,
      asOf: isoTime(nowMs),
      windowSeconds: 8 * 86_400,
      method: `the recommender's rules on a sample every ${seconds} s`,
    },
  };
}

function containersOf(
  { vpa, workload }: VpaFacts,
  reckoned: readonly RecommendedContainerResources[],
  basis: ReportBasis | undefined,
): ExplainedContainer[] {
  const inStatus = vpa.status?.recommendations ?? [];
  const running = workload ? runningContainers(workload.template) : [];
  const names = [
    ...running.map(({ name }) => name),
    ...inStatus.map(({ containerName }) => containerName),
    ...reckoned.map(({ containerName }) => containerName),
  ];
  const policies = containerPoliciesOf(vpa);
  return [...new Set(names)].map((container) => {
    const found = inStatus.find(({ containerName }) => containerName === container);
    const ours = reckoned.find(({ containerName }) => containerName === container);
    const template = running.find(({ name }) => name === container);
    const policy = policyFor(policies, container);
    const requests = template ? resourceAmountsOf(template.requests) : {};
    const resources = RESOURCE_NAMES.flatMap((resource): ExplainedResource[] => {
      const status =
        found &&
        amountsOf(resource, {
          lowerBound: resourceAmountsOf(found.lowerBound),
          target: resourceAmountsOf(found.target),
          upperBound: resourceAmountsOf(found.upperBound),
          uncappedTarget: resourceAmountsOf(found.uncappedTarget),
        });
      const result = ours && amountsOf(resource, ours);
      if (status?.target === undefined && result?.target === undefined) return [];
      return [
        {
          resource,
          ...quantity('request', resource, requests),
          ...(status?.target === undefined ? {} : { status }),
          ...(result?.target === undefined ? {} : { reckoned: result }),
          ...quantity('minAllowed', resource, policy?.minAllowed ?? {}),
          ...quantity('maxAllowed', resource, policy?.maxAllowed ?? {}),
          steps: (ours?.reasons ?? []).filter(({ inputs }) => inputs.resource === resource).map(reportReason),
        },
      ];
    });
    return { container, resources, ...(basis === undefined ? {} : { basis }) };
  });
}

type Amounts = Readonly<Record<'lowerBound' | 'target' | 'upperBound' | 'uncappedTarget', ResourceAmounts>>;

function amountsOf(resource: ResourceName, amounts: Amounts): ExplainedAmounts {
  return {
    ...quantity('lowerBound', resource, amounts.lowerBound),
    ...quantity('target', resource, amounts.target),
    ...quantity('upperBound', resource, amounts.upperBound),
    ...quantity('uncappedTarget', resource, amounts.uncappedTarget),
  };
}

function quantity<K extends string>(
  key: K,
  resource: ResourceName,
  amounts: ResourceAmounts,
): Partial<Record<K, string>> {
  const amount = amounts[resource];
  return amount === undefined ? {} : ({ [key]: amountQuantity(resource, amount) } as Record<K, string>);
}

function answerOf(
  containers: readonly ExplainedContainer[],
  pods: VpaExplanation['pods'],
  mode: keyof typeof UPDATE_MODES,
): string {
  const targets = containers.flatMap(({ container, resources }) => {
    const texts = resources.flatMap(({ resource, status, reckoned }) => {
      const target = (status ?? reckoned)?.target;
      return target === undefined ? [] : [`${resource} ${readable(resource, target)}`];
    });
    return texts.length === 0 ? [] : [`${container} ${texts.join(', ')}`];
  });
  if (targets.length === 0) return 'recommends nothing yet';
  return `recommends ${targets.join('; ')}; ${effectOf(pods, mode)}`;
}

function readable(resource: ResourceName, amount: string): string {
  const parsed = parseQuantity(amount);
  return resource === 'memory' && parsed.ok ? formatBytes(toNumber(parsed.value)) : amount;
}

function effectOf(pods: VpaExplanation['pods'], mode: keyof typeof UPDATE_MODES): string {
  const { onCreation, evicts, resizesInPlace } = UPDATE_MODES[mode];
  if (!onCreation) return `mode ${mode}: it only recommends`;
  if (!evicts && !resizesInPlace) return `mode ${mode}: only pods that are made from now on get it`;
  const taken = pods.filter(({ update }) => update).length;
  const how = resizesInPlace ? (evicts ? 'resized, or evicted where that fails' : 'resized') : 'evicted';
  return taken === 0
    ? `mode ${mode}: no pod would be ${how} now`
    : `mode ${mode}: ${taken} of ${pods.length} ${pods.length === 1 ? 'pod' : 'pods'} would be ${how}, a few at a time`;
}

function notesOf({ vpa, notes, checkpoints }: VpaFacts, reckons: boolean, inStatus: boolean): string[] {
  const written = vpa.updatePolicy?.updateMode;
  return [
    ...notes,
    ...(written !== undefined && updateModeOf(written) === undefined
      ? [`updateMode ${written} is no mode: the VPA is taken for one that only recommends`]
      : []),
    ...(vpa.recommenders.length > 0
      ? [`recommender ${vpa.recommenders.join(', ')} makes it, whose rules may be others`]
      : []),
    ...(reckons && checkpoints.size === 0
      ? [
          'there are no checkpoints: the recommender saw other samples than Prometheus has, and confidence counts samples',
        ]
      : []),
    ...(reckons ? [] : ['neither checkpoints nor metrics are known: only the status is shown']),
    ...(inStatus ? [] : ['the status has no recommendation: is a recommender running?']),
  ];
}
