import { NodeInfo, type SchedulingNode } from './node-info.ts';
import type { Labels, SchedulingPod } from './pod.ts';
import type { NamespaceLabels } from './pod-terms.ts';

/**
 * The nodes of a cluster and the pods on them, made to be tried out: what was added or removed since a mark can be
 * taken back. It is the one thing here that changes; everything else reads it.
 */
export class ClusterSnapshot {
  readonly #nodes = new Map<string, NodeInfo>();
  readonly #undo: (() => void)[] = [];
  readonly namespaceLabels: NamespaceLabels;
  #antiAffine = 0;

  /** `labelsOf` tells a namespace's labels, for terms with a namespaceSelector; none are known without it. */
  constructor(nodes: Iterable<SchedulingNode>, labelsOf?: (namespace: string) => Labels | undefined) {
    this.namespaceLabels = (namespace) => labelsOf?.(namespace) ?? {};
    for (const node of nodes) this.#nodes.set(node.name, new NodeInfo(node));
  }

  /** In the order in which they were added. */
  nodes(): Iterable<NodeInfo> {
    return this.#nodes.values();
  }

  get size(): number {
    return this.#nodes.size;
  }

  node(name: string): NodeInfo | undefined {
    return this.#nodes.get(name);
  }

  /** Whether some pod in the cluster keeps others away from itself. */
  get hasAntiAffinity(): boolean {
    return this.#antiAffine > 0;
  }

  addNode(node: SchedulingNode): NodeInfo {
    const info = new NodeInfo(node);
    this.#nodes.set(node.name, info);
    this.#undo.push(() => this.#nodes.delete(node.name));
    return info;
  }

  /** Takes a node away with the pods on it, which it answers. */
  removeNode(name: string): readonly SchedulingPod[] {
    const info = this.#nodes.get(name);
    if (!info) return [];
    const pods = [...info.pods];
    for (const pod of pods) this.removePod(pod, info);
    this.#nodes.delete(name);
    this.#undo.push(() => this.#nodes.set(name, info));
    return pods;
  }

  addPod(pod: SchedulingPod, info: NodeInfo): void {
    this.#put(pod, info);
    this.#undo.push(() => this.#take(pod, info));
  }

  removePod(pod: SchedulingPod, info: NodeInfo): void {
    this.#take(pod, info);
    this.#undo.push(() => this.#put(pod, info));
  }

  /** Where things stand, for `revert`. */
  mark(): number {
    return this.#undo.length;
  }

  /** Takes back everything since the mark, the newest first. */
  revert(mark: number): void {
    while (this.#undo.length > mark) this.#undo.pop()?.();
  }

  /** Keeps everything as it is now for good: earlier marks are void, and what it takes to go back to them is forgotten. */
  keep(): void {
    this.#undo.length = 0;
  }

  #put(pod: SchedulingPod, info: NodeInfo): void {
    info.add(pod);
    if (pod.podAntiAffinity.length > 0) this.#antiAffine += 1;
  }

  #take(pod: SchedulingPod, info: NodeInfo): void {
    info.remove(pod);
    if (pod.podAntiAffinity.length > 0) this.#antiAffine -= 1;
  }
}
