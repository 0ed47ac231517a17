import { dropUndefined } from './drop-undefined.ts';
import { type FieldPath, integerAt, itemsAt, stringAt, stringsAt } from './field-values.ts';
import { type LabelSelector, labelSelectorAt } from './label-selector.ts';

/** An entry of `topologySpreadConstraints`, with Kubernetes' defaults filled in. */
export interface TopologySpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  /** `DoNotSchedule` (the default) keeps the pod waiting, `ScheduleAnyway` only prefers. */
  readonly whenUnsatisfiable: string;
  /** Absent: it counts no pod. */
  readonly labelSelector?: LabelSelector;
  readonly minDomains: number;
  /** Whether nodes that the pod's node affinity excludes are left out: `Honor` (the default) or `Ignore`. */
  readonly nodeAffinityPolicy: string;
  /** Whether nodes with taints that the pod does not tolerate are left out: `Honor` or `Ignore` (the default). */
  readonly nodeTaintsPolicy: string;
  readonly matchLabelKeys: readonly string[];
}

export function topologySpreadConstraintsAt(
  root: unknown,
  ...path: FieldPath
): readonly TopologySpreadConstraint[] {
  return itemsAt(root, ...path).map((entry) =>
    dropUndefined({
      maxSkew: integerAt(entry, 'maxSkew') ?? 1,
      topologyKey: stringAt(entry, 'topologyKey') ?? '',
      whenUnsatisfiable: stringAt(entry, 'whenUnsatisfiable') ?? 'DoNotSchedule',
      labelSelector: labelSelectorAt(entry, 'labelSelector'),
      minDomains: integerAt(entry, 'minDomains') ?? 1,
      nodeAffinityPolicy: stringAt(entry, 'nodeAffinityPolicy') ?? 'Honor',
      nodeTaintsPolicy: stringAt(entry, 'nodeTaintsPolicy') ?? 'Ignore',
      matchLabelKeys: stringsAt(entry, 'matchLabelKeys'),
    }),
  );
}
