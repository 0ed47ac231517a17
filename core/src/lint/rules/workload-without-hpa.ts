import { deployment, horizontalPodAutoscaler, scaledObject } from '../../apis/kinds.ts';
import { replicasPath } from '../../apis/workload.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import type { Resource } from '../../manifest/source-file.ts';
import { hpaGuide } from '../links.ts';
import { defineRule } from '../rule.ts';
import { type DemandFigure, usageOf } from '../usage.ts';
import type { Workspace } from '../workspace.ts';

const dayMs = 86_400_000;

export const workloadWithoutHpa = defineRule({
  id: 'workload-without-hpa',
  meta: {
    summary: 'The demand on a Deployment changes a lot, and its replicas do not.',
    why: 'As many replicas as the peak needs run idle for the rest of the day, or too few run at the peak.',
    remediation:
      'Add an HPA on the metric that changes, from what the quiet hours need to what the peak needs.',
    severity: 'info',
    category: 'workload',
    preset: 'recommended',
    appliesTo: [deployment],
    needs: ['workspace', 'usage'],
    fix: 'none',
    messages: {
      swings:
        '{metric} went from {p5} to {p95} (p5 to p95, {basis}) with {replicas} replicas; no HPA or ScaledObject for it in {searched}',
    },
    options: {
      minimumSwing: {
        description: 'The least p95 ÷ p5 of the demand that is reported.',
        default: 2,
        minimum: 1,
      },
    },
    references: [hpaGuide],
  },
  check({ resource, workload, root, workspace, usage, option, report }) {
    const demand = usageOf(usage, resource)?.demand;
    const path = replicasPath(resource);
    // One replica cannot become fewer, and no figure says that it is too few.
    if (!demand || !path || (workload?.replicas ?? 1) < 2) return;
    if (demand.spanMs < dayMs || demand.p95 <= 0) return;
    if (demand.p5 > 0 && demand.p95 / demand.p5 < option('minimumSwing')) return;
    if (isScaled(resource, workspace)) return;
    report({
      messageId: 'swings',
      data: {
        metric: demand.metric,
        p5: amount(demand.p5, demand),
        p95: amount(demand.p95, demand),
        basis: demand.basis,
        replicas: workload?.replicas ?? 1,
        searched: workspace.describe(resource.namespace),
      },
      at: root.get(...path),
    });
  },
});

/** Whether something scales the workload, here or in the cluster. */
function isScaled(workload: Resource, workspace: Workspace): boolean {
  return [horizontalPodAutoscaler, scaledObject].some(
    (kind) =>
      workspace.autoscalersOf(workload, kind).length > 0 ||
      workspace.objectsOf(kind).some((object) => targets(object, workload)),
  );
}

function targets({ metadata, spec }: KubernetesObject, { kind, name, namespace }: Resource): boolean {
  const target = (spec as Readonly<Record<string, unknown>> | undefined)?.scaleTargetRef as
    Readonly<Record<string, unknown>> | undefined;
  const isElsewhere =
    namespace !== undefined && metadata.namespace !== undefined && metadata.namespace !== namespace;
  return !isElsewhere && target?.name === name && (target.kind ?? 'Deployment') === kind;
}

function amount(value: number, { unit }: DemandFigure): string {
  return `${Number(value.toPrecision(2))} ${unit}`.trim();
}
