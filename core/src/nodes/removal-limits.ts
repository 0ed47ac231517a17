import type { NodeGroup } from './node-group.ts';
import type { ScaleDownInput, ScaleDownNode, Stay } from './node-verdict.ts';
import type { ClusterAutoscalerSettings } from './settings.ts';

/**
 * What keeps unneeded nodes for now: their time, their group's minimum, the cluster's minimum, pods that are to complete,
 * and how many may go at once (`RemovableAt`, `NodesToDelete` and the deletion budgets, Cluster Autoscaler 1.36). It counts
 * what it lets go.
 */
export class RemovalLimits {
  readonly #settings: ClusterAutoscalerSettings;
  readonly #nowMs: number;
  readonly #sizes = new Map<string, number>();
  #cores = 0;
  #memoryBytes = 0;
  #going = 0;
  #draining = 0;

  constructor({ settings, nowMs, nodes, snapshot }: ScaleDownInput) {
    this.#settings = settings;
    this.#nowMs = nowMs;
    for (const { group } of nodes) if (group) this.#sizes.set(group.name, group.targetSize);
    // Without limits nothing asks for the sums.
    if (settings.coresTotal.min <= 0 && settings.memoryTotalBytes.min <= 0) return;
    for (const info of snapshot.nodes()) {
      this.#cores += info.allocatable('cpu') / 1000;
      this.#memoryBytes += info.allocatable('memory');
    }
  }

  /** Why the node stays; `undefined` where it goes, which is then counted. */
  keep(
    node: ScaleDownNode,
    { moves, awaited }: { readonly moves: number; readonly awaited: readonly string[] },
  ): Stay | undefined {
    const { group } = node;
    if (!group) return { reason: 'NotAutoscaled', text: 'belongs to no autoscaled group' };
    const stays = this.#keptByTime(node, group) ?? this.#keptByMinimum(group);
    if (stays) return stays;
    // Minimums count a node from here on, as upstream, even where it then has to wait.
    this.#sizes.set(group.name, this.#sizeOf(group) - 1);
    this.#cores -= coresOf(group);
    this.#memoryBytes -= memoryOf(group);
    const waits = keptByCompletion(awaited) ?? this.#keptByParallelism(moves > 0);
    if (waits) return waits;
    this.#going += 1;
    if (moves > 0) this.#draining += 1;
    return undefined;
  }

  #keptByTime({ view, unneededSinceMs }: ScaleDownNode, { options }: NodeGroup): Stay | undefined {
    const neededMs = view.ready
      ? (options?.scaleDownUnneededMs ?? this.#settings.scaleDownUnneededMs)
      : (options?.scaleDownUnreadyMs ?? this.#settings.scaleDownUnreadyMs);
    const unneededMs = unneededSinceMs === undefined ? 0 : this.#nowMs - unneededSinceMs;
    if (neededMs <= 0 || unneededMs > neededMs) return undefined;
    return {
      reason: view.ready ? 'NotUnneededLongEnough' : 'NotUnreadyLongEnough',
      text: `unneeded for ${minutes(unneededMs)} of ${minutes(neededMs)}`,
    };
  }

  #keptByMinimum(group: NodeGroup): Stay | undefined {
    const size = this.#sizeOf(group);
    if (size <= group.minSize) {
      return {
        reason: 'NodeGroupMinSizeReached',
        text: `group ${group.name} has ${size} nodes and a minimum of ${group.minSize}`,
      };
    }
    const { coresTotal, memoryTotalBytes } = this.#settings;
    if (coresTotal.min > 0 && this.#cores - coresOf(group) < coresTotal.min) {
      return {
        reason: 'MinimalResourceLimitExceeded',
        text: `--cores-total keeps ${coresTotal.min} cores in the cluster`,
      };
    }
    if (memoryTotalBytes.min > 0 && this.#memoryBytes - memoryOf(group) < memoryTotalBytes.min) {
      return {
        reason: 'MinimalResourceLimitExceeded',
        text: `--memory-total keeps ${memoryTotalBytes.min / 2 ** 30} GiB in the cluster`,
      };
    }
    return undefined;
  }

  #keptByParallelism(needsDrain: boolean): Stay | undefined {
    const { maxScaleDownParallelism, maxDrainParallelism } = this.#settings;
    if (needsDrain && this.#draining >= maxDrainParallelism) {
      return { reason: 'ParallelismReached', text: `${maxDrainParallelism} at a time is drained` };
    }
    if (this.#going >= maxScaleDownParallelism) {
      return { reason: 'ParallelismReached', text: `${maxScaleDownParallelism} at a time are removed` };
    }
    return undefined;
  }

  #sizeOf({ name, targetSize }: NodeGroup): number {
    return this.#sizes.get(name) ?? targetSize;
  }
}

function keptByCompletion([first, ...others]: readonly string[]): Stay | undefined {
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return { reason: 'BlockedByOnCompletionPod', text: `waits until ${first}${more} is complete` };
}

function coresOf({ template }: NodeGroup): number {
  return (template.capacity.get('cpu') ?? 0) / 1000;
}

function memoryOf({ template }: NodeGroup): number {
  return template.capacity.get('memory') ?? 0;
}

function minutes(milliseconds: number): string {
  return `${Math.round(milliseconds / 6000) / 10} min`;
}
