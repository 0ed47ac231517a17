import { valueAt } from '../apis/field-values.ts';
import type { KubernetesObject } from '../manifest/kubernetes-object.ts';

/** What a changed pod template does to the pods that run: one sentence for people. */
export function restartText(object: KubernetesObject, pods: number): string {
  const all = pods === 1 ? 'its pod' : `all ${pods} pods`;
  const strategy = valueAt(object, 'spec', 'strategy', 'type');
  const updates = valueAt(object, 'spec', 'updateStrategy', 'type');
  switch (object.kind) {
    case 'Deployment': {
      if (strategy === 'Recreate') return `stops ${all}, then starts new ones (strategy Recreate)`;
      const unavailable = shown(valueAt(object, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable'));
      const surge = shown(valueAt(object, 'spec', 'strategy', 'rollingUpdate', 'maxSurge'));
      return `replaces ${all} by a rolling update (maxUnavailable ${unavailable}, maxSurge ${surge})`;
    }
    case 'StatefulSet':
    case 'DaemonSet':
      return updates === 'OnDelete'
        ? `restarts nothing by itself (updateStrategy OnDelete): ${all} keep the old requests until deleted`
        : `replaces ${all} one after the other`;
    default:
      return 'is used by the next pods; running ones stay as they are';
  }
}

/** The API server fills in 25 %. */
function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '25%';
}
