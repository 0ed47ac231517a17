import { clusterAutoscalerMeta } from '../cluster-autoscaler-meta.ts';
import { clusterAutoscalerVersion } from '../cluster-autoscaler-version.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import { type Field, rootOf } from '../field.ts';
import { appendTo, type FixStep, offerFix } from '../fix.ts';
import { clusterAutoscalerSource, thread } from '../links.ts';
import { allows, isAggregated, rolesOf } from '../rbac.ts';
import { defineRule } from '../rule.ts';
import { accessNeededBy, type NeededAccess } from '../versions/cluster-autoscaler-permissions.ts';
import { formatMinorVersion } from '../versions/minor-version.ts';

export const caRbacMissing = defineRule({
  id: 'ca-rbac-missing',
  meta: {
    ...clusterAutoscalerMeta,
    summary:
      "The ClusterRole of Cluster Autoscaler's service account lacks a resource that its release watches.",
    why: 'Cluster Autoscaler waits for its caches without end ("Failed to watch … is forbidden") and scales nothing.',
    remediation:
      'Add list and watch on the resource to the ClusterRole, as in the example manifests of the release.',
    severity: 'warning',
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      missing: 'Cluster Autoscaler {version} lists and watches {resources}, which {role} does not allow',
    },
    references: [
      clusterAutoscalerSource(
        'cloudprovider/aws/examples/cluster-autoscaler-autodiscover.yaml',
        'Cluster Autoscaler: RBAC of the example manifests (1.36.1)',
      ),
      thread('gardener/gardener', 6370, 'Cluster Autoscaler may not list namespaces'),
    ],
  },
  check({ resource, workload, root, settings, workspace, report }) {
    const [autoscaler] = clusterAutoscalersIn(resource);
    const version = autoscaler && clusterAutoscalerVersion(autoscaler, settings);
    const account = workload && root.get(...workload.template.path, 'spec', 'serviceAccountName');
    if (!version || account?.string === undefined) return;
    const roles = rolesOf(
      { name: account.string, namespace: resource.namespace },
      'ClusterRole',
      workspace,
      resource,
    );
    const [role] = roles;
    if (!role || roles.some(isAggregated)) return;
    const missing = accessNeededBy(version).filter(
      (access) =>
        !['list', 'watch'].every((verb) =>
          roles.some((some) => allows(some, access.group, access.resource, verb)),
        ),
    );
    if (missing.length === 0) return;
    report({
      messageId: 'missing',
      data: {
        version: formatMinorVersion(version),
        resources: missing
          .map(({ group, resource: name }) => (group === '' ? name : `${name}.${group}`))
          .join(', '),
        role: `ClusterRole ${role.name}`,
      },
      at: account,
      related: [{ at: rootOf(role).get('rules'), part: 'key', message: 'its rules are here' }],
      fixes: offerFix(
        'suggestion',
        `Let ${role.name} get, list and watch them`,
        ...grant(rootOf(role).get('rules'), missing),
      ),
    });
  },
});

/** One rule for each API group. */
function grant(rules: Field, missing: readonly NeededAccess[]): readonly FixStep[] {
  return [...new Set(missing.map(({ group }) => group))].map((group) =>
    appendTo(rules, {
      apiGroups: [group],
      resources: missing.filter((access) => access.group === group).map(({ resource }) => resource),
      verbs: ['get', 'list', 'watch'],
    }),
  );
}
