import type { KubernetesObject } from '@kubectl-autoscale/core/manifest';

import { type ApplyTools, makeChange, prepareChange } from './apply-change.ts';
import { agreed, type Asking, tellRefusal } from './ask-and-tell.ts';

export interface ApplyObjectOptions extends ApplyTools, Asking {
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** Brings one object into the cluster: diff, question, change, undo command. False where something stood in the way. */
export async function applyObject(object: KubernetesObject, options: ApplyObjectOptions): Promise<boolean> {
  const { kind, metadata } = object;
  const title = `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name ?? ''}`;
  const prepared = await prepareChange({ object }, options, options.force);
  switch (prepared.kind) {
    case 'refused':
      tellRefusal(prepared, options.talk);
      return false;
    case 'unchanged':
      options.talk(`${title}: is as asked for already`);
      return true;
    case 'ready': {
      if (options.dryRun) {
        options.talk(`${title}: nothing was changed (--dry-run)`);
        return true;
      }
      if (!(await agreed(title, options))) return false;
      const undo = await makeChange(prepared.change, options);
      options.show(`applied  ${title}\nundo     ${undo}\n`);
      return true;
    }
  }
}
