import { nodePool } from '../../apis/kinds.ts';
import { workloadKinds } from '../../apis/workload.ts';
import { offerFix, renameField } from '../fix.ts';
import { karpenterDocs } from '../links.ts';
import { defineRule } from '../rule.ts';

const oldKinds = [
  { group: 'karpenter.sh', kind: 'Provisioner' },
  { group: 'karpenter.sh', kind: 'Machine' },
  { group: 'karpenter.k8s.aws', kind: 'AWSNodeTemplate' },
] as const;

/** Annotations of pods and nodes that v1 does not read, and what it reads. */
const oldAnnotations: ReadonlyMap<string, string> = new Map([
  ['karpenter.sh/do-not-evict', 'karpenter.sh/do-not-disrupt'],
  ['karpenter.sh/do-not-consolidate', 'karpenter.sh/do-not-disrupt'],
]);

export const karpenterOldApi = defineRule({
  id: 'karpenter-old-api',
  meta: {
    summary: 'A manifest uses an API version, a kind or an annotation that Karpenter 1.x does not know.',
    why: 'Objects of v1alpha5 and v1beta1 are no longer served, and an old annotation protects nothing, without a message.',
    remediation: 'Move to karpenter.sh/v1 as the upgrade guide says; write karpenter.sh/do-not-disrupt.',
    severity: 'error',
    category: 'karpenter',
    preset: 'recommended',
    appliesTo: [nodePool, ...oldKinds, ...workloadKinds],
    checksPatches: true,
    fix: 'safe',
    messages: {
      kind: '{kind} is an API of Karpenter before 0.32: write a {replacement}',
      version: '{apiVersion} is not served by Karpenter 1.1 and later: write karpenter.sh/v1',
      annotation: 'Karpenter 1.x does not read {annotation}: write {replacement}',
    },
    references: [
      karpenterDocs('upgrading/v1-migration/', 'migrating to v1'),
      {
        title: 'Karpenter: upgrade guide for v1beta1',
        url: 'https://karpenter.sh/v0.32/upgrading/v1beta1-migration/',
      },
    ],
  },
  check({ resource, root, workload, report }) {
    const apiVersion = root.get('apiVersion');
    const kind = root.get('kind');
    if (oldKinds.some((old) => old.group === resource.group && old.kind === resource.kind)) {
      const replacement = replacements[resource.kind] ?? 'NodePool';
      report({ messageId: 'kind', data: { kind: kind.text, replacement }, at: kind });
    } else if (resource.group === 'karpenter.sh' && resource.version === 'v1beta1') {
      report({ messageId: 'version', data: { apiVersion: apiVersion.text }, at: apiVersion });
    }
    if (!workload) return;
    const annotations = root.get(...workload.template.path, 'metadata', 'annotations');
    for (const [annotation, replacement] of oldAnnotations) {
      const at = annotations.get(annotation);
      if (!at.exists) continue;
      report({
        messageId: 'annotation',
        data: { annotation, replacement },
        at,
        part: 'key',
        severity: 'warning',
        fixes: annotations.get(replacement).exists
          ? []
          : offerFix('safe', `Write ${replacement}`, renameField(at, replacement)),
      });
    }
  },
});

const replacements: Readonly<Record<string, string>> = {
  Provisioner: 'NodePool',
  Machine: 'NodeClaim',
  AWSNodeTemplate: 'EC2NodeClass',
};
