/** The ClusterRole of the user `reader`: all that our read-only commands ask for, beyond the built-in role `view`. */
export const readerObjects: readonly object[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'autoscaling-reader' },
    rules: [
      rule([''], ['nodes', 'namespaces', 'persistentvolumes']),
      rule([''], ['services/proxy'], ['get']),
      rule(['scheduling.k8s.io'], ['priorityclasses']),
      rule(['autoscaling.k8s.io'], ['verticalpodautoscalers', 'verticalpodautoscalercheckpoints']),
      rule(['karpenter.sh'], ['nodepools', 'nodeclaims']),
      rule(['keda.sh'], ['scaledobjects']),
      rule(['metrics.k8s.io'], ['nodes', 'pods']),
      rule(['custom.metrics.k8s.io', 'external.metrics.k8s.io'], ['*']),
      rule(['apiregistration.k8s.io'], ['apiservices']),
    ],
  },
  binding('autoscaling-reader', 'autoscaling-reader'),
  binding('autoscaling-reader-view', 'view'),
];

function rule(
  apiGroups: readonly string[],
  resources: readonly string[],
  verbs = ['get', 'list', 'watch'],
): object {
  return { apiGroups, resources, verbs };
}

function binding(name: string, role: string): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }],
  };
}
