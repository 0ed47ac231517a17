import { booleanAt, itemsAt, stringAt, stringsAt, valueAt } from '../../apis/field-values.ts';
import type { WorkloadRef } from '../../apis/workload-ref.ts';
import { type UpdateMode, type VpaContainerDraft, vpaObject } from '../../authoring/index.ts';
import type { MinorVersion } from '../../lint/index.ts';
import type { GroupKind } from '../../manifest/index.ts';
import { type ClusterSource, type SourceCallOptions, SourceError } from '../../ports/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { UPDATE_MODES } from '../../vpa/index.ts';
import type { CreationSources } from './create-hpa.ts';
import type { CreationPlan, CreationProblem } from './creation-plan.ts';
import { deliveryProblems } from './delivery-problems.ts';
import { lintNewObject } from './lint-new-object.ts';
import { manifestText } from './manifest-text.ts';
import { readNamespaceObjects } from './namespace-objects.ts';
import { otherVpas } from './other-autoscalers.ts';
import type { PredictiveRefusal } from './predictive-metrics.ts';

/** A VPA as somebody asks for it. */
export interface VpaRequest {
  readonly namespace: string;
  readonly target: WorkloadRef;
  /** The target's name unless told. */
  readonly name?: string;
  readonly updateMode: UpdateMode;
  readonly minReplicas?: number;
  readonly containers: readonly VpaContainerDraft[];
  /** Of the VPA that is installed, for rules that depend on it. */
  readonly vpaVersion?: MinorVersion;
}

const TOLD_OTHERWISE = { 'vpa-duplicate-target': 'off' } as const;

/**
 * Makes a VPA out of a request and holds it against the cluster: the target, other VPAs, the update modes that the installed definition knows. Throws
 * `SourceError`; `not-found` where the target is not there.
 */
export async function planVpa(
  request: VpaRequest,
  { cluster, apis }: Pick<CreationSources, 'cluster' | 'apis'>,
  options: SourceCallOptions = {},
): Promise<Result<CreationPlan, PredictiveRefusal>> {
  const { namespace, target, updateMode, minReplicas, containers, vpaVersion } = request;
  const name = request.name ?? target.name;
  if (target.kind === 'Pod') {
    return fail({
      message: 'a VPA is for a workload, not for a pod',
      suggestions: ['name what made the pod'],
    });
  }
  const around = cluster && (await readNamespaceObjects(cluster, namespace, target, options));
  const apiVersion = around?.target.apiVersion ?? (target.group === '' ? 'v1' : `${target.group}/v1`);
  const object = vpaObject({
    target: { apiVersion, kind: target.kind, name: target.name, namespace },
    name,
    updateMode,
    ...(minReplicas === undefined ? {} : { minReplicas }),
    containers,
  });
  const manifest = manifestText(object, [`${target.kind} ${target.name}: ${effectOf(updateMode)}`]);
  const linted = lintNewObject(object, manifest, around, {
    severities: TOLD_OTHERWISE,
    ...(vpaVersion === undefined ? {} : { vpaVersion }),
  });
  // A recording holds no definitions.
  const modes = cluster && apis && (await knownModes(cluster, options));
  const problems: CreationProblem[] = [
    ...(around ? otherVpas(around.objects, target, { name, updateMode }) : []),
    ...(modes === undefined ? [] : unknownMode(updateMode, modes)),
    ...(around ? await deliveryProblems(cluster, around.target, 'VPA', options) : []),
  ];
  const basis = [
    around === undefined
      ? 'no cluster was asked: the target is not checked'
      : `target found in ${around.cluster}`,
    ...(around?.notes ?? []),
  ];
  return ok({ object, manifest, basis, problems, lint: linted.result, files: linted.files });
}

function effectOf(mode: UpdateMode): string {
  const { onCreation, evicts, resizesInPlace, deprecatedFor } = UPDATE_MODES[mode];
  const what = !onCreation
    ? 'recommends and changes nothing'
    : resizesInPlace
      ? `resizes running pods in place${evicts ? ', and replaces those that cannot be' : ''}`
      : evicts
        ? 'replaces running pods, a few at a time, and sizes new ones'
        : 'sizes new pods and leaves running ones alone';
  const instead = deprecatedFor === undefined ? '' : ` (deprecated: the same as ${deprecatedFor})`;
  return `update mode ${mode} ${what}${instead}`;
}

const definition: GroupKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

/**
 * The update modes that the installed definition allows; an empty list where VPAs are not installed. `undefined` where that may not be read, or the
 * definition does not say.
 */
async function knownModes(
  cluster: ClusterSource,
  options: SourceCallOptions,
): Promise<readonly string[] | undefined> {
  const query = { ...definition, name: 'verticalpodautoscalers.autoscaling.k8s.io' };
  try {
    const found = await cluster.get(query, options);
    if (found === undefined) return [];
    const version = itemsAt(found, 'spec', 'versions').find((each) => booleanAt(each, 'storage') === true);
    const mode = valueAt(version, ...MODE_SCHEMA);
    return stringAt(mode, 'type') === 'string' ? stringsAt(mode, 'enum') : undefined;
  } catch (error) {
    if (error instanceof SourceError && error.code === 'forbidden') return undefined;
    throw error;
  }
}

const MODE_SCHEMA = [
  ...['schema', 'openAPIV3Schema', 'properties', 'spec', 'properties', 'updatePolicy'],
  ...['properties', 'updateMode'],
];

function unknownMode(mode: UpdateMode, known: readonly string[]): readonly CreationProblem[] {
  if (known.includes(mode)) return [];
  if (known.length === 0) {
    return [
      {
        severity: 'error',
        message: 'the Vertical Pod Autoscaler is not installed: nothing would act on this object',
        suggestions: ['install it (recommender, updater, admission controller) and its definitions'],
      },
    ];
  }
  return [
    {
      severity: 'error',
      message: `the installed Vertical Pod Autoscaler does not know the update mode ${mode}: it knows ${known.join(', ')}`,
      suggestions: ['choose one of these, or install a newer release'],
    },
  ];
}
