import { controllerOf, type DrainPod, isDaemonSetPod, isLongTerminating, isMirrorPod } from './drain-pod.ts';
import type { PdbBudgets } from './pdb-budgets.ts';
import { type ClusterAutoscalerSettings, leavesPodsToComplete } from './settings.ts';

/** Why a pod keeps its node; the words of Cluster Autoscaler's events (pkg/utils/drain, 1.36). */
export type BlockingReason =
  | 'ControllerNotFound'
  | 'NotReplicated'
  | 'UnmovableKubeSystemPod'
  | 'NotSafeToEvictAnnotation'
  | 'LocalStorageRequested'
  | 'NotEnoughPdb';

/** What is to happen to a pod when its node goes. */
export type Drainability =
  /** It counts as gone already. */
  | { readonly outcome: 'skip' }
  /** It is evicted and needs another place, unless a DaemonSet's. */
  | { readonly outcome: 'drain' }
  /** It is left to finish, and its node goes only then. */
  | { readonly outcome: 'wait' }
  | { readonly outcome: 'block'; readonly reason: BlockingReason; readonly text: string };

export interface DrainContext {
  readonly settings: ClusterAutoscalerSettings;
  readonly budgets: PdbBudgets;
  readonly nowMs: number;
  /**
   * Whether the pod's controller still exists; absent: taken for granted, as without a list of controllers nothing can
   * be said.
   */
  readonly controllerExists?: (pod: DrainPod) => boolean;
}

const safeToEvict = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const safeToEvictLocalVolumes = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes';
const replicatedKinds: ReadonlySet<string> = new Set([
  'ReplicationController',
  'Job',
  'ReplicaSet',
  'StatefulSet',
]);

/** The first rule that decides wins, in upstream's order (pkg/simulator/drainability/rules/rules.go, 1.36). */
export function drainability(drainPod: DrainPod, context: DrainContext): Drainability {
  const { pod, view } = drainPod;
  const { settings, budgets, nowMs } = context;
  const { annotations } = view.metadata;
  const name = `${pod.namespace}/${pod.name}`;
  if (isMirrorPod(view) || isLongTerminating(view, nowMs)) return { outcome: 'skip' };
  if (settings.skipNodesWithCustomControllerPods && context.controllerExists?.(drainPod) === false) {
    return blocked('ControllerNotFound', `the controller of ${name} does not exist`);
  }
  if (isDaemonSetPod(view) || annotations[safeToEvict] === 'true' || isTerminal(drainPod)) {
    return { outcome: 'drain' };
  }
  if (annotations[safeToEvict] === 'on-completion' && leavesPodsToComplete(settings)) {
    return { outcome: 'wait' };
  }
  if (!isReplicated(drainPod, settings)) return blocked('NotReplicated', `${name} is not replicated`);
  if (settings.skipNodesWithSystemPods && pod.namespace === 'kube-system' && !budgets.covers(pod)) {
    const ageMs = nowMs - (view.metadata.creationMs ?? nowMs);
    if (ageMs > settings.blockingSystemPodTimeoutMs) return { outcome: 'drain' };
    return blocked('UnmovableKubeSystemPod', `${name} is in kube-system and under no PodDisruptionBudget`);
  }
  if (annotations[safeToEvict] === 'false') {
    return blocked('NotSafeToEvictAnnotation', `${name} is annotated ${safeToEvict}: "false"`);
  }
  const local = settings.skipNodesWithLocalStorage ? localVolume(drainPod) : undefined;
  if (local !== undefined) {
    return blocked('LocalStorageRequested', `${name} has local storage: volume ${local}`);
  }
  const spent = budgets.spentFor(pod);
  if (spent !== undefined) {
    return blocked('NotEnoughPdb', `PodDisruptionBudget ${spent} allows no disruption of ${name}`);
  }
  return { outcome: 'drain' };
}

function blocked(reason: BlockingReason, text: string): Drainability {
  return { outcome: 'block', reason, text };
}

/** It will not run again. */
function isTerminal({ view: { phase, template } }: DrainPod): boolean {
  if (phase === 'Failed') return true;
  return phase === 'Succeeded' && template.restartPolicy !== 'Always';
}

function isReplicated({ view }: DrainPod, settings: ClusterAutoscalerSettings): boolean {
  const controller = controllerOf(view);
  if (!controller) return false;
  return !settings.skipNodesWithCustomControllerPods || replicatedKinds.has(controller.kind);
}

function localVolume({ view }: DrainPod): string | undefined {
  const allowed = new Set(view.metadata.annotations[safeToEvictLocalVolumes]?.split(',') ?? []);
  return view.template.volumes.find(
    ({ name, source, medium }) =>
      (source === 'hostPath' || (source === 'emptyDir' && medium !== 'Memory')) && !allowed.has(name),
  )?.name;
}
