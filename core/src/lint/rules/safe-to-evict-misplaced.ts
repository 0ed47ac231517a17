import { workloadKinds } from '../../apis/workload.ts';
import type { Field } from '../field.ts';
import { type FixOffer, offerFix, removeField, replaceValue, writeValue } from '../fix.ts';
import { clusterAutoscalerSource } from '../links.ts';
import { defineRule } from '../rule.ts';

const annotation = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const values = ['true', 'false', 'on-completion'];

export const safeToEvictMisplaced = defineRule({
  id: 'safe-to-evict-misplaced',
  meta: {
    summary:
      'The safe-to-evict annotation stands on the workload and not on its pods, or has a value that means nothing.',
    why: 'Cluster Autoscaler reads the annotation of the pod only: there is no effect, and no message.',
    remediation:
      'Put the annotation into the pod template, with "true", "false" or "on-completion" in quotes.',
    severity: 'warning',
    category: 'disruption',
    preset: 'recommended',
    appliesTo: workloadKinds,
    checksPatches: true,
    fix: 'safe',
    messages: {
      misplaced: 'Cluster Autoscaler reads this annotation on pods: put it into the pod template',
      unquoted: 'an annotation is a text: write "{value}"',
      value: 'safe-to-evict is "true", "false" or "on-completion", not {value}',
    },
    references: [
      clusterAutoscalerSource(
        'simulator/drainability/rules/notsafetoevict/rule.go',
        'Cluster Autoscaler: NotSafeToEvictAnnotation (1.36.1)',
      ),
      clusterAutoscalerSource(
        'utils/drain/drain.go',
        'Cluster Autoscaler: values of the annotation (1.36.1)',
      ),
    ],
  },
  check({ workload, root, report }) {
    if (!workload) return;
    const pod = root.get(...workload.template.path);
    const onPod = pod.get('metadata', 'annotations', annotation);
    if (workload.template.path.length > 0) {
      const onWorkload = root.get('metadata', 'annotations', annotation);
      if (onWorkload.exists && !onPod.exists) {
        report({ messageId: 'misplaced', at: onWorkload, part: 'key', fixes: moveTo(pod, onWorkload) });
      }
    }
    if (!onPod.exists) return;
    if (onPod.string === undefined) {
      const fixes = replaceValue('safe', `Write "${onPod.text}"`, onPod, onPod.text);
      report({ messageId: 'unquoted', data: { value: onPod.text }, at: onPod, severity: 'error', fixes });
    } else if (!values.includes(onPod.string) && !onPod.string.includes('$')) {
      report({ messageId: 'value', data: { value: onPod.text }, at: onPod });
    }
  },
});

/** Moves the annotation; where it was the only one, the empty mapping goes too. */
function moveTo(pod: Field, from: Field): readonly FixOffer[] {
  const leaves = from.parent.entries.length > 1 ? from : from.parent;
  return offerFix(
    'safe',
    'Move it into the pod template',
    writeValue(pod.get('metadata', 'annotations', annotation), from.text),
    removeField(leaves),
  );
}
