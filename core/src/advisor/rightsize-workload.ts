import { amountQuantity, type ContainerChange } from '../authoring/index.ts';
import { type Cost, costChange, resourcesOfPod } from '../cost/index.ts';
import type { PriceBook } from '../cost/price-book.ts';
import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { ContainerRecommendation, Rightsizing, RightsizingMethod } from '../rightsizing/index.ts';
import type { ResourceName } from '../vpa/resource-amount.ts';
import { sizeContainers, sizingNotes } from './container-sizing.ts';
import { hpaTargetsAfter, usageAboveLimit } from './hpa-targets.ts';
import { reportBasis, reportReason } from './report-basis.ts';
import { resizedPod } from './resized-pod.ts';
import { restartText } from './restart-text.ts';
import type { RightsizeCost, RightsizeItem, RightsizeRow } from './rightsize-report.ts';
import { controllingVpa } from './vpa-control.ts';
import type { ResourceMetrics, WorkloadFacts } from './workload-facts.ts';

/** A workload's report with what a change needs beside it. */
export interface SizedWorkload {
  readonly item: RightsizeItem;
  readonly facts: WorkloadFacts;
  /** As it was read. */
  readonly object: KubernetesObject;
  readonly changes: readonly ContainerChange[];
  /** Resources whose limits stay: see the item's notes. */
  readonly keptLimits: readonly ResourceName[];
}

/** What the containers of one workload should ask for, and what follows from it. Pure. */
export function rightsizeWorkload(
  object: KubernetesObject,
  facts: WorkloadFacts,
  metrics: ResourceMetrics,
  { method, prices }: { readonly method: RightsizingMethod; readonly prices?: PriceBook },
): SizedWorkload {
  const { workload, ref } = facts;
  const limited = keepLimitsAboveHpaTargets(facts, sizeContainers(facts, metrics, method));
  const { sizing } = limited;
  const cost = prices && costOf(facts, sizing, prices);
  const vpa = controllingVpa(facts);
  const rows = sizing.recommendations.map((each) => rowOf(each, facts, metrics, sizing, prices));
  return {
    facts,
    object,
    changes: changesOf(sizing),
    keptLimits: limited.kept,
    item: {
      workload: {
        apiVersion: workload.apiVersion,
        kind: ref.kind,
        namespace: ref.namespace,
        name: ref.name,
      },
      replicas: workload.desiredPods,
      rows,
      hpaTargets: hpaTargetsAfter(
        facts,
        (container, resource) =>
          sizing.recommendations.find((each) => each.container === container && each.resource === resource)
            ?.target,
      ),
      ...(vpa === undefined ? {} : { vpa }),
      ...(cost === undefined ? {} : { cost }),
      restart: restartText(object, workload.desiredPods),
      notes: [...facts.notes, ...limited.notes, ...sizingNotes(sizing), ...oomNotes(metrics)],
    },
  };
}

interface LimitedSizing {
  readonly sizing: Rightsizing;
  readonly kept: readonly ResourceName[];
  readonly notes: readonly string[];
}

/** A proportional limit may fall below what the HPA lets a pod use: then the limits of that resource stay. */
function keepLimitsAboveHpaTargets(facts: WorkloadFacts, sizing: Rightsizing): LimitedSizing {
  const notes: string[] = [];
  const kept: ResourceName[] = [];
  for (const resource of ['cpu', 'memory'] as const) {
    const own = sizing.recommendations.filter((each) => each.resource === resource);
    if (own.length === 0 || own.some(({ targetLimit }) => targetLimit === undefined)) continue;
    const limitPerPod = own.reduce((sum, { targetLimit = 0 }) => sum + targetLimit, 0);
    const usage = usageAboveLimit(facts, resource, limitPerPod);
    if (usage === undefined) continue;
    kept.push(resource);
    notes.push(
      `the ${resource} limits stay: the HPA lets a pod use ${amountQuantity(resource, Math.ceil(usage))}, ` +
        `and below a limit of ${amountQuantity(resource, limitPerPod)} it could not see the load that scales it up`,
    );
  }
  const recommendations = sizing.recommendations.map((each) => {
    if (!kept.includes(each.resource)) return each;
    const targetLimit = Math.max(each.currentLimit ?? 0, each.target);
    return { ...each, targetLimit };
  });
  return { sizing: { ...sizing, recommendations }, kept, notes };
}

function changesOf({ recommendations }: Rightsizing): readonly ContainerChange[] {
  const names = [...new Set(recommendations.map(({ container }) => container))];
  return names.map((container) => {
    const own = recommendations.filter((each) => each.container === container);
    return {
      container,
      requests: Object.fromEntries(own.map(({ resource, target }) => [resource, target])),
      limits: Object.fromEntries(
        own.flatMap(({ resource, targetLimit }) =>
          targetLimit === undefined ? [] : [[resource, targetLimit] as const],
        ),
      ),
    };
  });
}

function rowOf(
  recommendation: ContainerRecommendation,
  facts: WorkloadFacts,
  metrics: ResourceMetrics,
  sizing: Rightsizing,
  prices: PriceBook | undefined,
): RightsizeRow {
  const { container, resource, currentRequest, currentLimit, targetLimit, wasteShare } = recommendation;
  const alone = { ...sizing, recommendations: [recommendation] };
  const saving = prices && costOf(facts, alone, prices)?.savingPerMonth;
  const quantity = (amount: number): string => amountQuantity(resource, amount);
  return {
    container,
    resource,
    ...(currentRequest === undefined ? {} : { currentRequest: quantity(currentRequest) }),
    ...(currentLimit === undefined ? {} : { currentLimit: quantity(currentLimit) }),
    lowerBound: quantity(recommendation.lower),
    target: quantity(recommendation.target),
    upperBound: quantity(recommendation.upper),
    ...(targetLimit === undefined ? {} : { targetLimit: quantity(targetLimit) }),
    ...(wasteShare === undefined ? {} : { wasteShare }),
    ...(saving === undefined ? {} : { savingPerMonth: saving }),
    ...(resource === 'memory' ? headroomOf(recommendation, metrics) : {}),
    method: recommendation.method,
    reasons: recommendation.reasons.map(reportReason),
    basis: reportBasis(recommendation.basis),
  };
}

const MIB = 2 ** 20;

function headroomOf(
  { container, currentLimit, targetLimit }: ContainerRecommendation,
  { memory, oomKills }: ResourceMetrics,
): Partial<RightsizeRow> {
  const own = memory.series.filter(({ labels }) => labels.container === container);
  const peak = own.flatMap(({ values }) => values).reduce((a, b) => Math.max(a, b), 0);
  const kills = (oomKills?.series ?? [])
    .filter(({ labels }) => labels.container === container)
    .flatMap(({ values }) => values)
    .filter((value) => value >= 0.5).length;
  const below = (limit: number | undefined): number | undefined =>
    limit === undefined || limit === 0 ? undefined : (limit - peak) / limit;
  const [now, after] = [below(currentLimit), below(targetLimit)];
  return {
    peak: amountQuantity('memory', Math.ceil(peak / MIB) * MIB),
    ...(now === undefined ? {} : { oomHeadroom: now }),
    ...(after === undefined ? {} : { oomHeadroomAfter: after }),
    ...(oomKills === undefined ? {} : { oomKills: kills }),
  };
}

function oomNotes({ oomKills }: ResourceMetrics): readonly string[] {
  return oomKills === undefined
    ? ['OOM kills are not in this recording: memory is sized by what was used alone']
    : [];
}

/** The workload's share of its nodes before and after, at the replicas that it has. */
function costOf(facts: WorkloadFacts, sizing: Rightsizing, book: PriceBook): RightsizeCost | undefined {
  if (facts.capacity === undefined) return undefined;
  const { workload, pods, capacity } = facts;
  const change = costChange({
    book,
    template: workload.template,
    pods,
    capacity,
    after: {
      replicas: workload.desiredPods,
      resources: resizedPod(resourcesOfPod(workload.template), sizing),
    },
  });
  const month = ({ perMonth }: Cost): number => perMonth.amount;
  const { before, after } = change.shareOfNodes;
  return {
    currency: book.currency,
    beforePerMonth: month(before),
    afterPerMonth: month(after),
    savingPerMonth: month(before) - month(after),
    assumptions: [...change.assumptions],
    unpriced: change.unpriced.map(({ message }) => message),
    basis: reportBasis(change.basis),
  };
}
