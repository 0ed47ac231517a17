import { type HpaView, hpaView } from '../../apis/hpa.ts';
import { scaledObjectView } from '../../apis/keda.ts';
import type { ObjectReference } from '../../apis/object-reference.ts';
import { vpaView } from '../../apis/vpa.ts';
import type { WorkloadRef } from '../../apis/workload-ref.ts';
import type { KubernetesObject } from '../../manifest/index.ts';
import type { CreationProblem } from './creation-plan.ts';

/** What of a new HPA is compared with the one that it would replace. */
interface NewHpa {
  readonly name: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** Other HPAs and ScaledObjects of a workload: two that set its replicas make neither work. One of the new HPA's own name is replaced. */
export function otherScalers(
  objects: readonly KubernetesObject[],
  target: WorkloadRef,
  own: NewHpa,
): readonly CreationProblem[] {
  return objects.flatMap((object): CreationProblem[] => {
    const { name = '', namespace } = object.metadata;
    const hpa = hpaView(object);
    if (hpa !== undefined && name === own.name) return [replaced(hpa, target, own)];
    if (hpa !== undefined && isSame(hpa.scaleTargetRef, target)) {
      const owner = kedaOwnerOf(object);
      return [
        {
          severity: 'error',
          message: `HPA ${name}${owner === undefined ? '' : ` (of ScaledObject ${owner})`} scales ${target.kind} ${target.name} already: with two, neither acts (AmbiguousSelector)`,
          suggestions: [
            owner === undefined
              ? `change that one: pass --name ${name}, or list both metrics in one HPA`
              : `add a trigger to ScaledObject ${owner} instead`,
            `delete it first: kubectl delete hpa ${name}${namespace === undefined ? '' : ` -n ${namespace}`}`,
          ],
        },
      ];
    }
    const scaled = scaledObjectView(object);
    if (scaled !== undefined && isSame(scaled.scaleTargetRef, target)) {
      return [
        {
          severity: 'error',
          message: `ScaledObject ${name} of KEDA scales ${target.kind} ${target.name}, with an HPA of its own: two HPAs make neither act`,
          suggestions: [`add a trigger to ScaledObject ${name} instead, or delete it first`],
        },
      ];
    }
    return [];
  });
}

function replaced(
  { minReplicas, maxReplicas, scaleTargetRef }: HpaView,
  target: WorkloadRef,
  own: NewHpa,
): CreationProblem {
  const bounds = `${minReplicas}–${maxReplicas ?? '?'}`;
  const isKept = bounds === `${own.minReplicas}–${own.maxReplicas}`;
  const others = isSame(scaleTargetRef, target)
    ? ''
    : ` (it scales ${scaleTargetRef?.kind ?? 'nothing'} ${scaleTargetRef?.name ?? ''})`;
  return {
    severity: 'warning',
    message: `HPA ${own.name} is there already${others}, and this takes its place${isKept ? '' : `: ${bounds} replicas become ${own.minReplicas}–${own.maxReplicas}`}`,
    suggestions:
      isKept || maxReplicas === undefined
        ? []
        : [`keep its bounds: --min-replicas ${minReplicas} --max-replicas ${maxReplicas}`],
  };
}

/** Other VPAs of a workload: the recommender takes the oldest of them. */
export function otherVpas(
  objects: readonly KubernetesObject[],
  target: WorkloadRef,
  ownName: string,
): readonly CreationProblem[] {
  return objects.flatMap((object): CreationProblem[] => {
    const { name = '', namespace } = object.metadata;
    const vpa = vpaView(object);
    if (vpa === undefined || name === ownName || !isSame(vpa.targetRef, target)) return [];
    return [
      {
        severity: 'error',
        message: `VPA ${name} has ${target.kind} ${target.name} as its target already: of two, one is ignored`,
        suggestions: [
          `change that one: pass --name ${name}`,
          `delete it first: kubectl delete vpa ${name}${namespace === undefined ? '' : ` -n ${namespace}`}`,
        ],
      },
    ];
  });
}

function isSame(reference: ObjectReference | undefined, target: WorkloadRef): boolean {
  return (
    reference?.kind === target.kind && reference.name === target.name && reference.group === target.group
  );
}

function kedaOwnerOf({ metadata }: KubernetesObject): string | undefined {
  const { ownerReferences } = metadata as {
    readonly ownerReferences?: readonly { readonly kind?: string; readonly name?: string }[];
  };
  return ownerReferences?.find(({ kind }) => kind === 'ScaledObject')?.name;
}
