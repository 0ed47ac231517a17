import {
  deployment,
  horizontalPodAutoscaler,
  isKind,
  podDisruptionBudget,
  scaledObject,
  statefulSet,
  verticalPodAutoscaler,
} from '../../apis/kinds.ts';
import { pdbSelects, pdbView } from '../../apis/pdb.ts';
import { runningContainers } from '../../apis/pod-template.ts';
import { vpaView } from '../../apis/vpa.ts';
import { workloadView } from '../../apis/workload.ts';
import { hpaObject, vpaObject } from '../../authoring/index.ts';
import type { Workspace } from '../../lint/workspace.ts';
import type { KubernetesObject } from '../../manifest/index.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import { controlledContainers } from '../../vpa/index.ts';
import { annotatedObject } from '../annotated-object.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { Addresses } from '../diagnostics.ts';
import type { EditorCodeAction } from '../protocol-shapes.ts';
import { usualReplicas } from '../replica-range.ts';
import { workspaceEdit } from './edits.ts';
import { budgetFor, targetOf } from './new-budget.ts';
import { documentAtEnd } from './new-document.ts';

export const CREATE_KIND = 'refactor.rewrite.create';

/** Where nothing is measured: enough for one to fail, and room for five times that. */
const UNMEASURED = { minReplicas: 2, maxReplicas: 10 };
/** Room for a third more load before new pods are ready. */
const CPU_UTILIZATION = 70;

/**
 * For a Deployment or StatefulSet: an HPA, a VPA that recommends, and a PodDisruptionBudget, each as a document behind it, where the
 * workspace has none yet. The bounds of the HPA follow from the replicas that were measured.
 */
export function createActions(
  workload: Resource,
  files: ReadonlyMap<string, SourceFile>,
  context: AnnotationContext,
  addresses: Addresses,
): readonly EditorCodeAction[] {
  if (![deployment, statefulSet].some((kind) => isKind(kind, workload))) return [];
  const drafts = [
    ...hpaDraft(workload, context),
    ...vpaDraft(workload, context),
    ...pdbDraft(workload, context),
  ];
  return drafts.map(({ title, object, refusal }): EditorCodeAction => {
    const edit = refusal === undefined ? documentAtEnd(workload.file, object) : { refusal };
    const action = { title, kind: CREATE_KIND };
    if ('refusal' in edit) return { ...action, disabled: { reason: edit.refusal } };
    const change = workspaceEdit([edit], files, addresses);
    return { ...action, ...(change ? { edit: change } : {}) };
  });
}

interface Draft {
  readonly title: string;
  readonly object: KubernetesObject;
  readonly refusal?: string;
}

function hpaDraft(workload: Resource, context: AnnotationContext): readonly Draft[] {
  const { workspace } = context;
  const isScaled = [horizontalPodAutoscaler, scaledObject].some(
    (kind) => workspace.autoscalersOf(workload, kind).length > 0,
  );
  if (isScaled) return [];
  const { minReplicas, maxReplicas } = boundsFor(workload, context);
  const cpu = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: CPU_UTILIZATION } },
  };
  const object = hpaObject({ target: targetOf(workload), minReplicas, maxReplicas, metrics: [cpu] });
  const refusal = cpuRefusal(workload, workspace);
  return [
    {
      title: `Create HPA for ${workload.name} (${minReplicas}–${maxReplicas} replicas, CPU ${CPU_UTILIZATION} %)`,
      object,
      ...(refusal === undefined ? {} : { refusal }),
    },
  ];
}

/** From half of what usually runs, but never one alone, to twice as much. */
function boundsFor(workload: Resource, context: AnnotationContext): typeof UNMEASURED {
  const report = annotatedObject(workload, context)?.report;
  if (!report) return UNMEASURED;
  const { lower, upper } = usualReplicas(report);
  const minReplicas = Math.max(2, Math.ceil(lower / 2));
  return { minReplicas, maxReplicas: Math.max(minReplicas + 1, Math.ceil(2 * upper)) };
}

/** Why an HPA on CPU would not work. */
function cpuRefusal(workload: Resource, workspace: Workspace): string | undefined {
  const template = workloadView(workload.object)?.template;
  const without = template && runningContainers(template).find(({ requests }) => requests.cpu === undefined);
  if (without && template.requests.cpu === undefined) {
    return `container ${without.name} requests no CPU, of which utilization is a share: write a request first`;
  }
  const containers = template ? runningContainers(template).map(({ name }) => name) : [];
  const vpa = workspace.autoscalersOf(workload, verticalPodAutoscaler).find(({ object }) => {
    const view = vpaView(object);
    return view !== undefined && controlledContainers(view, containers).length > 0;
  });
  return vpa && `VerticalPodAutoscaler ${vpa.name} sets the CPU requests that utilization is a share of`;
}

function vpaDraft(workload: Resource, { workspace }: AnnotationContext): readonly Draft[] {
  if (workspace.autoscalersOf(workload, verticalPodAutoscaler).length > 0) return [];
  const object = vpaObject({ target: targetOf(workload), updateMode: 'Off' });
  return [{ title: `Create VPA for ${workload.name} that only recommends`, object }];
}

function pdbDraft(workload: Resource, { workspace }: AnnotationContext): readonly Draft[] {
  const view = workloadView(workload.object);
  const object = budgetFor(workload);
  if (!view || !object) return [];
  const isCovered = workspace.appliedWith(workload, podDisruptionBudget).some(({ object }) => {
    const budget = pdbView(object);
    return budget !== undefined && pdbSelects(budget, view.template.labels);
  });
  if (isCovered) return [];
  return [{ title: `Add PodDisruptionBudget for ${workload.name} (one pod at a time)`, object }];
}
