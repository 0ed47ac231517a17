import type { SizedWorkload } from '@kubectl-autoscale/core/advisor';
import type { UpdateMode } from '@kubectl-autoscale/core/authoring';
import type { KubernetesObject } from '@kubectl-autoscale/core/manifest';

import { type ApplyTools, type Change, FIELD_MANAGER, makeChange, prepareChange } from './apply-change.ts';
import { agreed, tellRefusal } from './ask-and-tell.ts';
import { objectDiff } from './object-diff.ts';
import { resizesOf, templateChanges, undoResize, vpaFor } from './rightsize-changes.ts';

export interface ApplyRightsizingOptions extends ApplyTools {
  readonly talk: (text: string) => void;
  readonly force: boolean;
  readonly inPlace: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly vpa?: UpdateMode;
}

/** What a step of the whole does when it is agreed to, with the command that undoes it. */
interface Step {
  run(): Promise<string>;
}

/** Brings recommendations into the cluster, one workload after the other: diff, question, change, undo command. */
export async function applyRightsizing(
  workloads: readonly SizedWorkload[],
  options: ApplyRightsizingOptions,
): Promise<{ readonly refused: number }> {
  let refused = 0;
  for (const workload of workloads) {
    if (!(await applyOne(workload, options))) refused += 1;
  }
  return { refused };
}

/** Whether nothing stood in the way. */
async function applyOne(workload: SizedWorkload, options: ApplyRightsizingOptions): Promise<boolean> {
  const { item } = workload;
  const title = `${item.workload.namespace}/${item.workload.name}`;
  if (item.rows.length === 0) {
    options.talk(`${title}: nothing to apply: ${item.notes.join('; ')}`);
    return true;
  }
  if (item.vpa !== undefined) {
    options.talk(`error: ${title} is not changed: ${item.vpa.text}`);
    return false;
  }
  const steps = options.inPlace ? await resizeSteps(workload, options) : await applySteps(workload, options);
  if (steps === undefined) return false;
  if (steps.length === 0) {
    options.talk(`${title}: is as recommended already`);
    return true;
  }
  if (options.dryRun) {
    options.talk(`${title}: nothing was changed (--dry-run)`);
    return true;
  }
  if (!(await agreed(title, options))) return false;
  for (const step of steps) {
    const undo = await step.run();
    options.show(`applied  ${title}\nundo     ${undo}\n`);
  }
  return true;
}

/** `undefined` where one is refused: then none is made. */
async function applySteps(
  workload: SizedWorkload,
  options: ApplyRightsizingOptions,
): Promise<readonly Step[] | undefined> {
  const { cluster, signal, vpa, talk } = options;
  const changes: readonly Change[] =
    vpa === undefined
      ? await templateChanges(workload, cluster, signal)
      : [{ object: vpaFor(workload, vpa) }];
  const steps: Step[] = [];
  for (const change of changes) {
    const prepared = await prepareChange(change, options, options.force);
    if (prepared.kind === 'refused') {
      tellRefusal(prepared, talk);
      return undefined;
    }
    if (prepared.kind === 'ready') steps.push({ run: () => makeChange(prepared.change, options) });
  }
  return steps;
}

/** Each running pod by itself. A pod keeps its new size until it is replaced: the template still says the old one. */
async function resizeSteps(
  workload: SizedWorkload,
  options: ApplyRightsizingOptions,
): Promise<readonly Step[] | undefined> {
  const { writer, cluster, palette, signal, show, talk } = options;
  if (!(await writer.canResizePods({ signal }))) {
    talk(
      'error: this cluster cannot resize pods in place: pods/resize is on by default since Kubernetes 1.33',
    );
    talk('  you may   leave --in-place out: the template is changed and the pods are replaced');
    return undefined;
  }
  const { namespace } = workload.facts.ref;
  const steps: Step[] = [];
  for (const pod of workload.facts.pods) {
    const name = pod.metadata.name ?? '';
    if (pod.phase !== 'Running' || pod.metadata.deletionMs !== undefined) continue;
    const before = await cluster.get({ group: '', kind: 'Pod', namespace, name }, { signal });
    if (before === undefined) continue;
    const resizes = resizesOf(workload, pod);
    const apply = (dryRun: boolean): Promise<KubernetesObject> =>
      writer.resizePod({ namespace, name }, resizes, { fieldManager: FIELD_MANAGER, dryRun, signal });
    const diff = objectDiff(before, await apply(true), palette);
    if (diff === '') continue;
    show(diff);
    steps.push({
      run: async () => {
        await apply(false);
        return undoResize(before, resizes);
      },
    });
  }
  if (steps.length > 0) {
    show(
      `${palette.yellow('effect')}  resizes ${steps.length} running pods without a restart, unless a container's resizePolicy asks for one; ` +
        'pods that come later start with the template’s old requests: change the manifest too (--write)\n',
    );
  }
  return steps;
}
