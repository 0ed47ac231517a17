import { clusterAutoscalerMeta } from '../cluster-autoscaler-meta.ts';
import { taggedVersion } from '../cluster-autoscaler-version.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import { replaceValue } from '../fix.ts';
import { clusterAutoscalerSource } from '../links.ts';
import { defineRule } from '../rule.ts';
import { compareMinorVersions, formatMinorVersion } from '../versions/minor-version.ts';

export const caVersionSkew = defineRule({
  id: 'ca-version-skew',
  meta: {
    ...clusterAutoscalerMeta,
    summary: 'Cluster Autoscaler is of another minor release than the cluster.',
    why: "It simulates the scheduler of its own release, so it may add nodes that the cluster's scheduler does not use, or none.",
    remediation: 'Use the image of the same minor release as the control plane.',
    severity: 'warning',
    needs: ['kubernetes-version'],
    fix: 'suggestion',
    messages: { skew: 'Cluster Autoscaler {image} in a cluster of Kubernetes {cluster}' },
    references: [clusterAutoscalerSource('README.md', 'Cluster Autoscaler: releases (1.36.1)')],
  },
  check({ resource, root, settings: { kubernetesVersion }, report }) {
    if (!kubernetesVersion) return;
    for (const { container, imageTag } of clusterAutoscalersIn(resource)) {
      const version = taggedVersion(imageTag);
      if (!version || compareMinorVersions(version, kubernetesVersion) === 0) continue;
      const at = root.get(...container.path, 'image');
      const tag = `v${formatMinorVersion(kubernetesVersion)}.0`;
      report({
        messageId: 'skew',
        data: { image: formatMinorVersion(version), cluster: formatMinorVersion(kubernetesVersion) },
        at,
        // A digest stands for one build: another tag before it would say nothing.
        fixes: at.text.includes('@')
          ? []
          : replaceValue('suggestion', `Use ${tag}`, at, at.text.replace(/:[^/:]*$/, `:${tag}`)),
      });
    }
  },
});
