import { nodePoolView } from '../../apis/karpenter.ts';
import { deployment, isKind, nodePool } from '../../apis/kinds.ts';
import type { PodTemplateView } from '../../apis/pod-template.ts';
import { type Taint, tolerates } from '../../apis/toleration.ts';
import { type WorkloadView, workloadView } from '../../apis/workload.ts';
import { hasDisruptionBudget } from '../../lint/pdb-coverage.ts';
import { replicaFloorOf } from '../../lint/replica-floor.ts';
import type { Cloud } from '../../lint/settings.ts';
import {
  asksForCapacityType,
  KARPENTER_SPOT,
  type SpotLabel,
  spotLabelOf,
  spotNotices,
} from '../../lint/spot.ts';
import type { Workspace } from '../../lint/workspace.ts';
import { applyEdits } from '../../manifest/apply-edits.ts';
import { appendItem, parseSourceFile, setValue, type YamlValue } from '../../manifest/index.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import type { Addresses } from '../diagnostics.ts';
import type { EditorCodeAction } from '../protocol-shapes.ts';
import { type EditStep, inTurn } from './edit-steps.ts';
import { editBetween, workspaceEdit } from './edits.ts';
import { budgetFor, selectorOf } from './new-budget.ts';
import { documentAtEnd } from './new-document.ts';
import { tolerateTaint } from './tolerate-taint.ts';

export const PREFER_SPOT_KIND = 'refactor.rewrite.preferSpot';

/** What Kubernetes waits for a pod to end where the manifest says nothing. */
const DEFAULT_GRACE_SECONDS = 30;

/**
 * For a Deployment: prefer spot nodes, in a way that bears losing them. A preference, not a requirement: without spot capacity its pods run on demand. With it
 * come what keeps a reclaimed node from being an outage: the toleration of the nodes' taint, a spread over nodes, and a PodDisruptionBudget where none
 * covers the pods. Disabled with the reason where it would not be safe; absent where the pods say already what they want.
 */
export function preferSpotActions(
  workload: Resource,
  workspace: Workspace,
  cloud: Cloud | undefined,
  files: ReadonlyMap<string, SourceFile>,
  addresses: Addresses,
): readonly EditorCodeAction[] {
  const view = isKind(deployment, workload) ? workloadView(workload.object) : undefined;
  const selector = selectorOf(workload);
  if (!view || selector === undefined || asksForCapacityType(view.template)) return [];
  const nodes = spotNodesOf(workspace, cloud);
  const title = `Prefer spot nodes for ${workload.name}`;
  const refused = (reason: string): readonly EditorCodeAction[] => [
    { title, kind: PREFER_SPOT_KIND, disabled: { reason } },
  ];
  if (typeof nodes === 'string') return refused(nodes);
  const risk = riskOf(workload, view, workspace, cloud);
  if (risk !== undefined) return refused(risk);

  const guards = guardsOf(view.template, selector, nodes);
  const text = inTurn(workload, [prefer(view.template, nodes.label), ...guards.map(({ step }) => step)]);
  if (typeof text !== 'string') return refused(text.refusal);
  const budgeted = withBudget(workload, view.template, workspace, text);
  if (typeof budgeted !== 'string') return refused(budgeted.refusal);
  const edit = workspaceEdit(editBetween(workload.file, budgeted), files, addresses);
  const added = [...guards.map(({ what }) => what), ...(budgeted === text ? [] : ['a PodDisruptionBudget'])];
  const [key, value] = nodes.label;
  const guarded = added.length === 0 ? '' : `, with ${added.join(', ')}`;
  return edit ? [{ title: `${title} (${key}=${value}${guarded})`, kind: PREFER_SPOT_KIND, edit }] : [];
}

/** Nodes that may be taken away, and what keeps pods off them. */
interface SpotNodes {
  readonly label: SpotLabel;
  readonly taint?: Taint;
}

/** Those of the workspace's NodePools, else those of the cloud; a sentence where none are known. */
function spotNodesOf(workspace: Workspace, cloud: Cloud | undefined): SpotNodes | string {
  const pools = workspace.objectsOf(nodePool).flatMap((object) => nodePoolView(object) ?? []);
  if (pools.length > 0) {
    const [key, value] = KARPENTER_SPOT;
    const pool = pools.find(({ requirements }) =>
      requirements.some((each) => each.key === key && each.operator === 'In' && each.values.includes(value)),
    );
    if (!pool) return `no NodePool of the workspace has ${key}: ${value} among its requirements`;
    const taint = pool.taints.find(({ effect }) => effect !== 'PreferNoSchedule');
    return { label: KARPENTER_SPOT, ...(taint ? { taint } : {}) };
  }
  const label = cloud && spotLabelOf(cloud);
  if (!label) {
    return 'which label spot nodes have is not known: name the cloud in kubectlAutoscale.lint.cloud or .kubectl-autoscale.yaml';
  }
  // AKS alone taints them by itself.
  const [key, value] = label;
  return { label, ...(cloud === 'azure' ? { taint: { key, value, effect: 'NoSchedule' } } : {}) };
}

/** Why a reclaimed node would hurt. */
function riskOf(
  workload: Resource,
  view: WorkloadView,
  workspace: Workspace,
  cloud: Cloud | undefined,
): string | undefined {
  const floor = replicaFloorOf(workload, view, workspace);
  const replicas = floor?.replicas ?? view.replicas ?? 1;
  if (replicas < 2) {
    const described = floor?.describe ?? `${workload.name} names no replicas, which is one`;
    return `${described}: a reclaimed node would be an outage; run two or more first`;
  }
  const grace = view.template.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const notice = cloud && spotNotices[cloud];
  if (notice && grace > notice.seconds) {
    return `its pods may take ${grace} s to end, and ${notice.name} gives ${notice.seconds} s of notice`;
  }
  const claim = view.template.volumes.find(({ claimName }) => claimName !== undefined);
  if (claim) return `volume ${claim.name} is a claim, which may bind its pods to one zone or node`;
  return undefined;
}

function prefer({ path, affinity }: PodTemplateView, [key, value]: SpotLabel): EditStep {
  const at = [...path, 'spec', 'affinity', 'nodeAffinity', 'preferredDuringSchedulingIgnoredDuringExecution'];
  const item = {
    weight: 100,
    preference: { matchExpressions: [{ key, operator: 'In', values: [value] }] },
  };
  return (resource) =>
    affinity !== undefined && resource.has(at)
      ? appendItem(resource, at, item)
      : setValue(resource, at, [item], { before: 'containers' });
}

interface Guard {
  readonly what: string;
  readonly step: EditStep;
}

function guardsOf(template: PodTemplateView, selector: YamlValue, { taint }: SpotNodes): readonly Guard[] {
  return [
    ...(taint && !template.tolerations.some((toleration) => tolerates(toleration, taint))
      ? [{ what: 'a toleration', step: tolerateTaint(template, taint) }]
      : []),
    ...(template.topologySpreadConstraints.length === 0 && !spreadsByAffinity(template)
      ? [{ what: 'a spread over nodes', step: spread(template, selector) }]
      : []),
  ];
}

function spreadsByAffinity({ affinity }: PodTemplateView): boolean {
  return typeof affinity === 'object' && affinity !== null && 'podAntiAffinity' in affinity;
}

function spread({ path }: PodTemplateView, labelSelector: YamlValue): EditStep {
  const item = {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector,
  };
  return (resource) =>
    setValue(resource, [...path, 'spec', 'topologySpreadConstraints'], [item], { before: 'containers' });
}

/** The text with a PodDisruptionBudget behind it where no other covers the pods. */
function withBudget(
  workload: Resource,
  template: PodTemplateView,
  workspace: Workspace,
  text: string,
): string | { readonly refusal: string } {
  const budget = budgetFor(workload);
  if (!budget || hasDisruptionBudget(workload, template, workspace)) return text;
  const edit = documentAtEnd(parseSourceFile(workload.file.path, text, workload.file), budget);
  return 'refusal' in edit ? edit : applyEdits(text, [edit]);
}
