import type { NodeGroup } from './node-group.ts';

/** A group and the size that it is to have. */
export interface Resize {
  readonly group: NodeGroup;
  readonly from: number;
  readonly to: number;
}

/**
 * Spreads new nodes over groups: one at a time to the smallest that is not full, until all are given or all groups are
 * full (`BalanceScaleUpBetweenGroups`, Cluster Autoscaler 1.36). Groups that stay as they are are left out.
 */
export function balance(groups: readonly NodeGroup[], nodes: number): readonly Resize[] {
  const open = groups
    .filter(({ targetSize, maxSize }) => targetSize < maxSize)
    .map((group) => ({ group, from: group.targetSize, to: group.targetSize }));
  for (let given = 0; given < nodes; given += 1) {
    const smallest = open
      .filter(({ to, group }) => to < group.maxSize)
      .reduce<(typeof open)[number] | undefined>(
        (least, each) => (least && least.to <= each.to ? least : each),
        undefined,
      );
    if (!smallest) break;
    smallest.to += 1;
  }
  return open.filter(({ from, to }) => to > from);
}
