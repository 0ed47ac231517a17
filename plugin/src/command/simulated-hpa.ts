import { basename } from 'node:path';

import { hpaSpecOf } from '@kubectl-autoscale/core/advisor';
import {
  horizontalPodAutoscaler,
  type HpaView,
  hpaView,
  type WorkloadRef,
} from '@kubectl-autoscale/core/apis';
import type { ClusterSource } from '@kubectl-autoscale/core/ports';
import {
  type OwnHpaChoice,
  parseHpaChanges,
  type Signal,
  signalNames,
} from '@kubectl-autoscale/core/simulator';
import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

import { openManifestTree } from '../composition/manifest-trees.ts';
import { parseProblems } from './parse-problems.ts';

export interface SimulatedHpaFlags {
  readonly filename?: string | undefined;
  readonly set?: string | undefined;
  readonly signal?: readonly string[] | undefined;
}

/** Where a workload's HPA is looked for when no file is named. */
export interface WorkloadInCluster {
  readonly cluster: Pick<ClusterSource, 'list'>;
  readonly ref: WorkloadRef;
  readonly namespace: string;
}

/**
 * The HPA to be simulated as it is, and with the changes of `--set`: of the file that `-f` names, else the one that targets the workload. `undefined` where
 * there is none and none was asked about. Throws SourceError.
 */
export async function simulatedHpa(
  flags: SimulatedHpaFlags,
  where: WorkloadInCluster | undefined,
  signal: AbortSignal,
): Promise<Result<OwnHpaChoice | undefined, string>> {
  const changes = flags.set === undefined ? undefined : parseHpaChanges(flags.set);
  if (changes?.ok === false) return fail(`--set: ${changes.error}`);
  const signals = parseSignals(flags.signal ?? []);
  if (!signals.ok) return signals;
  const found =
    flags.filename === undefined
      ? await hpaInCluster(where, signal)
      : await hpaInFile(flags.filename, where?.ref, signal);
  if (!found.ok) return found;
  if (found.value === undefined) {
    if (changes === undefined) return ok(undefined);
    return fail(
      where === undefined
        ? '--set changes an HPA: name one with -f hpa.yaml'
        : `no HPA targets ${where.ref.name}: --set has nothing to change; name one with -f hpa.yaml`,
    );
  }
  const spec = hpaSpecOf(found.value);
  if (spec === undefined) {
    const name = found.value.metadata.name ?? '';
    return fail(`HPA ${name} lacks maxReplicas or a part of a metric: it cannot be simulated`);
  }
  return ok({
    spec,
    signals: signals.value,
    ...(flags.filename !== undefined && { file: basename(flags.filename) }),
    ...(changes?.ok === true &&
      flags.set !== undefined && { changes: { text: flags.set, of: changes.value } }),
  });
}

async function hpaInCluster(
  where: WorkloadInCluster | undefined,
  signal: AbortSignal,
): Promise<Result<HpaView | undefined, string>> {
  if (where === undefined) return ok(undefined);
  const { cluster, ref, namespace } = where;
  const objects = await cluster.list({ ...horizontalPodAutoscaler, namespace }, { signal });
  return ok(objects.flatMap((each) => hpaView(each) ?? []).find((hpa) => targets(hpa, ref)));
}

async function hpaInFile(
  path: string,
  ref: WorkloadRef | undefined,
  signal: AbortSignal,
): Promise<Result<HpaView, string>> {
  const { index } = await openManifestTree(path, undefined, signal);
  const hpas = index.ofKind(horizontalPodAutoscaler).flatMap(({ object }) => hpaView(object) ?? []);
  const [first, second] = hpas;
  const targeting = ref && hpas.find((hpa) => targets(hpa, ref));
  if (targeting) return ok(targeting);
  if (first === undefined) {
    const [problem] = parseProblems(index);
    return fail(problem ?? `${path} holds no HorizontalPodAutoscaler`);
  }
  if (second === undefined) return ok(first);
  const names = hpas.map(({ metadata }) => metadata.name ?? '').join(', ');
  return fail(
    `${path} holds ${hpas.length} HPAs (${names})${ref ? `, none of them for ${ref.name}` : ': name a file with one'}`,
  );
}

function targets({ scaleTargetRef }: HpaView, { group, kind, name }: WorkloadRef): boolean {
  return scaleTargetRef?.group === group && scaleTargetRef.kind === kind && scaleTargetRef.name === name;
}

/** `NAME=SIGNAL`, each. A metric's name may hold colons and slashes, but no `=`. */
function parseSignals(words: readonly string[]): Result<Readonly<Record<string, Signal>>, string> {
  const signals: Record<string, Signal> = {};
  for (const word of words) {
    const split = word.indexOf('=');
    const signal = signalNames.find((each) => each === word.slice(split + 1));
    if (split <= 0 || signal === undefined) {
      return fail(
        `--signal ${word}: METRIC=SIGNAL is expected, a signal is one of ${signalNames.join(', ')}`,
      );
    }
    signals[word.slice(0, split)] = signal;
  }
  return ok(signals);
}
