import type { Field } from '../field.ts';
import { replaceValue } from '../fix.ts';
import { thread } from '../links.ts';
import { defineRule } from '../rule.ts';

const templateTag = 'k8s.io/cluster-autoscaler/node-template/';

/** EC2 families with accelerators that Kubernetes counts as GPUs. */
const gpuInstance = /^(p\d|g\d|gr\d)[a-z-]*\d*[a-z-]*\./;

export const gpuScaleFromZeroTags = defineRule({
  id: 'gpu-scale-from-zero-tags',
  meta: {
    summary:
      'A GPU node group of eksctl may shrink to zero and does not tell Cluster Autoscaler its labels and taints.',
    why: 'With no node to look at, Cluster Autoscaler does not know the labels and taints: pods that ask for them stay Pending.',
    remediation: 'Set propagateASGTags: true, or write the node-template tags of each label and taint.',
    severity: 'warning',
    category: 'gpu',
    preset: 'recommended',
    appliesTo: [{ group: 'eksctl.io', kind: 'ClusterConfig' }],
    fix: 'suggestion',
    messages: { untold: 'node group {name} can be empty, and {what} is not in its tags' },
    references: [
      thread('kubernetes/autoscaler', 1949, 'scale from zero with GPU nodes on AWS'),
      thread('kubernetes/autoscaler', 2232, 'scale from zero: labels and taints of the node template'),
      {
        title: 'eksctl: scaling node groups from zero',
        url: 'https://docs.aws.amazon.com/eks/latest/eksctl/autoscaling.html',
      },
    ],
  },
  check({ root, report }) {
    for (const list of ['nodeGroups', 'managedNodeGroups']) {
      for (const group of root.get(list).items) {
        if (
          !isGpuGroup(group) ||
          group.get('minSize').integer !== 0 ||
          group.get('propagateASGTags').boolean === true
        ) {
          continue;
        }
        const untold = [...labelsOf(group), ...taintsOf(group)].find(
          ({ tag }) => !group.get('tags', tag).exists,
        );
        if (!untold) continue;
        report({
          messageId: 'untold',
          data: { name: group.get('name').text, what: untold.what },
          at: group.get('minSize'),
          part: 'entry',
          related: [{ at: untold.field, part: 'entry', message: `tag: ${untold.tag}` }],
          fixes: replaceValue(
            'suggestion',
            'Tag the group with its labels and taints (propagateASGTags)',
            group.get('propagateASGTags'),
            true,
          ),
        });
      }
    }
  },
});

interface TemplateTag {
  readonly tag: string;
  readonly what: string;
  readonly field: Field;
}

function isGpuGroup(group: Field): boolean {
  const types = [group.get('instanceType'), ...group.get('instanceTypes').items];
  return types.some((type) => gpuInstance.test(type.string ?? ''));
}

function labelsOf(group: Field): readonly TemplateTag[] {
  return group.get('labels').entries.map(([key, field]) => ({
    tag: `${templateTag}label/${key}`,
    what: `label ${key}`,
    field,
  }));
}

/** A list of taints, or the older mapping from keys to values. */
function taintsOf(group: Field): readonly TemplateTag[] {
  const taints = group.get('taints');
  const keyed = [
    ...taints.items.map((taint) => [taint.get('key').string ?? '', taint] as const),
    ...taints.entries,
  ];
  return keyed.map(([key, field]) => ({ tag: `${templateTag}taint/${key}`, what: `taint ${key}`, field }));
}
