import { type HpaView, hpaView } from '../../apis/hpa.ts';
import { scaledObjectView } from '../../apis/keda.ts';
import type { ObjectReference } from '../../apis/object-reference.ts';
import { type VpaView, vpaView } from '../../apis/vpa.ts';
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
  return {
    severity: 'warning',
    message: `HPA ${own.name} is there already${otherTarget('scales', scaleTargetRef, target)}, and this takes its place${isKept ? '' : `: ${bounds} replicas become ${own.minReplicas}–${own.maxReplicas}`}`,
    suggestions:
      isKept || maxReplicas === undefined
        ? []
        : [`keep its bounds: --min-replicas ${minReplicas} --max-replicas ${maxReplicas}`],
  };
}

/** Nothing where the object that is replaced has the same target. */
function otherTarget(verb: string, reference: ObjectReference | undefined, target: WorkloadRef): string {
  if (isSame(reference, target)) return '';
  return ` (it ${verb} ${reference === undefined ? 'nothing' : `${reference.kind} ${reference.name}`})`;
}

/** What of a new VPA is compared with the one that it would replace. */
interface NewVpa {
  readonly name: string;
  readonly updateMode: string;
}

/** Other VPAs of a workload: the recommender takes the oldest of them. One of the new VPA's own name is replaced. */
export function otherVpas(
  objects: readonly KubernetesObject[],
  target: WorkloadRef,
  own: NewVpa,
): readonly CreationProblem[] {
  return objects.flatMap((object): CreationProblem[] => {
    const { name = '', namespace } = object.metadata;
    const vpa = vpaView(object);
    if (vpa !== undefined && name === own.name) return [replacedVpa(vpa, target, own)];
    if (vpa === undefined || !isSame(vpa.targetRef, target)) return [];
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

/** As with `kubectl apply`, whatever the new one does not have goes, policies of containers too. */
function replacedVpa(
  { targetRef, updatePolicy, containerPolicies }: VpaView,
  target: WorkloadRef,
  own: NewVpa,
): CreationProblem {
  const { updateMode } = updatePolicy ?? {};
  const changes = [
    ...(updateMode === undefined || updateMode === own.updateMode
      ? []
      : [`update mode ${updateMode} becomes ${own.updateMode}`]),
    ...(containerPolicies.length === 0
      ? []
      : [
          `its policies of ${containerPolicies.map(({ containerName = '*' }) => containerName).join(', ')} are replaced`,
        ]),
  ];
  return {
    severity: 'warning',
    message: `VPA ${own.name} is there already${otherTarget('sizes', targetRef, target)}, and this takes its place${changes.length === 0 ? '' : `: ${changes.join('; ')}`}`,
    suggestions: [],
  };
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
