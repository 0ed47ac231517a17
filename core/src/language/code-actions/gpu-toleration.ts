import type { PodTemplateView } from '../../apis/pod-template.ts';
import { type Taint, tolerates } from '../../apis/toleration.ts';
import { workloadView } from '../../apis/workload.ts';
import { gpuRequestsOfPod } from '../../gpu/index.ts';
import { gpuPoolsOf, untolerated } from '../../lint/gpu-pools.ts';
import type { Workspace } from '../../lint/workspace.ts';
import { setValue } from '../../manifest/index.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import type { Addresses } from '../diagnostics.ts';
import type { EditorCodeAction } from '../protocol-shapes.ts';
import { type EditStep, inTurn } from './edit-steps.ts';
import { editBetween, workspaceEdit } from './edits.ts';
import { tolerateTaint } from './tolerate-taint.ts';

export const GPU_TOLERATION_KIND = 'refactor.rewrite.gpuToleration';

/** Labels that each vendor's device plugin or feature discovery puts on nodes with its GPUs. */
const VENDOR_LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // gpu-feature-discovery: https://github.com/NVIDIA/k8s-device-plugin/blob/main/docs/gpu-feature-discovery/README.md
  nvidia: { 'nvidia.com/gpu.present': 'true' },
  // node-feature-discovery's rule for Intel's device plugins: https://intel.github.io/intel-device-plugins-for-kubernetes/
  intel: { 'intel.feature.node.kubernetes.io/gpu': 'true' },
};

/**
 * For a workload that asks for GPUs: tolerate the taint of the GPU nodes (of those that the workspace knows, else the one that is usual),
 * and the same with a node selector, which keeps the pod on nodes that say that they have GPUs. Nothing for what is there already.
 */
export function gpuActions(
  resource: Resource,
  workspace: Workspace,
  files: ReadonlyMap<string, SourceFile>,
  addresses: Addresses,
): readonly EditorCodeAction[] {
  const template = workloadView(resource.object)?.template;
  const [gpu] = template ? gpuRequestsOfPod(template) : [];
  if (!template || !gpu) return [];
  const taint = missingTaint(workspace, gpu.resource.name, template);
  const label = selectsNodes(template) ? undefined : VENDOR_LABELS[gpu.resource.vendor];
  const steps = [
    ...(taint ? [{ title: 'GPU toleration', steps: [tolerateTaint(template, taint)] }] : []),
    ...(label
      ? [
          {
            title: taint ? 'GPU toleration and node selector' : 'GPU node selector',
            steps: [...(taint ? [tolerateTaint(template, taint)] : []), select(template, label)],
          },
        ]
      : []),
  ];
  return steps.map(({ title: what, steps: wanted }): EditorCodeAction => {
    const title = `Add ${what} (${[...(taint ? [taintText(taint)] : []), ...(what.includes('selector') ? Object.keys(label ?? {}) : [])].join(', ')})`;
    const text = inTurn(resource, wanted);
    if (typeof text !== 'string') {
      return { title, kind: GPU_TOLERATION_KIND, disabled: { reason: text.refusal } };
    }
    const edit = workspaceEdit(editBetween(resource.file, text), files, addresses);
    return { title, kind: GPU_TOLERATION_KIND, ...(edit ? { edit } : {}) };
  });
}

function missingTaint(workspace: Workspace, resource: string, template: PodTemplateView): Taint | undefined {
  const pools = gpuPoolsOf(workspace, resource);
  if (pools.length > 0) {
    const blocking = pools.map((pool) => untolerated(pool, template));
    return blocking.includes(undefined) ? undefined : blocking[0];
  }
  const usual: Taint = { key: resource, effect: 'NoSchedule' };
  return template.tolerations.some((toleration) => tolerates(toleration, usual)) ? undefined : usual;
}

/** A pod that says where it wants to run is not sent elsewhere. */
function selectsNodes({ nodeSelector, affinity }: PodTemplateView): boolean {
  return Object.keys(nodeSelector).length > 0 || affinity !== undefined;
}

function select({ path }: PodTemplateView, label: Readonly<Record<string, string>>): EditStep {
  const at = [...path, 'spec', 'nodeSelector'];
  return (resource) => setValue(resource, at, label, { before: 'containers' });
}

function taintText({ key, value, effect }: Taint): string {
  return `${key}${value === undefined ? '' : `=${value}`}:${effect}`;
}
